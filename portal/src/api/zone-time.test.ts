import { expect, test } from 'vitest';
import { instantInZone } from './zone-time.ts';

const at = (local: string, zone = 'Europe/Madrid'): string => instantInZone(local, zone).toISOString();

test('a typed time is what clocks of the zone show, in winter, in summer and on the other side of the earth', () => {
  expect(at('2026-01-15 10:15')).toBe('2026-01-15T09:15:00.000Z');
  expect(at('2026-07-15 10:15')).toBe('2026-07-15T08:15:00.000Z');
  expect(at('2026-07-15 10:15', 'Pacific/Auckland')).toBe('2026-07-14T22:15:00.000Z');
});

test('around the days on which clocks are moved it is exact to the minute', () => {
  expect(at('2026-03-29 01:59')).toBe('2026-03-29T00:59:00.000Z');
  expect(at('2026-03-29 03:00')).toBe('2026-03-29T01:00:00.000Z');
  expect(at('2026-10-25 03:00')).toBe('2026-10-25T02:00:00.000Z');
});

test('of a time that clocks show twice the first is meant, and one that they leap over lies behind the leap', () => {
  expect(at('2026-10-25 02:30')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('2026-03-29 02:30')).toBe('2026-03-29T01:30:00.000Z');
});
