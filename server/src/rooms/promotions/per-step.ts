import { z } from 'zod';
import { divide } from '../../kernel/rounding.ts';
import type { Rounding } from '../../kernel/rounding.ts';
import type { Bench } from './bench.ts';
import type { Facts } from './facts.ts';
import type { Award, Exact } from './award.ts';
import type { EffectWallet } from './kind.ts';
import type { Language } from './language.ts';
import { perText, roundingText } from './parameter.ts';
import { shareAward } from './share-points.ts';

/** How points per step are rounded; shared by money and pieces. */
export const perStepShape = {
  per: perText,
  /** `full`: only whole steps count, 105 in steps of 10 are ten. `exact`: parts of a step count, and the points are rounded. */
  steps: z.enum(['full', 'exact']).default('exact'),
  rounding: roundingText.default('floor'),
  /** Decimals that the points are rounded to; the unit's own where it is left out. */
  decimals: z.int().min(0).max(4).optional(),
};

/** A rule of so many points per step, in smallest steps of both. */
export type PerStep = {
  readonly counting: number;
  readonly points: bigint;
  readonly step: bigint;
  readonly isFull: boolean;
  readonly isPerLine: boolean;
  readonly rounding: Rounding;
  /** What points are rounded to: 1, or 100 where a unit with two decimals gives whole points. */
  readonly grain: bigint;
  readonly divisor: bigint;
  readonly exact: Exact | undefined;
};

/** 1 for the decimals of the unit, ten times as much for each one fewer; more than the unit has is a problem. */
export const grainOf = (decimals: number | undefined, wallet: EffectWallet, bench: Bench): bigint => {
  if (decimals === undefined) return 1n;
  if (decimals <= wallet.decimals) return 10n ** BigInt(wallet.decimals - decimals);
  bench.problem(
    'promotions.rulebook.malformed',
    {
      en: `the unit of ${wallet.code} has ${wallet.decimals} decimals`,
      es: `la unidad de ${wallet.code} tiene ${wallet.decimals} decimales`,
    },
    'decimals',
  );
  return 1n;
};

/** Makes the rule ready to be applied. */
export const preparePerStep = (
  rule: Pick<PerStep, 'counting' | 'points' | 'step' | 'grain' | 'rounding'> & {
    per: 'line' | 'receipt';
    steps: 'full' | 'exact';
  },
): PerStep => {
  const { counting, points, step, grain, rounding } = rule;
  const isFull = rule.steps === 'full';
  return {
    ...{ counting, points, step, grain, rounding, isFull },
    isPerLine: rule.per === 'line',
    divisor: step * grain,
    exact: isFull ? undefined : { counting, points, step },
  };
};

const pointsOf = (amount: bigint, rule: PerStep): bigint => {
  if (rule.isFull) return amount < rule.step ? 0n : (amount / rule.step) * rule.points;
  // Whoever runs the program keeps what floor cuts off, and gives what half_up adds.
  const rounded = divide(amount * rule.points, rule.divisor, rule.rounding);
  return rule.grain === 1n ? rounded : rounded * rule.grain;
};

/** The points for the counted lines; undefined when they come to none. */
export const awardPerStep = (rule: PerStep, facts: Facts): Award | undefined => {
  const { at, parts: amounts, total } = facts.amount(rule.counting);
  if (total === 0n) return undefined;
  const { exact, counting } = rule;
  if (!rule.isPerLine) {
    const points = pointsOf(total, rule);
    return points === 0n ? undefined : shareAward(points, at, amounts, total, counting, exact);
  }
  let points = 0n;
  const parts: bigint[] = [];
  for (const amount of amounts) {
    const part = pointsOf(amount, rule);
    parts.push(part);
    points += part;
  }
  return points === 0n ? undefined : { points, at, parts, exact, counting };
};

const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    line: 'per line',
    receipt: 'per receipt',
    full: 'full steps only',
    floor: 'rounded down',
    ceiling: 'rounded up',
    half_up: 'rounded half up',
    half_even: 'rounded half to even',
  },
  es: {
    line: 'por línea',
    receipt: 'por recibo',
    full: 'solo pasos completos',
    floor: 'redondeado hacia abajo',
    ceiling: 'redondeado hacia arriba',
    half_up: 'redondeado al medio arriba',
    half_even: 'redondeado al medio par',
  },
};

/** How it is rounded, in words: `rounded down per receipt`. */
export const roundingWords = (
  rule: { readonly per: 'line' | 'receipt'; readonly steps?: 'full' | 'exact'; readonly rounding: Rounding },
  language: Language,
): string => {
  const words = WORDS[language];
  return `${rule.steps === 'full' ? words['full'] : words[rule.rounding]} ${words[rule.per]}`;
};
