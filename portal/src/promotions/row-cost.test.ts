import { expect, test } from 'vitest';
import { rowCost } from './row-cost.ts';

const worths = new Map([['points', { points: '100', money: '1.00' }]]);
const both = (draft: string, today: string) => ({ draft, today, difference: '0' });

test('points cost what they pay, discounts what they are, and what pays nothing costs nothing', () => {
  const row = {
    key: '2027-01-01',
    amounts: { points: both('250', '100'), money: both('3.50', '0.00'), stamps: both('9', '9') },
  };
  expect(rowCost(row, worths, 2)).toEqual({ draft: '6.00', today: '1.00', difference: '5.00' });
});

test('a cost is rounded half up, once, and what is less keeps its sign', () => {
  const row = { key: '2027-01-01', amounts: { points: both('0.5', '12.5') } };
  expect(rowCost(row, worths, 2)).toEqual({ draft: '0.01', today: '0.13', difference: '-0.12' });
});
