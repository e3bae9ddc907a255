import { expect, test } from 'vitest';
import { instantFromIso, type Instant } from '../../kernel/instant.ts';
import { createZone } from '../../kernel/zone.ts';
import { businessDayOf } from './business-day.ts';
import { compareDay } from './compare-day.ts';
import type { HourRow } from './read/figures.ts';

const zone = createZone('Europe/Madrid');
const atFour = { zone, cutOverHour: 4 };
const atMidnight = { zone, cutOverHour: 0 };
const at = (iso: string): Instant => instantFromIso(iso)!;

test('after midnight, shops that count until four are in the day before', () => {
  expect(businessDayOf([atFour], at('2026-11-22T23:45:00Z'))).toEqual({ date: '2026-11-22', beginsAt: 4 });
  expect(businessDayOf([atFour], at('2026-11-23T03:00:00Z'))).toEqual({ date: '2026-11-23', beginsAt: 4 });
  expect(businessDayOf([atMidnight], at('2026-11-22T23:45:00Z'))).toEqual({ date: '2026-11-23', beginsAt: 0 });
});

test('of several it is the day in which most are, and of two as frequent the later', () => {
  const night = at('2026-11-22T23:45:00Z');
  expect(businessDayOf([atFour, atMidnight, atFour], night)).toEqual({ date: '2026-11-22', beginsAt: 4 });
  expect(businessDayOf([atFour, atMidnight], night)).toEqual({ date: '2026-11-23', beginsAt: 0 });
  expect(businessDayOf([], night)).toBeUndefined();
});

test('at one in the night of a day that began at four, all but the hours to come are usual so far', () => {
  const none = { unit: 0, returns: 0n, sold: 0n, returned: 0n, earned: 0n, spent: 0n, loaded: 0n };
  const row = (hour: number): HourRow => ({ ...none, booked_on: '2026-11-15', hour, sales: 1n }) as HourRow;
  const rows = [0, 1, 2, 3, 4, 12, 23].map(row);
  const span = { day: '2026-11-22', days: ['2026-11-15'], upTo: 1 } as const;
  const told = compareDay(rows, 'sales', { ...(span as never as Parameters<typeof compareDay>[2]), beginsAt: 4 });
  expect([told.usual, told.usualDay]).toEqual([5n, 7n]);
  const fromMidnight = compareDay(rows, 'sales', span as never);
  expect(fromMidnight.usual).toBe(2n);
});
