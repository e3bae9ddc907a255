import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ean13IsValid, luhnIsValid } from '../../../kernel/card-number.ts';
import { capacityOf, drawnLength, isNumberOf, type CheckDigit } from '../range.ts';
import { createDrawer, drawNumber } from './draw-numbers.ts';

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });

const shape = fc
  .record({
    charset: fc.constantFrom('digits' as const, 'alphanumeric' as const),
    checkDigit: fc.constantFrom<CheckDigit>('none', 'luhn', 'ean13'),
    prefix: digits(1, 6),
    length: fc.integer({ min: 12, max: 32 }),
  })
  .map((one) => ({
    ...one,
    charset: one.checkDigit === 'none' ? one.charset : ('digits' as const),
    length: one.checkDigit === 'ean13' ? 13 : one.length,
  }));

describe('a drawn number', () => {
  test('is one of its range, of its length and with a right check digit, whatever the range', () => {
    const draw = createDrawer();
    fc.assert(
      fc.property(shape, (range) => {
        const number = drawNumber(draw, range);
        expect(number).toHaveLength(range.length);
        expect(isNumberOf(range, number)).toBe(true);
        if (range.checkDigit === 'luhn') expect(luhnIsValid(number)).toBe(true);
        if (range.checkDigit === 'ean13') expect(ean13IsValid(number)).toBe(true);
        expect(capacityOf(range)).toBe(BigInt(range.charset === 'digits' ? 10 : 34) ** BigInt(drawnLength(range)));
      }),
      { numRuns: 500 },
    );
  });

  test('with another last digit is none of a range with a check digit', () => {
    const draw = createDrawer();
    fc.assert(
      fc.property(
        shape.filter((one) => one.checkDigit !== 'none'),
        fc.integer({ min: 1, max: 9 }),
        (range, more) => {
          const number = drawNumber(draw, range);
          const last = (Number(number.at(-1)) + more) % 10;
          expect(isNumberOf(range, number.slice(0, -1) + last)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('favours no character: bytes that would are thrown away', () => {
    // Every byte value once: an unfair draw would give the first characters more often.
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const draw = createDrawer(() => every);
    const counts = new Map<string, number>();
    for (const one of draw('0123456789', 250)) counts.set(one, (counts.get(one) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array(10).fill(25));
  });
});
