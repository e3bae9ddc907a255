import { parseQuantity } from '../../kernel/quantity.ts';
import type { PublishRefusalCode } from './refusals.ts';
import type { Counting, Selection } from './facts.ts';
import type { Texts } from './language.ts';
import { isEmptyFilter, lineMatcher, pricesCross } from './line-filter.ts';
import type { LineFilter } from './line-filter.ts';
import type { EarnBase, Measure } from './measure.ts';

/** Something wrong in a rulebook, with the place where it stands: `promotions[3].effects[0].params.step`. */
export type Problem = {
  readonly code: PublishRefusalCode;
  readonly place: string;
  readonly what: string;
  /** The same in Spanish, where it is a sentence; a name is the same in every language. */
  readonly whatEs?: string | undefined;
};

/** A problem as facts of a refusal: what is said in one language alone is said in its own words. */
export const factsOfProblem = (
  { place, what, whatEs }: Problem,
  problems: number,
): Readonly<Record<string, string>> => ({
  ...{ place, what, problems: String(problems) },
  ...(whatEs === undefined ? {} : { what_es: whatEs }),
});

export type Step = string | number;

/** Where a rulebook is bound: parameters become numbers and slots, and what is wrong is noted with its place. */
export type Bench = {
  readonly currencyDecimals: number;
  readonly earnBase: EarnBase;
  readonly problems: readonly Problem[];
  readonly selections: readonly Selection[];
  readonly countings: readonly Counting[];
  /** Runs `work` with the place moved inwards by `steps`. */
  at<T>(steps: readonly Step[], work: () => T): T;
  /** Notes a problem at the current place, moved inwards by `steps`. What is wrong is a name, or a sentence in every language. */
  problem(code: PublishRefusalCode, what: string | Texts, ...steps: readonly Step[]): void;
  /** The slot of a filter: equal filters have one. A filter that can match nothing is a problem of the parameter that it stands in. */
  selection(filter: LineFilter | undefined, param?: string): number;
  /** The slot of a filter counted by a measure. */
  counting(filter: LineFilter | undefined, measure: Measure, param?: string): number;
  /** A quantity above zero in smallest steps; anything else is a problem, and 1 goes on in its place. */
  positive(text: string, decimals: number, ...steps: readonly Step[]): bigint;
};

/** The place in a rulebook as people write it: `promotions[3].effects[0].params.step`. */
const stepsText = (steps: readonly Step[]): string =>
  steps.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');

/** An empty bench for one rulebook. */
export const createBench = (currencyDecimals: number, earnBase: EarnBase): Bench => {
  const problems: Problem[] = [];
  const selections: Selection[] = [];
  const countings: Counting[] = [];
  const slots = new Map<string, number>();
  let place: readonly Step[] = [];

  const slot = <T>(key: string, list: T[], make: () => T): number => {
    const known = slots.get(key);
    if (known !== undefined) return known;
    list.push(make());
    slots.set(key, list.length - 1);
    return list.length - 1;
  };
  const bench: Bench = {
    currencyDecimals,
    earnBase,
    problems,
    selections,
    countings,
    at(steps, work) {
      const outer = place;
      place = [...outer, ...steps];
      try {
        return work();
      } finally {
        place = outer;
      }
    },
    problem(code, what, ...steps) {
      const at = stepsText([...place, ...steps]);
      problems.push(
        typeof what === 'string' ? { code, place: at, what } : { code, place: at, what: what.en, whatEs: what.es },
      );
    },
    selection(filter, param = 'lines') {
      if (filter !== undefined && isEmptyFilter(filter)) {
        bench.problem(
          'promotions.rulebook.never_fires',
          pricesCross(filter)
            ? {
                en: `no price is ${filter.priceFrom} or more and ${filter.priceTo} or less: priceFrom is above priceTo`,
                es: `ningún precio es de ${filter.priceFrom} o más y de ${filter.priceTo} o menos: priceFrom supera a priceTo`,
              }
            : {
                en: 'no line can be one of these: what is asked for is also excepted',
                es: 'ninguna línea puede ser una de estas: lo que se pide también se excluye',
              },
          param,
        );
      }
      const key = `select ${JSON.stringify(Object.entries(filter ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
      return slot(key, selections, () => ({ key, matches: lineMatcher(filter, currencyDecimals) }));
    },
    counting(filter, measure, param) {
      const selection = bench.selection(filter, param);
      const key = `count ${selection} ${measure.of} ${measure.tax}`;
      return slot(key, countings, () => ({ selection, measure }));
    },
    positive(text, decimals, ...steps) {
      const parsed = parseQuantity(text, decimals);
      if (!parsed.ok) {
        bench.problem(
          'promotions.rulebook.malformed',
          {
            en: `"${text}" is no quantity with up to ${decimals} decimals`,
            es: `"${text}" no es una cantidad con hasta ${decimals} decimales`,
          },
          ...steps,
        );
        return 1n;
      }
      if (parsed.value > 0n) return parsed.value;
      bench.problem(
        'promotions.rulebook.not_above_zero',
        { en: `"${text}" must be above zero`, es: `"${text}" debe ser mayor que cero` },
        ...steps,
      );
      return 1n;
    },
  };
  return bench;
};
