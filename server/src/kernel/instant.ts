import { assert, Bug } from './assert.ts';
import { civilDayOf, daysInMonth, epochDayOf } from './calendar.ts';

/**
 * A point in time: whole microseconds since 1970-01-01T00:00Z, as PostgreSQL keeps them. A number holds them exactly
 * from 1684 to 2255.
 */
export type Instant = number & { readonly brand: 'Instant' };

export const MICROSECONDS_PER_MILLISECOND = 1_000;
export const MICROSECONDS_PER_SECOND = 1_000_000;
export const MICROSECONDS_PER_MINUTE = 60 * MICROSECONDS_PER_SECOND;
export const MICROSECONDS_PER_HOUR = 60 * MICROSECONDS_PER_MINUTE;
export const MICROSECONDS_PER_DAY = 24 * MICROSECONDS_PER_HOUR;
export const SECONDS_PER_DAY = 86_400;

/** Later than every instant; `infinity` in PostgreSQL. Lots that do not expire have it, so that they sort last. */
export const INSTANT_NEVER = Number.MAX_SAFE_INTEGER as Instant;

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** The instant of `microseconds` since the epoch; anything but a safe integer is a bug. */
export const instant = (microseconds: number): Instant => {
  if (!Number.isSafeInteger(microseconds))
    throw new Bug(`${microseconds} is not a whole number of microseconds in range`);
  return microseconds as Instant;
};

/** The instant of `milliseconds` since the epoch, as clocks of JavaScript count. */
export const instantFromMilliseconds = (milliseconds: number): Instant =>
  instant(milliseconds * MICROSECONDS_PER_MILLISECOND);

/** `seconds` later (whole ones; negative is earlier). Never stays never. */
export const addSeconds = (from: Instant, seconds: number): Instant =>
  from === INSTANT_NEVER ? from : instant(from + seconds * MICROSECONDS_PER_SECOND);

/**
 * Reads RFC 3339 with `Z` or an offset and up to nine fractional digits; those past the sixth are cut off. Gives
 * undefined for anything malformed, without offset, with a leap second, or out of range: what a till meant is not
 * guessed here.
 */
export const instantFromIso = (text: string): Instant | undefined => {
  const parts = RFC_3339.exec(text);
  if (parts === null) return undefined;
  const year = Number(parts[1]);
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  const hour = Number(parts[4]);
  const minute = Number(parts[5]);
  const second = Number(parts[6]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((parts[7] ?? '').padEnd(6, '0').slice(0, 6));
  let offset = 0;
  if (parts[8] !== undefined) {
    const offsetHour = Number(parts[9]);
    const offsetMinute = Number(parts[10]);
    if (offsetHour > 23 || offsetMinute > 59) return undefined;
    offset = (parts[8] === '-' ? -60 : 60) * (offsetHour * 60 + offsetMinute);
  }
  const seconds = epochDayOf(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset;
  const microseconds = seconds * MICROSECONDS_PER_SECOND + fraction;
  // The last safe integer itself means never, and a till cannot say that.
  return Number.isSafeInteger(microseconds) && microseconds !== INSTANT_NEVER ? (microseconds as Instant) : undefined;
};

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

// Most instants that are written one after another lie in the same minute, and the date is the dear part of the text.
let lastMinute = Number.NaN;
let lastMinuteText = '';

const minuteText = (minute: number): string => {
  if (minute === lastMinute) return lastMinuteText;
  const epochDay = Math.floor(minute / 1_440);
  const minuteOfDay = minute - epochDay * 1_440;
  const { year, month, day } = civilDayOf(epochDay);
  const date = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
  lastMinuteText = `${date}T${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}:`;
  lastMinute = minute;
  return lastMinuteText;
};

/** UTC text with six fractional digits: `2026-11-22T03:49:23.123456Z`. Never has no text here: that is a bug. */
export const isoFromInstant = (at: Instant): string => {
  assert(at !== INSTANT_NEVER, 'never is not a point in time and has no ISO text');
  const minute = Math.floor(at / MICROSECONDS_PER_MINUTE);
  // The leading 1 keeps the zeros: 1_23_123456 becomes "23" and "123456".
  const rest = `${100_000_000 + (at - minute * MICROSECONDS_PER_MINUTE)}`;
  return `${minuteText(minute)}${rest.slice(1, 3)}.${rest.slice(3)}Z`;
};

/** The text for a `timestamptz` parameter: `infinity` for never, else ISO. */
export const postgresFromInstant = (at: Instant): string => (at === INSTANT_NEVER ? 'infinity' : isoFromInstant(at));

const twoDigitsAt = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

/**
 * Reads a `timestamptz` as PostgreSQL prints it under `set time zone 'UTC'`: `2026-11-22 03:49:23.123456+00`, or
 * `infinity`, which is never. Another zone or form is a bug of the connection's settings.
 */
export const instantFromPostgres = (text: string): Instant => {
  if (text === 'infinity') return INSTANT_NEVER;
  const end = text.length - 3;
  if (end < 19 || text.charCodeAt(4) !== 45 || !text.endsWith('+00'))
    throw new Bug(`"${text}" is not a timestamp in UTC`);
  const year = twoDigitsAt(text, 0) * 100 + twoDigitsAt(text, 2);
  const seconds =
    epochDayOf(year, twoDigitsAt(text, 5), twoDigitsAt(text, 8)) * 86_400 +
    twoDigitsAt(text, 11) * 3_600 +
    twoDigitsAt(text, 14) * 60 +
    twoDigitsAt(text, 17);
  let fraction = 0;
  for (let at = 20, worth = 100_000; at < end; at += 1, worth /= 10) fraction += (text.charCodeAt(at) - 48) * worth;
  return instant(seconds * MICROSECONDS_PER_SECOND + fraction);
};
