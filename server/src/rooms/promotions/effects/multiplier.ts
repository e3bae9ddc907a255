import { z } from 'zod';
import { parseRate, rate, RATE_ONE } from '../../../kernel/rate.ts';
import type { Rate } from '../../../kernel/rate.ts';
import { divide } from '../../../kernel/rounding.ts';
import type { Rounding } from '../../../kernel/rounding.ts';
import type { Facts } from '../facts.ts';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import type { Granted, Share, Source } from '../award.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { codeText, factorText, namesText, perText, roundingText } from '../parameter.ts';
import { grainOf, roundingWords } from '../per-step.ts';
import { exactShares, sharePoints } from '../share-points.ts';

type Multiplier = {
  readonly wallet: string;
  readonly factor: Rate;
  readonly of: ReadonlySet<string> | undefined;
  readonly selection: number;
  readonly isOfExact: boolean;
  readonly isPerLine: boolean;
  readonly rounding: Rounding;
  readonly grain: bigint;
};

type Fraction = { readonly over: bigint; readonly under: bigint };

/** The factor times what lines earned, less what they have, rounded once; never below zero. */
const extraOf = (rule: Multiplier, earned: Fraction, had: Fraction): bigint => {
  const { numerator, denominator } = rule.factor;
  const over = numerator * earned.over * had.under - denominator * earned.under * had.over;
  if (over <= 0n) return 0n;
  return divide(over, denominator * earned.under * had.under * rule.grain, rule.rounding) * rule.grain;
};

/** What is added on one earlier grant: in all, and what was counted for it. */
type Added = { readonly points: bigint; readonly source: Source | undefined; readonly share: Share | undefined };

/**
 * What one earlier grant is worth more on its matching lines, put on `added` per place. What they have of a grant that was rounded in one
 * is their exact share of it, a fraction: the whole points of each line hang on which of equal lines comes first, and what a category
 * earns must not (semantics 3.4). Multiplied is that, or what the lines had earned before rounding (semantics 3.7).
 */
const addTo = (
  added: bigint[],
  rule: Multiplier,
  facts: Facts,
  { promotion, effect, award }: Granted,
  isIn: readonly boolean[],
): Added | undefined => {
  const exact = rule.isOfExact ? award.exact : undefined;
  const held = exactShares(award);
  // Both count the same lines in the same order: an award has exact points where its lines are those of the counting.
  const amounts = exact === undefined ? held.weights : facts.amount(exact.counting).parts;
  const isCountedSo = amounts === held.weights;
  const hadOf = (weight: bigint): Fraction => ({ over: held.points * weight, under: held.sum });
  const earnedOf = (amount: bigint, had: Fraction): Fraction =>
    exact === undefined ? had : { over: amount * exact.points, under: exact.step };

  const places: number[] = [];
  const weights: bigint[] = [];
  let amount = 0n;
  let weight = 0n;
  let points = 0n;
  for (let i = 0; i < held.at.length; i++) {
    const place = held.at[i] as number;
    if (!isIn[place]) continue;
    const one = amounts[i] as bigint;
    const part = held.weights[i] as bigint;
    amount += one;
    if (!isCountedSo) weight += part;
    if (rule.isPerLine) {
      const had = hadOf(part);
      const extra = extraOf(rule, earnedOf(one, had), had);
      added[place] = (added[place] as bigint) + extra;
      points += extra;
    } else {
      places.push(place);
      weights.push(one);
    }
  }
  const had = hadOf(isCountedSo ? amount : weight);
  const earned = earnedOf(amount, had);
  if (!rule.isPerLine) points = extraOf(rule, earned, had);
  if (points === 0n) return undefined;
  const source = facts.derives ? sourceOf(promotion, effect, had, earned, points) : undefined;
  if (rule.isPerLine) return { points, source, share: undefined };
  const parts = sharePoints(points, weights, amount);
  for (const [i, place] of places.entries()) added[place] = (added[place] as bigint) + (parts[i] as bigint);
  return { points, source, share: { points, at: places, weights, sum: amount } };
};

const sourceOf = (promotion: string, effect: number, had: Fraction, earned: Fraction, added: bigint): Source => ({
  ...{ promotion, effect, points: fractionText(had), added: String(added) },
  ...(earned.over * had.under !== had.over * earned.under && { earned: fractionText(earned) }),
});

