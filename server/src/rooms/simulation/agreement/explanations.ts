import { addDays, weekdayOf } from '../../../kernel/local-date.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { adjudicate } from '../../promotions/index.ts';
import type { Basket, CompiledRulebook, Grant } from '../../promotions/index.ts';
import { stepsOf } from '../recompute/arithmetic.ts';
import { baseOf, counted, giveAgain, shared, sum } from '../recompute/give-again.ts';
import type { Params } from '../recompute/give-again.ts';
import type { PlainGrant, PlainReceipt } from '../recompute/receipt.ts';
import type { Explanation, Unit } from './unit.ts';

/** What a receipt is explained by. */
export type Ground = {
  readonly rulebook: CompiledRulebook;
  readonly basket: Basket;
  readonly grants: readonly Grant[];
  /** Versions that were in force before or after, by their number. */
  readonly versions: readonly { readonly version: number; readonly rulebook: CompiledRulebook }[];
  /** The promotions that the other side has; undefined where it does not tell. */
  readonly theirRules: ReadonlySet<string> | undefined;
};

const ROUNDINGS = ['floor', 'ceiling', 'half_up', 'half_even'];
const BASES = ['gross', 'net', 'net_of_points'];
// Rates that differ between programs, and between buyers of one: a half, double, ten times on a birthday.
const RATES = [2n, 3n, 4n, 5n, 10n];
const MINUTES_OF_DAY = 1_440;
const MINUTES_OF_HOUR = 60;
// A wall that is a zone or a summer time away, and a business day that began at another hour.
const HOURS = [-3, -2, -1, 1, 2, 3, -24, 24];

type Change = (grant: PlainGrant) => PlainGrant | undefined;
const otherwise = (grant: PlainGrant, change: Params): PlainGrant => {
  const { rule } = grant.derivation;
  return { ...grant, derivation: { rule: { ...rule, params: { ...rule.params, ...change } } } };
};
const uncapped = (grant: PlainGrant): PlainGrant => {
  const { cap: _cap, ...rule } = grant.derivation.rule;
  return { ...grant, derivation: { rule } };
};

/** The grants of a receipt when some rules were others, each on what those before it then gave. */
const chain = (receipt: PlainReceipt, grants: readonly PlainGrant[], change: Change): PlainGrant[] => {
  const again: PlainGrant[] = [];
  for (const grant of grants) {
    const changed = change(grant);
    if (changed === undefined) continue;
    const { rule } = changed.derivation;
    const params = rule.params as Params;
    const amounts = counted(receipt, params, baseOf(rule.kind, params), rule.decimals.money);
    const given = giveAgain(receipt, changed, again, amounts);
    if (given === undefined || given.points === 0n) continue;
    const cap = rule.cap === undefined ? undefined : stepsOf(rule.cap, rule.decimals.points);
    const isCut = cap !== undefined && given.points > cap;
    again.push({
      ...{ ...changed, points: isCut ? cap : given.points },
      perLine: isCut ? shared(cap, given.perLine).perLine : given.perLine,
      derivation: isCut ? { rule, uncapped: String(given.points) } : { rule },
    });
  }
  return again;
};

const at = (basket: Basket, hours: number): Basket => {
  const minute = basket.local.minuteOfDay + hours * MINUTES_OF_HOUR;
  const days = Math.floor(minute / MINUTES_OF_DAY);
  const date = addDays(basket.local.date, days);
  return { ...basket, local: { date, minuteOfDay: minute - days * MINUTES_OF_DAY, weekday: weekdayOf(date) } };
};

type Variant = { readonly explanation: Explanation; readonly change: Change };

