import { ean13Digit, ean13IsValid, luhnDigit, luhnIsValid, type CardNumber } from '../../kernel/card-number.ts';
import type { CardType } from './card.ts';

export type Charset = 'digits' | 'alphanumeric';
export type CheckDigit = 'none' | 'luhn' | 'ean13';
export type PinKind = 'none' | 'pin' | 'scratch';

/** How many holders one account may have by cards of a range: any number, one, or as many as it says. */
export type Sharing = 'unlimited' | 'owner_only' | { readonly holders: number };

/** What a card of the range may do from its issue on, where the order does not say otherwise. */
export type RangePolicy = {
  readonly sharing?: Sharing | undefined;
  readonly mayEarn?: boolean | undefined;
  readonly maySpend?: boolean | undefined;
  readonly usesPerDay?: number | undefined;
  /** In ten-thousandths of a point. */
  readonly spendPerDay?: number | undefined;
};

/** How the magnetic stripe is written: templates with `{number}`, `{serial}`, `{pin}`, `{batch}`; absent: no such track. */
export type TrackTemplates = { readonly track1?: string | undefined; readonly track2?: string | undefined };

/** Numbers of one length with one prefix: one type of card, one check digit, one policy. */
export type Range = {
  readonly range: number;
  readonly tenant: number;
  readonly program: number | undefined;
  readonly code: string;
  readonly type: CardType;
  readonly prefix: string;
  readonly length: number;
  readonly charset: Charset;
  readonly checkDigit: CheckDigit;
  readonly pinKind: PinKind;
  readonly pinLength: number;
  /** A terminal must send the PIN before anything is told or taken. */
  readonly pinRequired: boolean;
  /** Of gift cards: the money unit. */
  readonly unit: number | undefined;
  /** Of gift cards: what each is worth, in the unit's smallest step; undefined when the till says. */
  readonly face: bigint | undefined;
  /** Of discount cards: the price list that the till applies on presentation. */
  readonly priceList: string | undefined;
  readonly track: TrackTemplates;
  readonly systemOfRecord: 'here' | 'elsewhere';
  readonly processor: string | undefined;
  readonly policy: RangePolicy;
  readonly state: 'open' | 'closed';
};

/** Digits and capitals; a generator leaves out those that people misread, a given number may have them. */
export const ALPHABETS: Readonly<Record<Charset, string>> = {
  digits: '0123456789',
  alphanumeric: '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ',
};

type Shape = Pick<Range, 'prefix' | 'length' | 'charset' | 'checkDigit'>;

/** How many characters of a number are drawn: what prefix and check digit leave. */
export const drawnLength = ({ prefix, length, checkDigit }: Shape): number =>
  length - prefix.length - (checkDigit === 'none' ? 0 : 1);

/** How many different numbers the range can give. */
export const capacityOf = (range: Shape): bigint =>
  BigInt(ALPHABETS[range.charset].length) ** BigInt(drawnLength(range));

/** A whole number of the range from prefix and drawn characters. */
export function completeNumber({ prefix, checkDigit }: Shape, drawn: string): CardNumber {
  const payload = prefix + drawn;
  if (checkDigit === 'luhn') return (payload + luhnDigit(payload)) as CardNumber;
  if (checkDigit === 'ean13') return (payload + ean13Digit(payload)) as CardNumber;
  return payload as CardNumber;
}

const GIVEN: Readonly<Record<Charset, RegExp>> = { digits: /^[0-9]+$/, alphanumeric: /^[0-9A-Z]+$/ };

/** True when the number lies in the range's interval, whatever its check digit. */
export const liesIn = ({ prefix, length }: Pick<Range, 'prefix' | 'length'>, number: string): boolean =>
  number.length === length && number.startsWith(prefix);

/** True when the range could have given this number: length, prefix, characters, check digit. */
export function isNumberOf(range: Shape, number: string): boolean {
  if (!liesIn(range, number) || !GIVEN[range.charset].test(number)) return false;
  if (range.checkDigit === 'luhn') return luhnIsValid(number);
  return range.checkDigit === 'none' || ean13IsValid(number);
}
