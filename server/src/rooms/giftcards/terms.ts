import { ean13IsValid, luhnIsValid, type CardNumber } from '../../kernel/card-number.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Unit } from '../../kernel/quantity.ts';
import type { Validity } from '../../kernel/validity.ts';

/** Numbers that a till may bring along: cards that nobody has in stock. */
export type OpenNumbers = {
  readonly prefix: string;
  readonly length: number;
  readonly checkDigit: 'none' | 'luhn' | 'ean13';
};

/** What a program decides about its gift cards of one kind. Amounts are decimal text in their currency. */
export type TermsContent = {
  readonly numbers?: OpenNumbers | undefined;
  /** The code of the card range whose stock is sold on these terms. */
  readonly range?: string | undefined;
  readonly pin: 'none' | 'needed';
  /** Whether a redemption for more than is there takes what is there. */
  readonly partial: 'by_caller' | 'never' | 'always';
  readonly reload: boolean;
  readonly transfer: boolean;
  /** What is sold or loaded is at least so much. */
  readonly loadMin?: string | undefined;
  readonly loadMax?: string | undefined;
  readonly balanceMax?: string | undefined;
  readonly voidHours: number;
  readonly expiry: Validity;
  readonly promotionalExpiry: Validity;
  readonly fee?: { readonly afterMonths: number; readonly everyMonths: number; readonly amount: string } | undefined;
  /** Whose cash-out thresholds apply where the outlet's groups name none. */
  readonly jurisdiction?: string | undefined;
  /** A law that the terms are held to when they are set. */
  readonly checkedAs?: 'us_federal' | undefined;
};

/** Terms as they are in force from a moment on, with their amounts in the smallest step. */
export type Terms = {
  readonly tenant: number;
  readonly program: number;
  readonly code: string;
  readonly inForceFrom: Instant;
  readonly unit: Unit;
  readonly content: TermsContent;
  readonly loadMin: bigint;
  readonly loadMax: bigint;
  readonly balanceMax: bigint;
  readonly fee: bigint;
};

/** True for a number that these terms let a till bring along. */
export function mayBringAlong({ content: { numbers } }: Terms, number: CardNumber): boolean {
  if (!numbers || !number.startsWith(numbers.prefix) || number.length !== numbers.length) return false;
  if (numbers.checkDigit === 'luhn') return luhnIsValid(number);
  return numbers.checkDigit === 'none' || ean13IsValid(number);
}

const YEARS_UNDER_US_LAW = 5;
const MONTHS_PER_YEAR = 12;
const DAYS_PER_YEAR_MIN = 366;

/** What stands against terms under the law that they name: value that ends before five years, a fee within a year of use. */
export function lawAgainst({ checkedAs, expiry, fee }: TermsContent): 'expiry' | 'fee' | undefined {
  if (checkedAs === undefined) return undefined;
  if (fee && fee.afterMonths < MONTHS_PER_YEAR) return 'fee';
  return expiry !== 'never' && yearsOf(expiry) < YEARS_UNDER_US_LAW ? 'expiry' : undefined;
}

/** For at least so many years value is valid; a fixed day may be tomorrow. */
function yearsOf(validity: Exclude<Validity, 'never'>): number {
  const { after } = validity;
  if (!after) return 0;
  if ('years' in after) return after.years;
  if ('months' in after) return Math.floor(after.months / MONTHS_PER_YEAR);
  return Math.floor(after.days / DAYS_PER_YEAR_MIN);
}