/** Other roundings, bases and rates of one rule, and the same without its cap. Only what its parameters have. */
const variantsOf = (grant: PlainGrant): Variant[] => {
  const { rule } = grant.derivation;
  const params = rule.params as Params;
  const own = ({ promotion, derivation }: PlainGrant): boolean =>
    promotion === grant.promotion && derivation.rule.effect === rule.effect;
  const variants: Variant[] = [];
  const add = (kind: Explanation['class'], what: string, change: (one: PlainGrant) => PlainGrant): void => {
    variants.push({
      explanation: { class: kind, rule: grant.promotion, what },
      change: (one) => (own(one) ? change(one) : one),
    });
  };
  if (rule.cap !== undefined) add('cap', `no cap of ${rule.cap}`, uncapped);
  // The smallest change first: of two that fit as well it is taken.
  const ownFirst = (name: string, all: readonly string[]): readonly (string | undefined)[] =>
    params[name] === undefined ? [undefined] : [params[name] as string, ...all.filter((one) => one !== params[name])];
  if (params['rounding'] !== undefined)
    for (const per of ownFirst('per', ['line', 'receipt']))
      for (const step of ownFirst('steps', ['exact', 'full']))
        for (const rounding of ROUNDINGS) {
          const is = rounding === params['rounding'] && per === params['per'] && step === params['steps'];
          // Of full steps nothing is left to round.
          if (is || (step === 'full' && rounding !== 'floor')) continue;
          const what = step === 'full' ? 'full steps' : rounding;
          add('rounding', `${what}${per === undefined ? '' : ` per ${per}`}`, (one) =>
            otherwise(one, { rounding, ...(per && { per }), ...(step && { steps: step }) }),
          );
        }
  if (params['base'] !== undefined)
    for (const base of BASES)
      for (const tax of ['included', 'excluded'])
        if (base !== params['base'] || tax !== (params['tax'] ?? 'included'))
          add('base', `${base}, tax ${tax}`, (one) => otherwise(one, { base, tax }));
  if (params['lines'] !== undefined) add('base', 'all goods', (one) => otherwise(one, { lines: undefined }));
  for (const { what, params: otherRate } of ratesOf(rule)) add('rate', what, (one) => otherwise(one, otherRate));
  return variants;
};

/** A rule that gives points by steps, with several times the points, or with a step several times as long: so nothing is rounded in it. */
const ratesOf = ({ params: given, decimals }: PlainGrant['derivation']['rule']): { what: string; params: Params }[] => {
  const { points, step } = given as Params;
  if (typeof points !== 'string' || typeof step !== 'string') return [];
  const times = (text: string, of: number, by: bigint): string => formatQuantity(stepsOf(text, of) * by, of);
  return RATES.flatMap((by) => [
    { what: `${by} times the rate`, params: { points: times(points, decimals.points, by) } },
    { what: `1/${by} of the rate`, params: { step: times(step, decimals.money, by) } },
  ]);
};

const isSame = (one: readonly PlainGrant[], other: readonly PlainGrant[]): boolean =>
  one.length === other.length &&
  one.every(({ points, promotion }, i) => promotion === other[i]?.promotion && points === other[i].points);

/** The grants of a receipt, and between them the rules without conditions that gave nothing: by another rounding they may. */
const withSilent = ({ rulebook, basket, grants }: Ground): PlainGrant[] =>
  rulebook.candidates(basket).flatMap(({ code, version, open, earning }): PlainGrant[] => {
    const acted = grants.filter(({ promotion }) => promotion === code);
    if (acted.length > 0 || open.length > 0) return acted;
    return earning
      .filter(({ wallet }) => wallet !== '')
      .map(({ wallet, rule }) => ({
        ...{ promotion: code, version, walletType: wallet, points: 0n, perLine: [], derivation: { rule } },
      }));
  });

/** What comes out for a unit when our rules are changed as an explanation says. */
export type Outcome = { readonly explanation: Explanation; readonly value: bigint };

/**
 * What a unit would come to by every change of our rules that may be behind a disagreement. Where it comes to the told amount the change
 * explains the unit; where a unit agrees and would not, it speaks against the change.
 */
