import { addDays, weekdayOf, type LocalDate } from '../../kernel/local-date.ts';
import type { Zone } from '../../kernel/zone.ts';
import type { Bench } from './bench.ts';
import type { Facts } from './facts.ts';
import type { Texts } from './language.ts';
import { isWider } from './filter-relations.ts';
import type { BoundCondition } from './kind.ts';
import { contradiction } from './limit.ts';
import type { Limit } from './limit.ts';
import type { LineFilter } from './line-filter.ts';
import { EARN_BASES, type EarnBase } from './measure.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import type { Names } from './names.ts';
import { factsOfOwn } from './occasion.ts';
import { areApart, askedBy, barredBy, hasMoment, isOfTime, limitsOf, reachOf, weekdaysBetween } from './reach.ts';
import type { Promotion, PromotionEffect } from './rulebook.ts';

/** A condition that, with those before it, leaves nothing. */
type Found = { readonly condition: number; readonly what: Texts };

/**
 * Notes what keeps a promotion from ever acting, at the condition or effect that leaves nothing: facts that cannot be together, no
 * minute of any of its days, lines that it asks for and bars, amounts that cross, tenders that cannot pay together.
 */
export const checkNever = (promotion: Promotion, names: Names | undefined, bench: Bench): void => {
  const { firstOn, lastOn } = promotion;
  if (lastOn !== undefined && lastOn < firstOn) return;
  const found =
    factsAgainst(promotion, names) ??
    timesAgainst(promotion) ??
    clocksAgainst(promotion, names) ??
    linesAgainst(promotion) ??
    amountsAgainst(promotion) ??
    tendersAgainst(promotion);
  if (found !== undefined) {
    bench.problem('promotions.rulebook.never_fires', found.what, 'conditions', found.condition);
    return;
  }
  const barred = promotion.effects.map((effect) => barredEffect(promotion, effect));
  const [first] = promotion.effects;
  if (first === undefined || barred.includes(undefined)) return;
  const what = {
    en: `its lines are those that condition ${barred[0]} bars`,
    es: `sus líneas son las que excluye la condición ${barred[0]}`,
  };
  bench.problem('promotions.rulebook.never_fires', what, 'effects', first.rule.effect, 'params');
};

const FACTS_ES: Readonly<Record<string, string>> = {
  ...{ date: 'ningún día', weekday: 'ningún día de la semana', outlet: 'ningún local', channel: 'ningún canal' },
  ...{ tier: 'ningún nivel', partner: 'ningún socio', terminal: 'ninguna caja', tender: 'ningún medio de pago' },
  ...{ 'minute of the day': 'ningún minuto del día', 'minute of its days': 'ningún minuto de sus días' },
  ...{ 'type of card': 'ningún tipo de tarjeta', 'range of cards': 'ningún rango de tarjetas' },
  ...{ 'batch of cards': 'ningún lote de tarjetas', purchase: 'ninguna compra' },
  'days since enrolment': 'ningún número de días desde el alta',
  'days since the last visit': 'ningún número de días desde la última visita',
};

const noneLeft = (fact: string): Texts => {
  const amount = fact.startsWith('amount ') ? 'ningún importe' : undefined;
  return {
    en: `no ${fact} is left that all conditions allow`,
    es: `no queda ${FACTS_ES[fact] ?? amount ?? `ningún valor de ${fact}`} que permitan todas las condiciones`,
  };
};

const factsAgainst = ({ on, firstOn, lastOn, conditions }: Promotion, names: Names | undefined): Found | undefined => {
  // Nothing is known of the place of the promotion's own days but that they are not a condition.
  const own = (limit: Limit): { limit: Limit; condition: number } => ({ limit, condition: -1 });
  const found = contradiction([
    own({ fact: 'date', from: firstOn, to: lastOn }),
    ...factsOfOwn(on).map(own),
    own({ fact: 'weekday', oneOf: weekdaysBetween(firstOn, lastOn) }),
    ...conditions.flatMap((bound, condition) => limitsOf(bound, names).map((limit) => ({ limit, condition }))),
  ]);
  return found && { condition: found.condition, what: noneLeft(found.fact) };
};

const timesAgainst = (promotion: Promotion): Found | undefined => {
  const { firstOn, lastOn, times } = reachOf(promotion);
  if (times.length === 0 || hasMoment(times, weekdaysBetween(firstOn, lastOn))) return undefined;
  const condition = promotion.conditions.findLastIndex(isOfTime);
  return { condition, what: noneLeft('minute of its days') };
};

const MINUTES_PER_DAY = 1_440;
const MICROSECONDS_PER_MINUTE = 60_000_000;
// Clocks are put forward twice a year at most: a promotion of more days has one on which they are not.
const DAYS_LOOKED_AT_MAX = 7;

