import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { createBench, factsOfProblem } from './bench.ts';
import type { Bench, Problem } from './bench.ts';
import { candidatesOf } from './candidates.ts';
import { checkPromotions } from './check-promotions.ts';
import { isPricing } from './award.ts';
import { noteIssues } from './kind.ts';
import type { BoundCondition } from './kind.ts';
import { conditionKind, effectKind } from './kinds.ts';
import { couponsAsked } from './coupons-asked.ts';
import { bindSignals } from './limits/bind-signals.ts';
import { bindCaps, capsOf, type BoundCap } from './limits/cap.ts';
import { bindFunding, bindLimits, isOwners } from './limits/bound-limit.ts';
import type { Names } from './names.ts';
import type { PublishRefusalCode } from './refusals.ts';
import type { StreakPeriod } from './streak.ts';
import { rulebookContentSchema } from './rulebook.ts';
import type {
  CompiledRulebook,
  Group,
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

export const refuseProblems = (
  problems: readonly Problem[],
): Refusal<PublishRefusalCode> & { problems: readonly Problem[] } => {
  const [first] = problems as [Problem];
  return {
    ...refuse(first.code, factsOfProblem(first, problems.length)),
    problems,
  };
};

/**
 * Checks a whole rulebook and makes it ready to decide. Refuses, naming the place: malformed content and unknown fields;
 * kinds, wallet types and promotions that do not exist; codes used twice; quantities not above zero; and what can be
 * seen to never fire. `units` say in what the program counts; a stored rulebook has its own. `names` are those that the program has;
 * `standing` is said of what was published once and comes back: only what it counts in is looked at again.
 */
export const compile = (given: unknown, units?: RulebookUnits, names?: Names | 'standing'): Compilation => {
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
  const groups = new Map((content.groups ?? []).map((group) => [group.code, group]));
  const caps = bindCaps(content.caps ?? [], counted, bench);
  const all = content.promotions
    .map((promotion, i) => ({
      promotion,
      bound: bench.at(['promotions', i], () =>
        bindPromotion(promotion, counted, bench, excludedBy.get(promotion.code), groups, caps),
      ),
    }))
    .sort((a, b) => inTotalOrder(a.promotion, b.promotion))
    .map(({ bound }, order): Promotion => ({ ...bound, order }));
  checkNeeds(content, all, bench);
  // A rulebook that stands already is as it is: checks of today are for what is published today.
  if (units !== undefined && names !== 'standing') checkPromotions(content, all, bench, names);
  if (bench.problems.length > 0) return refuseProblems(bench.problems);
  return { ok: true, content, compiled: compiledOf(all, bench) };
};

const NO_OCCASIONS: ReadonlyMap<string, CompiledRulebook> = new Map();

/** The rulebook of purchases, with one for each occasion that something in it answers. `byCode` finds all of them. */
const compiledOf = (all: readonly Promotion[], bench: Bench): CompiledRulebook => {
  const names = new Set(all.flatMap(({ on }) => on ?? []));
  if (names.size === 0) return compiledFor(all, bench);
  const inOrder = (on: string | undefined): Promotion[] =>
    all.filter((one) => one.on === on).map((one, order) => ({ ...one, order }));
  const byCode = new Map(all.map((promotion) => [promotion.code, promotion]));
  return {
    ...compiledFor(inOrder(undefined), bench),
    occasions: new Map([...names].map((name) => [name, compiledFor(inOrder(name), bench)])),
    byCode: (code) => byCode.get(code),
  };
};

const compiledFor = (promotions: readonly Promotion[], { selections, countings }: Bench): CompiledRulebook => {
  const byCode = new Map(promotions.map((promotion) => [promotion.code, promotion]));
  const kinds = promotions.flatMap(({ conditions, effects }) => [
    ...conditions.map(({ kind }) => kind),
    ...effects.map(({ bound }) => bound.kind),
  ]);
  const streaks = promotions.flatMap(({ conditions }) =>
    conditions.flatMap(({ kind, params }) =>
      kind.code === 'streak' ? [(params as { readonly period: StreakPeriod }).period] : [],
    ),
  );
  return {
    ...{ promotions, selections, countings, occasions: NO_OCCASIONS },
    candidates: candidatesOf(promotions),
    byCode: (code) => byCode.get(code),
    hasPricing: promotions.some(({ pricing }) => pricing.length > 0),
    hasLimits: promotions.some(({ limits }) => limits.length > 0),
    countsForOwners: promotions.some(({ limits }) => limits.some(isOwners)),
    reads: new Set([
      ...kinds.flatMap(({ reads }) => reads),
      ...countings.flatMap(({ measure }) => (measure.of === 'net_of_gift_cards' ? (['byGifts'] as const) : [])),
    ]),
    streaks: [...new Set(streaks)],
  };
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
        bench.problem(
          'promotions.rulebook.never_fires',
          { en: 'it excludes itself', es: 'se excluye a sí misma' },
          'promotions',
          i,
          'excludes',
          n,
        );
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
  groups: ReadonlyMap<string, Group>,
  caps: readonly BoundCap[],
): Promotion => {
  const { code, version = 1, firstOn, lastOn, stop } = promotion;
  if (lastOn !== undefined && lastOn < firstOn) {
    bench.problem(
      'promotions.rulebook.never_fires',
      { en: 'it ends before it starts', es: 'termina antes de empezar' },
      'lastOn',
    );
  }
  const conditions = promotion.conditions.flatMap((condition, i) =>
    bench.at(['conditions', i], () => bindCondition(condition, bench) ?? []),
  );
  const effects = promotion.effects.flatMap((effect, i) =>
    bench.at(['effects', i], () => bindEffect(effect, i, units, bench) ?? []),
  );
  const open = conditions.filter(({ kind }) => !kind.isStanding);
  const pricing = effects.filter(({ bound }) => isPricing(bound.kind.gives));
  const earning = effects.filter(({ bound }) => !isPricing(bound.kind.gives));
  const group = promotion.group === undefined ? undefined : groups.get(promotion.group);
  if (promotion.group !== undefined && group === undefined)
    bench.problem('promotions.rulebook.unknown_group', promotion.group, 'group');
  const stacking = promotion.stacking ?? 'common';
  const limits =
    promotion.limits === undefined ? [] : bindLimits(promotion.limits, effects, units.currency.decimals, bench);
  const signals = bindSignals(promotion.signals ?? [], effects, units.currency.decimals, bench);
  limits.push(...capsOf(caps, code, effects, bench));
  const { funding } = promotion;
  if (funding !== undefined) limits.push(bench.at(['funding'], () => bindFunding(funding, effects, bench)));
  return {
    ...{ order: 0, code, version, on: promotion.on, firstOn, lastOn, conditions, open, effects, pricing, earning },
    ...{ stacking, group, limits, signals, funding, stop, excludedBy },
    coupons: couponsAsked(conditions),
  };
};

const bindCondition = (
  { kind: code, version, params }: PromotionContent['conditions'][number],
  bench: Bench,
): BoundCondition | undefined => {
  const kind = conditionKind(code, version);
  if (kind === undefined) {
    bench.problem(
      'promotions.rulebook.unknown_kind',
      { en: `${code} version ${version}`, es: `${code} versión ${version}` },
      'kind',
    );
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
  const paysPoints = kind === undefined || kind.gives === 'points';
  const named = effect.wallet !== undefined && Object.hasOwn(units.wallets, effect.wallet);
  // What gives no points is capped and counted in money.
  const unit = paysPoints
    ? named
      ? units.wallets[effect.wallet as string]
      : undefined
    : { decimals: units.currency.decimals };
  if (unit === undefined)
    if (effect.wallet === undefined && kind !== undefined)
      bench.problem(
        'promotions.rulebook.malformed',
        {
          en: `${effect.kind} gives points: name the wallet that they go into`,
          es: `${effect.kind} da puntos: indique el monedero al que van`,
        },
        'wallet',
      );
    else if (effect.wallet !== undefined)
      bench.problem('promotions.rulebook.unknown_wallet_type', effect.wallet, 'wallet');
  if (!paysPoints && effect.wallet !== undefined)
    bench.problem(
      'promotions.rulebook.malformed',
      { en: `${effect.kind} pays into no wallet`, es: `${effect.kind} no paga a ningún monedero` },
      'wallet',
    );
  if (kind === undefined)
    bench.problem(
      'promotions.rulebook.unknown_kind',
      { en: `${effect.kind} version ${effect.version}`, es: `${effect.kind} versión ${effect.version}` },
      'kind',
    );
  if (kind === undefined || unit === undefined) return undefined;
  const wallet = { code: effect.wallet ?? '', decimals: unit.decimals };
  const bound = bench.at(['params'], () => kind.bind(effect.params, bench, wallet));
  if (bound === undefined) return undefined;
  return {
    bound,
    wallet: effect.wallet ?? '',
    isRejectedOverCap: effect.overCap === 'reject',
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
        bench.problem(
          'promotions.rulebook.never_fires',
          { en: 'all that it multiplies comes after it', es: 'todo lo que multiplica viene después' },
          ...place,
        );
      }
    }
  }
};
