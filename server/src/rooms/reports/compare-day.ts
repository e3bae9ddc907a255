import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import type { HourRow } from './read/figures.ts';

/** What is compared with the usual. */
export const MEASURES = ['sales', 'returns', 'sold', 'returned', 'earned', 'spent', 'loaded'] as const;
export type Measure = (typeof MEASURES)[number];

/** A day's figure beside the mean of the same weekdays. */
export type Compared = {
  readonly today: bigint;
  /** Up to the same hour. */
  readonly usual: bigint;
  readonly usualDay: bigint;
  readonly hours: readonly { readonly hour: number; readonly today: bigint; readonly usual: bigint }[];
};

/** The same weekdays before a day, as far back as anything is known. */
export function usualDays(day: LocalDate, weeks: number, first: LocalDate | undefined): LocalDate[] {
  const days = Array.from({ length: weeks }, (_, n) => addDays(day, -7 * (n + 1)));
  return days.filter((one) => first !== undefined && one >= first);
}

// Half up: a mean is told in whole smallest steps.
const mean = (sum: bigint, days: number): bigint => {
  if (days === 0) return 0n;
  const [doubled, count] = [2n * sum + BigInt(days), 2n * BigInt(days)];
  return doubled >= 0n ? doubled / count : -((-doubled + count - 1n) / count);
};

/**
 * A measure of a day against the mean of `days`, over all units or in one. `upTo` is the hour on the wall that has been reached: the usual
 * counts the hours from `beginsAt`, where the day begins, and the whole of it, as the day does.
 */
export function compareDay(
  rows: readonly HourRow[],
  measure: Measure,
  {
    day,
    days,
    upTo,
    beginsAt = 0,
    unit,
  }: {
    readonly day: LocalDate;
    readonly days: readonly LocalDate[];
    readonly upTo: number;
    readonly beginsAt?: number;
    readonly unit?: number;
  },
): Compared {
  const today = Array.from({ length: 24 }, () => 0n);
  const usual = Array.from({ length: 24 }, () => 0n);
  for (const row of rows) {
    if (unit !== undefined && row.unit !== unit) continue;
    (row.booked_on === day ? today : usual)[row.hour] += row[measure];
  }
  const sinceBegin = (hour: number): number => (hour - beginsAt + 24) % 24;
  const soFar = usual.filter((_, hour) => sinceBegin(hour) <= sinceBegin(upTo));
  const sum = (hours: readonly bigint[]): bigint => hours.reduce((all, one) => all + one, 0n);
  return {
    today: sum(today),
    usual: mean(sum(soFar), days.length),
    usualDay: mean(sum(usual), days.length),
    hours: today.map((one, hour) => ({ hour, today: one, usual: mean(usual[hour], days.length) })),
  };
}
