import { assert } from '../../../kernel/assert.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import { activatesAt, expiresAt } from '../../../kernel/validity.ts';
import { adjudicate, compile, notFiredText } from '../../promotions/index.ts';
import type { CompiledRulebook, Language, Problem, RulebookUnits } from '../../promotions/index.ts';
import { expectationAgainst } from './expect.ts';
import type { ScenarioFile, ScenarioStep } from './scenario-file.ts';
import { happen, joinEnds } from './happen.ts';
import { sell } from './sell.ts';
import { Stage } from './stage.ts';
import { takeBack } from './take-back.ts';
import { storySentence } from './story-texts.ts';
import { receiptTold, returnTold, stepText } from './tell.ts';

/** A step as it went. */
export type StepTold = {
  readonly kind: 'when' | 'then';
  /** What clocks showed after it. */
  readonly at: string;
  readonly text: string;
  readonly ok: boolean;
  /** What came of it. */
  readonly told: readonly string[];
  /** What is otherwise than it says. */
  readonly wrong: readonly string[];
};

/** A story as it went: to its end, or to the first step that could not happen. Expectations that do not hold do not end it. */
export type StoryTold = {
  readonly name: string;
  readonly title: { readonly en: string; readonly es: string };
  readonly ok: boolean;
  readonly steps: readonly StepTold[];
};

export type Played = Ok<{ readonly story: StoryTold }> | (Refusal & { readonly problems?: readonly Problem[] });

/** A story as it went, told in every language: who reads it later may speak another than who played it. */
export type StoryInLanguages = Omit<StoryTold, 'steps'> & {
  readonly steps: Readonly<Record<Language, readonly StepTold[]>>;
};

/** How a story is told: in which words, and whether each receipt says why promotions gave nothing. */
export type Telling = {
  readonly language?: Language | undefined;
  readonly explain?: boolean | undefined;
  /** True when the time is over: the story ends there, and says so. */
  readonly isOver?: (() => boolean) | undefined;
};

/** Plays a step; words of what came of it, or what was otherwise. */
type Outcome = { readonly told: readonly string[]; readonly wrong: readonly string[] };

const right = (told: readonly string[] = []): Outcome => ({ told, wrong: [] });

/** In what the rulebooks of a story count. */
export const unitsOf = ({ given: { currency, wallets } }: ScenarioFile): RulebookUnits => ({
  currency,
  wallets: Object.fromEntries(Object.entries(wallets).map(([code, { decimals }]) => [code, { decimals }])),
});

const amountsAgainst = (scenario: ScenarioFile): Refusal | undefined => {
  const { currency, wallets, members } = scenario.given;
  const check = (text: string, decimals: number, place: string): Refusal | undefined =>
    parseQuantity(text, decimals).ok
      ? undefined
      : refuse('simulation.scenario.malformed', { place, what: `has more than ${decimals} decimals`, problems: '1' });
  for (const [code, { pays, decimals }] of Object.entries(wallets)) {
    const wrong =
      check(pays.points, decimals, `given.wallets.${code}.pays.points`) ??
      check(pays.money, currency.decimals, `given.wallets.${code}.pays.money`);
    if (wrong) return wrong;
    if (Number(pays.points) === 0)
      return refuse('simulation.scenario.malformed', {
        ...{ place: `given.wallets.${code}.pays.points`, what: 'is nothing', problems: '1' },
      });
  }
  const { tiers } = scenario.given;
  const tierDecimals =
    tiers?.metric === 'spend'
      ? currency.decimals
      : tiers?.metric === 'earned'
        ? (wallets[tiers.wallets?.[0] ?? 'points']?.decimals ?? 0)
        : 0;
  for (const [i, { threshold }] of (tiers?.levels ?? []).entries()) {
    const wrong =
      threshold === undefined ? undefined : check(threshold, tierDecimals, `given.tiers.levels[${i}].threshold`);
    if (wrong) return wrong;
  }
  for (const [at, { buys, gets, returns }] of scenario.steps.entries()) {
    for (const [i, { amount, discount, quantity }] of (buys?.lines ?? []).entries()) {
      const place = `steps[${at}].buys.lines[${i}]`;
      const wrong =
        check(amount, currency.decimals, `${place}.amount`) ??
        check(discount, currency.decimals, `${place}.discount`) ??
        check(quantity, 3, `${place}.quantity`);
      if (wrong) return wrong;
      if (Number(discount) > Number(amount) || Number(quantity) === 0)
        return refuse('simulation.scenario.malformed', {
          place,
          what: 'sells nothing, or for less than nothing',
          problems: '1',
        });
    }
    if (buys?.points && buys.points.pay !== 'most') {
      const wrong = check(buys.points.pay, currency.decimals, `steps[${at}].buys.points.pay`);
      if (wrong) return wrong;
    }
    if (buys?.points && (buys.member === undefined || members[buys.member] === undefined))
      return refuse('simulation.scenario.malformed', {
        ...{ place: `steps[${at}].buys.points`, what: 'needs a member', problems: '1' },
      });
    const wrong =
      (gets && check(gets.points, wallets[gets.wallet]?.decimals ?? 0, `steps[${at}].gets.points`)) ??
      Object.entries(returns?.lines ?? {})
        .map(([sku, quantity]) => check(quantity, 3, `steps[${at}].returns.lines.${sku}`))
        .find((one) => one !== undefined);
    if (wrong) return wrong;
  }
  return undefined;
};

