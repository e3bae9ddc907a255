import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Metric } from './definition.ts';

/**
 * What was counted at one moment, returns taken off: earned points that qualify and money spent in smallest steps, visits.
 * Counters, no value: nothing can be bought for them.
 */
export type Mark = readonly [at: Instant, earned: number, spend: number, visits: number];

const COLUMN: Readonly<Record<Exclude<Metric, 'balance'>, 1 | 2 | 3>> = { earned: 1, spend: 2, visits: 3 };

const firstAfter = (marks: readonly Mark[], at: Instant): number => {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle] as Mark)[0] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The moment of the first mark after `at`; undefined when there is none. */
export const nextMarkAt = (marks: readonly Mark[], at: Instant): Instant | undefined =>
  marks[firstAfter(marks, at)]?.[0];

/**
 * Adds to what was counted at a moment; less than nothing takes away. A moment at which nothing is left drops out. Sums only, so
 * that the order in which receipts and returns arrive does not matter.
 */
export function addMark(marks: readonly Mark[], [at, earned, spend, visits]: Mark): readonly Mark[] {
  const place = firstAfter(marks, at);
  const before = marks[place - 1];
  const isKnown = before !== undefined && before[0] === at;
  const sum: Mark = isKnown
    ? [at, before[1] + earned, before[2] + spend, before[3] + visits]
    : [at, earned, spend, visits];
  assert(sum.every(Number.isSafeInteger), 'counters stay whole');
  const from = isKnown ? place - 1 : place;
  const rest = sum[1] === 0 && sum[2] === 0 && sum[3] === 0 ? [] : [sum];
  return [...marks.slice(0, from), ...rest, ...marks.slice(place)];
}

/** What was counted from `from` up to and with `to`. */
export function sumBetween(
  marks: readonly Mark[],
  metric: Exclude<Metric, 'balance'>,
  from: Instant,
  to: Instant,
): number {
  const column = COLUMN[metric];
  let sum = 0;
  for (let at = firstAfter(marks, to) - 1; at >= 0; at--) {
    const mark = marks[at] as Mark;
    if (mark[0] < from) break;
    sum += mark[column];
  }
  return sum;
}
