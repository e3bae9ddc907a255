import { Bug } from './assert.ts';
import { quantity } from './quantity.ts';
import type { Quantity } from './quantity.ts';
import { refuse } from './refusal.ts';
import type { Ok, Refusal } from './refusal.ts';
import { divide } from './rounding.ts';
import type { Rounding } from './rounding.ts';

/** An exact ratio in lowest terms: 1 point per 10 steps is 1/10, a multiplier of 1.5 is 3/2. Not below zero. */
export type Rate = { readonly numerator: bigint; readonly denominator: bigint };

const commonDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** `n / d` in lowest terms. A negative `n` or a `d` that is not above zero is a bug. */
export const rate = (n: bigint, d: bigint): Rate => {
  if (n < 0n || d <= 0n) throw new Bug(`${n}/${d} is not a rate`);
  const shared = commonDivisor(n, d);
  return { numerator: n / shared, denominator: d / shared };
};

export const RATE_ONE: Rate = rate(1n, 1n);

// Nine digits on either side of the point: four such rates still multiply a quantity without surprising anyone.
const DECIMAL_RATE = /^(0|[1-9]\d{0,8})(?:\.(\d{1,9}))?$/;
const FRACTION_RATE = /^(0|[1-9]\d{0,17})\/([1-9]\d{0,17})$/;

/** Reads `1.5` or `3/40`. Refuses signs, exponents, blanks, leading zeros, and a denominator of zero. */
export const parseRate = (text: string): Ok<{ readonly value: Rate }> | Refusal<'kernel.rate.malformed'> => {
  const decimal = DECIMAL_RATE.exec(text);
  if (decimal !== null) {
    const fraction = decimal[2] ?? '';
    return { ok: true, value: rate(BigInt(`${decimal[1]}${fraction}`), 10n ** BigInt(fraction.length)) };
  }
  const ratio = FRACTION_RATE.exec(text);
  if (ratio === null) return refuse('kernel.rate.malformed', { rate: text.slice(0, 40) });
  return { ok: true, value: rate(BigInt(ratio[1] as string), BigInt(ratio[2] as string)) };
};

/** `3/2`, the form that parseRate reads back exactly. */
export const formatRate = (value: Rate): string => `${value.numerator}/${value.denominator}`;

/** `q` times the rate, rounded once. What is lost to rounding stays with whoever pays. */
export const timesRate = (q: bigint, by: Rate, rounding: Rounding): Quantity =>
  quantity(divide(q * by.numerator, by.denominator, rounding));

/** The exact product: two multipliers on one line are one rate, rounded once. */
export const multiplyRates = (a: Rate, b: Rate): Rate => rate(a.numerator * b.numerator, a.denominator * b.denominator);
