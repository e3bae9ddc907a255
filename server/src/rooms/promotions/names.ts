import type { Bench, Step } from './bench.ts';
import type { Promotion } from './rulebook.ts';

/** What a promotion may name that has to be there: where it is sold, by whom, and to whom. */
export type NameOf =
  | 'outlet'
  | 'outlet_group'
  | 'partner'
  | 'terminal'
  | 'segment'
  | 'tier'
  | 'wallet_type'
  | 'card_range';

/** A name in the parameters of a kind, and where it stands there. */
export type Named = {
  readonly of: NameOf;
  readonly name: string;
  readonly at: readonly Step[];
  /** Of a till: its outlet. */
  readonly outlet?: string;
};

/** What a program has. Goods, brands, categories, channels and tenders are known to tills alone: no list of them is kept here. */
export type Names = {
  readonly has: (named: Omit<Named, 'at'>) => boolean;
  /** The outlets of the program in a group, or of a partner. */
  readonly outletsOf: (of: 'outlet_group' | 'partner', name: string) => readonly string[];
};

/** The names of a list of parameters, each at its place. */
export const namedIn = (of: NameOf, param: string, names: readonly string[]): readonly Named[] =>
  names.map((name, n) => ({ of, name, at: [param, n] }));

const WORDS: Readonly<Record<NameOf, string>> = {
  outlet: 'outlet',
  outlet_group: 'group of outlets',
  partner: 'partner',
  terminal: 'till',
  segment: 'segment',
  tier: 'tier',
  wallet_type: 'wallet type',
  card_range: 'range of cards',
};

/** Notes each name of a promotion that the program does not have, at its place: a promotion for nobody's outlet fires nowhere. */
export const checkNames = ({ conditions, effects }: Promotion, names: Names, bench: Bench): void => {
  const check = (named: readonly Named[], ...place: readonly Step[]): void => {
    for (const { at, ...one } of named) {
      if (names.has(one)) continue;
      const what = `${WORDS[one.of]} ${one.name}${one.outlet === undefined ? '' : ` of ${one.outlet}`}`;
      bench.problem('promotions.rulebook.unknown_name', what, ...place, 'params', ...at);
    }
  };
  for (const [n, { named }] of conditions.entries()) check(named, 'conditions', n);
  for (const { bound, rule } of effects) check(bound.named, 'effects', rule.effect);
};
