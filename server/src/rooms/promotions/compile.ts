import { createBoundedCache } from '../../kernel/bounded-cache.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Basket } from './basket.ts';
import { createBench } from './bench.ts';
import type { Bench, Problem } from './bench.ts';
import { Facts } from './facts.ts';
import { noteIssues } from './kind.ts';
import type { BoundCondition } from './kind.ts';
import { conditionKind, effectKind } from './kinds.ts';
import type { PublishRefusalCode } from './refusals.ts';
import { rulebookContentSchema } from './rulebook.ts';
import type {
  CompiledRulebook,
  Promotion,
  PromotionContent,
  PromotionEffect,
  RulebookContent,
  RulebookUnits,
} from './rulebook.ts';

/** The rulebook, or the first thing that is wrong with it as a refusal, and all of them as a list. */
export type Compilation =
  | Ok<{ readonly content: RulebookContent; readonly compiled: CompiledRulebook }>
  | (Refusal<PublishRefusalCode> & { readonly problems: readonly Problem[] });

const refuseProblems = (
  problems: readonly Problem[],
): Refusal<PublishRefusalCode> & { problems: readonly Problem[] } => {
  const [first] = problems as [Problem];
  return {
    ...refuse(first.code, { place: first.place, what: first.what, problems: String(problems.length) }),
    problems,
  };
};

/**
 * Checks a whole rulebook and makes it ready to decide. Refuses, naming the place: malformed content and unknown fields;
 * kinds, wallet types and promotions that do not exist; codes used twice; quantities not above zero; and what can be
 * seen to never fire. `units` say in what the program counts; a stored rulebook has its own.
 */
export const compile = (given: unknown, units?: RulebookUnits): Compilation => {
  const parsed = rulebookContentSchema.safeParse(given);
  if (!parsed.success) {
    const bench = createBench(0, 'net');
    noteIssues(parsed.error.issues, bench);
    return refuseProblems(bench.problems);
  }
  const counted = units ?? parsed.data.units ?? { currency: { code: 'XXX', decimals: 2 }, wallets: {} };
  const content: RulebookContent = {
    ...parsed.data,
    earnBase: parsed.data.earnBase ?? 'net_of_points',
    units: counted,
  };
  const bench = createBench(counted.currency.decimals, content.earnBase ?? 'net_of_points');
  checkCodes(content, bench);
  const excludedBy = exclusions(content.promotions);
  const promotions = content.promotions
    .map((promotion, i) => ({
      promotion,
      bound: bench.at(['promotions', i], () =>
        bindPromotion(promotion, counted, bench, excludedBy.get(promotion.code)),
      ),
    }))
    .sort((a, b) => inTotalOrder(a.promotion, b.promotion))
    .map(({ bound }) => bound);
  checkNeeds(content, promotions, bench);
  if (bench.problems.length > 0) return refuseProblems(bench.problems);
  const { selections, countings } = bench;
  return { ok: true, content, compiled: { promotions, selections, countings, candidates: candidatesOf(promotions) } };
};

/** Priority, then first day, then code: never the moment of the last edit (semantics 3.9). */
export const inTotalOrder = (a: PromotionContent, b: PromotionContent): number =>
  a.priority - b.priority || compareTexts(a.firstOn, b.firstOn) || compareTexts(a.code, b.code);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const checkCodes = ({ promotions }: RulebookContent, bench: Bench): void => {
  const known = new Set(promotions.map(({ code }) => code));
  const seen = new Set<string>();
  for (const [i, { code, excludes }] of promotions.entries()) {
    if (seen.has(code)) bench.problem('promotions.rulebook.code_taken', code, 'promotions', i, 'code');
    seen.add(code);
    for (const [n, other] of excludes.entries()) {
      if (!known.has(other))
        bench.problem('promotions.rulebook.unknown_promotion', other, 'promotions', i, 'excludes', n);
      if (other === code) {
        bench.problem('promotions.rulebook.never_fires', 'it excludes itself', 'promotions', i, 'excludes', n);
      }
    }
  }
};

// Exclusion is mutual: who comes second must know of it, whichever of the two wrote it down.
const exclusions = (promotions: readonly PromotionContent[]): Map<string, Set<string>> => {
  const pairs = new Map<string, Set<string>>();
  const add = (one: string, other: string): void => {
    const known = pairs.get(one);
    if (known === undefined) pairs.set(one, new Set([other]));
    else known.add(other);
  };
  for (const { code, excludes } of promotions) {
    for (const other of excludes) {
      add(code, other);
      add(other, code);
    }
  }
  return pairs;
};

