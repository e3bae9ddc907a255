import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { currencyCodes, currencyDecimals } from './currency.ts';
import { exactJson, formatQuantity, parseQuantity, quantity, QUANTITY_MAX } from './quantity.ts';

const refusalOf = (text: string, decimals: number, options?: { signed?: boolean }) => {
  const outcome = parseQuantity(text, decimals, options);
  return outcome.ok ? outcome.value : outcome.refusal;
};

describe('a quantity', () => {
  it.each([
    ['0', 2, 0n],
    ['12', 0, 12n],
    ['12', 2, 1200n],
    ['12.5', 2, 1250n],
    ['12.50', 2, 1250n],
    ['0.0001', 4, 1n],
    ['10000000000000.00', 2, QUANTITY_MAX],
  ])('%s in a unit with %i decimals is read', (text, decimals, value) => {
    expect(refusalOf(text, decimals)).toBe(value);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '1e3',
    '1,5',
    '1.000,5',
    '1_000',
    '.5',
    '5.',
    '1.2.3',
    '00',
    '01',
    '00.5',
    '0x10',
    '--1',
    '-',
    'NaN',
    'Infinity',
    '１',
    '1\n',
    '-01',
  ])('%j is malformed', (text) => {
    expect(refusalOf(text, 2, { signed: true })).toBe('kernel.quantity.malformed');
  });

  it('below zero is refused unless a sign is allowed', () => {
    expect(refusalOf('-1.50', 2)).toBe('kernel.quantity.negative');
    expect(refusalOf('-0', 2)).toBe('kernel.quantity.negative');
    expect(refusalOf('-1.50', 2, { signed: true })).toBe(-150n);
    expect(refusalOf('-0', 2, { signed: true })).toBe(0n);
  });

  it('with more decimals than its unit is refused, even if they are zeros', () => {
    expect(refusalOf('1.001', 2)).toBe('kernel.quantity.too_many_decimals');
    expect(refusalOf('1.0', 0)).toBe('kernel.quantity.too_many_decimals');
  });

  it('above 10^15 steps is refused, and a megabyte of digits is refused at once', () => {
    expect(refusalOf('10000000000000.01', 2)).toBe('kernel.quantity.too_large');
    expect(refusalOf('1000000000000001', 0)).toBe('kernel.quantity.too_large');
    expect(refusalOf('-1000000000000001', 0, { signed: true })).toBe('kernel.quantity.too_large');
    expect(refusalOf('9'.repeat(1_000_000), 2)).toBe('kernel.quantity.too_large');
  });

  it('that is refused is told back shortened, with what would have been right', () => {
    expect(parseQuantity('1.001', 2)).toMatchObject({ facts: { quantity: '1.001', decimals: '2' } });
    const tooLarge = parseQuantity('9'.repeat(100), 2);
    expect(tooLarge).toMatchObject({ facts: { quantity: `${'9'.repeat(40)}…`, max: '10000000000000.00' } });
  });

  it('is written with all decimals of its unit', () => {
    expect(formatQuantity(1250n, 2)).toBe('12.50');
    expect(formatQuantity(-5n, 2)).toBe('-0.05');
    expect(formatQuantity(0n, 4)).toBe('0.0000');
    expect(formatQuantity(7n, 0)).toBe('7');
  });

  it('that no int8 column can hold is a bug', () => {
    expect(quantity(9_223_372_036_854_775_807n)).toBe(9_223_372_036_854_775_807n);
    expect(() => quantity(9_223_372_036_854_775_808n)).toThrow(Bug);
  });
});

describe('a currency', () => {
  it('has the decimals of ISO 4217, where Intl shows prices otherwise', () => {
    const decimals = ['EUR', 'JPY', 'KWD', 'CLF', 'HUF', 'COP', 'IQD', 'PKR', 'ISK'].map(currencyDecimals);
    expect(decimals).toEqual([2, 0, 3, 4, 2, 2, 3, 2, 0]);
  });

  it('is known by its upper-case code only', () => {
    expect(currencyDecimals('eur')).toBeUndefined();
    expect(currencyDecimals('XXX')).toBeUndefined();
    expect(currencyDecimals('__proto__')).toBeUndefined();
  });

  it('that the runtime knows as money is in the list', () => {
    // SDRs, the unit of a regional clearing house and other X codes are money of banks, not of buyers.
    const notForBuyers = ['XDR', 'XSU'];
    const missing = Intl.supportedValuesOf('currency').filter((code) => currencyDecimals(code) === undefined);
    expect(missing).toEqual(notForBuyers);
    expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
  });
});

it('an amount goes through JSON exactly, however large', () => {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  for (const amount of [0n, -1n, 1_250n, largest, -largest, largest + 1n, -largest - 2n, 9_223_372_036_854_775_807n]) {
    expect(BigInt(JSON.parse(JSON.stringify(exactJson(amount))) as number | string)).toBe(amount);
  }
  expect([exactJson(12n), exactJson(largest + 1n)]).toEqual([12, '9007199254740992']);
});
