import type { LocalDate } from '../../kernel/local-date.ts';
import { addDays, weekdayOf } from '../../kernel/local-date.ts';
import type { Facts } from './facts.ts';
import { isWider } from './filter-relations.ts';
import type { BoundCondition } from './kind.ts';
import type { Limit } from './limit.ts';
import type { LineFilter } from './line-filter.ts';
import type { Names } from './names.ts';
import type { Promotion } from './rulebook.ts';

type Value = string | number | boolean;
type End = string | number | bigint | undefined;

/** The baskets that a promotion can act on, as far as its days and conditions say it without a basket. */
export type Reach = {
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate | undefined;
  readonly names: ReadonlyMap<string, ReadonlySet<Value>>;
  readonly stretches: ReadonlyMap<string, { readonly from: End; readonly to: End }>;
  /** Lines of which there must be one, and lines of which there must be none. */
  readonly asks: readonly LineFilter[];
  readonly bars: readonly LineFilter[];
  /** Conditions on weekday and hour. */
  readonly times: readonly BoundCondition[];
};

const DAYS_PER_WEEK = 7;
const MINUTES_PER_DAY = 1_440;
const ALL_WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Weekdays that fall between two days. */
export const weekdaysBetween = (firstOn: LocalDate, lastOn: LocalDate | undefined): readonly number[] => {
  if (lastOn === undefined) return ALL_WEEKDAYS;
  const days = new Set<number>();
  for (let day = firstOn; day <= lastOn && days.size < DAYS_PER_WEEK; day = addDays(day, 1)) days.add(weekdayOf(day));
  return [...days];
};

/** What a condition lets facts be; with the program's names also what a group or a partner means for the outlet. */
export const limitsOf = (bound: BoundCondition, names: Names | undefined): readonly Limit[] => {
  const [first] = bound.named;
  if (names === undefined || (first?.of !== 'outlet_group' && first?.of !== 'partner')) return bound.limits;
  const { of } = first;
  // A name that nobody knows is told as that.
  if (!bound.named.every((one) => names.has(one))) return bound.limits;
  return [...bound.limits, { fact: 'outlet', oneOf: bound.named.flatMap(({ name }) => names.outletsOf(of, name)) }];
};

const paramsOf = ({ params }: BoundCondition): { readonly lines?: LineFilter; readonly none?: LineFilter } =>
  params as { readonly lines?: LineFilter; readonly none?: LineFilter };

/** The lines without one of which a condition does not hold. */
export const askedBy = (bound: BoundCondition): LineFilter | undefined =>
  bound.kind.code === 'lines-include' || bound.kind.code === 'min-basket' ? paramsOf(bound).lines : undefined;

/** The lines with one of which a condition does not hold. */
export const barredBy = (bound: BoundCondition): LineFilter | undefined =>
  bound.kind.code === 'lines-exclude' ? paramsOf(bound).none : undefined;

const TIMES: ReadonlySet<string> = new Set(['weekday-in', 'time-window']);
export const isOfTime = ({ kind }: BoundCondition): boolean => TIMES.has(kind.code);

/** Where windows begin: if there is a minute that all allow, there is one of these. */
const beginningsOf = (times: readonly BoundCondition[]): readonly number[] => {
  const found = new Set([0]);
  for (const { limits } of times)
    for (const limit of limits)
      if (limit.fact === 'minute of the day' && 'oneOf' in limit)
        for (const [n, minute] of limit.oneOf.entries())
          if (n === 0 || limit.oneOf[n - 1] !== (minute as number) - 1) found.add(minute as number);
  return [...found].filter((minute) => minute < MINUTES_PER_DAY);
};

/** True when some minute of one of the weekdays is one that all conditions of time allow. */
export const hasMoment = (times: readonly BoundCondition[], weekdays: readonly number[]): boolean => {
  if (times.length < 2 && weekdays.length === DAYS_PER_WEEK) return true;
  const beginnings = beginningsOf(times);
  return weekdays.some((weekday) =>
    beginnings.some((minuteOfDay) => {
      const facts = { basket: { local: { weekday, minuteOfDay } } } as unknown as Facts;
      return times.every(({ holds }) => holds(facts));
    }),
  );
};

