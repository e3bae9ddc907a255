import { Bug } from './assert.ts';
import { refuse } from './refusal.ts';
import type { Ok, Refusal } from './refusal.ts';

/** An amount in the smallest step of its unit: cents, or hundredths of a point. Never a number, never a float. */
export type Quantity = bigint & { readonly brand: 'Quantity' };

/** What a wallet counts. `unit` is its small number in the database, `code` its name outside. */
export type Unit = {
  readonly unit: number;
  readonly code: string;
  readonly decimals: number;
  readonly kind: 'points' | 'money';
};

/** The largest amount that comes in from outside: 10^15, so that 9,000 of them can be summed in an int8. */
export const QUANTITY_MAX = 1_000_000_000_000_000n as Quantity;

/** The most decimals that a unit may have: ISO 4217 goes up to 4, and points do too. */
export const UNIT_DECIMALS_MAX = 4;

const INT8_MAX = 9_223_372_036_854_775_807n;

/** The amount `n`; one that no int8 column can hold is a bug. Sums may go past QUANTITY_MAX, single inputs may not. */
export const quantity = (n: bigint): Quantity => {
  if (n > INT8_MAX || n < -INT8_MAX) throw new Bug(`${n} does not fit an int8`);
  return n as Quantity;
};

export type QuantityRefusal = Refusal<
  | 'kernel.quantity.malformed'
  | 'kernel.quantity.too_many_decimals'
  | 'kernel.quantity.too_large'
  | 'kernel.quantity.negative'
>;

/** Everything that `parseQuantity` refuses. */
export const QUANTITY_REFUSALS = [
  'kernel.quantity.malformed',
  'kernel.quantity.negative',
  'kernel.quantity.too_many_decimals',
  'kernel.quantity.too_large',
] as const satisfies readonly QuantityRefusal['refusal'][];

const PLAIN_DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;
const QUANTITY_TEXT_LENGTH_MAX = 40;

const shown = (text: string): string =>
  text.length <= QUANTITY_TEXT_LENGTH_MAX ? text : `${text.slice(0, QUANTITY_TEXT_LENGTH_MAX)}…`;

/**
 * Reads a plain decimal, `12.5`, into smallest steps of a unit with `decimals`. Refuses, in this order: anything but
 * digits with at most one inner point (no plus, exponent, separators, blanks or leading zeros); a minus, unless
 * `signed`; more decimals than the unit has, even zeros, because the sender then means another unit; more than
 * QUANTITY_MAX either way.
 */
export const parseQuantity = (
  text: string,
  decimals: number,
  options?: { readonly signed?: boolean },
): Ok<{ readonly value: Quantity }> | QuantityRefusal => {
  const parts = PLAIN_DECIMAL.exec(text);
  if (parts === null) return refuse('kernel.quantity.malformed', { quantity: shown(text) });
  const whole = parts[2] as string;
  const fraction = parts[3] ?? '';
  if (parts[1] === '-' && options?.signed !== true)
    return refuse('kernel.quantity.negative', { quantity: shown(text) });
  if (fraction.length > decimals) {
    return refuse('kernel.quantity.too_many_decimals', { quantity: shown(text), decimals: String(decimals) });
  }
  const tooLarge = () =>
    refuse('kernel.quantity.too_large', { quantity: shown(text), max: formatQuantity(QUANTITY_MAX, decimals) });
  // Checked before BigInt reads it: a megabyte of digits costs seconds there.
  if (whole.length > 16) return tooLarge();
  const magnitude = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (magnitude > QUANTITY_MAX) return tooLarge();
  return { ok: true, value: (parts[1] === '-' ? -magnitude : magnitude) as Quantity };
};

/** Plain decimal text with exactly `decimals` decimals: 1250n with 2 is `12.50`. The inverse of parseQuantity. */
export const formatQuantity = (value: bigint, decimals: number): string => {
  if (decimals === 0) return value.toString();
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
};

const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** An amount as JSON holds it exactly: a number, which packs and reads faster, or text where it is too large for one. */
export const exactJson = (amount: bigint): number | string =>
  amount <= SAFE_MAX && amount >= -SAFE_MAX ? Number(amount) : String(amount);