const EXACT_BELOW = 9_007_199_254_740_992n;

/** `21/2` in lowest terms, or a whole number. */
const fractionText = ({ over, under }: Fraction): string => {
  if (over >= EXACT_BELOW || under >= EXACT_BELOW) {
    const { numerator, denominator } = rate(over, under);
    return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
  }
  // What a number holds exactly is reduced ten times as fast, and a till waits for it.
  const [n, d] = [Number(over), Number(under)];
  let [divisor, rest] = [n, d];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return divisor === d ? String(n / d) : `${n / divisor}/${d / divisor}`;
};

/**
 * Multiplies what promotions before it have granted to the same wallet on matching lines; it gives the difference, rounded once for the
 * receipt or once for each line.
 * Other multipliers are left alone unless `of` names their promotion, so that twice and three times make four times
 * (1 + 1 + 2), not six.
 */
export const multiplier = defineEffect({
  code: 'multiplier',
  version: 1,
  isMultiplier: true,
  params: z.strictObject({
    factor: factorText,
    /** Codes of promotions; all before this one where it is left out. */
    of: z.array(codeText).min(1).max(1_000).optional(),
    lines: lineFilterSchema.optional(),
    /** `rounded`: what was granted, of which some lines have their exact share. `exact`: what it was before rounding, rounded only after the multiplication. */
    multiplies: z.enum(['rounded', 'exact']).default('exact'),
    per: perText,
    rounding: roundingText.default('floor'),
    decimals: z.int().min(0).max(4).optional(),
  }),
  text: {
    en: '{factor} times the {wallet} of {of} on {lines}, {rounding}',
    es: '{factor} veces los {wallet} de {of} en {lines}, {rounding}',
  },
  example: {
    // The promotion before it gives 1 point per 10.00: 1.9 points, rounded to 1. Twice the exact is 3.8, 3 of them.
    params: { factor: '2', per: 'receipt' },
    basket: { lines: [{ line: 1, gross: 1_900n }] },
    points: 2n,
  },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    factor: params.factor,
    wallet,
    of:
      params.of === undefined
        ? language === 'en'
          ? 'all promotions before it'
          : 'todas las promociones anteriores'
        : namesText(params.of),
    lines: lineFilterText(params.lines, language),
    rounding: roundingWords(params, language),
  }),
  needs: (params) => params.of,
  prepare(params, bench, wallet): Multiplier {
    const parsed = parseRate(params.factor);
    const factor = parsed.ok ? parsed.value : RATE_ONE;
    if (factor.numerator <= factor.denominator) {
      bench.problem(
        'promotions.rulebook.never_fires',
        { en: `a factor of ${params.factor} adds nothing`, es: `un factor de ${params.factor} no añade nada` },
        'factor',
      );
    }
    return {
      wallet: wallet.code,
      factor,
      of: params.of === undefined ? undefined : new Set(params.of),
      selection: bench.selection(params.lines),
      isOfExact: params.multiplies === 'exact',
      isPerLine: params.per === 'line',
      rounding: params.rounding,
      grain: grainOf(params.decimals, wallet, bench),
    };
  },
  apply(rule, facts, granted) {
    if (granted.length === 0) return undefined;
    const selected = facts.selection(rule.selection);
    if (selected.length === 0) return undefined;
    const isIn = facts.mask(rule.selection);
    const added: bigint[] = new Array<bigint>(facts.lines.length).fill(0n);
    const sources: Source[] = [];
    const shares: Share[] = [];
    let points = 0n;
    for (const grant of granted) {
      if (grant.wallet !== rule.wallet) continue;
      if (rule.of === undefined ? grant.isMultiplier : !rule.of.has(grant.promotion)) continue;
      const more = addTo(added, rule, facts, grant, isIn);
      if (more === undefined) continue;
      points += more.points;
      if (more.source !== undefined) sources.push(more.source);
      if (more.share !== undefined) shares.push(more.share);
    }
    if (points === 0n) return undefined;
    const parts = selected.map((place) => added[place] as bigint);
    return { points, at: selected, parts, ...(facts.derives && { sources }), ...(!rule.isPerLine && { shares }) };
  },
});
