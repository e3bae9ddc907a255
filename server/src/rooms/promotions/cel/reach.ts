import { createBoundedCache } from '../../../kernel/bounded-cache.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import type { Texts } from '../language.ts';
import type { Limit } from '../limit.ts';
import type { Named } from '../names.ts';
import { both, domainOf, valuesOf, type Span } from './domain.ts';
import { namesIn } from './names-in.ts';
import type { Constant, Node } from './tree.ts';
import { against, possible, waysToHold, type Way } from './ways.ts';

/** What an expression says of the baskets that it holds for. */
export type ExpressionReach = {
  /** Why none could make it hold; undefined where one may. */
  readonly never: Texts | undefined;
  /** What it lets facts be that other conditions speak of too. */
  readonly limits: readonly Limit[];
  /** What it names that the program has to have. */
  readonly named: readonly Named[];
};

const dayOrNothing = (text: string | undefined): string | undefined =>
  text !== undefined && parseLocalDate(text) !== undefined ? text : undefined;

const MINUTES_PER_HOUR = 60;

// Thousands of promotions ask for the same hours: they share one list of their minutes.
const MINUTES_REMEMBERED_MAX = 1_024;
const minutes = createBoundedCache<string, readonly number[]>(MINUTES_REMEMBERED_MAX);
const minutesOf = (hours: readonly Constant[]): readonly number[] => {
  const key = hours.map(String).sort().join();
  const known = minutes.get(key);
  if (known !== undefined) return known;
  const all = hours.flatMap((hour) =>
    Array.from({ length: MINUTES_PER_HOUR }, (_, minute) => Number(hour) * MINUTES_PER_HOUR + minute),
  );
  minutes.set(key, all);
  return all;
};

/** What all ways let the facts be of which other conditions speak too. */
const limitsOf = (ways: readonly Way[]): readonly Limit[] => {
  const limits: Limit[] = [];
  const spansOf = (fact: string): readonly Span[] | undefined => {
    if (ways.some((one) => !one.has(fact))) return undefined;
    return ways.map((one) => both(one.get(fact) as Span, domainOf(fact)));
  };
  const oneOf = (
    fact: string,
    as: string,
    written: (values: readonly Constant[]) => readonly (string | number)[] = (values) => values as readonly string[],
  ): void => {
    const values = spansOf(fact)?.map((span) => valuesOf(fact, span));
    if (values === undefined || values.some((some) => some === undefined)) return;
    limits.push({ fact: as, oneOf: written([...new Set(values.flatMap((some) => some ?? []))]) });
  };
  oneOf('outlet', 'outlet');
  oneOf('partner', 'partner');
  oneOf('channel', 'channel');
  oneOf('member.tier', 'tier');
  oneOf('weekday', 'weekday', (values) => values.map(Number));
  oneOf('hour', 'minute of the day', minutesOf);
  const days = spansOf('date')?.map((span) => {
    const values = span.oneOf === undefined ? undefined : [...(span.oneOf as ReadonlySet<string>)].sort();
    return { from: values?.[0] ?? span.from?.value, to: values?.at(-1) ?? span.to?.value };
  });
  if (days !== undefined) {
    const ends = (which: 'from' | 'to'): string[] | undefined => {
      const all = days.map((one) => one[which]);
      return all.every((end) => typeof end === 'string') ? (all as string[]).sort() : undefined;
    };
    limits.push({ fact: 'date', from: dayOrNothing(ends('from')?.[0]), to: dayOrNothing(ends('to')?.at(-1)) });
  }
  return limits;
};

const neverText = (ways: readonly Way[]): Texts => {
  const facts = new Set(ways.flatMap((one) => against(one) ?? []));
  const [fact] = facts;
  if (facts.size !== 1 || fact === undefined)
    return { en: 'it is false whatever is bought', es: 'es falsa se compre lo que se compre' };
  const shown = fact.replaceAll('[]', '[…]');
  return { en: `no value that ${shown} can have meets it`, es: `ningún valor que pueda tener ${shown} la cumple` };
};

/** What an expression says of the baskets that it holds for, without one being looked at. */
export const reachOfExpression = (tree: Node, currencyDecimals: number): ExpressionReach => {
  const ways = waysToHold(tree, currencyDecimals);
  const left = possible(ways);
  return {
    never: left.length === 0 ? neverText(ways) : undefined,
    limits: left.length === 0 ? [] : limitsOf(left),
    named: namesIn(tree, new Map(), currencyDecimals),
  };
};
