import type { Texts } from './language.ts';
import type { Bench, Step } from './bench.ts';
import { linesOf } from './check-never.ts';
import { isNoLineOf } from './filter-relations.ts';
import type { Names } from './names.ts';
import { canMeet, daysInBoth, reachOf, type Reach } from './reach.ts';
import type { Promotion, RulebookContent } from './rulebook.ts';

// A reader works through a hundred at a time; ten thousand promotions of one priority could make fifty million.
const TOLD_MAX = 100;
const OUTLETS_SHOWN_MAX = 5;

/** A promotion with its place in the content and the baskets that it can act on. */
type Entry = { readonly promotion: Promotion; readonly at: number; readonly reach: Reach };

/**
 * Notes promotions of one priority that keep each other out and can meet: by `excludes`, by the class `never`, or in a group that lets the
 * first of them act. Nothing but first day and code would say which goes first. Where priorities differ, or no basket has both, nothing is noted.
 */
export const checkExclusives = (
  { promotions: given }: RulebookContent,
  byCode: ReadonlyMap<string, Promotion>,
  names: Names | undefined,
  bench: Bench,
): void => {
  const reaches = new Map<string, Reach>();
  const entryOf = (at: number): Entry | undefined => {
    const promotion = byCode.get(given[at]?.code ?? '');
    if (promotion === undefined) return undefined;
    const reach = reaches.get(promotion.code) ?? reachOf(promotion, names);
    reaches.set(promotion.code, reach);
    return { promotion, at, reach };
  };
  const told = new Set<string>();
  const isFull = (): boolean => told.size >= TOLD_MAX;
  const tell = (one: Entry, other: Entry, why: Texts, ...place: readonly Step[]): void => {
    const [first, second] = [one.promotion.code, other.promotion.code].sort() as [string, string];
    const pair = `${first} ${second}`;
    // What answers something else is never asked together.
    if (one.promotion.on !== other.promotion.on) return;
    if (isFull() || told.has(pair) || !canMeet(one.reach, other.reach)) return;
    told.add(pair);
    const [mine, his] = [one.promotion.code, other.promotion.code];
    const where = whereOf(one.reach, other.reach);
    const what = {
      en: `${mine} and ${his} exclude each other${why.en} ${where.en} with the same priority`,
      es: `${mine} y ${his} se excluyen entre sí${why.es} ${where.es} con la misma prioridad`,
    };
    bench.problem('promotions.rulebook.exclusives_overlap', what, 'promotions', one.at, ...place);
  };

  const placeOf = new Map(given.map(({ code }, at) => [code, at]));
  for (const [at, { code, priority, excludes }] of given.entries())
    for (const [n, excluded] of excludes.entries()) {
      const place = placeOf.get(excluded);
      if (place === undefined || excluded === code || given[place]?.priority !== priority) continue;
      const [one, other] = [entryOf(at), entryOf(place)];
      if (one && other) tell(one, other, { en: '', es: '' }, 'excludes', n);
    }

  for (const places of Map.groupBy(given.keys(), (at) => given[at]?.priority ?? 0).values()) {
    if (places.length < 2 || isFull()) continue;
    const ofClass = (stacking: string): readonly Entry[] =>
      places.flatMap((at) => ((given[at]?.stacking ?? 'common') === stacking ? (entryOf(at) ?? []) : []));
    const never = ofClass('never');
    if (never.length > 0)
      for (const [one, other] of pairsOf(never, ofClass('common'))) {
        if (isFull()) return;
        if (isOneKind(one.promotion, other.promotion))
          tell(one, other, { en: ' by their classes', es: ' por sus clases' }, 'stacking');
      }
    const grouped = Map.groupBy(
      places.flatMap((at) => (given[at]?.group === undefined ? [] : (entryOf(at) ?? []))),
      ({ promotion }) => promotion.group,
    );
    for (const [group, members] of grouped) {
      // Of `highest` and `lowest` the amount says who wins; two that give the same give the same.
      if (group?.evaluate !== 'first') continue;
      for (const [one, other] of pairsOf(members, members)) {
        if (isFull()) return;
        if (one.at <= other.at || !isOneKind(one.promotion, other.promotion)) continue;
        if (group.scope === 'line' && areOnOtherLines(one.promotion, other.promotion)) continue;
        tell(one, other, { en: ` in the group ${group.code}`, es: ` en el grupo ${group.code}` }, 'group');
      }
    }
  }
};

