import type { KeptOperation } from '../../ledger/index.ts';
import { readBasket } from '../../checkout/index.ts';
import { adjudicate, grantText, notFiredText } from '../../promotions/index.ts';
import type { Grant, NotFired, Rulebook } from '../../promotions/index.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText } from './kind-texts.ts';
import type { OccasionKept, OccasionReversed } from './recompute-occasion.ts';
import type { Difference } from './recompute-record.ts';
import { tellAfter, tellBooked, tellChanges, tellCircumstances, tellHead, tellKind } from './tell-books.ts';
import { PART, tellAgain, tellDrift, tellRule } from './tell-again.ts';
import type { DecidedAgain } from './tell-again.ts';
import { TAKEN } from './taken-texts.ts';
import { tellGiven } from './tell-given.ts';
import { listed, nameOf, pointsIn } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  enrolment: { en: 'For joining the program.', es: 'Por inscribirse en el programa.' },
  birthday: { en: 'For your birthday.', es: 'Por su cumpleaños.' },
  told: { en: 'For this: {name}.', es: 'Por esto: {name}.' },
  staff: { en: 'Occasion: {name}{attributes}.', es: 'Ocasión: {name}{attributes}.' },
  nothing: { en: 'It brought nothing.', es: 'No dio nada.' },
  not: { en: 'Not given: {text}', es: 'No aplicado: {text}' },
  head: {
    en: 'Decided by version {version} of the rulebook.',
    es: 'Decidido por la versión {version} del reglamento.',
  },
  left: {
    en: '{amount} [amount:was|were] left with the member',
    es: '{amount} se [amount:dejó|dejaron] al socio',
  },
  more: {
    en: 'Where it had given stamps or codes, or taken room of limits: stamps came off, unused codes are withdrawn, limits have their room again.',
    es: 'Si había dado sellos o códigos, o gastado límites: se quitaron los sellos, se retiraron los códigos sin usar y los límites recuperan su espacio.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** An occasion, decided again by the part of its version that answers it. */
export type OccasionDecided = DecidedAgain & {
  readonly grants: readonly Grant[];
  readonly notFired: readonly NotFired[];
};

export const decideAgain = (
  rulebook: Rulebook,
  record: OccasionKept,
  differences: readonly Difference[],
): OccasionDecided => {
  const answering = rulebook.occasions.get(record.basket.occasion?.name ?? '');
  const { grants, notFired } = answering
    ? adjudicate(answering, readBasket(record.basket), { explain: true })
    : { grants: [], notFired: [] };
  return {
    ...{ version: rulebook.version, recorded: record, isDecided: answering !== undefined, differences },
    ...{ grants, notFired },
  };
};

export type OccasionToTell = {
  readonly kept: KeptOperation;
  readonly record: OccasionKept;
  readonly rulebook: Rulebook;
  readonly decided: OccasionDecided;
  readonly books: Books;
};

/** What an occasion is called for whoever it was told of: its code without the signs of a code. */
const occasionName = (code: string): string => code.replaceAll(/[-_]/g, ' ');

/** What an occasion brought, for a reader: by which promotions, and why others gave nothing. */
export async function tellOccasion(
  deps: ExplainDeps,
  told: OccasionToTell,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> {
  const { kept, record, rulebook, decided, books } = told;
  const { say, language } = voice;
  const by = (promotion: string): string => nameOf(rulebook, promotion, language);
  // What the record has, whatever the version gives now: that is what was booked.
  const parts = (name: (promotion: string) => string): string[] =>
    record.grants.map((one) => say(PART, { ...pointsIn(rulebook, one, voice), name: name(one.promotion) }));
  const drift = tellDrift(decided, reader, voice);
  const isNothing =
    record.grants.length === 0 && (record.coupons ?? []).length === 0 && (record.stamps ?? []).length === 0;
  const nothing = isNothing ? [say(TEXTS.nothing)] : [];
  const { name = '', attributes = {} } = record.basket.occasion ?? {};
  if (reader === 'customer')
    return [
      say(name === 'enrolment' || name === 'birthday' ? TEXTS[name] : TEXTS.told, { name: occasionName(name) }),
      ...[...parts(by), ...tellGiven(rulebook, record, reader, voice), ...nothing, ...drift],
    ];
  const code = (promotion: string): string => promotion;
  const besides = tellGiven(rulebook, record, reader, voice);
  const facts = Object.entries(attributes).map(([attribute, value]) => `${attribute} ${String(value)}`);
  const head = say(TEXTS.staff, { name, attributes: facts.length === 0 ? '' : ` (${listed(facts)})` });
  const circumstances = await tellCircumstances(deps, kept, voice);
  if (reader === 'cashier')
    return [
      ...[head, ...circumstances],
      ...(drift.length === 0 ? decided.grants.map((grant) => grantText(grant, language)) : [...parts(code), ...drift]),
      ...[...besides, ...nothing],
      ...decided.notFired.map((one) => say(TEXTS.not, { text: notFiredText(one, language) })),
      ...tellAfter(deps, kept, voice),
    ];
  return [
    ...[tellHead(deps, kept, voice), head, ...circumstances, say(TEXTS.head, { version: rulebook.version })],
    ...(drift.length === 0 ? [] : [...parts(code), ...drift]),
    ...decided.grants.flatMap((grant) => tellRule(grant, voice)),
    ...[...besides, ...nothing, ...tellBooked(deps, books, voice), ...tellAgain(decided.differences, voice)],
  ];
}

export type ReversalToTell = {
  readonly kept: KeptOperation;
  readonly record: OccasionReversed;
  readonly books: Books;
  readonly differences: readonly Difference[];
};

/** What a reversal took back of an occasion, and how it was got, for a reader. */
export async function tellReversal(
  deps: ExplainDeps,
  { kept, record, books, differences }: ReversalToTell,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> {
  const { say } = voice;
  const pointsOf = (walletType: number, amount: number) => {
    const type = deps.walletTypes.of(walletType);
    const { decimals } = deps.programs.settings().unit(type.unit);
    return { points: voice.amount(amount, decimals), wallet: voice.wallet(type.code, amount, decimals) };
  };
  if (reader === 'customer')
    return [
      tellKind(kept, voice),
      say(TEXTS.told, { name: occasionName(record.name) }),
      ...record.back.map(({ walletType, points }) => say(TAKEN.taken, pointsOf(walletType, points))),
    ];
  const how = record.back.map((one) => {
    const part = (text: Texts, amount: number): string[] =>
      amount === 0 ? [] : [say(text, { amount: pointsOf(one.walletType, amount).points })];
    const parts = [
      ...part(TAKEN.pending, one.fromPending),
      ...part(TAKEN.lots, one.fromBalance),
      ...part(TAKEN.owed, one.owed),
      ...part(TAKEN.writtenOff, one.writtenOff),
      ...part(TEXTS.left, one.leftWithMember),
    ];
    return say(TAKEN.how, { ...pointsOf(one.walletType, one.points), parts: listed(parts) });
  });
  const common = [
    say(TEXTS.staff, { name: record.name }),
    ...(await tellCircumstances(deps, kept, voice)),
    ...how,
    say(TEXTS.more),
  ];
  if (reader === 'cashier') return [`${say(kindText(kept.kind).name)}.`, ...common, ...tellAfter(deps, kept, voice)];
  return [
    tellHead(deps, kept, voice),
    ...common,
    ...tellChanges(books.changes, voice),
    ...tellBooked(deps, books, voice),
    ...tellAgain(differences, voice),
  ];
}