/**
 * Plays a story in memory, by the same decide as the tills: nothing is read or written anywhere. `draft` takes the place of the story's own
 * rulebook. Refuses amounts that the story's units do not have, and a rulebook that could not be published, naming the place.
 */
export const playScenario = (
  scenario: ScenarioFile,
  { language = 'en', explain = false, isOver }: Telling = {},
  draft?: { readonly content: unknown },
): Played => {
  const against = amountsAgainst(scenario);
  if (against) return against;
  const units = unitsOf(scenario);
  const first = compile(draft?.content ?? scenario.given.rulebook, units);
  if (!first.ok) return first;
  const later = new Map<ScenarioStep, CompiledRulebook>();
  for (const step of scenario.steps) {
    if (step.publishes === undefined) continue;
    const compiled = compile(step.publishes, units);
    if (!compiled.ok) return compiled;
    later.set(step, compiled.compiled);
  }
  const stage = new Stage(scenario.given, first.compiled);
  const steps: StepTold[] = [];
  for (const step of scenario.steps) {
    const text = stepText(step, language, stage.receipts);
    const isThen = Object.keys(step).some((name) => name.startsWith('then'));
    const { told, wrong } = isOver?.()
      ? { told: [], wrong: [storySentence('tooLong', language)] }
      : isThen
        ? { told: [], wrong: expectationAgainst(stage, step, language) }
        : playStep(stage, step, { language, explain }, later.get(step));
    steps.push({ kind: isThen ? 'then' : 'when', at: stage.wall(), text, ok: wrong.length === 0, told, wrong });
    if (wrong.length > 0 && (!isThen || isOver?.())) break;
  }
  const { name, title } = scenario;
  return { ok: true, story: { name, title, ok: steps.every(({ ok }) => ok), steps } };
};

const playStep = (
  stage: Stage,
  step: ScenarioStep,
  { language, explain }: Required<Pick<Telling, 'explain'>> & { readonly language: Language },
  rulebook: CompiledRulebook | undefined,
): Outcome => {
  if (step.buys) {
    const receipt = sell(stage, step.buys);
    const why = explain
      ? adjudicate(receipt.rulebook, receipt.basket, { explain }).notFired.map((one) => notFiredText(one, language))
      : [];
    return right([...receiptTold(stage, receipt, language), ...why]);
  }
  if (step.happens) {
    const told = happen(stage, step.happens);
    if (told === undefined)
      return { told: [], wrong: [storySentence('unanswered', language, { name: step.happens.name })] };
    const why = explain
      ? adjudicate(told.rulebook, told.basket, { explain }).notFired.map((one) => notFiredText(one, language))
      : [];
    return right([...receiptTold(stage, told, language), ...why]);
  }
  if (step.returns) {
    const { of, as = of, lines } = step.returns;
    const receipt = stage.receipt(of);
    const done = receipt && takeBack(stage, receipt, lines);
    if (done === undefined) return { told: [], wrong: [storySentence('cannot', language)] };
    stage.returns.set(as, done);
    return right(returnTold(stage, done, language));
  }
  if (step.itIs) {
    const at = stage.instantOf(step.itIs);
    if (at < stage.now) return { told: [], wrong: [storySentence('goesBack', language)] };
    stage.now = at;
  } else if (step.passes) stage.pass(step.passes);
  else if (step.gets) {
    const { member, wallet, points } = step.gets;
    const { activation, expiry } = stage.type(wallet);
    const activeAt = activatesAt(activation, stage.now, stage.zone);
    const amount = stage.read(points, stage.decimalsOf(wallet));
    stage.member(member).purse.credit(wallet, amount, '', activeAt, expiresAt(expiry, activeAt, stage.zone));
    joinEnds(stage, stage.member(member));
  } else if (step.changes) {
    const { member: name, ...changed } = step.changes;
    const member = stage.member(name);
    const attributes = { ...member.facts.attributes, ...changed.attributes };
    member.facts = {
      ...member.facts,
      ...{ attributes, tier: changed.tier ?? member.facts.tier },
      ...(changed.segments && { segments: changed.segments }),
    };
  } else {
    assert(rulebook, 'a step that is no other one publishes');
    stage.rulebook = rulebook;
  }
  return right();
};
