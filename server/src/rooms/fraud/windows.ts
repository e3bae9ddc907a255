import { MICROSECONDS_PER_MINUTE, type Instant } from '../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import type { DayPeriod, DayTally, Moment, Passed, Span, Watch, WatchPeriod, Window } from './watch.ts';

/** The calendar period that a day falls in; of a rolling one the days up to it. */
export type WindowOf = (period: DayPeriod, day: LocalDate) => Window;

/** A watch over whole days, and one over minutes. */
export type DayWatch = Watch & { readonly period: DayPeriod };
export type SpanWatch = Watch & { readonly period: Span };
export const isSpan = (period: WatchPeriod): period is Span => typeof period === 'object' && 'minutes' in period;
export const isOverSpan = (watch: Watch): watch is SpanWatch => isSpan(watch.period);

/** All days that a count on this day can matter to: of a rolling watch those before and behind it. */
export const reachOf = ({ period }: Pick<DayWatch, 'period'>, day: LocalDate, windowOf: WindowOf): Window => {
  const { from, until } = windowOf(period, day);
  return { from, until: typeof period === 'object' ? addDays(day, period.days - 1) : until };
};

/** Every window with this day in it in which more was counted than the watch allows, the earliest first. */
export function passedOn(watch: DayWatch, day: LocalDate, tallies: readonly DayTally[], windowOf: WindowOf): Passed[] {
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

const lengthOf = ({ minutes }: Span): number => minutes * MICROSECONDS_PER_MINUTE;

/** All moments that a count at this one can matter to. */
export const spanReachOf = ({ period }: Pick<SpanWatch, 'period'>, at: Instant): { from: Instant; until: Instant } => ({
  from: (at - lengthOf(period)) as Instant,
  until: (at + lengthOf(period)) as Instant,
});

/**
 * Every stretch of its minutes with this moment in it, ending with a receipt, in which more was counted than the watch allows; the earliest
 * first. Windows slide: one that began on the hour would let twice as much through around it.
 */
export function passedWithin({ period, max, of }: SpanWatch, at: Instant, moments: readonly Moment[]): Passed[] {
  const length = lengthOf(period);
  return moments
    .filter((end) => end.at >= at && end.at <= at + length)
    .sort((a, b) => a.at - b.at)
    .map((end) => {
      const within = moments.filter((one) => one.at <= end.at && one.at >= end.at - length);
      const first = within.reduce((least, one) => (one.at < least.at ? one : least), end);
      const span = { from: first.at, until: end.at };
      return { from: first.on, until: end.on, span, count: within.reduce((sum, one) => sum + one[of], 0n) };
    })
    .filter(({ count }) => count > max);
}

/** Whether two windows have a day in common, or a moment where both tell theirs. */
export const overlaps = (one: Window, other: Window): boolean =>
  one.span && other.span
    ? one.span.from <= other.span.until && other.span.from <= one.span.until
    : one.from <= other.until && other.from <= one.until;
