import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { instant, INSTANT_NEVER, instantFromIso, MICROSECONDS_PER_SECOND } from './instant.ts';
import type { Instant } from './instant.ts';
import type { LocalDate } from './local-date.ts';
import { activatesAt, expiresAt } from './validity.ts';
import type { ActivationDelay, CalendarSpan, Validity, ValidityRounding } from './validity.ts';
import { createZone } from './zone.ts';

fc.configureGlobal({ seed: 2_026_112_207 });

const madrid = createZone('Europe/Madrid');
const at = (iso: string): Instant => {
  const read = instantFromIso(iso);
  if (read === undefined) throw new Bug(`${iso} in a test`);
  return read;
};
// What clocks in Madrid show at the first instant of no longer being valid: always a midnight.
const expiry = (validity: Validity, from: string): string => {
  const { date, minuteOfDay } = madrid.localOf(expiresAt(validity, at(from), madrid));
  expect(minuteOfDay).toBe(0);
  return date;
};

describe('3.2 expiry arithmetic', () => {
  it('P12M to the end of the month: earned 6 Jul 2020, expires 1 Aug 2021 (Square)', () => {
    expect(expiry({ after: { months: 12 }, roundTo: 'month' }, '2020-07-06T18:00:00+02:00')).toBe('2021-08-01');
  });

  it.each([
    ['through the end of the last day', { after: { months: 12 } }, '2020-07-06T18:00:00+02:00', '2021-07-07'],
    [
      'a month after 31 January ends with February',
      { after: { months: 1 } },
      '2026-01-31T10:00:00+01:00',
      '2026-03-01',
    ],
    ['a year after 29 February', { after: { years: 1 } }, '2024-02-29T10:00:00+01:00', '2025-03-01'],
    ['0 months is the same day', { after: { months: 0 } }, '2026-05-05T23:59:59+02:00', '2026-05-06'],
    ['0 days is the same day', {}, '2026-05-05T00:00:00+02:00', '2026-05-06'],
    ['30 days', { after: { days: 30 } }, '2026-03-15T10:00:00+01:00', '2026-04-15'],
    [
      'to the end of the quarter',
      { after: { days: 1 }, roundTo: 'quarter' },
      '2026-03-31T10:00:00+02:00',
      '2026-07-01',
    ],
    [
      'to the end of the half year',
      { after: { days: 0 }, roundTo: 'half_year' },
      '2026-06-30T10:00:00+02:00',
      '2026-07-01',
    ],
    [
      'to the end of the next year',
      { after: { years: 1 }, roundTo: 'year' },
      '2026-01-01T10:00:00+01:00',
      '2028-01-01',
    ],
    ['through a fixed day', { fixedOn: '2026-12-31' as LocalDate }, '2026-05-05T10:00:00+02:00', '2027-01-01'],
    ['the day is the local one, not that of UTC', { after: { days: 0 } }, '2026-05-05T22:30:00Z', '2026-05-07'],
  ] as const)('%s', (_, validity, from, expected) => {
    expect(expiry(validity, from)).toBe(expected);
  });

  it('value that never expires does not', () => {
    expect(expiresAt('never', at('2026-05-05T10:00:00Z'), madrid)).toBe(INSTANT_NEVER);
  });

  it('a day on which clocks change is waited through to its own end', () => {
    expect(expiresAt({ after: { days: 0 } }, at('2026-03-29T00:00:00+01:00'), madrid)).toBe(at('2026-03-29T22:00:00Z'));
    expect(expiresAt({ after: { days: 0 } }, at('2026-10-25T00:00:00+02:00'), madrid)).toBe(at('2026-10-25T23:00:00Z'));
  });

  it('a span that is negative, broken or beyond a century is a bug', () => {
    for (const days of [-1, 1.5, 1_000_000, Number.NaN]) {
      expect(() => expiresAt({ after: { days } }, at('2026-05-05T10:00:00Z'), madrid)).toThrow(Bug);
    }
  });

  const spans: fc.Arbitrary<CalendarSpan> = fc.oneof(
    fc.record({ days: fc.nat(4_000) }),
    fc.record({ months: fc.nat(120) }),
    fc.record({ years: fc.nat(20) }),
  );
  const roundings = fc.constantFrom<ValidityRounding[]>('day', 'month', 'quarter', 'half_year', 'year');
  // 2000 to 2037.
  const instants = fc
    .integer({ min: 946_684_800, max: 2_145_916_800 })
    .map((s) => instant(s * MICROSECONDS_PER_SECOND));

  it('who comes later never expires earlier, and every expiry lies ahead', () => {
    fc.assert(
      fc.property(spans, roundings, instants, instants, (after, roundTo, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(expiresAt({ after, roundTo }, early, madrid) <= expiresAt({ after, roundTo }, late, madrid)).toBe(true);
        expect(expiresAt({ after, roundTo }, a, madrid) > a).toBe(true);
      }),
    );
  });

  it('a coarser rounding never makes value expire earlier', () => {
    fc.assert(
      fc.property(spans, instants, (after, from) => {
        const all = (['day', 'month', 'quarter', 'half_year', 'year'] as const).map((roundTo) =>
          expiresAt({ after, roundTo }, from, madrid),
        );
        expect(all).toEqual([...all].sort((a, b) => a - b));
      }),
    );
  });
});

describe('activation of pending value', () => {
  it.each<[string, ActivationDelay, string, string]>([
    ['none is at once', 'none', '2026-05-01T18:00:00+02:00', '2026-05-01T18:00:00+02:00'],
    [
      'hours are hours, when clocks change too',
      { hours: 24 },
      '2026-03-28T18:00:00+01:00',
      '2026-03-29T19:00:00+02:00',
    ],
    ['14 days leave the 15th for returns', { days: 14 }, '2026-05-01T18:00:00+02:00', '2026-05-16T00:00:00+02:00'],
    ['a month', { months: 1 }, '2026-01-31T18:00:00+01:00', '2026-03-01T00:00:00+01:00'],
    ['zero days are no delay', { days: 0 }, '2026-05-01T18:00:00+02:00', '2026-05-01T18:00:00+02:00'],
  ])('%s', (_, delay, from, expected) => {
    expect(activatesAt(delay, at(from), madrid)).toBe(at(expected));
  });
});
