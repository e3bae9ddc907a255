import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import { MICROSECONDS_PER_MINUTE, type Instant } from '../../kernel/instant.ts';
import type { DayPeriod, DayTally, Moment } from './watch.ts';
import { overlaps, passedOn, passedWithin, reachOf, type DayWatch, type SpanWatch } from './windows.ts';

const day = (n: number): LocalDate => addDays('2027-03-01' as LocalDate, n - 1);
const windowOf = (period: DayPeriod, on: LocalDate) =>
  typeof period === 'object' ? { from: addDays(on, 1 - period.days), until: on } : { from: on, until: on };
const watch = (max: bigint, period: DayPeriod): DayWatch => ({
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

  test('of minutes slides: any so many in a row count, whatever the clock on the wall shows', () => {
    const at = (minute: number): Instant => (minute * MICROSECONDS_PER_MINUTE) as Instant;
    const moment = (minute: number): Moment => ({ at: at(minute), on: day(1), uses: 1n, points: 0n, money: 0n });
    const within: SpanWatch = { ...watch(2n, 'day'), period: { minutes: 30 } };
    const passed = (...minutes: number[]) =>
      passedWithin(within, at(minutes.at(-1)!), minutes.map(moment)).map(({ span, count }) => [
        ...[span!.from / MICROSECONDS_PER_MINUTE, span!.until / MICROSECONDS_PER_MINUTE, Number(count)],
      ]);
    // Around the full hour, where a window that began on it would see two and one.
    expect(passed(50, 55, 65)).toEqual([[50, 65, 3]]);
    // Half an hour apart is within half an hour; a minute more is not.
    expect(passed(0, 10, 30)).toEqual([[0, 30, 3]]);
    expect(passed(0, 10, 31)).toEqual([]);
    // One that comes late closes the row behind it.
    expect(passed(0, 20, 10)).toEqual([[0, 20, 3]]);
  });
});