/** Prices are decided before points: one that only prices goes before one that only earns, whatever their codes. */
const isOneKind = (one: Promotion, other: Promotion): boolean =>
  (one.pricing.length > 0 && other.pricing.length > 0) || (one.earning.length > 0 && other.earning.length > 0);

/** True when every line on which one can give is one on which the other cannot. */
const areOnOtherLines = (one: Promotion, other: Promotion): boolean =>
  one.effects.every((effect) =>
    other.effects.every((another) => {
      const [lines, others] = [linesOf(effect), linesOf(another)];
      return lines !== undefined && others !== undefined && isNoLineOf([lines, others]);
    }),
  );

/** The entries of a list by the values that a fact may have for them, and those that say nothing of it. */
const byFact = (
  entries: readonly Entry[],
  fact: string,
): { readonly at: ReadonlyMap<unknown, readonly Entry[]>; readonly any: readonly Entry[] } => {
  const at = new Map<unknown, Entry[]>();
  const any: Entry[] = [];
  for (const entry of entries) {
    const values = entry.reach.names.get(fact);
    if (values === undefined) any.push(entry);
    for (const value of values ?? []) {
      const known = at.get(value);
      if (known === undefined) at.set(value, [entry]);
      else known.push(entry);
    }
  }
  return { at, any };
};

/** The fact that leaves fewest pairs to look at: a chain has thousands of promotions, each for its outlet, or its tier. */
const tellingFact = (ones: readonly Entry[], others: readonly Entry[]): string => {
  const facts = new Set(ones.flatMap(({ reach }) => [...reach.names.keys()]));
  let [best, fewest] = ['', Infinity];
  for (const fact of facts) {
    const [mine, his] = [byFact(ones, fact), byFact(others, fact)];
    let pairs = mine.any.length * others.length + (ones.length - mine.any.length) * his.any.length;
    for (const [value, some] of mine.at) pairs += some.length * (his.at.get(value)?.length ?? 0);
    if (pairs < fewest) [best, fewest] = [fact, pairs];
  }
  return best;
};

/** Pairs of two lists, without those that the most telling fact keeps apart. A pair may come twice. */
function* pairsOf(ones: readonly Entry[], others: readonly Entry[]): Generator<readonly [Entry, Entry]> {
  const fact = tellingFact(ones, others);
  const { at, any } = byFact(others, fact);
  for (const one of ones) {
    const values = one.reach.names.get(fact);
    for (const other of values === undefined ? others : any) if (one !== other) yield [one, other];
    for (const value of values ?? []) for (const other of at.get(value) ?? []) if (one !== other) yield [one, other];
  }
}

/** `from 2026-01-01 to 2026-01-31 at centro, playa`: where both can act. */
const whereOf = (one: Reach, other: Reach): Texts => {
  const { firstOn, lastOn } = daysInBoth(one, other) ?? { firstOn: one.firstOn, lastOn: undefined };
  const [some, others] = [one.names.get('outlet'), other.names.get('outlet')];
  const outlets =
    some !== undefined && others !== undefined
      ? [...some].filter((name) => others.has(name))
      : [...(some ?? others ?? [])];
  const more = outlets.length > OUTLETS_SHOWN_MAX ? `, … (${outlets.length})` : '';
  const names = `${outlets.slice(0, OUTLETS_SHOWN_MAX).join(', ')}${more}`;
  return {
    en: `from ${firstOn} ${lastOn === undefined ? 'on' : `to ${lastOn}`}${names === '' ? '' : ` at ${names}`}`,
    es: `desde el ${firstOn}${lastOn === undefined ? '' : ` hasta el ${lastOn}`}${names === '' ? '' : ` en ${names}`}`,
  };
};
