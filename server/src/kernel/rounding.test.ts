import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { parseRate, rate, timesRate } from './rate.ts';
import { divide } from './rounding.ts';

describe('a division', () => {
  it.each([
    // tenths   floor  ceiling  half_up  half_even
    [0n, 0n, 0n, 0n, 0n],
    [1n, 0n, 1n, 0n, 0n],
    [5n, 0n, 1n, 1n, 0n],
    [14n, 1n, 2n, 1n, 1n],
    [15n, 1n, 2n, 2n, 2n],
    [16n, 1n, 2n, 2n, 2n],
    [20n, 2n, 2n, 2n, 2n],
    [25n, 2n, 3n, 3n, 2n],
    [26n, 2n, 3n, 3n, 3n],
    [-1n, 0n, -1n, 0n, 0n],
    [-5n, 0n, -1n, -1n, 0n],
    [-15n, -1n, -2n, -2n, -2n],
    [-25n, -2n, -3n, -3n, -2n],
  ])('of %s tenths rounds by its name', (tenths, floor, ceiling, halfUp, halfEven) => {
    const rounded = (['floor', 'ceiling', 'half_up', 'half_even'] as const).map((name) => divide(tenths, 10n, name));
    expect(rounded).toEqual([floor, ceiling, halfUp, halfEven]);
  });

  it('by zero is a bug', () => {
    expect(() => divide(1n, 0n, 'floor')).toThrow(Bug);
  });
});

describe('a rate', () => {
  it('gives one point per full ten: 105.00 earns 10 (Square)', () => {
    expect(timesRate(105_00n, rate(1n, 1000n), 'floor')).toBe(10n);
  });

  it('is in lowest terms', () => {
    expect(rate(15n, 10n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(rate(0n, 7n)).toEqual({ numerator: 0n, denominator: 1n });
  });

  it('is read from a decimal or a fraction', () => {
    expect(parseRate('1.5')).toEqual({ ok: true, value: { numerator: 3n, denominator: 2n } });
    expect(parseRate('3/40')).toEqual({ ok: true, value: { numerator: 3n, denominator: 40n } });
    expect(parseRate('0')).toEqual({ ok: true, value: { numerator: 0n, denominator: 1n } });
  });

  it.each(['', '-1', '+1', '1/0', '01', '1.', '.5', '1e2', '1 / 2', '1/2/3', '1.0000000001', '1/-2'])(
    '%j is malformed',
    (text) => {
      expect(parseRate(text)).toMatchObject({ ok: false, refusal: 'kernel.rate.malformed' });
    },
  );

  it('below zero or over zero is a bug', () => {
    expect(() => rate(-1n, 2n)).toThrow(Bug);
    expect(() => rate(1n, 0n)).toThrow(Bug);
  });
});
