import { expect, test } from 'vitest';
import { countRead, countRejected, noFigures, unaccounted, unaccountedLines } from './figures.ts';

const DAY = '2010-12-01';
const read = { is: 'read', day: DAY, files: 1, lines: 2, amount: 3_005n, done: 1, total: 1 } as const;

test('a line that was read and has no fate is missed, and so is its money', () => {
  const figures = noFigures();
  countRead(figures, read);
  expect([unaccountedLines(figures), unaccounted(figures, 10n)]).toEqual([2, 3_005n]);
});

test('what is sold, refunded, rounded, credited at other prices and rejected comes to what was read', () => {
  const figures = noFigures();
  countRead(figures, read);
  countRejected(figures, { is: 'rejected', day: DAY, tally: { fate: 'credit-discount', lines: 2, amount: -1_000n } });
  // 5.01 sold for 5.005, 1.05 given back for a credit of 1.00.
  Object.assign(figures, { sold: 501n, refunded: 105n, rounding: 5n, priceDifference: -50n });
  expect([unaccountedLines(figures), unaccounted(figures, 10n)]).toEqual([0, 0n]);
});
