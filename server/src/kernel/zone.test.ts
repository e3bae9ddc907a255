import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { instant, INSTANT_NEVER, instantFromIso, isoFromInstant, MICROSECONDS_PER_HOUR } from './instant.ts';
import type { Instant } from './instant.ts';
import { addDays } from './local-date.ts';
import type { LocalDate } from './local-date.ts';
import { parseLocalDateTime } from './local-date-time.ts';
import { createZone, isZoneName } from './zone.ts';

fc.configureGlobal({ seed: 2_026_112_206 });

const at = (iso: string): Instant => {
  const read = instantFromIso(iso);
  if (read === undefined) throw new Bug(`${iso} in a test`);
  return read;
};
const shown = (zone: string, iso: string): string => {
  const { date, minuteOfDay, weekday } = createZone(zone).localOf(at(iso));
  const clock = [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((n) => String(n).padStart(2, '0')).join(':');
  return `${date} ${clock} (${weekday})`;
};
const meant = (zone: string, text: string, prefer: 'earlier' | 'later'): string => {
  const local = parseLocalDateTime(text);
  if (local === undefined) throw new Bug(`${text} in a test`);
  return isoFromInstant(createZone(zone).instantOf(local, { prefer })).replace('.000000', '');
};
const dayStart = (zone: string, date: string): string =>
  isoFromInstant(createZone(zone).startOfDay(date as LocalDate)).replace('.000000', '');
const hoursOf = (zone: string, date: string): number => {
  const { startOfDay } = createZone(zone);
  return (startOfDay(addDays(date as LocalDate, 1)) - startOfDay(date as LocalDate)) / MICROSECONDS_PER_HOUR;
};

describe('clocks of a zone', () => {
  it.each([
    ['Europe/Madrid', '2026-03-29T00:59:59.999999Z', '2026-03-29 01:59 (7)'],
    ['Europe/Madrid', '2026-03-29T01:00:00Z', '2026-03-29 03:00 (7)'],
    ['Europe/Madrid', '2026-10-25T00:30:00Z', '2026-10-25 02:30 (7)'],
    ['Europe/Madrid', '2026-10-25T01:30:00Z', '2026-10-25 02:30 (7)'],
    ['America/New_York', '2026-03-08T06:59:00Z', '2026-03-08 01:59 (7)'],
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08 03:00 (7)'],
    ['America/New_York', '2026-11-22T03:49:00Z', '2026-11-21 22:49 (6)'],
    // Half an hour of summer time.
    ['Australia/Lord_Howe', '2026-04-04T14:59:00Z', '2026-04-05 01:59 (7)'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', '2026-04-05 01:30 (7)'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04 02:30 (7)'],
    // At one minute past midnight, inside of a quarter of an hour.
    ['America/St_Johns', '2010-03-14T03:30:59Z', '2010-03-14 00:00 (7)'],
    ['America/St_Johns', '2010-03-14T03:31:00Z', '2010-03-14 01:01 (7)'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01 05:45 (4)'],
    ['UTC', '1970-01-01T00:00:00Z', '1970-01-01 00:00 (4)'],
  ])('in %s at %s show %s', (zone, iso, clock) => {
    expect(shown(zone, iso)).toBe(clock);
    expect(shown(zone, iso)).toBe(clock);
  });

  it('that never is asked of is a bug', () => {
    expect(() => createZone('UTC').localOf(INSTANT_NEVER)).toThrow(Bug);
  });
});

describe('a time from a till without an offset', () => {
  it.each([
    ['usual', 'Europe/Madrid', '2026-07-01T12:00', '2026-07-01T10:00:00Z', '2026-07-01T10:00:00Z'],
    ['shown twice', 'Europe/Madrid', '2026-10-25T02:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['never shown', 'Europe/Madrid', '2026-03-29T02:30', '2026-03-29T01:30:00Z', '2026-03-29T01:30:00Z'],
    ['the first after the skip', 'Europe/Madrid', '2026-03-29T03:00', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z'],
    ['shown twice', 'America/New_York', '2026-11-01T01:15', '2026-11-01T05:15:00Z', '2026-11-01T06:15:00Z'],
    ['never shown', 'America/New_York', '2026-03-08T02:00', '2026-03-08T07:00:00Z', '2026-03-08T07:00:00Z'],
    ['shown twice', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
    ['never shown', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00Z', '2026-10-03T15:45:00Z'],
    ['on a day that was skipped', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z', '2011-12-30T22:00:00Z'],
  ])('%s in %s: %s', (_, zone, text, earlier, later) => {
    expect([meant(zone, text, 'earlier'), meant(zone, text, 'later')]).toEqual([earlier, later]);
  });
});

describe('a day', () => {
  it('begins at midnight, or when clocks skip midnight, or at the first of two midnights', () => {
    expect(dayStart('Europe/Madrid', '2026-11-22')).toBe('2026-11-21T23:00:00Z');
    expect(dayStart('America/Sao_Paulo', '2018-11-04')).toBe('2018-11-04T03:00:00Z');
    expect(dayStart('America/Havana', '2026-11-01')).toBe('2026-11-01T04:00:00Z');
    // Clocks went from 23:30 to 00:30.
    expect(dayStart('America/Toronto', '1919-03-31')).toBe('1919-03-31T04:30:00Z');
    expect(dayStart('Pacific/Apia', '2011-12-30')).toBe('2011-12-30T10:00:00Z');
    expect(dayStart('Pacific/Apia', '2011-12-31')).toBe('2011-12-30T10:00:00Z');
  });

  it('has 23, 24 or 25 hours, and half hours on Lord Howe', () => {
    const hours = ['2026-03-28', '2026-03-29', '2026-10-25'].map((date) => hoursOf('Europe/Madrid', date));
    expect(hours).toEqual([24, 23, 25]);
    expect(['2026-03-08', '2026-11-01'].map((date) => hoursOf('America/New_York', date))).toEqual([23, 25]);
    expect(['2026-04-05', '2026-10-04'].map((date) => hoursOf('Australia/Lord_Howe', date))).toEqual([24.5, 23.5]);
  });

  it('of business ends at the cut-over hour on the wall: 01:30 belongs to yesterday', () => {
    const { businessDayOf } = createZone('Europe/Madrid');
    expect(businessDayOf(at('2026-11-22T01:30:00+01:00'), 4)).toBe('2026-11-21');
    expect(businessDayOf(at('2026-11-22T03:59:59.999999+01:00'), 4)).toBe('2026-11-21');
    expect(businessDayOf(at('2026-11-22T04:00:00+01:00'), 4)).toBe('2026-11-22');
    expect(businessDayOf(at('2026-11-22T00:00:00+01:00'), 0)).toBe('2026-11-22');
    // On the day of 25 hours, four o'clock comes five hours after midnight.
    expect(businessDayOf(at('2026-10-25T03:59:00+01:00'), 4)).toBe('2026-10-24');
    expect(businessDayOf(at('2026-10-25T04:00:00+01:00'), 4)).toBe('2026-10-25');
  });
});

describe('the name of a zone', () => {
  it('is one of the IANA database', () => {
    expect(['Europe/Madrid', 'America/Argentina/Ushuaia', 'UTC', 'Asia/Kolkata'].every(isZoneName)).toBe(true);
    expect(['+01:00', 'Europe/Nowhere', '', 'Europe/Madrid ', '../etc', 'x'.repeat(100)].some(isZoneName)).toBe(false);
    expect(() => createZone('Europe/Nowhere')).toThrow(Bug);
    expect(createZone('Europe/Madrid')).toBe(createZone('Europe/Madrid'));
  });
});

describe('zones and Temporal', () => {
  const names = [
    'Europe/Madrid',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Africa/Cairo',
    'Asia/Tehran',
  ];
  // 1975 to 2037.
  const instants = fc.integer({ min: 157_766_400_000_000, max: 2_145_916_800_000_000 }).map(instant);
  const zonesAndInstants = fc.tuple(fc.constantFrom(...names), instants);

  it('agree on what clocks show and when days begin', () => {
    fc.assert(
      fc.property(zonesAndInstants, ([name, moment]) => {
        const zone = createZone(name);
        const { date, minuteOfDay, weekday } = zone.localOf(moment);
        const zoned = new Temporal.ZonedDateTime(BigInt(moment) * 1_000n, name);
        expect(date).toBe(zoned.toPlainDate().toString());
        expect(minuteOfDay).toBe(zoned.hour * 60 + zoned.minute);
        expect(weekday).toBe(zoned.dayOfWeek);
        expect(BigInt(zone.startOfDay(date)) * 1_000n).toBe(zoned.startOfDay().epochNanoseconds);
      }),
    );
  });

  it('agree on times without offset, on days of change too', () => {
    const changes = ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04', '2010-03-14'];
    const dates = fc.constantFrom(...changes) as fc.Arbitrary<LocalDate>;
    fc.assert(
      fc.property(fc.constantFrom(...names), dates, fc.nat(1_439), (name, date, minute) => {
        const zone = createZone(name);
        const plain = Temporal.PlainDate.from(date).toPlainDateTime().add({ minutes: minute });
        for (const [prefer, disambiguation] of [
          ['earlier', 'compatible'],
          ['later', 'later'],
        ] as const) {
          const expected = plain.toZonedDateTime(name, { disambiguation }).epochNanoseconds;
          const found = zone.instantOf({ date, microsecondOfDay: minute * 60_000_000 }, { prefer });
          expect(BigInt(found) * 1_000n).toBe(expected);
        }
      }),
    );
  });
});
