import { splitByWeights } from '../../kernel/split.ts';
import type { Award, Exact, Share } from './award.ts';

// Products below 2^53 are exact in a number, and so is the floor of their quotient: the nearest fraction below a whole
// lies 1/sum away, more than the rounding of a quotient that is smaller than 2^53/sum.
const EXACT_BELOW = 9_007_199_254_740_992n;

/**
 * `splitByWeights`, result for result, made for the hot path: five lines in 0.2 µs against 1 µs. `sum` is the sum of the
 * weights. Whatever is too large to be exact in a number goes the long way.
 */
export const sharePoints = (total: bigint, weights: readonly bigint[], sum: bigint): bigint[] => {
  if (weights.length === 1 && total >= 0n) return [total];
  if (sum === 0n || total < 0n || total * sum >= EXACT_BELOW) return splitByWeights(total, weights);
  const whole = Number(total);
  const all = Number(sum);
  const shares: number[] = [];
  const remainders: number[] = [];
  let left = whole;
  for (const weight of weights) {
    const product = whole * Number(weight);
    const share = Math.floor(product / all);
    shares.push(share);
    remainders.push(product - share * all);
    left -= share;
  }
  // Seldom more than four rounds: what is left is less than the number of lines.
  for (; left > 0; left--) {
    let most = 0;
    for (let i = 1; i < remainders.length; i++) if ((remainders[i] as number) > (remainders[most] as number)) most = i;
    shares[most] = (shares[most] as number) + 1;
    remainders[most] = -1;
  }
  return shares.map(BigInt);
};

/**
 * Points that are rounded together, shared over places by weights whose sum is known. Of equal shares the line that comes first gets more.
 * `counting` is what they were counted by, `exact` what they are without rounding.
 */
export const shareAward = (
  points: bigint,
  at: readonly number[],
  weights: readonly bigint[],
  sum: bigint,
  counting?: number,
  exact?: Exact,
): Award => {
  return { points, at, parts: sharePoints(points, weights, sum), weights, weight: sum, counting, exact };
};

/**
 * How an award falls on places, exactly: `weights[i] / sum` of its points on `at[i]`. Equal lines have equal shares here, wherever the last
 * whole point went, so that what is computed from it does not depend on the order of lines.
 */
export const exactShares = ({ points, at, parts, weights, weight, shares }: Award): Share => {
  if (shares !== undefined && shares.length > 0) return { ...joined(shares), points };
  if (weights === undefined || weight === undefined) return { points, at, weights: parts, sum: points };
  return evenly({ points, at, weights, sum: weight });
};

/** Where nothing weighs anything all weigh the same. */
const evenly = (share: Share): Share =>
  share.sum === 0n ? { ...share, weights: share.at.map(() => 1n), sum: BigInt(share.at.length) } : share;

/** Several shares as one, over their common denominator. */
const joined = (shares: readonly Share[]): Share => {
  if (shares.length === 1) return evenly(shares[0] as Share);
  const perPlace = new Map<number, bigint>();
  let points = 0n;
  let denominator = 1n;
  for (const share of shares) {
    const { at, weights, sum } = evenly(share);
    for (const [place, weight] of perPlace) perPlace.set(place, weight * sum);
    for (const [i, place] of at.entries())
      perPlace.set(place, (perPlace.get(place) ?? 0n) + share.points * (weights[i] as bigint) * denominator);
    points += share.points;
    denominator *= sum;
  }
  return { points, at: [...perPlace.keys()], weights: [...perPlace.values()], sum: points * denominator };
};
