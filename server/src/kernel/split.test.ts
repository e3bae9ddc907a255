import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { splitByWeights } from './split.ts';

describe('a split', () => {
  it.each([
    ['what does not divide goes to the earlier of equal lines', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['the largest lost fraction is served first', 10n, [1n, 2n, 4n], [1n, 3n, 6n]],
    ['a return gives back the opposite parts', -100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    ['a free line bears nothing', 5n, [0n, 3n, 0n, 2n], [0n, 3n, 0n, 2n]],
    ['lines that are all free share equally', 5n, [0n, 0n], [3n, 2n]],
    ['nothing is split into nothings', 0n, [2n, 3n], [0n, 0n]],
    ['one line takes all', 7n, [123n], [7n]],
    ['nothing over no lines is no parts', 0n, [], []],
  ])('%s', (_, total, weights, parts) => {
    expect(splitByWeights(total, weights)).toEqual(parts);
  });

  it('over no lines, or over a line below zero, is a bug', () => {
    expect(() => splitByWeights(1n, [])).toThrow(Bug);
    expect(() => splitByWeights(1n, [2n, -1n])).toThrow(Bug);
  });
});
