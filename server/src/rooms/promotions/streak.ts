import { epochDayOfDate } from '../../kernel/local-date.ts';
import type { LocalDate } from '../../kernel/local-date.ts';

/** What a streak counts in: days, weeks from Monday, or months, in a row. */
export const STREAK_PERIODS = ['day', 'week', 'month'] as const;
export type StreakPeriod = (typeof STREAK_PERIODS)[number];

// The fifth day of 1970 was a Monday.
const MONDAY = 4;
const DAYS_PER_WEEK = 7;
const MONTHS_PER_YEAR = 12;

/** The number of the period that the day falls in; the next period has the next number. */
export const periodOf = (period: StreakPeriod, date: LocalDate): number => {
  if (period === 'month') return Number(date.slice(0, 4)) * MONTHS_PER_YEAR + Number(date.slice(5, 7)) - 1;
  const days = epochDayOfDate(date) - MONDAY;
  return period === 'day' ? days : Math.floor(days / DAYS_PER_WEEK);
};

type Counters = Readonly<Record<string, number>>;

/** How many periods in a row, up to and with this purchase, had one. */
export const streakWith = (period: StreakPeriod, date: LocalDate, counters: Counters = {}): number => {
  const last = counters[`streak.${period}.at`];
  const count = counters[`streak.${period}`] ?? 0;
  const now = periodOf(period, date);
  if (last === undefined || now > last + 1) return 1;
  // A receipt that comes late is part of what has been counted already.
  return now === last + 1 ? count + 1 : Math.max(count, 1);
};
