import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import {
  addSeconds,
  instant,
  INSTANT_NEVER,
  instantFromIso,
  instantFromMilliseconds,
  instantFromPostgres,
  isoFromInstant,
  postgresFromInstant,
} from './instant.ts';

describe('an instant', () => {
  it('is read from RFC 3339 with Z or an offset', () => {
    const at = instant(1_795_319_363_123_456);
    expect(instantFromIso('2026-11-22T03:49:23.123456Z')).toBe(at);
    expect(instantFromIso('2026-11-22t04:49:23.123456+01:00')).toBe(at);
    expect(instantFromIso('2026-11-21T22:19:23.123456-05:30')).toBe(at);
    expect(instantFromIso('1970-01-01T00:00:00z')).toBe(0);
  });

  it('loses what is finer than a microsecond', () => {
    expect(instantFromIso('1970-01-01T00:00:00.123456999Z')).toBe(123_456);
    expect(instantFromIso('1970-01-01T00:00:00.1Z')).toBe(100_000);
  });

  it.each([
    ['no offset', '2026-11-22T03:49:23'],
    ['a blank for the T', '2026-11-22 03:49:23Z'],
    ['a day that February does not have', '2026-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-11-22T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['ten fractional digits', '2026-11-22T03:49:23.1234567890Z'],
    ['a point without digits', '2026-11-22T03:49:23.Z'],
    ['an offset without a colon', '2026-11-22T03:49:23+0100'],
    ['an offset of 24 hours', '2026-11-22T03:49:23+24:00'],
    ['a year that microseconds do not reach', '2300-01-01T00:00:00Z'],
    ['the last instant, which means never', '2255-06-05T23:47:34.740991Z'],
    ['a line break behind', '2026-11-22T03:49:23Z\n'],
    ['digits of another script', '２０２６-11-22T03:49:23Z'],
    ['nothing', ''],
  ])('is not guessed from %s', (_, text) => {
    expect(instantFromIso(text)).toBeUndefined();
  });

  it('is written in UTC with six digits, before 1970 too', () => {
    expect(isoFromInstant(instant(0))).toBe('1970-01-01T00:00:00.000000Z');
    expect(isoFromInstant(instant(-1))).toBe('1969-12-31T23:59:59.999999Z');
    expect(isoFromInstant(instant(59_000_007))).toBe('1970-01-01T00:00:59.000007Z');
    expect(isoFromInstant(instantFromIso('2024-02-29T23:59:59.5+00:00') ?? INSTANT_NEVER)).toBe(
      '2024-02-29T23:59:59.500000Z',
    );
  });

  it('is read from PostgreSQL as it prints it in UTC', () => {
    expect(instantFromPostgres('2026-11-22 03:49:23.123456+00')).toBe(1_795_319_363_123_456);
    expect(instantFromPostgres('2026-11-22 03:49:23.12+00')).toBe(1_795_319_363_120_000);
    expect(instantFromPostgres('2026-11-22 03:49:23+00')).toBe(1_795_319_363_000_000);
    expect(instantFromPostgres('1969-12-31 23:59:59.9+00')).toBe(-100_000);
  });

  it('from a connection that is not in UTC is a bug', () => {
    for (const text of ['2026-11-22 03:49:23+01', '2026-11-22 03:49:23', '-infinity', '']) {
      expect(() => instantFromPostgres(text), text).toThrow(Bug);
    }
  });

  it('that never comes is infinity in PostgreSQL, later than all others, and has no ISO text', () => {
    expect(instantFromPostgres('infinity')).toBe(INSTANT_NEVER);
    expect(postgresFromInstant(INSTANT_NEVER)).toBe('infinity');
    expect(postgresFromInstant(instant(0))).toBe('1970-01-01T00:00:00.000000Z');
    expect(addSeconds(INSTANT_NEVER, -1)).toBe(INSTANT_NEVER);
    expect(() => isoFromInstant(INSTANT_NEVER)).toThrow(Bug);
  });

  it('is whole microseconds, or a bug', () => {
    expect(addSeconds(instant(5), -2)).toBe(-1_999_995);
    expect(instantFromMilliseconds(7)).toBe(7_000);
    expect(() => instant(0.5)).toThrow(Bug);
    expect(() => instant(Number.NaN)).toThrow(Bug);
    expect(() => addSeconds(instant(0), 0.000_000_1)).toThrow(Bug);
  });
});
