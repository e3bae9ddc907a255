import type { CalendarSpan, Validity, ValidityRounding } from '../../kernel/validity.ts';

const ROUNDINGS: readonly ValidityRounding[] = ['day', 'month', 'quarter', 'half_year', 'year'];
const [MONTH_DAYS_MIN, MONTH_DAYS_MAX] = [28, 31];
const MONTHS_PER_YEAR = 12;

const monthsOf = (span: CalendarSpan): number | undefined =>
  'days' in span ? undefined : 'months' in span ? span.months : span.years * MONTHS_PER_YEAR;

const isLongerSpan = (before: CalendarSpan, after: CalendarSpan): boolean => {
  const [was, is] = [monthsOf(before), monthsOf(after)];
  if (was !== undefined && is !== undefined) return is > was;
  const least = was === undefined ? (before as { days: number }).days : was * MONTH_DAYS_MIN;
  const most = is === undefined ? (after as { days: number }).days : is * MONTH_DAYS_MAX;
  return most > least;
};

/**
 * False where value that is valid for the second never lasts longer than for the first, whenever it begins; true where it does or where
 * that depends on the day (a fixed day against a span), since then on some day it does.
 */
export function lastsLonger(before: Validity, after: Validity): boolean {
  if (before === 'never') return false;
  if (after === 'never') return true;
  if (before.fixedOn !== undefined && after.fixedOn !== undefined) return after.fixedOn > before.fixedOn;
  if (before.fixedOn !== undefined || after.fixedOn !== undefined) return true;
  // With `idle` it has no end of its own: gift cards know none, and what is not known is not called shorter.
  if (before.idle !== undefined || after.idle !== undefined) return true;
  const rung = (one: ValidityRounding = 'day'): number => ROUNDINGS.indexOf(one);
  if (rung(after.roundTo) > rung(before.roundTo)) return true;
  return isLongerSpan(before.after ?? { days: 0 }, after.after ?? { days: 0 });
}
