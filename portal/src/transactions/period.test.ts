import { describe, expect, test } from 'vitest';
import { dayIn, daysOf, periodOf } from './period.ts';

describe('a period with a name', () => {
  test.each([
    ['today', '2026-03-01', '2026-03-01'],
    ['yesterday', '2026-02-28', '2026-02-28'],
    ['week', '2026-02-23', '2026-03-01'],
    ['month', '2026-03-01', '2026-03-01'],
    ['lastMonth', '2026-02-01', '2026-02-28'],
    ['year', '2026-01-01', '2026-03-01'],
  ] as const)('%s goes from its first day to its last', (period, from, to) => {
    expect(daysOf(period, '2026-03-01')).toEqual({ from, to });
  });

  test('is known by its days', () => {
    expect(periodOf('2026-11-16', '2026-11-22', '2026-11-22')).toBe('week');
    expect(periodOf('2026-11-15', '2026-11-22', '2026-11-22')).toBeUndefined();
    expect(periodOf(undefined, undefined, '2026-11-22')).toBeUndefined();
  });

  test('is of the day where the program is', () => {
    const at = new Date('2026-11-22T23:30:00Z');
    expect(dayIn(at, 'Europe/Madrid')).toBe('2026-11-23');
    expect(dayIn(at, 'UTC')).toBe('2026-11-22');
  });
});
