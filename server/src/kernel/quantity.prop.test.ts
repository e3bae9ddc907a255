import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity, parseQuantity, QUANTITY_MAX } from './quantity.ts';
import { formatRate, multiplyRates, parseRate, rate, timesRate } from './rate.ts';
import { divide, ROUNDINGS } from './rounding.ts';

fc.configureGlobal({ seed: 2_026_112_202 });

const quantities = fc.bigInt({ min: -QUANTITY_MAX, max: QUANTITY_MAX });
const decimals = fc.integer({ min: 0, max: 4 });
const roundings = fc.constantFrom(...ROUNDINGS);
// Up to a thousand times, beyond which the largest quantity no longer fits an int8.
const rates = fc
  .tuple(fc.bigInt({ min: 0n, max: 1_000n }), fc.bigInt({ min: 1n, max: 1_000_000n }))
  .map(([n, d]) => rate(n, d));

describe('quantities', () => {
  it('are the same when written and read', () => {
    fc.assert(
      fc.property(quantities, decimals, (value, places) => {
        expect(parseQuantity(formatQuantity(value, places), places, { signed: true })).toEqual({ ok: true, value });
      }),
    );
  });

  it('are never read from text that is not their own, but for dropped zeros', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789.-+e, '), maxLength: 12 }),
        decimals,
        (text, places) => {
          const outcome = parseQuantity(text, places, { signed: true });
          if (!outcome.ok) return;
          const whole = text.includes('.') ? text : `${text}.`;
          const full = places === 0 ? text : whole.padEnd(whole.indexOf('.') + 1 + places, '0');
          expect(full.replace(/^-(?=[0.]*$)/, '')).toBe(formatQuantity(outcome.value, places));
        },
      ),
    );
  });
});

describe('rounding', () => {
  it('gives the opposite for the opposite, so that a reversal takes back exactly what was given', () => {
    fc.assert(
      fc.property(quantities, fc.bigInt({ min: 1n, max: 1_000_000n }), roundings, (n, d, rounding) => {
        expect(divide(-n, d, rounding)).toBe(-divide(n, d, rounding));
        expect(divide(n, -d, rounding)).toBe(-divide(n, d, rounding));
      }),
    );
  });

  it('is less than one step off, and at most half a step where it rounds half', () => {
    fc.assert(
      fc.property(quantities, fc.bigInt({ min: 1n, max: 1_000_000n }), roundings, (n, d, rounding) => {
        const off = divide(n, d, rounding) * d - n;
        const distance = off < 0n ? -off : off;
        expect(distance < d).toBe(true);
        if (rounding.startsWith('half')) expect(distance * 2n <= d).toBe(true);
      }),
    );
  });

  it('never turns the order of two amounts around', () => {
    fc.assert(
      fc.property(quantities, quantities, rates, roundings, (a, b, by, rounding) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(timesRate(low, by, rounding) <= timesRate(high, by, rounding)).toBe(true);
      }),
    );
  });
});

describe('rates', () => {
  it('are the same when written and read', () => {
    fc.assert(
      fc.property(rates, (value) => {
        expect(parseRate(formatRate(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('multiply in any order to the same', () => {
    fc.assert(
      fc.property(rates, rates, rates, (a, b, c) => {
        expect(multiplyRates(a, b)).toEqual(multiplyRates(b, a));
        expect(multiplyRates(multiplyRates(a, b), c)).toEqual(multiplyRates(a, multiplyRates(b, c)));
      }),
    );
  });
});