const later = (one: End, other: End): End =>
  one === undefined ? other : other === undefined || one > other ? one : other;
const earlier = (one: End, other: End): End =>
  one === undefined ? other : other === undefined || one < other ? one : other;

/** The reach of a promotion. */
export const reachOf = (promotion: Promotion, known?: Names): Reach => {
  const names = new Map<string, ReadonlySet<Value>>();
  const stretches = new Map<string, { from: End; to: End }>();
  for (const bound of promotion.conditions) {
    for (const limit of limitsOf(bound, known)) {
      const { fact } = limit;
      if ('oneOf' in limit) {
        const before = names.get(fact);
        names.set(fact, new Set(before === undefined ? limit.oneOf : limit.oneOf.filter((name) => before.has(name))));
        continue;
      }
      const before = stretches.get(fact);
      stretches.set(fact, { from: later(before?.from, limit.from), to: earlier(before?.to, limit.to) });
    }
  }
  const dates = stretches.get('date');
  return {
    firstOn: later(promotion.firstOn, dates?.from) as LocalDate,
    lastOn: earlier(promotion.lastOn, dates?.to) as LocalDate | undefined,
    ...{ names, stretches },
    asks: promotion.conditions.flatMap((bound) => askedBy(bound) ?? []),
    bars: promotion.conditions.flatMap((bound) => barredBy(bound) ?? []),
    times: promotion.conditions.filter(isOfTime),
  };
};

/** The days on which both can act; undefined where there are none. */
export const daysInBoth = (
  one: Reach,
  other: Reach,
): { readonly firstOn: LocalDate; readonly lastOn: LocalDate | undefined } | undefined => {
  const firstOn = one.firstOn > other.firstOn ? one.firstOn : other.firstOn;
  const lastOn = earlier(one.lastOn, other.lastOn) as LocalDate | undefined;
  return lastOn !== undefined && lastOn < firstOn ? undefined : { firstOn, lastOn };
};

const isSmaller = <Kept>(one: ReadonlyMap<string, Kept>, other: ReadonlyMap<string, Kept>): boolean =>
  one.size < other.size;

/** True when two sets have nothing in common. */
export const areApart = (some: ReadonlySet<unknown>, others: ReadonlySet<unknown>): boolean => {
  const [fewer, more] = some.size < others.size ? [some, others] : [others, some];
  for (const one of fewer) if (more.has(one)) return false;
  return true;
};

// What a basket comes to after discounts changes from one promotion to the next: the second may see less than the first.
const isSteady = (fact: string): boolean => !fact.startsWith('amount ') || fact.startsWith('amount gross');

/** False where days and conditions of both leave no place, time, buyer or basket that could have both. */
export const canMeet = (one: Reach, other: Reach): boolean => {
  const days = daysInBoth(one, other);
  if (days === undefined) return false;
  const [fewer, more] = isSmaller(one.names, other.names) ? [one, other] : [other, one];
  for (const [fact, some] of fewer.names) {
    const others = more.names.get(fact);
    if (others !== undefined && areApart(some, others)) return false;
  }
  const [shorter, longer] = isSmaller(one.stretches, other.stretches) ? [one, other] : [other, one];
  for (const [fact, { from, to }] of shorter.stretches) {
    const others = longer.stretches.get(fact);
    if (others === undefined || !isSteady(fact)) continue;
    const [start, end] = [later(from, others.from), earlier(to, others.to)];
    if (start !== undefined && end !== undefined && start > end) return false;
  }
  const isBarred = (asks: readonly LineFilter[], bars: readonly LineFilter[]): boolean =>
    asks.some((asked) => bars.some((barred) => isWider(barred, asked)));
  if (isBarred(one.asks, other.bars) || isBarred(other.asks, one.bars)) return false;
  if (one.times.length + other.times.length === 0) return true;
  return hasMoment([...one.times, ...other.times], weekdaysBetween(days.firstOn, days.lastOn));
};
