import { expect, test } from 'vitest';
import { roundUp } from './hour-chart.tsx';

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
