import {
  isoFromInstant,
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_MILLISECOND,
  instant,
  type Instant,
} from './instant.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The first of January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** A moment as HTTP writes it, in whole seconds, those that have begun: `Sun, 22 Nov 2026 10:02:42 GMT`. */
export function httpDateFromInstant(at: Instant): string {
  const [date, time] = isoFromInstant(at).split('T') as [string, string];
  const [year, month, day] = date.split('-') as [string, string, string];
  const weekday = WEEKDAYS[(Math.floor(at / MICROSECONDS_PER_DAY) + FIRST_WEEKDAY) % 7]!;
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1]!} ${year} ${time.slice(0, 8)} GMT`;
}

/** The moment that an HTTP date means; undefined for what is none. */
export function instantFromHttpDate(text: string): Instant | undefined {
  const milliseconds = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) || milliseconds < 0
    ? undefined
    : instant(milliseconds * MICROSECONDS_PER_MILLISECOND);
}
