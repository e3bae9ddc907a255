import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import type { DayTally, Passed, Watch, WatchPeriod, Window } from './watch.ts';

/** The calendar period that a day falls in; of a rolling one the days up to it. */
export type WindowOf = (period: WatchPeriod, day: LocalDate) => Window;

/** All days that a count on this day can matter to: of a rolling watch those before and behind it. */
export const reachOf = ({ period }: Pick<Watch, 'period'>, day: LocalDate, windowOf: WindowOf): Window => {
  const { from, until } = windowOf(period, day);
  return { from, until: typeof period === 'object' ? addDays(day, period.days - 1) : until };
};

/** Every window with this day in it in which more was counted than the watch allows, the earliest first. */
export function passedOn(watch: Watch, day: LocalDate, tallies: readonly DayTally[], windowOf: WindowOf): Passed[] {
  const { period, max, of } = watch;
  const countIn = ({ from, until }: Window): bigint =>
    tallies.reduce((sum, one) => (one.on >= from && one.on <= until ? sum + one[of] : sum), 0n);
  const windows =
    typeof period === 'object'
      ? // A window that ends on a day without a count holds no more than the one before it.
        tallies
          .map(({ on }) => on)
          .filter((on) => on >= day && on < addDays(day, period.days))
          .sort()
          .map((on) => windowOf(period, on))
      : [windowOf(period, day)];
  return windows.map((window) => ({ ...window, count: countIn(window) })).filter(({ count }) => count > max);
}

/** Whether two windows have a day in common. */
export const overlaps = (one: Window, other: Window): boolean => one.from <= other.until && other.from <= one.until;
