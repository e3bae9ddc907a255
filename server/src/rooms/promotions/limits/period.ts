import {
  addDays,
  addMonths,
  endOfMonth,
  endOfQuarter,
  endOfYear,
  localDate,
  weekdayOf,
  type LocalDate,
} from '../../../kernel/local-date.ts';
import type { LimitPeriod } from './limit-content.ts';

/** First and last day; both belong to it. */
export type Period = { readonly from: LocalDate; readonly until: LocalDate };

const FOR_EVER: Period = { from: localDate(1, 1, 1), until: localDate(9999, 12, 31) };
const DAYS_PER_WEEK = 7;
const MONTHS_PER_QUARTER = 3;

const firstOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 8)}01` as LocalDate;

/** The period that a day falls in. Of a rolling one: that day and those before it. Weeks begin on Monday. */
export const periodOfDay = (period: LimitPeriod, day: LocalDate): Period => {
  if (typeof period === 'object') return { from: addDays(day, 1 - period.days), until: day };
  switch (period) {
    case 'day':
      return { from: day, until: day };
    case 'week': {
      const from = addDays(day, 1 - weekdayOf(day));
      return { from, until: addDays(from, DAYS_PER_WEEK - 1) };
    }
    case 'month':
      return { from: firstOfMonth(day), until: endOfMonth(day) };
    case 'quarter': {
      const until = endOfQuarter(day);
      return { from: addMonths(firstOfMonth(until), 1 - MONTHS_PER_QUARTER), until };
    }
    case 'year': {
      const until = endOfYear(day);
      return { from: `${until.slice(0, 4)}-01-01` as LocalDate, until };
    }
    default:
      return FOR_EVER;
  }
};
