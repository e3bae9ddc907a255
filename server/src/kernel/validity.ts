import { assert } from './assert.ts';
import { addSeconds, INSTANT_NEVER } from './instant.ts';
import type { Instant } from './instant.ts';
import { addDays, addMonths, endOfHalfYear, endOfMonth, endOfQuarter, endOfYear } from './local-date.ts';
import type { LocalDate } from './local-date.ts';
import type { Zone } from './zone.ts';

/** A length on the calendar, in whole days, months or years, zero included. */
export type CalendarSpan = { readonly days: number } | { readonly months: number } | { readonly years: number };

/** To the end of which period a last valid day is moved. */
export type ValidityRounding = 'day' | 'month' | 'quarter' | 'half_year' | 'year';

/**
 * How long value is valid: for ever; through a fixed day; or for a span from its start (none: zero days), then to the
 * end of the period in which that falls. `{ after: { months: 12 }, roundTo: 'month' }` from 6 Jul 2020 is through
 * 31 Jul 2021. With `idle` it has no end of its own: all that its owner has ends together, so long after he last did something.
 */
export type Validity =
  | 'never'
  | { readonly fixedOn: LocalDate; readonly after?: undefined; readonly roundTo?: undefined; readonly idle?: undefined }
  | {
      readonly after?: CalendarSpan;
      readonly roundTo?: ValidityRounding;
      readonly fixedOn?: undefined;
      readonly idle?: undefined;
    }
  | {
      readonly idle: CalendarSpan;
      readonly roundTo?: ValidityRounding;
      readonly after?: undefined;
      readonly fixedOn?: undefined;
    };

/** How long value waits before it can be spent: not at all, whole hours, or through whole calendar days. */
export type ActivationDelay = 'none' | { readonly hours: number } | CalendarSpan;

/** A century: beyond it a span is a slip of the keyboard, and instants end in 2255. Whoever takes settings refuses it. */
export const SPAN_DAYS_MAX = 36_525;
export const SPAN_MONTHS_MAX = 1_200;
export const SPAN_YEARS_MAX = 100;

const checked = (n: number, max: number): number => {
  assert(Number.isInteger(n) && n >= 0 && n <= max, `a span of ${n} is not a whole number from 0 to ${max}`);
  return n;
};

/** The date a span later; months and years end on the last day of a shorter month: 31 Jan + 1 month is 28 or 29 Feb. */
export const addSpan = (date: LocalDate, span: CalendarSpan): LocalDate => {
  if ('days' in span) return addDays(date, checked(span.days, SPAN_DAYS_MAX));
  if ('months' in span) return addMonths(date, checked(span.months, SPAN_MONTHS_MAX));
  return addMonths(date, checked(span.years, SPAN_YEARS_MAX) * 12);
};

const roundedUp = (date: LocalDate, to: ValidityRounding): LocalDate => {
  switch (to) {
    case 'day':
      return date;
    case 'month':
      return endOfMonth(date);
    case 'quarter':
      return endOfQuarter(date);
    case 'half_year':
      return endOfHalfYear(date);
    case 'year':
      return endOfYear(date);
  }
};

/** The last day on which value that starts on `start` is valid; undefined when there is none, because it stays. */
export const lastValidDay = (validity: Validity, start: LocalDate): LocalDate | undefined => {
  if (validity === 'never' || validity.idle !== undefined) return undefined;
  if (validity.fixedOn !== undefined) return validity.fixedOn;
  return roundedUp(addSpan(start, validity.after ?? { days: 0 }), validity.roundTo ?? 'day');
};

/**
 * The first instant at which value is no longer valid: 00:00 in the program's zone after the last valid day. Give the
 * activation of pending value as `from`, not its earning. A fixed day in the past gives an instant before `from`: such
 * value is born expired, and what that means is the caller's to decide.
 */
export const expiresAt = (validity: Validity, from: Instant, zone: Zone): Instant => {
  const lastDay = lastValidDay(validity, zone.localOf(from).date);
  return lastDay === undefined ? INSTANT_NEVER : zone.startOfDay(addDays(lastDay, 1));
};

/** When all that somebody has ends if he does nothing after `last`; undefined where value goes by ends of its own. */
export const idleUntil = (validity: Validity, last: Instant, zone: Zone): Instant | undefined =>
  validity === 'never' || validity.idle === undefined
    ? undefined
    : expiresAt({ after: validity.idle, roundTo: validity.roundTo ?? 'day' }, last, zone);

/**
 * The first instant at which pending value can be spent. Hours are hours; days, months and years are waited through to
 * the end of the local day, like a return window ("14 days" from the 1st lets goods come back on the 15th and
 * activates at 00:00 of the 16th). A zero span is no delay.
 */
export const activatesAt = (delay: ActivationDelay, from: Instant, zone: Zone): Instant => {
  if (delay === 'none') return from;
  if ('hours' in delay) return addSeconds(from, checked(delay.hours, SPAN_DAYS_MAX * 24) * 3_600);
  const start = zone.localOf(from).date;
  const lastDay = addSpan(start, delay);
  return lastDay === start ? from : zone.startOfDay(addDays(lastDay, 1));
};
