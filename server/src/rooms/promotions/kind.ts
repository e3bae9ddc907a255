import { wordsOfIssue } from './schema-words.ts';
import type { z } from 'zod';
import type { Award, Gives, Granted } from './award.ts';
import type { Basket, RareFact } from './basket.ts';
import type { Bench, Step } from './bench.ts';
import type { Facts } from './facts.ts';
import { fillText, walletWord } from './language.ts';
import type { Language, Texts } from './language.ts';
import type { Limit } from './limit.ts';
import type { LineFilter } from './line-filter.ts';
import type { Named } from './names.ts';
import { triggerOfFilter } from './trigger.ts';
import type { Trigger } from './trigger.ts';

/** What the sentence of a kind says where its placeholders stand. */
export type Words = Readonly<Record<string, string>>;

/** A basket told by what differs from the sample basket. */
export type BasketChange = Partial<Omit<Basket, 'lines'>> & {
  readonly lines?: readonly Partial<Basket['lines'][number]>[];
};

type Described<Given> = {
  /** Lower-case words with hyphens. With the version it names the kind for ever. */
  readonly code: string;
  /** A change of result is a new version beside the old one, never a change here. */
  readonly version: number;
  readonly text: Texts;
  /** Fills the placeholders of `text`. */
  words(given: Given, language: Language): Words;
};

/** A condition as a file writes it. */
export type ConditionDefinition<Schema extends z.ZodType, Prepared> = Described<z.output<Schema>> & {
  readonly params: Schema;
  /**
   * True when it reads nothing but outlet, groups, partner, channel, date, weekday and tier: then it is decided once for
   * all sales that have these in common.
   */
  readonly isStanding: boolean;
  /** What alone can meet it: a receipt with its lines and tenders, or an occasion. Either where left out. */
  readonly asks?: 'receipt' | 'occasion';
  /** Facts that are told only where somebody reads them. */
  readonly reads?: readonly RareFact[];
  /** Without one of these names in the basket it cannot hold: what the rulebook is indexed by. */
  trigger?(params: z.output<Schema>): Trigger;
  /** What it lets a fact be, so that conditions which contradict each other are seen at publishing. */
  limits?(params: z.output<Schema>, prepared: Prepared): readonly Limit[];
  /** What it names that has to be there when it is published. */
  named?(params: z.output<Schema>, prepared: Prepared): readonly Named[];
  /** Notes on the bench what is said against publishing it today; what stands already is never asked. */
  check?(prepared: Prepared, bench: Bench): void;
  /** Steps that it may take on the largest receipt, where that is more than a look. */
  cost?(prepared: Prepared): number;
  /** Why it did not hold, with placeholders filled by `miss`. */
  readonly missed: Texts;
  readonly example: {
    readonly params: z.input<Schema>;
    readonly holds: BasketChange;
    readonly fails: BasketChange;
  };
  /** Turns checked parameters into what `holds` reads; notes on the bench what the schema cannot see. */
  prepare(params: z.output<Schema>, bench: Bench): Prepared;
  /** Pure: the same facts, the same answer. */
  holds(prepared: Prepared, facts: Facts): boolean;
  miss(prepared: Prepared, facts: Facts): Words;
};

/** A condition with its parameters. */
export type BoundCondition = {
  readonly kind: ConditionKind;
  readonly holds: (facts: Facts) => boolean;
  readonly miss: (facts: Facts) => Words;
  readonly params: unknown;
  readonly trigger: Trigger | undefined;
  readonly limits: readonly Limit[];
  readonly named: readonly Named[];
  /** What is said against publishing it today. */
  readonly check: ((bench: Bench) => void) | undefined;
  readonly cost: number;
};

type AnyKind = {
  readonly code: string;
  readonly version: number;
  readonly text: Texts;
  readonly params: z.ZodType;
  /** The sentence with its placeholders filled from parameters that have been checked before; of an effect on an occasion its own. */
  say(params: unknown, wallet: string, language: Language, on?: 'occasion'): string;
};

export type ConditionKind = AnyKind & {
  readonly role: 'condition';
  readonly isStanding: boolean;
  readonly asks: 'receipt' | 'occasion' | undefined;
  readonly reads: readonly RareFact[];
  readonly missed: Texts;
  readonly example: { readonly params: unknown; readonly holds: BasketChange; readonly fails: BasketChange };
  /** Checks the parameters; undefined when the bench has noted problems with their form. */
  bind(params: unknown, bench: Bench): BoundCondition | undefined;
};

/** What an effect knows of the wallet that it pays into. */
export type EffectWallet = { readonly code: string; readonly decimals: number };

/** An effect as a file writes it. */
export type EffectDefinition<Schema extends z.ZodType, Prepared> = Described<{
  readonly params: z.output<Schema>;
  readonly wallet: string;
}> & {
  readonly params: Schema;
  readonly isMultiplier?: true;
  /** What it takes off is for several goods together: asked again after a return (`onReturn`), it is less for what stays. */
  readonly isOfSet?: true;
  readonly gives?: Gives;
  /** The sentence where it answers an occasion, with the same placeholders or fewer. */
  readonly textOnOccasion?: Texts;
  /** On what it can give anything: on a receipt where left out, for most share their points over its lines. */
  readonly givesOn?: 'either' | 'occasion';
  readonly reads?: readonly RareFact[];
  /** Where `params.lines` does not tell it: without one of these names in the basket it gives nothing. */
  trigger?(params: z.output<Schema>): Trigger | undefined;
  /** What the amounts of its derivation are; money where it is left out. */
  readonly counts?: 'pieces';
  readonly example: {
    readonly params: z.input<Schema>;
    readonly basket: BasketChange;
    /** What the sample promotion of the kind then gives, in smallest steps of a wallet with 0 decimals. */
    readonly points: bigint;
  };
  readonly undo: Undo;
  prepare(params: z.output<Schema>, bench: Bench, wallet: EffectWallet): Prepared;
  /** Pure. Undefined when there is nothing to give; never below zero. */
  apply(prepared: Prepared, facts: Facts, granted: readonly Granted[]): Award | undefined;
  /** The parameters as they are kept with a grant, where what was left out has become explicit. */
  resolved?(params: z.output<Schema>, bench: Bench): z.output<Schema>;
  /** Codes of the promotions without whose earlier grants it can give nothing. */
  needs?(params: z.output<Schema>): readonly string[] | undefined;
  /** What it names that has to be there when it is published. */
  named?(params: z.output<Schema>): readonly Named[];
};

