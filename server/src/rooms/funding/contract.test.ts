import { expect, test } from 'vitest';
import { localDate } from '../../kernel/local-date.ts';
import { firstOfPeriod, potOfLimit } from './contract.ts';

test('a contract’s limit begins anew with its period', () => {
  const pot = (per: 'month' | 'quarter' | 'year' | 'ever', month: number, day: number): string =>
    potOfLimit({ program: 3, contract: 7 }, firstOfPeriod(per, localDate(2027, month, day)));
  expect([pot('month', 5, 31), pot('month', 6, 1)]).toEqual(['contract/3/7/2027-05-01', 'contract/3/7/2027-06-01']);
  expect([pot('quarter', 6, 30), pot('quarter', 7, 1)]).toEqual(['contract/3/7/2027-04-01', 'contract/3/7/2027-07-01']);
  expect([pot('year', 1, 1), pot('year', 12, 31)]).toEqual(['contract/3/7/2027-01-01', 'contract/3/7/2027-01-01']);
  expect(pot('ever', 8, 9)).toBe('contract/3/7/0001-01-01');
});
