import { assert } from '../../kernel/assert.ts';
import type { ActivationDelay, Validity } from '../../kernel/validity.ts';
import type { Basket } from './basket.ts';
import type { Derivation } from './derivation.ts';
import { Facts } from './facts.ts';
import type { Award, Granted } from './kind.ts';
import type { CompiledRulebook, Promotion, PromotionEffect } from './rulebook.ts';
import { sharePoints } from './share-points.ts';

/** What one effect of one promotion gives for a receipt: `points` above zero, of which each line brought its part. */
export type Grant = {
  readonly promotion: string;
  readonly version: number;
  readonly walletType: string;
  readonly points: bigint;
  readonly perLine: readonly (readonly [line: number, points: bigint])[];
  readonly activation?: ActivationDelay | undefined;
  readonly validity?: Validity | undefined;
  readonly derivation: Derivation;
};

/** Why a promotion gave nothing. */
export type NotFiredReason =
  | 'promotions.promotion.not_started'
  | 'promotions.promotion.ended'
  | 'promotions.promotion.stopped'
  | 'promotions.promotion.excluded'
  | 'promotions.promotion.nothing_granted'
  | 'promotions.condition.not_held';

export type NotFired = {
  readonly promotion: string;
  readonly reason: NotFiredReason;
  readonly facts: Readonly<Record<string, string>>;
};

export type Adjudication = { readonly grants: readonly Grant[]; readonly notFired: readonly NotFired[] };

/**
 * Decides what a basket earns by a rulebook. Pure: the same rulebook and basket give the same grants in the same order,
 * and the order in which lines come does not matter. With `explain` the promotions that gave nothing are listed, each
 * with the first reason; the grants are the same without.
 */
export const adjudicate = (
  rulebook: CompiledRulebook,
  basket: Basket,
  options?: { readonly explain?: boolean },
): Adjudication => {
  const explain = options?.explain === true;
  const facts = new Facts(basket, rulebook.selections, rulebook.countings);
  const grants: Grant[] = [];
  const granted: Granted[] = [];
  const notFired: NotFired[] = [];
  let stoppedBy: string | undefined;

  for (const promotion of explain ? rulebook.promotions : rulebook.candidates(basket)) {
    if (explain) {
      const reason = reasonAgainst(promotion, facts, granted, stoppedBy);
      if (reason !== undefined) {
        notFired.push(reason);
        continue;
      }
    } else if (!mayAct(promotion, facts, granted)) continue;

    const before = grants.length;
    for (const effect of promotion.effects) grant(promotion, effect, facts, grants, granted);
    if (grants.length === before) {
      if (explain)
        notFired.push({ promotion: promotion.code, reason: 'promotions.promotion.nothing_granted', facts: {} });
    } else if (promotion.stop) {
      if (!explain) break;
      stoppedBy ??= promotion.code;
    }
  }
  return { grants, notFired };
};

const mayAct = (promotion: Promotion, facts: Facts, granted: readonly Granted[]): boolean => {
  if (promotion.excludedBy !== undefined && excluder(promotion.excludedBy, granted) !== undefined) return false;
  for (const { holds } of promotion.open) if (!holds(facts)) return false;
  return true;
};

const excluder = (excludedBy: ReadonlySet<string>, granted: readonly Granted[]): string | undefined => {
  for (const { promotion } of granted) if (excludedBy.has(promotion)) return promotion;
  return undefined;
};

const reasonAgainst = (
  { code, firstOn, lastOn, excludedBy, conditions }: Promotion,
  facts: Facts,
  granted: readonly Granted[],
  stoppedBy: string | undefined,
): NotFired | undefined => {
  const { date } = facts.basket.local;
  if (date < firstOn) return { promotion: code, reason: 'promotions.promotion.not_started', facts: { firstOn } };
  if (lastOn !== undefined && date > lastOn)
    return { promotion: code, reason: 'promotions.promotion.ended', facts: { lastOn } };
  if (stoppedBy !== undefined)
    return { promotion: code, reason: 'promotions.promotion.stopped', facts: { by: stoppedBy } };
  const by = excludedBy === undefined ? undefined : excluder(excludedBy, granted);
  if (by !== undefined) return { promotion: code, reason: 'promotions.promotion.excluded', facts: { by } };
  const failed = conditions.find(({ holds }) => !holds(facts));
  if (failed === undefined) return undefined;
  const { kind } = failed;
  return {
    promotion: code,
    reason: 'promotions.condition.not_held',
    facts: { ...failed.miss(facts), condition: kind.code, conditionVersion: String(kind.version) },
  };
};

const grant = (
  promotion: Promotion,
  effect: PromotionEffect,
  facts: Facts,
  grants: Grant[],
  granted: Granted[],
): void => {
  const full = effect.bound.apply(facts, granted);
  if (full === undefined) return;
  assert(full.points > 0n, `${promotion.code} grants ${full.points}`);
  const isCut = effect.cap !== undefined && full.points > effect.cap;
  const award = isCut ? cutTo(effect.cap as bigint, full) : full;
  granted.push({
    promotion: promotion.code,
    effect: effect.rule.effect,
    wallet: effect.wallet,
    isMultiplier: effect.bound.kind.isMultiplier,
    award,
  });
  grants.push({
    promotion: promotion.code,
    version: promotion.version,
    walletType: effect.wallet,
    points: award.points,
    perLine: perLineOf(award, facts),
    activation: effect.activation,
    validity: effect.validity,
    derivation: {
      rule: effect.rule,
      amounts: full.counting === undefined ? undefined : facts.amountTexts(full.counting),
      sources: full.sources,
      uncapped: isCut ? String(full.points) : undefined,
    },
  });
};

// The cut points are shared as the uncut ones were. What was cut off is gone for multipliers too.
const cutTo = (cap: bigint, { points, at, parts }: Award): Award => ({
  points: cap,
  at,
  parts: sharePoints(cap, parts, points),
});

const perLineOf = ({ at, parts }: Award, { lines }: Facts): readonly (readonly [number, bigint])[] => {
  const perLine: (readonly [number, bigint])[] = [];
  for (let i = 0; i < at.length; i++) {
    const part = parts[i] as bigint;
    if (part !== 0n) perLine.push([(lines[at[i] as number] as { line: number }).line, part]);
  }
  return perLine;
};
