import type { Zone } from '../../kernel/zone.ts';
import type { Bench, Step } from './bench.ts';
import type { Texts } from './language.ts';
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
  /** The time zones of some outlets; of all that the program has where none are named. */
  readonly zonesOf?: ((outlets: ReadonlySet<string> | undefined) => readonly Zone[]) | undefined;
};

/** The names of a list of parameters, each at its place. */
export const namedIn = (of: NameOf, param: string, names: readonly string[]): readonly Named[] =>
  names.map((name, n) => ({ of, name, at: [param, n] }));

const WORDS: Readonly<Record<NameOf, Texts>> = {
  outlet: { en: 'outlet', es: 'el local' },
  outlet_group: { en: 'group of outlets', es: 'el grupo de locales' },
  partner: { en: 'partner', es: 'el socio' },
  terminal: { en: 'till', es: 'la caja' },
  segment: { en: 'segment', es: 'el segmento' },
  tier: { en: 'tier', es: 'el nivel' },
  wallet_type: { en: 'wallet type', es: 'el tipo de monedero' },
  card_range: { en: 'range of cards', es: 'el rango de tarjetas' },
};

/** Notes each name of a promotion that the program does not have, at its place: a promotion for nobody's outlet fires nowhere. */
export const checkNames = ({ conditions, effects }: Promotion, names: Names, bench: Bench): void => {
  const check = (named: readonly Named[], ...place: readonly Step[]): void => {
    for (const { at, ...one } of named) {
      if (names.has(one)) continue;
      const words = WORDS[one.of];
      const [of, de] = one.outlet === undefined ? ['', ''] : [` of ${one.outlet}`, ` de ${one.outlet}`];
      const what = { en: `${words.en} ${one.name}${of}`, es: `${words.es} ${one.name}${de}` };
      bench.problem('promotions.rulebook.unknown_name', what, ...place, 'params', ...at);
    }
  };
  for (const [n, { named }] of conditions.entries()) check(named, 'conditions', n);
  for (const { bound, rule } of effects) check(bound.named, 'effects', rule.effect);
};