/** What a return does. First of all the rest of the basket is decided again; `keep` is for when that cannot be done. */
export type Undo = {
  readonly text: Texts;
  /** What stays of the points of one line, when `kept` of `sold` thousandths stay with the buyer. */
  keep(part: bigint, kept: bigint, sold: bigint): bigint;
};

/** An effect with its parameters. */
export type BoundEffect = {
  readonly kind: EffectKind;
  readonly apply: (facts: Facts, granted: readonly Granted[]) => Award | undefined;
  readonly params: object;
  readonly needs: readonly string[] | undefined;
  readonly trigger: Trigger | undefined;
  readonly named: readonly Named[];
};

export type EffectKind = AnyKind & {
  readonly role: 'effect';
  readonly isMultiplier: boolean;
  readonly isOfSet: boolean;
  readonly gives: Gives;
  readonly givesOn: 'receipt' | 'either' | 'occasion';
  readonly reads: readonly RareFact[];
  readonly counts: 'money' | 'pieces';
  readonly example: { readonly params: unknown; readonly basket: BasketChange; readonly points: bigint };
  readonly undo: Undo;
  bind(params: unknown, bench: Bench, wallet: EffectWallet): BoundEffect | undefined;
};

// A kind that asks for lines gives or holds nothing without one of them.
const triggerOfParams = (params: unknown): Trigger | undefined => {
  const lines = (params as { readonly lines?: LineFilter } | null)?.lines;
  return lines === undefined || Array.isArray(lines) ? undefined : triggerOfFilter(lines);
};

/** The kind as a list can hold it: its parameter types are kept inside. */
export const defineCondition = <Schema extends z.ZodType, Prepared>(
  definition: ConditionDefinition<Schema, Prepared>,
): ConditionKind => {
  const { code, version, text, params, isStanding, asks, missed, example, reads = [] } = definition;
  const kind: ConditionKind = {
    role: 'condition',
    ...{ code, version, text, params, isStanding, asks, missed, example, reads },
    say: (given, _, language) => fillText(text, language, definition.words(params.parse(given), language)),
    bind(given, bench) {
      const checked = checkParams(params, given, bench);
      if (checked === undefined) return undefined;
      const prepared = definition.prepare(checked, bench);
      return {
        kind,
        holds: (facts) => definition.holds(prepared, facts),
        miss: (facts) => definition.miss(prepared, facts),
        params: checked,
        trigger: definition.trigger?.(checked) ?? triggerOfParams(checked),
        limits: definition.limits?.(checked, prepared) ?? NOTHING,
        named: definition.named?.(checked, prepared) ?? NOTHING,
        check: definition.check && ((on) => definition.check?.(prepared, on)),
        cost: definition.cost?.(prepared) ?? 0,
      };
    },
  };
  return kind;
};

/** The kind as a list can hold it. */
export const defineEffect = <Schema extends z.ZodType, Prepared>(
  definition: EffectDefinition<Schema, Prepared>,
): EffectKind => {
  const { code, version, text, params, example, undo, counts = 'money' } = definition;
  const { isMultiplier = false, isOfSet = false } = definition;
  const { gives = 'points', givesOn = 'receipt', reads = [] } = definition;
  const kind: EffectKind = {
    role: 'effect',
    ...{ code, version, text, params, example, undo, isMultiplier, isOfSet, counts, gives, givesOn, reads },
    say(given, wallet, language, on) {
      const said = on === undefined ? text : (definition.textOnOccasion ?? text);
      const words = definition.words({ params: params.parse(given), wallet }, language);
      return fillText(said, language, { ...words, wallet: walletWord(wallet, language, words['points']) });
    },
    bind(given, bench, wallet) {
      const checked = checkParams(params, given, bench);
      if (checked === undefined) return undefined;
      const resolved = definition.resolved?.(checked, bench) ?? checked;
      const prepared = definition.prepare(resolved, bench, wallet);
      return {
        kind,
        apply: (facts, granted) => definition.apply(prepared, facts, granted),
        params: resolved as object,
        needs: definition.needs?.(resolved),
        trigger: definition.trigger?.(checked) ?? triggerOfParams(checked),
        named: definition.named?.(checked) ?? NOTHING,
      };
    },
  };
  return kind;
};

const NOTHING: readonly never[] = [];

const checkParams = <Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  bench: Bench,
): z.output<Schema> | undefined => {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  noteIssues(parsed.error.issues, bench);
  return undefined;
};

/** Notes what a schema found, each at its place. */
export const noteIssues = (issues: readonly z.core.$ZodIssue[], bench: Bench): void => {
  for (const issue of issues) {
    const steps = issue.path.map((step): Step => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) bench.problem('promotions.rulebook.unknown_field', key, ...steps);
    } else {
      bench.problem('promotions.rulebook.malformed', wordsOfIssue(issue), ...steps);
    }
  }
};
