import { z } from 'zod';
import { parseRate, RATE_ONE } from '../../../kernel/rate.ts';
import type { Rate } from '../../../kernel/rate.ts';
import { divide } from '../../../kernel/rounding.ts';
import type { Rounding } from '../../../kernel/rounding.ts';
import type { Facts } from '../facts.ts';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import type { Granted, Source } from '../award.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { codeText, factorText, namesText, perText, roundingText } from '../parameter.ts';
import { grainOf, roundingWords } from '../per-step.ts';
import { sharePoints } from '../share-points.ts';

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

/**
 * What one earlier grant is worth more on its matching lines, per place. Of the rounded points, or of the exact ones:
 * then the grant and what is added are together the exact points times the factor, rounded once (semantics 3.7).
 */
const addTo = (
  added: bigint[],
  rule: Multiplier,
  facts: Facts,
  { award }: Granted,
  isIn: readonly boolean[],
): bigint => {
  const { numerator, denominator } = rule.factor;
  const exact = rule.isOfExact ? award.exact : undefined;
  const amounts = exact === undefined ? award.parts : facts.amount(exact.counting).parts;
  const scale = exact === undefined ? numerator : numerator * exact.points;
  const divisor = (exact === undefined ? denominator : denominator * exact.step) * rule.grain;
  const more = (amount: bigint, granted: bigint): bigint => {
    const extra = divide(amount * scale, divisor, rule.rounding) * rule.grain - granted;
    return extra > 0n ? extra : 0n;
  };

  let sum = 0n;
  if (rule.isPerLine) {
    for (let i = 0; i < award.at.length; i++) {
      const place = award.at[i] as number;
      if (!isIn[place]) continue;
      const extra = more(amounts[i] as bigint, award.parts[i] as bigint);
      added[place] = (added[place] as bigint) + extra;
      sum += extra;
    }
    return sum;
  }
  const places: number[] = [];
  const weights: bigint[] = [];
  let amount = 0n;
  let granted = 0n;
  for (let i = 0; i < award.at.length; i++) {
    const place = award.at[i] as number;
    if (!isIn[place]) continue;
    places.push(place);
    weights.push(amounts[i] as bigint);
    amount += amounts[i] as bigint;
    granted += award.parts[i] as bigint;
  }
  sum = more(amount, granted);
  if (sum === 0n) return sum;
  const shares = sharePoints(sum, weights, amount);
  for (let i = 0; i < places.length; i++)
    added[places[i] as number] = (added[places[i] as number] as bigint) + (shares[i] as bigint);
  return sum;
};

const pointsOn = ({ award }: Granted, isIn: readonly boolean[]): bigint => {
  let sum = 0n;
  for (let i = 0; i < award.at.length; i++) if (isIn[award.at[i] as number]) sum += award.parts[i] as bigint;
  return sum;
};

/**
 * Multiplies what promotions before it have granted to the same wallet on matching lines; it gives the difference.
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
    /** `rounded`: what was granted. `exact`: what it was before rounding, rounded only after the multiplication. */
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
    let points = 0n;
    for (const grant of granted) {
      if (grant.wallet !== rule.wallet) continue;
      if (rule.of === undefined ? grant.isMultiplier : !rule.of.has(grant.promotion)) continue;
      const sum = addTo(added, rule, facts, grant, isIn);
      if (sum === 0n) continue;
      points += sum;
      sources.push({
        promotion: grant.promotion,
        effect: grant.effect,
        points: String(pointsOn(grant, isIn)),
        added: String(sum),
      });
    }
    if (points === 0n) return undefined;
    return { points, at: selected, parts: selected.map((place) => added[place] as bigint), sources };
  },
});
