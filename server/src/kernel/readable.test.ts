import { describe, expect, it } from 'vitest';
import { readableDay, readableFact, readableNumber } from './readable.ts';

describe('a quantity in a sentence', () => {
  it.each([
    ['1.00', '1.00', '1,00'],
    ['1234.50', '1,234.50', '1.234,50'],
    ['1234567', '1,234,567', '1.234.567'],
    ['-1000.5', '-1,000.5', '-1.000,5'],
    ['999', '999', '999'],
    ['9007199254740993.01', '9,007,199,254,740,993.01', '9.007.199.254.740.993,01'],
  ])('%s is read %s in English and %s in Spanish', (plain, en, es) => {
    expect([readableNumber(plain, 'en'), readableNumber(plain, 'es')]).toEqual([en, es]);
  });

  it.each(['3/2', '01.50', '1e3', '12,50', '', '…', '1.2.3', '127.0.0.1'])('%j is none, and stays as it is', (text) => {
    expect(readableNumber(text, 'es')).toBe(text);
  });
});

describe('a day in a sentence', () => {
  it('has its month in the language, and an instant says that it is UTC', () => {
    expect([readableDay('2026-03-01', 'en'), readableDay('2026-03-01', 'es')]).toEqual(['1 Mar 2026', '1 mar 2026']);
    expect(readableDay('2026-09-30T22:00:00.000000Z', 'es')).toBe('30 sept 2026, 22:00 UTC');
  });

  it.each(['2026-13-01', '2026-03', 'winter-2026-03-01'])('%s is none, and stays as it is', (text) => {
    expect(readableDay(text, 'es')).toBe(text);
  });
});

it('a code that looks like a number is no quantity: only facts that are named as one are read so', () => {
  expect(readableFact('draft', '2026.1', 'en')).toBe('2026.1');
  expect(readableFact('available', '2026.1', 'en')).toBe('2,026.1');
  expect(readableFact('until', '2026-03-01', 'es')).toBe('1 mar 2026');
});
