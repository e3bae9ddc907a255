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
import { listed, nameOf } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  enrolment: { en: 'For joining the program.', es: 'Por inscribirse en el programa.' },
  birthday: { en: 'For your birthday.', es: 'Por su cumpleaños.' },
  told: { en: 'For this: {name}.', es: 'Por esto: {name}.' },
  staff: { en: 'Occasion: {name}{attributes}.', es: 'Ocasión: {name}{attributes}.' },
  nothing: { en: 'It brought nothing.', es: 'No dio nada.' },
  part: { en: '{points} {wallet}: {name}.', es: '{points} {wallet}: {name}.' },
  coupon: { en: '{count} × coupon {coupon}, by {name}.', es: '{count} × cupón {coupon}, por {name}.' },
  stamp: { en: '{count} × stamp on card {card}, by {name}.', es: '{count} × sello en la tarjeta {card}, por {name}.' },
  not: { en: 'Not given: {text}', es: 'No aplicado: {text}' },
  head: {
    en: 'Decided by version {version} of the rulebook.',
    es: 'Decidido por la versión {version} del reglamento.',
  },
  rule: {
    en: '{promotion} version {version}, kind {kind} version {kindVersion}, parameters {params}.',
    es: '{promotion} versión {version}, tipo {kind} versión {kindVersion}, parámetros {params}.',
  },
  drift: {
    en: 'The version does not give the recorded grant any more; the record stands.',
    es: 'La versión ya no da lo registrado; vale el registro.',
  },
  taken: { en: '{points} {wallet} were taken back.', es: 'Se retiraron {points} {wallet}.' },
  how: { en: 'Of {points} {wallet}: {parts}.', es: 'De {points} {wallet}: {parts}.' },
  pending: { en: '{amount} had still been pending', es: '{amount} estaban pendientes' },
  balance: { en: '{amount} came out of lots', es: '{amount} salieron de lotes' },
  owed: { en: '{amount} are owed', es: '{amount} se deben' },
  writtenOff: { en: '{amount} were written off', es: '{amount} se condonaron' },
  left: { en: '{amount} were left with the member', es: '{amount} se dejaron al socio' },
  more: {
    en: 'Stamps that it had given came off, codes that nobody had used are withdrawn, and limits have their room again.',
    es: 'Se quitaron los sellos que había dado, se retiraron los códigos sin usar, y los límites recuperan su espacio.',
  },
  right: { en: 'Computed again without the engine: the same.', es: 'Calculado de nuevo sin el motor: lo mismo.' },
  wrong: {
    en: 'Computed again without the engine: {promotion} {what}: {told} was told, {computed} comes out.',
    es: 'Calculado de nuevo sin el motor: {promotion} {what}: constaba {told}, resulta {computed}.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** An occasion, decided again by the part of its version that answers it. */
export type OccasionDecided = {
  readonly grants: readonly Grant[];
  readonly notFired: readonly NotFired[];
  readonly agrees: boolean;
};

export const decideAgain = (rulebook: Rulebook, { basket, grants: then }: OccasionKept): OccasionDecided => {
  const answering = rulebook.occasions.get(basket.occasion?.name ?? '');
  if (!answering) return { grants: [], notFired: [], agrees: then.length === 0 };
  const { grants, notFired } = adjudicate(answering, readBasket(basket), { explain: true });
  const agrees =
    grants.length === then.length &&
    grants.every(({ promotion, points }, i) => promotion === then[i]?.promotion && points === BigInt(then[i].points));
  return { grants, notFired, agrees };
};

export type OccasionToTell = {
  readonly kept: KeptOperation;
  readonly record: OccasionKept;
  readonly rulebook: Rulebook;
  readonly decided: OccasionDecided;
  readonly books: Books;
  readonly differences: readonly Difference[];
};

const tellAgain = (differences: readonly Difference[], { say }: Voice): string[] =>
  differences.length === 0 ? [say(TEXTS.right)] : differences.map((one) => say(TEXTS.wrong, { ...one }));

/** What an occasion brought, for a reader: by which promotions, and why others gave nothing. */
export async function tellOccasion(
  deps: ExplainDeps,
  told: OccasionToTell,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> {
  const { kept, record, rulebook, decided, books, differences } = told;
  const { say, language } = voice;
  const points = ({ points: given, walletType, derivation }: Grant) => {
    const { points: decimals } = derivation.rule.decimals;
    return { points: voice.amount(given, decimals), wallet: voice.wallet(walletType, given, decimals) };
  };
  const by = (promotion: string): string => nameOf(rulebook, promotion, language);
  const besides = [
    ...(record.coupons ?? []).map(({ promotion, coupon, count }) =>
      say(TEXTS.coupon, { coupon, count, name: by(promotion) }),
    ),
    ...(record.stamps ?? []).map(({ promotion, card, count }) =>
      say(TEXTS.stamp, { card, count, name: by(promotion) }),
    ),
  ];
  const isNothing = decided.grants.length === 0 && besides.length === 0;
  const { name = '', attributes = {} } = record.basket.occasion ?? {};
  if (reader === 'customer')
    return [
      say(name === 'enrolment' || name === 'birthday' ? TEXTS[name] : TEXTS.told, { name }),
      ...decided.grants.map((grant) => say(TEXTS.part, { ...points(grant), name: by(grant.promotion) })),
      ...besides,
      ...(isNothing ? [say(TEXTS.nothing)] : []),
    ];
  const facts = Object.entries(attributes).map(([code, value]) => `${code} ${String(value)}`);
  const head = say(TEXTS.staff, { name, attributes: facts.length === 0 ? '' : ` (${listed(facts)})` });
  const circumstances = await tellCircumstances(deps, kept, voice);
  const given = decided.grants.map((grant) => grantText(grant, language));
  if (reader === 'cashier')
    return [
      head,
      ...circumstances,
      ...given,
      ...besides,
      ...(isNothing ? [say(TEXTS.nothing)] : []),
      ...decided.notFired.map((one) => say(TEXTS.not, { text: notFiredText(one, language) })),
      ...tellAfter(deps, kept, voice),
    ];
  return [
    tellHead(deps, kept, voice),
    head,
    ...circumstances,
    say(TEXTS.head, { version: rulebook.version }),
    ...decided.grants.flatMap((grant, i) => {
      const { kind, version: kindVersion, params } = grant.derivation.rule;
      const { promotion, version } = grant;
      const rule = say(TEXTS.rule, { promotion, version, kind, kindVersion, params: JSON.stringify(params) });
      return [rule, given[i] as string];
    }),
    ...besides,
    ...(decided.agrees ? [] : [say(TEXTS.drift)]),
    ...tellBooked(deps, books, voice),
    ...tellAgain(differences, voice),
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
      say(TEXTS.told, { name: record.name }),
      ...record.back.map(({ walletType, points }) => say(TEXTS.taken, pointsOf(walletType, points))),
    ];
  const how = record.back.map((one) => {
    const part = (text: Texts, amount: number): string[] =>
      amount === 0 ? [] : [say(text, { amount: pointsOf(one.walletType, amount).points })];
    const parts = [
      ...part(TEXTS.pending, one.fromPending),
      ...part(TEXTS.balance, one.fromBalance),
      ...part(TEXTS.owed, one.owed),
      ...part(TEXTS.writtenOff, one.writtenOff),
      ...part(TEXTS.left, one.leftWithMember),
    ];
    return say(TEXTS.how, { ...pointsOf(one.walletType, one.points), parts: listed(parts) });
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
