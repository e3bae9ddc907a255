import { expect, test } from 'vitest';
import { readDecimal } from './source-decimal.ts';

test('a number of a file is read exactly, whatever decimals it has up to those that are summed', () => {
  expect(readDecimal('2.55', 3)).toBe(2_550n);
  expect(readDecimal('-11062.06', 3)).toBe(-11_062_060n);
  expect(readDecimal('174.51999999999995', 14)).toBe(17_451_999_999_999_995n);
  expect(readDecimal('6', 0)).toBe(6n);
});

test('zeros at the end are no decimals, and what cannot be summed exactly is not read', () => {
  expect(readDecimal('2.5500', 2)).toBe(255n);
  expect(readDecimal('2.555', 2)).toBeUndefined();
  for (const text of ['', 'x', '1e3', '1,5', '+1', ' 1', '.5']) expect(readDecimal(text, 3)).toBeUndefined();
});
