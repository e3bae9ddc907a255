import { expect, test } from 'vitest';
import { inOrder, placeOf, roundUp } from './hour-chart.tsx';

test.each([
  [0, 1],
  [1, 1],
  [1.2, 2],
  [13, 20],
  [21, 25],
  [167.8, 200],
  [450, 500],
  [501, 1_000],
  [1_000, 1_000],
])('the axis of a chart that goes to %d ends at %d', (value, end) => {
  expect(roundUp(value)).toBe(end);
});

test('a day that begins at four ends with the night: one o’clock stands behind the evening', () => {
  const hours = [0, 3, 4, 23].map((hour) => ({ hour }));
  expect(inOrder(hours, 4).map(({ hour }) => hour)).toEqual([4, 23, 0, 3]);
  expect(inOrder(hours, 0).map(({ hour }) => hour)).toEqual([0, 3, 4, 23]);
  expect([placeOf(4, 4), placeOf(1, 4), placeOf(1, 0)]).toEqual([0, 21, 1]);
});
