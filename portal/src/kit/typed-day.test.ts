import { expect, test } from 'vitest';
import { typedDay } from './typed-day.ts';

test('a day is read as people of either language type it, the day before the month', () => {
  for (const text of [
    '2026-11-03',
    '3/11/2026',
    '03/11/2026',
    '3.11.2026',
    '3-11-2026',
    ' 3 Nov 2026 ',
    '3 November 2026',
    'Nov 3, 2026',
  ])
    expect(typedDay(text), text).toBe('2026-11-03');
});

test('what no calendar has, and what is half typed, is no day', () => {
  for (const text of ['', '31/02/2026', '2026-13-01', '11/2026', '3 xyz 2026', 'tomorrow', '3/11/26'])
    expect(typedDay(text), text).toBeNull();
});