export const outcomesOf = (ground: Ground, unit: Unit, comparesRules: boolean): readonly Outcome[] => {
  const { basket, grants, rulebook, versions, theirRules } = ground;
  const receipt: PlainReceipt = { ...basket, counters: basket.member?.counters, priced: undefined };
  const [rule = ''] = unit.rules;
  const valueOf = (some: readonly PlainGrant[]): bigint =>
    some.reduce(
      (all, { walletType, promotion, points }) =>
        walletType === unit.wallet && (!comparesRules || promotion === rule) ? all + points : all,
      0n,
    );
  const outcomes: Outcome[] = [];
  const note = (explanation: Explanation, some: readonly PlainGrant[]): void => {
    outcomes.push({ explanation, value: valueOf(some) });
  };
  if (comparesRules && theirRules?.has(rule) === false)
    return [{ explanation: { class: 'missing_rule', rule, what: 'only here' }, value: 0n }];
  if (comparesRules && rulebook.byCode(rule) === undefined)
    return [{ explanation: { class: 'missing_rule', rule, what: 'only there' }, value: unit.told }];

  // Where groups or limits took their part our rules alone do not give the decision, and nothing is shown by changing them.
  const all = withSilent(ground);
  const again = chain(receipt, all, (grant) => grant);
  if (isSame(again, grants)) {
    for (const grant of all)
      for (const { explanation, change } of variantsOf(grant)) note(explanation, chain(receipt, all, change));
    if (!comparesRules)
      for (const promotion of new Set(grants.map((one) => one.promotion)))
        note(
          { class: 'missing_rule', rule: promotion, what: 'only here' },
          chain(receipt, grants, (grant) => (grant.promotion === promotion ? undefined : grant)),
        );
  }
  const { rooms: _rooms, ...unlimited } = basket;
  for (const { code, limits } of rulebook.promotions)
    if (limits.length > 0 && unit.rules.includes(code))
      note({ class: 'cap', rule: code, what: 'no limits' }, adjudicate(rulebook, unlimited).grants);
  // What limits left then says nothing of another time.
  const isKept = basket.rooms === undefined ? basket : unlimited;
  for (const hours of HOURS) {
    const moved = adjudicate(rulebook, at(isKept, hours)).grants;
    const code = movedRule(grants, moved);
    if (code !== undefined) note({ class: 'timing', rule: code, what: `${hours > 0 ? '+' : ''}${hours} hours` }, moved);
  }
  for (const { version, rulebook: other } of versions)
    note({ class: 'timing', rule: '', what: `version ${version}` }, adjudicate(other, isKept).grants);
  if (comparesRules) return outcomes;
  // Nothing of ours pays into this wallet: the other side has a rule that we have not.
  if (unit.decided === 0n && unit.told > 0n)
    outcomes.push({ explanation: { class: 'missing_rule', rule: '', what: 'only there' }, value: unit.told });
  return unit.decided === 0n ? outcomes : [...outcomes, ...notActing(ground, receipt, unit)];
};

/** Everything that would make our decision the told one, for a unit that does not agree. May be empty. */
export const explanationsOf = (ground: Ground, unit: Unit, comparesRules: boolean): Explanation[] =>
  outcomesOf(ground, unit, comparesRules).flatMap(({ explanation, value }) =>
    value === unit.told ? [explanation] : [],
  );

/** Changes of which a unit that agrees knows nothing: by them it would not. */
export const contradictionsOf = (ground: Ground, unit: Unit, comparesRules: boolean): Explanation[] =>
  outcomesOf(ground, unit, comparesRules).flatMap(({ explanation, value }) =>
    value === unit.told ? [] : [explanation],
  );

/** The first promotion that gives otherwise at another time. */
const movedRule = (before: readonly Grant[], after: readonly Grant[]): string | undefined => {
  const sums = (grants: readonly Grant[]) => {
    const map = new Map<string, bigint>();
    for (const { promotion, points } of grants) map.set(promotion, (map.get(promotion) ?? 0n) + points);
    return map;
  };
  const [was, is] = [sums(before), sums(after)];
  return [...new Set([...is.keys(), ...was.keys()])].find((code) => was.get(code) !== is.get(code));
};

/** What comes out when a promotion of ours acts that did not here. */
const notActing = ({ rulebook, grants }: Ground, receipt: PlainReceipt, unit: Unit): Outcome[] => {
  const acted = new Set(grants.map(({ promotion }) => promotion));
  const others = rulebook.promotions.filter(({ code }) => !acted.has(code));
  return others.flatMap(({ code, version, earning }): Outcome[] => {
    const more = earning
      .filter(({ wallet }) => wallet === unit.wallet)
      .map(({ rule }) => {
        const grant: PlainGrant = {
          promotion: code,
          version,
          walletType: unit.wallet,
          points: 0n,
          perLine: [],
          derivation: { rule },
        };
        const params = rule.params as Params;
        const amounts = counted(receipt, params, baseOf(rule.kind, params), rule.decimals.money);
        return giveAgain(receipt, grant, grants, amounts)?.perLine ?? [];
      });
    const given = more.reduce((all, perLine) => all + sum(perLine), 0n);
    const explanation: Explanation = { class: 'missing_rule', rule: code, what: 'acted only there' };
    return given > 0n ? [{ explanation, value: unit.decided + given }] : [];
  });
};
