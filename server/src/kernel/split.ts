import { assert } from './assert.ts';

/**
 * Splits `total` over `weights` by largest remainder: the parts sum to the total exactly, each is its exact share
 * rounded down or up, and what remains goes step by step to the largest lost fractions, the earlier index first where
 * they are equal. A negative total gives the opposite parts of the positive one. Zero weights get nothing; if all are
 * zero (a receipt of free lines) they count as equal. A negative weight, or a total over no weights, is a bug.
 */
export const splitByWeights = (total: bigint, weights: readonly bigint[]): bigint[] => {
  assert(weights.length > 0 || total === 0n, 'an amount cannot be split over nothing');
  let sum = 0n;
  for (const weight of weights) {
    assert(weight >= 0n, 'a weight is below zero');
    sum += weight;
  }
  if (sum === 0n && weights.length > 0)
    return splitByWeights(
      total,
      weights.map(() => 1n),
    );

  const magnitude = total < 0n ? -total : total;
  const sign = total < 0n ? -1n : 1n;
  const parts: bigint[] = [];
  const lost: { readonly index: number; readonly remainder: bigint }[] = [];
  let left = magnitude;
  for (const [index, weight] of weights.entries()) {
    const share = (magnitude * weight) / sum;
    const remainder = magnitude * weight - share * sum;
    parts.push(share * sign);
    left -= share;
    if (remainder > 0n) lost.push({ index, remainder });
  }
  if (left === 0n) return parts;

  lost.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  assert(left < BigInt(lost.length), 'more was lost to rounding than there are rounded parts');
  for (const { index } of lost.slice(0, Number(left))) parts[index] = (parts[index] as bigint) + sign;
  return parts;
};