const bindPromotion = (
  promotion: PromotionContent,
  units: RulebookUnits,
  bench: Bench,
  excludedBy: ReadonlySet<string> | undefined,
): Promotion => {
  const { code, version = 1, firstOn, lastOn, stop } = promotion;
  if (lastOn !== undefined && lastOn < firstOn) {
    bench.problem('promotions.rulebook.never_fires', 'it ends before it starts', 'lastOn');
  }
  const conditions = promotion.conditions.flatMap((condition, i) =>
    bench.at(['conditions', i], () => bindCondition(condition, bench) ?? []),
  );
  const effects = promotion.effects.flatMap((effect, i) =>
    bench.at(['effects', i], () => bindEffect(effect, i, units, bench) ?? []),
  );
  const open = conditions.filter(({ kind }) => !kind.isStanding);
  return { code, version, firstOn, lastOn, conditions, open, effects, stop, excludedBy };
};

const bindCondition = (
  { kind: code, version, params }: PromotionContent['conditions'][number],
  bench: Bench,
): BoundCondition | undefined => {
  const kind = conditionKind(code, version);
  if (kind === undefined) {
    bench.problem('promotions.rulebook.unknown_kind', `${code} version ${version}`, 'kind');
    return undefined;
  }
  return bench.at(['params'], () => kind.bind(params, bench));
};

const bindEffect = (
  effect: PromotionContent['effects'][number],
  place: number,
  units: RulebookUnits,
  bench: Bench,
): PromotionEffect | undefined => {
  const kind = effectKind(effect.kind, effect.version);
  const unit = Object.hasOwn(units.wallets, effect.wallet) ? units.wallets[effect.wallet] : undefined;
  if (unit === undefined) bench.problem('promotions.rulebook.unknown_wallet_type', effect.wallet, 'wallet');
  if (kind === undefined)
    bench.problem('promotions.rulebook.unknown_kind', `${effect.kind} version ${effect.version}`, 'kind');
  if (kind === undefined || unit === undefined) return undefined;
  const wallet = { code: effect.wallet, decimals: unit.decimals };
  const bound = bench.at(['params'], () => kind.bind(effect.params, bench, wallet));
  if (bound === undefined) return undefined;
  return {
    bound,
    wallet: effect.wallet,
    cap: effect.cap === undefined ? undefined : bench.positive(effect.cap, unit.decimals, 'cap'),
    activation: effect.activation,
    validity: effect.validity,
    rule: {
      effect: place,
      kind: kind.code,
      version: kind.version,
      params: bound.params,
      ...(effect.cap === undefined ? {} : { cap: effect.cap }),
      decimals: { money: units.currency.decimals, points: unit.decimals },
    },
  };
};

const checkNeeds = ({ promotions }: RulebookContent, ordered: readonly Promotion[], bench: Bench): void => {
  const orderOf = new Map(ordered.map(({ code }, order) => [code, order]));
  const placeOf = new Map(promotions.map(({ code }, place) => [code, place]));
  for (const [order, { code, effects }] of ordered.entries()) {
    for (const { bound, rule } of effects) {
      if (bound.needs === undefined) continue;
      const place = ['promotions', placeOf.get(code) ?? 0, 'effects', rule.effect, 'params', 'of'];
      for (const needed of bound.needs) {
        if (!orderOf.has(needed)) bench.problem('promotions.rulebook.unknown_promotion', needed, ...place);
      }
      if (bound.needs.every((needed) => (orderOf.get(needed) ?? 0) > order)) {
        bench.problem('promotions.rulebook.never_fires', 'all that it multiplies comes after it', ...place);
      }
    }
  }
};

/** True when day, outlet, partner, channel and tier let the promotion act. */
const stands = (promotion: Promotion, facts: Facts): boolean => {
  const { date } = facts.basket.local;
  if (date < promotion.firstOn || (promotion.lastOn !== undefined && date > promotion.lastOn)) return false;
  for (const { kind, holds } of promotion.conditions) if (kind.isStanding && !holds(facts)) return false;
  return true;
};

// Enough for the outlets, tiers and channels of a large chain on one day; the day before is forgotten by itself.
const STANDINGS_MAX = 4_096;

// Only a memory of a pure function: who asks twice gets what would have been computed. NUL is in no code that
// PostgreSQL has kept, so that two different standings have two keys.
const candidatesOf = (promotions: readonly Promotion[]): ((basket: Basket) => readonly Promotion[]) => {
  const known = createBoundedCache<string, readonly Promotion[]>(STANDINGS_MAX);
  return (basket) => {
    const { outlet, local, member } = basket;
    const groups = outlet.groups.length === 0 ? '' : outlet.groups.join('\u0000');
    const tier = member === undefined ? '\u0000' : member.tier;
    const key = `${local.date}${local.weekday}\u0000\u0000${outlet.code}\u0000\u0000${tier}\u0000\u0000${basket.channel}\u0000\u0000${basket.partner}\u0000\u0000${groups}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const facts = new Facts(basket, [], []);
    const standing = promotions.filter((promotion) => stands(promotion, facts));
    known.set(key, standing);
    return standing;
  };
};
