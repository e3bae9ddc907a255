import { expect, test } from 'vitest';
import { dayOf, liveSpans } from './live-spans.ts';
import type { Promotion } from './promotion-types.ts';

// A Monday.
const MONDAY = dayOf('2026-11-23');
const spansOf = (conditions: readonly { kind: string; params: object }[], lastOn?: string): readonly number[][] =>
  liveSpans(
    { firstOn: '2026-11-01', ...(lastOn && { lastOn }), effects: [], conditions } as unknown as Promotion,
    ...([MONDAY, 14] as const),
  ).map(({ from, to }) => [from - MONDAY, to - MONDAY]);

test('a promotion without conditions of time is live all days until its last, that one included', () => {
  expect(spansOf([{ kind: 'outlet-in', params: { outlets: ['centro'] } }])).toEqual([[0, 14]]);
  expect(spansOf([], '2026-11-25')).toEqual([[0, 3]]);
  expect(spansOf([], '2026-11-10')).toEqual([]);
});

test('a double Wednesday is live on Wednesdays', () => {
  expect(spansOf([{ kind: 'weekday-in', params: { weekdays: ['wednesday'] } }])).toEqual([
    [2, 3],
    [9, 10],
  ]);
});

test('a happy hour is live for its hours, and what passes midnight goes on the day after', () => {
  const lunch = spansOf([{ kind: 'time-window', params: { from: '12:00', to: '18:00' } }]);
  expect(lunch).toHaveLength(14);
  expect(lunch[0]).toEqual([0.5, 0.75]);
  const night = { kind: 'time-window', params: { from: '18:00', to: '06:00', beginsOn: ['sunday'] } };
  // What began on the Sunday before is still on, early on Monday.
  expect(spansOf([night])).toEqual([
    [0, 0.25],
    [6.75, 7.25],
    [13.75, 14],
  ]);
});

test('conditions hold together', () => {
  expect(
    spansOf([
      { kind: 'weekday-in', params: { weekdays: ['friday', 'saturday'] } },
      { kind: 'date-window', params: { firstOn: '2026-11-28' } },
    ]),
  ).toEqual([
    [5, 6],
    [11, 13],
  ]);
});
