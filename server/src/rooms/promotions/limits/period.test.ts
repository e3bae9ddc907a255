import { expect, test } from 'vitest';
import { localDate } from '../../../kernel/local-date.ts';
import { periodOfDay } from './period.ts';
import { endOf } from './read-budgets.ts';

const day = localDate(2026, 11, 22);

test.each([
  ['day', '2026-11-22', '2026-11-22'],
  ['week', '2026-11-16', '2026-11-22'],
  ['month', '2026-11-01', '2026-11-30'],
  ['quarter', '2026-10-01', '2026-12-31'],
  ['year', '2026-01-01', '2026-12-31'],
  ['ever', '0001-01-01', '9999-12-31'],
  [{ days: 7 }, '2026-11-16', '2026-11-22'],
  [{ days: 1 }, '2026-11-22', '2026-11-22'],
] as const)('the period %j of a Sunday in November', (period, from, until) => {
  expect(periodOfDay(period, day)).toEqual({ from, until });
});

test('months, quarters and weeks go by the calendar, leap years and turns of the year too', () => {
  expect(periodOfDay('month', localDate(2028, 2, 29))).toEqual({ from: '2028-02-01', until: '2028-02-29' });
  expect(periodOfDay('quarter', localDate(2028, 2, 29))).toEqual({ from: '2028-01-01', until: '2028-03-31' });
  expect(periodOfDay('week', localDate(2027, 1, 1))).toEqual({ from: '2026-12-28', until: '2027-01-03' });
});

test('a budget ends on the day on which its last part goes at the rate so far, if that is within its period', () => {
  const month = { from: localDate(2026, 11, 1), until: localDate(2026, 11, 30) };
  const ends = (used: bigint, left: bigint) => endOf(month.from, month.until, localDate(2026, 11, 10), used, left);
  expect(ends(100n, 100n)).toBe('2026-11-20');
  expect(ends(100n, 101n)).toBe('2026-11-21');
  expect(ends(100n, 200n)).toBe('2026-11-30');
  expect(ends(100n, 201n)).toBeUndefined();
  expect(ends(100n, 0n)).toBe('2026-11-10');
  expect(ends(0n, 100n)).toBeUndefined();
});