/** Where clocks are put forward, an hour of that day is shown nowhere: a promotion of that hour alone never fires. */
const clocksAgainst = (promotion: Promotion, names: Names | undefined): Found | undefined => {
  const speaksOf = (of: string): boolean =>
    promotion.conditions.some(({ limits }) => limits.some(({ fact }) => fact === of));
  if (names?.zonesOf === undefined || (promotion.lastOn === undefined && !speaksOf('date'))) return undefined;
  if (!speaksOf('minute of the day')) return undefined;
  const { firstOn, lastOn, times, names: left } = reachOf(promotion, names);
  const minutes = left.get('minute of the day');
  if (promotion.on !== undefined || lastOn === undefined || (times.length === 0 && minutes === undefined))
    return undefined;
  if (addDays(firstOn, DAYS_LOOKED_AT_MAX) <= lastOn) return undefined;
  const zones = names.zonesOf(left.get('outlet') as ReadonlySet<string> | undefined);
  if (zones.length === 0) return undefined;
  const days: LocalDate[] = [];
  for (let day = firstOn; day <= lastOn; day = addDays(day, 1)) days.push(day);
  const isShown = (zone: Zone, date: LocalDate, minuteOfDay: number): boolean => {
    const at = zone.instantOf({ date, microsecondOfDay: minuteOfDay * MICROSECONDS_PER_MINUTE }, { prefer: 'earlier' });
    const shown = zone.localOf(at);
    return shown.minuteOfDay === minuteOfDay && shown.date === date;
  };
  for (const date of days)
    for (let minuteOfDay = 0; minuteOfDay < MINUTES_PER_DAY; minuteOfDay++) {
      if (minutes !== undefined && !minutes.has(minuteOfDay)) continue;
      const facts = { basket: { local: { date, weekday: weekdayOf(date), minuteOfDay } } } as unknown as Facts;
      if (times.every(({ holds }) => holds(facts)) && zones.some((zone) => isShown(zone, date, minuteOfDay)))
        return undefined;
    }
  const condition = promotion.conditions.findLastIndex(
    (one) => isOfTime(one) || one.limits.some(({ fact }) => fact === 'minute of the day'),
  );
  return {
    condition,
    what: {
      en: 'clocks are put forward on that day, and no clock of its outlets shows these hours',
      es: 'ese día se adelantan los relojes, y ningún reloj de sus locales marca esas horas',
    },
  };
};

const linesAgainst = ({ conditions }: Promotion): Found | undefined => {
  for (const [n, bound] of conditions.entries()) {
    const asked = askedBy(bound);
    const barred = barredBy(bound);
    for (const [before, other] of conditions.slice(0, n).entries()) {
      const [asks, bars] = [askedBy(other) ?? asked, barredBy(other) ?? barred];
      if (asks === undefined || bars === undefined || (askedBy(other) && asked) || !isWider(bars, asks)) continue;
      return {
        condition: n,
        what: {
          en: `one of conditions ${before} and ${n} asks for lines that the other bars`,
          es: `una de las condiciones ${before} y ${n} pide líneas que la otra excluye`,
        },
      };
    }
  }
  return undefined;
};

type Amount = { readonly base: EarnBase; readonly tax: string; readonly lines: LineFilter; readonly amount: bigint };

const FINEST_DECIMALS = 4;

const amountOf = ({ kind, params }: BoundCondition, of: 'min-basket' | 'max-basket'): Amount | undefined => {
  if (kind.code !== of) return undefined;
  const given = params as {
    min?: string;
    max?: string;
    base: EarnBase;
    tax: string;
    lines?: LineFilter;
    of?: LineFilter;
  };
  const read = parseQuantity(given.min ?? given.max ?? '', FINEST_DECIMALS);
  if (!read.ok) return undefined;
  return { base: given.base, tax: given.tax, lines: given.lines ?? given.of ?? {}, amount: read.value };
};

// What stands for less of the money, on fewer of the lines, never comes to more than what stands for more of it.
const crosses = (min: Amount, max: Amount): boolean =>
  min.amount > max.amount &&
  EARN_BASES.indexOf(min.base) >= EARN_BASES.indexOf(max.base) &&
  (min.tax === max.tax || max.tax === 'included') &&
  isWider(max.lines, min.lines);

const amountsAgainst = ({ conditions }: Promotion): Found | undefined => {
  for (const [n, bound] of conditions.entries()) {
    for (const other of conditions.slice(0, n)) {
      const min = amountOf(bound, 'min-basket') ?? amountOf(other, 'min-basket');
      const max = amountOf(bound, 'max-basket') ?? amountOf(other, 'max-basket');
      if (min && max && crosses(min, max))
        return {
          condition: n,
          what: {
            en: 'the basket would have to come to more than it may',
            es: 'la cesta tendría que sumar más de lo que puede',
          },
        };
    }
  }
  return undefined;
};

const tendersAgainst = ({ conditions }: Promotion): Found | undefined => {
  const asked = conditions.flatMap(({ kind, params }, condition) => {
    if (kind.code !== 'tender-in') return [];
    const { tenders, only } = params as { readonly tenders: readonly string[]; readonly only: boolean };
    return [{ condition, tenders: new Set(tenders), only }];
  });
  for (const [n, one] of asked.entries())
    for (const other of asked.slice(0, n))
      if ((one.only || other.only) && areApart(one.tenders, other.tenders))
        return { condition: one.condition, what: noneLeft('tender') };
  return undefined;
};

/** The condition that bars all lines on which the effect could give; undefined where none does. */
const barredEffect = ({ conditions }: Promotion, effect: PromotionEffect): number | undefined => {
  const lines = linesOf(effect);
  if (lines === undefined) return undefined;
  const at = conditions.findIndex((bound) => {
    const barred = barredBy(bound);
    return barred !== undefined && isWider(barred, lines);
  });
  return at === -1 ? undefined : at;
};

/** The lines without one of which an effect gives nothing; undefined where it needs none, or several. */
export const linesOf = ({ bound: { params } }: PromotionEffect): LineFilter | undefined => {
  const { lines, prices } = params as {
    readonly lines?: LineFilter;
    readonly prices?: Readonly<Record<string, string>>;
  };
  return prices === undefined ? lines : { skus: Object.keys(prices) };
};
