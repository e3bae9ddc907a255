// Decimals of ISO 4217, written out. Intl is no source for a ledger: it follows CLDR, which says how prices are shown
// (no decimals for HUF, COP or PKR, where ISO has 2, and for IQD, where ISO has 3), and which changes with the
// release of Node, so that an update would shift every balance by a factor of a hundred.

const TWO_DECIMALS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP ' +
  'COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
  'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN ' +
  'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
  'THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ' +
  // Withdrawn since 2022, kept because receipts and cards of those years are still brought in.
  'ANG BGN CUC HRK SLL ZWL';
const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR_DECIMALS = 'CLF UYW';

const DECIMALS: ReadonlyMap<string, number> = new Map(
  [NO_DECIMALS, '', TWO_DECIMALS, THREE_DECIMALS, FOUR_DECIMALS].flatMap((codes, decimals) =>
    codes === '' ? [] : codes.split(' ').map((code): [string, number] => [code, decimals]),
  ),
);

/** Every ISO 4217 code known here, sorted. */
export const currencyCodes: readonly string[] = [...DECIMALS.keys()].sort();

/** How many decimals the currency has by ISO 4217, 0 to 4; undefined for a code that is none, lower case included. */
export const currencyDecimals = (code: string): number | undefined => DECIMALS.get(code);
