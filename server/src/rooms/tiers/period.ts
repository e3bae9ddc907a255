import { instant, type Instant } from '../../kernel/instant.ts';
import { addDays, addMonths, localDate, type LocalDate } from '../../kernel/local-date.ts';
import { expiresAt } from '../../kernel/validity.ts';
import type { Zone } from '../../kernel/zone.ts';
import type { CalendarPeriod, TierContent, Window } from './definition.ts';

/** Days from the first to the one before `next`. */
export type Period = { readonly first: LocalDate; readonly next: LocalDate };

const MONTHS: Readonly<Record<CalendarPeriod, number>> = { month: 1, quarter: 3, half_year: 6, year: 12 };
const MONTHS_PER_YEAR = 12;

/** The period in which a day lies. Of a window of the last so many days it is those up to the day itself. */
export function periodOf(window: Window, enrolledOn: LocalDate, day: LocalDate): Period {
  if ('days' in window) return { first: addDays(day, 1 - window.days), next: addDays(day, 1) };
  if (window.per === 'anniversary') return yearFrom(enrolledOn, day);
  const months = MONTHS[window.per];
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const first = localDate(year, Math.floor((month - 1) / months) * months + 1, 1);
  return { first, next: addMonths(first, months) };
}

/** Years are counted from the day of enrolment itself, so that a 29 February is one again after four years. */
function yearFrom(enrolledOn: LocalDate, day: LocalDate): Period {
  const anniversary = (years: number): LocalDate => addMonths(enrolledOn, years * MONTHS_PER_YEAR);
  let years = Number(day.slice(0, 4)) - Number(enrolledOn.slice(0, 4));
  if (anniversary(years) > day) years--;
  return { first: anniversary(years), next: anniversary(years + 1) };
}

/** The calendar of one member under one set of rules. Moments that were asked for last are remembered: receipts come in runs. */
export type TierCalendar = {
  /** Since when is counted what counts at `at`. */
  readonly windowStart: (at: Instant) => Instant;
  /** When the window ends in which `at` lies; undefined for the last so many days, which end never. */
  readonly windowEnd: (at: Instant) => Instant | undefined;
  /** From when a level counts that was reached at `at`. */
  readonly startOf: (at: Instant) => Instant;
  /** Until when a level holds that counts from `start`. */
  readonly endOf: (start: Instant) => Instant;
  /** Until when a level holds to which somebody has fallen by a step at `at`. */
  readonly endOfStep: (at: Instant) => Instant;
  /** Until when the grace runs after a level that ended at `end`. */
  readonly graceEnd: (end: Instant) => Instant;
};

export function calendarOf(content: TierContent, enrolledAt: Instant, zone: Zone): TierCalendar {
  const { window, validity, grace } = content;
  const enrolledOn = zone.localOf(enrolledAt).date;
  let lastDay = '' as LocalDate;
  let last = { start: 0 as Instant, next: 0 as Instant };
  const bounds = (at: Instant): typeof last => {
    const day = zone.localOf(at).date;
    if (day === lastDay) return last;
    const { first, next } = periodOf(window, enrolledOn, day);
    lastDay = day;
    last = { start: zone.startOfDay(first), next: zone.startOfDay(next) };
    return last;
  };
  const endOf = (start: Instant): Instant => {
    if (validity === 'end_of_period') return bounds(start).next;
    if (validity === 'end_of_next_period') return bounds(bounds(start).next).next;
    return expiresAt({ after: validity }, start, zone);
  };
  return {
    windowStart: (at) => bounds(at).start,
    windowEnd: (at) => ('days' in window ? undefined : bounds(at).next),
    startOf: (at) => (content.start === 'immediate' ? at : bounds(at).next),
    endOf,
    endOfStep: (at) => (typeof validity === 'string' ? bounds(at).next : endOf(at)),
    // The last day of the level is the one before its end.
    graceEnd: (end) =>
      expiresAt(
        { after: { days: grace?.days ?? 0 }, ...(grace?.roundTo && { roundTo: grace.roundTo }) },
        instant(end - 1),
        zone,
      ),
  };
}
