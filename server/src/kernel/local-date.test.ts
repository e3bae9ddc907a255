import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import {
  addDays,
  addMonths,
  compareDates,
  dateOfEpochDay,
  endOfHalfYear,
  endOfMonth,
  endOfQuarter,
  endOfYear,
  epochDayOfDate,
  localDate,
  parseLocalDate,
  weekdayOf,
} from './local-date.ts';
import type { LocalDate } from './local-date.ts';
import { parseLocalDateTime } from './local-date-time.ts';

fc.configureGlobal({ seed: 2_026_112_205 });

// The whole calendar: 0001-01-01 to 9999-12-31.
const dates = fc.integer({ min: -719_162, max: 2_932_896 }).map(dateOfEpochDay);
const nearDates = fc.integer({ min: -200_000, max: 200_000 }).map(dateOfEpochDay);
const monthCounts = fc.integer({ min: -1_200, max: 1_200 });

describe('a date', () => {
  it('is read only if the calendar has it', () => {
    expect(parseLocalDate('2024-02-29')).toBe('2024-02-29');
    for (const text of [
      '2023-02-29',
      '1900-02-29',
      '2024-04-31',
      '2024-00-10',
      '2024-1-10',
      '0000-01-01',
      '2024-01-01Z',
      '',
    ]) {
      expect(parseLocalDate(text), text).toBeUndefined();
    }
    expect(() => localDate(2023, 2, 29)).toThrow(Bug);
    expect(() => addDays('9999-12-31' as LocalDate, 1)).toThrow(Bug);
  });

  it('a month after a long month is the end of the short one', () => {
    const months = (date: string, count: number) => addMonths(date as LocalDate, count);
    expect(months('2026-01-31', 1)).toBe('2026-02-28');
    expect(months('2024-01-31', 1)).toBe('2024-02-29');
    expect(months('2024-02-29', 12)).toBe('2025-02-28');
    expect(months('2024-03-31', -1)).toBe('2024-02-29');
    expect(months('2024-01-15', -13)).toBe('2022-12-15');
    expect(months('2024-12-31', 0)).toBe('2024-12-31');
  });

  it('lies in periods that end with their last day', () => {
    const ends = (date: string) =>
      [endOfMonth, endOfQuarter, endOfHalfYear, endOfYear].map((end) => end(date as LocalDate).slice(5));
    expect(ends('2024-02-01')).toEqual(['02-29', '03-31', '06-30', '12-31']);
    expect(ends('2024-07-31')).toEqual(['07-31', '09-30', '12-31', '12-31']);
    expect(ends('2024-12-31')).toEqual(['12-31', '12-31', '12-31', '12-31']);
  });

  it('agrees with Temporal on days, weekdays and months', () => {
    fc.assert(
      fc.property(nearDates, fc.integer({ min: -50_000, max: 50_000 }), monthCounts, (date, days, months) => {
        const plain = Temporal.PlainDate.from(date);
        expect(addDays(date, days)).toBe(plain.add({ days }).toString());
        expect(addMonths(date, months)).toBe(plain.add({ months }).toString());
        expect(weekdayOf(date)).toBe(plain.dayOfWeek);
      }),
    );
  });

  it('is the same as its number of days and back, in the same order', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        expect(dateOfEpochDay(epochDayOfDate(a))).toBe(a);
        expect(Math.sign(epochDayOfDate(a) - epochDayOfDate(b))).toBe(compareDates(a, b));
      }),
    );
  });

  it('keeps its day of the month unless the month is too short, and its place among the dates', () => {
    fc.assert(
      fc.property(nearDates, nearDates, monthCounts, (a, b, months) => {
        const moved = addMonths(a, months);
        expect(moved.slice(8) === a.slice(8) || (moved === endOfMonth(moved) && moved.slice(8) < a.slice(8))).toBe(
          true,
        );
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(addMonths(early, months) <= addMonths(late, months)).toBe(true);
      }),
    );
  });
});

describe('a time on the wall', () => {
  it('is read without an offset only', () => {
    expect(parseLocalDateTime('2026-11-22T03:49:23.5')).toEqual({
      date: '2026-11-22',
      microsecondOfDay: 13_763_500_000,
    });
    expect(parseLocalDateTime('2026-11-22 03:49')).toEqual({ date: '2026-11-22', microsecondOfDay: 13_740_000_000 });
    for (const text of [
      '2026-11-22T03:49:23Z',
      '2026-11-22',
      '2026-11-31T01:00',
      '2026-11-22T24:00',
      '2026-11-22T03:60',
    ]) {
      expect(parseLocalDateTime(text), text).toBeUndefined();
    }
  });
});
