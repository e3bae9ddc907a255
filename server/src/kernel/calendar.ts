// Days of the proleptic Gregorian calendar as integers, after Howard Hinnant's "chrono-compatible low-level date
// algorithms": no Date objects, because they carry a zone that nobody asked for and cost ten times as much.

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export type CivilDay = { readonly year: number; readonly month: number; readonly day: number };

/** True for a year with a 29 February. */
export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** 28 to 31; `month` is 1 to 12. */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Days since 1970-01-01 of a calendar day, for years from 1 on. */
export const epochDayOf = (year: number, month: number, day: number): number => {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const leapDayBehind = month > 2 && isLeapYear(year) ? 1 : 0;
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  return before * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] as number) + leapDayBehind + day - 1 - 719_162;
};

/** The calendar day that lies `epochDay` days after 1970-01-01. */
export const civilDayOf = (epochDay: number): CivilDay => {
  // Years run from 1 March here, so that the leap day is the last of its year; 719,468 days from 0000-03-01 to 1970.
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
};
