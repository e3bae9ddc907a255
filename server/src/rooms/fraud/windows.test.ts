import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import type { DayTally, Watch, WatchPeriod } from './watch.ts';
import { overlaps, passedOn, reachOf } from './windows.ts';

const day = (n: number): LocalDate => addDays('2027-03-01' as LocalDate, n - 1);
const windowOf = (period: WatchPeriod, on: LocalDate) =>
  typeof period === 'object' ? { from: addDays(on, 1 - period.days), until: on } : { from: on, until: on };
const watch = (max: bigint, period: WatchPeriod): Watch => ({
  ...{ key: 'x', per: 'cashier', of: 'uses', max, decimals: 0, period, action: 'flag', time: 'purchase' },
});
const tally = (n: number, uses: bigint): DayTally => ({ on: day(n), uses, points: 0n, money: 0n });

describe('a window', () => {
  test('of a day is passed by more than the limit, not by the limit itself', () => {
    expect(passedOn(watch(3n, 'day'), day(1), [tally(1, 3n)], windowOf)).toEqual([]);
    expect(passedOn(watch(3n, 'day'), day(1), [tally(1, 4n), tally(2, 9n)], windowOf)).toEqual([
      { from: day(1), until: day(1), count: 4n },
    ]);
  });

  test('that rolls is passed by a receipt that comes late for the days behind it', () => {
    const tallies = [tally(5, 2n), tally(7, 2n)];
    expect(passedOn(watch(3n, { days: 3 }), day(5), tallies, windowOf)).toEqual([
      { from: day(5), until: day(7), count: 4n },
    ]);
    expect(passedOn(watch(3n, { days: 2 }), day(5), tallies, windowOf)).toEqual([]);
  });

  test('reaches as far as a count can matter', () => {
    expect(reachOf(watch(1n, 'day'), day(4), windowOf)).toEqual({ from: day(4), until: day(4) });
    expect(reachOf(watch(1n, { days: 3 }), day(4), windowOf)).toEqual({ from: day(2), until: day(6) });
  });

  test('overlaps another where they share a day', () => {
    expect(overlaps({ from: day(1), until: day(3) }, { from: day(3), until: day(5) })).toBe(true);
    expect(overlaps({ from: day(1), until: day(2) }, { from: day(3), until: day(5) })).toBe(false);
  });
});
