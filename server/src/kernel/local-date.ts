import { Bug } from './assert.ts';
import { civilDayOf, daysInMonth, epochDayOf } from './calendar.ts';

/** A day of a calendar on some wall, `2026-11-22`, in years 0001 to 9999. Sorts as text. */
export type LocalDate = string & { readonly brand: 'LocalDate' };

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const DATE_TEXT = /^(\d{4})-(\d\d)-(\d\d)$/;

const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
const monthOf = (date: LocalDate): number => Number(date.slice(5, 7));
const dayOf = (date: LocalDate): number => Number(date.slice(8, 10));

const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

const written = (year: number, month: number, day: number): LocalDate =>
  `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}` as LocalDate;

/** The date of its parts; a day that the calendar does not have is a bug. */
export const localDate = (year: number, month: number, day: number): LocalDate => {
  if (!isDay(year, month, day)) throw new Bug(`${year}-${month}-${day} is not a day`);
  return written(year, month, day);
};

/** Reads `YYYY-MM-DD`; undefined for any other form and for days that the calendar does not have. */
export const parseLocalDate = (text: string): LocalDate | undefined => {
  const parts = DATE_TEXT.exec(text);
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))
    ? (text as LocalDate)
    : undefined;
};

/** Days since 1970-01-01. */
export const epochDayOfDate = (date: LocalDate): number => epochDayOf(yearOf(date), monthOf(date), dayOf(date));

// Dates are written in runs of the same day.
let lastEpochDay = Number.NaN;
let lastDate = '' as LocalDate;

/** The date `epochDay` days after 1970-01-01; outside of years 1 to 9999 it is a bug. */
export const dateOfEpochDay = (epochDay: number): LocalDate => {
  if (epochDay === lastEpochDay) return lastDate;
  const { year, month, day } = civilDayOf(epochDay);
  lastDate = localDate(year, month, day);
  lastEpochDay = epochDay;
  return lastDate;
};

/** `days` later; negative is earlier. */
export const addDays = (date: LocalDate, days: number): LocalDate => dateOfEpochDay(epochDayOfDate(date) + days);

/** `months` later (negative: earlier), on the same day of the month or on the last one that the month has. */
export const addMonths = (date: LocalDate, months: number): LocalDate => {
  const sinceYearZero = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(sinceYearZero / 12);
  const month = sinceYearZero - year * 12 + 1;
  return localDate(year, month, Math.min(dayOf(date), daysInMonth(year, month)));
};

// The last day of the period of `length` months in which the date lies; periods start with the year.
const endOfMonths = (date: LocalDate, length: number): LocalDate => {
  const year = yearOf(date);
  const month = Math.ceil(monthOf(date) / length) * length;
  return written(year, month, daysInMonth(year, month));
};

/** The last day of the date's month. */
export const endOfMonth = (date: LocalDate): LocalDate => endOfMonths(date, 1);
/** The last day of the date's quarter. */
export const endOfQuarter = (date: LocalDate): LocalDate => endOfMonths(date, 3);
/** 30 June or 31 December. */
export const endOfHalfYear = (date: LocalDate): LocalDate => endOfMonths(date, 6);
/** 31 December. */
export const endOfYear = (date: LocalDate): LocalDate => endOfMonths(date, 12);

/**
 * The day of that year on which a birthday (month and day, `02-29`) lies. Who is born on 29 February has it on 1 March in other years,
 * or on the 28th where it is said so.
 */
export const birthdayIn = (year: number, birthday: string, leapDay: 'feb_28' | 'mar_1' = 'mar_1'): LocalDate => {
  const text = `${String(year).padStart(4, '0')}-${birthday}`;
  return parseLocalDate(text) ?? localDate(year, leapDay === 'feb_28' ? 2 : 3, leapDay === 'feb_28' ? 28 : 1);
};

/** Below zero when `a` is the earlier day, above when the later one, zero when they are the same. */
export const compareDates = (a: LocalDate, b: LocalDate): number => (a < b ? -1 : a > b ? 1 : 0);

/** The weekday of a day given as days since 1970-01-01, which was a Thursday. */
export const weekdayOfEpochDay = (epochDay: number): Weekday => (((((epochDay + 3) % 7) + 7) % 7) + 1) as Weekday;

/** The weekday of a date. */
export const weekdayOf = (date: LocalDate): Weekday => weekdayOfEpochDay(epochDayOfDate(date));
