import { formatQuantity } from '../../../kernel/quantity.ts';
import { basketDecided } from '../../checkout/index.ts';
import type { ClaimRecord, SaleRecord } from '../../checkout/index.ts';
import type { KeptOperation } from '../../ledger/index.ts';
import { adjudicate, discountsOf, discountText, grantText, notFiredText } from '../../promotions/index.ts';
import type { Derivation, Discount, Discounted, Grant, NotFired, Rulebook } from '../../promotions/index.ts';
import type { Books } from './books.ts';
import type { ExplainDeps } from './explain-deps.ts';
import { kindText } from './kind-texts.ts';
import { earnsOn, recomputeRecord } from './recompute-record.ts';
import type { Again, CodeOf, Difference } from './recompute-record.ts';
import { agreesAgain, PART, tellAgain, tellDrift, tellRule } from './tell-again.ts';
import type { DecidedAgain } from './tell-again.ts';
import { amountOf, tellAfter, tellBooked, tellCircumstances, tellHead } from './tell-books.ts';
import { tellGiven } from './tell-given.ts';
import { nameOf, pointsIn } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  earned: { en: 'You earned {points} {wallet}.', es: 'Ha ganado {points} {wallet}.' },
  nothing: { en: 'This purchase earned no points.', es: 'Esta compra no dio puntos.' },
  nobody: {
    en: 'Nothing was earned on it: no member was known, his card may not earn, or all of it had come back.',
    es: 'No dio nada: no se conocía al socio, su tarjeta no puede acumular o todo se había devuelto.',
  },
  paid: {
    en: 'You paid {money} {currency} with {points} {wallet}.',
    es: 'Pagó {money} {currency} con {points} {wallet}.',
  },
  paidBy: {
    en: '{points} {wallet} paid {money} {currency}.',
    es: '{points} {wallet} [points:pagó|pagaron] {money} {currency}.',
  },
  saved: { en: 'You saved {money} {currency}.', es: 'Ha ahorrado {money} {currency}.' },
  off: { en: '{money} {currency} off: {name}.', es: '{money} {currency} menos: {name}.' },
  prices: {
    en: 'Prices stand as they were decided then; what each promotion took off is computed again.',
    es: 'Los precios quedan como se decidieron entonces; lo que descontó cada promoción se calcula de nuevo.',
  },
  not: { en: 'Not given: {text}', es: 'No aplicado: {text}' },
  head: {
    en: 'Decided by version {version} of the rulebook.',
    es: 'Decidido por la versión {version} del reglamento.',
  },
  right: {
    en: 'Computed again without the engine: the same, line by line.',
    es: 'Calculado de nuevo sin el motor: lo mismo, línea por línea.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** Where every point of a sale comes from: as sentences for a reader, and as data. */
export type SaleExplained = {
  readonly version: number;
  /** Deciding again gave what was granted then. */
  readonly agrees: boolean;
  readonly sentences: readonly string[];
  readonly grants: readonly Grant[];
  /** What promotions took off the price, as it was decided then: prices are not decided again, but computed. */
  readonly discounts: readonly Discount[];
  /** What the independent computation makes otherwise, and drift, where the version does not give what was recorded. */
  readonly differences: readonly Difference[];
  /** What of it that did not compute. */
  readonly notComputed: Again['notComputed'];
};

export type SaleToTell = {
  readonly kept: KeptOperation;
  readonly record: SaleRecord | ClaimRecord;
  readonly rulebook: Rulebook;
  readonly books: Books;
  readonly codeOf: CodeOf;
};

/** A sale or claim, decided again. */
type Decided = DecidedAgain & {
  readonly grants: readonly Grant[];
  readonly notFired: readonly NotFired[];
  readonly discounted: Discounted;
  readonly currency: { readonly code: string; readonly decimals: number };
};

/** What a record says it gave, wallet by wallet and promotion by promotion: that is what was booked, whatever the version gives now. */
const pointsForCustomer = ({ record, rulebook }: SaleToTell, voice: Voice): string[] => {
  const totals = new Map<string, number>();
  for (const { wallet, points } of record.grants) totals.set(wallet, (totals.get(wallet) ?? 0) + points);
  if (totals.size === 0) return [voice.say(TEXTS.nothing)];
  return [
    ...[...totals].map(([wallet, points]) => voice.say(TEXTS.earned, pointsIn(rulebook, { wallet, points }, voice))),
    ...tellParts(rulebook, record, (code) => nameOf(rulebook, code, voice.language), voice),
  ];
};

const tellParts = (
  rulebook: Rulebook,
  { grants }: Pick<SaleRecord, 'grants'>,
  name: (promotion: string) => string,
  voice: Voice,
): string[] => grants.map((one) => voice.say(PART, { ...pointsIn(rulebook, one, voice), name: name(one.promotion) }));

/** What points paid: out of a customer's own wallets, or out of anybody's. */
const tellPaid = (
  deps: ExplainDeps,
  { record }: SaleToTell,
  { currency }: Decided,
  reader: Reader,
  voice: Voice,
): string[] => {
  const payments = 'payments' in record ? record.payments : [];
  return payments
    .filter(({ gift, payer }) => gift === undefined && (reader !== 'customer' || payer === undefined))
    .map(({ walletType, points, money }) => {
      const paid = amountOf(deps, walletType, BigInt(points), voice);
      return voice.say(reader === 'customer' ? TEXTS.paid : TEXTS.paidBy, {
        ...{ points: paid.amount, wallet: paid.wallet },
        ...{ money: voice.amount(money, currency.decimals), currency: currency.code },
      });
    });
};

const forCustomer = (deps: ExplainDeps, told: SaleToTell, decided: Decided, voice: Voice): string[] => {
  const { rulebook, record } = told;
  const { discounted, currency } = decided;
  const money = (text: string) => ({ money: voice.decimal(text), currency: currency.code });
  const off = discounted.discounts.map((one) =>
    voice.say(TEXTS.off, { ...money(one.money), name: nameOf(rulebook, one.promotion, voice.language) }),
  );
  return [
    ...(off.length === 0 ? [] : [voice.say(TEXTS.saved, money(discounted.money)), ...off]),
    ...tellPaid(deps, told, decided, 'customer', voice),
    ...pointsForCustomer(told, voice),
    ...tellGiven(rulebook, record, 'customer', voice),
  ];
};

const forCashier = (
  { rulebook, record }: SaleToTell,
  { isDecided, grants, notFired, discounted }: Decided,
  drift: readonly string[],
  voice: Voice,
): string[] => [
  ...discounted.discounts.map((discount) => discountText(rulebook, discount, voice.language)),
  ...(isDecided ? [] : [voice.say(TEXTS.nobody)]),
  ...(drift.length === 0
    ? grants.map((grant) => grantText(grant, voice.language))
    : [...tellParts(rulebook, record, (code) => code, voice), ...drift]),
  ...tellGiven(rulebook, record, 'cashier', voice),
  ...notFired.map((one) => voice.say(TEXTS.not, { text: notFiredText(one, voice.language) })),
];

const forAuditor = (
  { rulebook, record }: SaleToTell,
  { isDecided, grants, discounted }: Decided,
  drift: readonly string[],
  voice: Voice,
): string[] => [
  voice.say(TEXTS.head, { version: rulebook.version }),
  ...discounted.discounts.map((discount) => discountText(rulebook, discount, voice.language)),
  ...(discounted.discounts.length === 0 ? [] : [voice.say(TEXTS.prices)]),
  ...(isDecided ? [] : [voice.say(TEXTS.nobody)]),
  ...(drift.length === 0 ? [] : [...tellParts(rulebook, record, (code) => code, voice), ...drift]),
  ...grants.flatMap((grant) => tellRule(grant, voice)),
  ...tellGiven(rulebook, record, 'auditor', voice),
];

const tell = async (
  deps: ExplainDeps,
  told: SaleToTell,
  decided: Decided,
  reader: Reader,
  voice: Voice,
): Promise<readonly string[]> => {
  const { kept, books } = told;
  const drift = tellDrift(decided, reader, voice);
  if (reader === 'customer') return [...forCustomer(deps, told, decided, voice), ...drift];
  const circumstances = await tellCircumstances(deps, kept, voice);
  const paid = tellPaid(deps, told, decided, reader, voice);
  if (reader === 'cashier')
    return [
      ...[`${voice.say(kindText(kept.kind).name)}.`, ...circumstances, ...paid],
      ...[...forCashier(told, decided, drift, voice), ...tellAfter(deps, kept, voice)],
    ];
  return [
    ...[tellHead(deps, kept, voice), ...circumstances, ...paid, ...forAuditor(told, decided, drift, voice)],
    ...[...tellBooked(deps, books, voice), ...tellAgain(decided.differences, voice, TEXTS.right)],
  ];
};

/**
 * Decides a recorded sale or claim again by its own version and facts, computes every grant a second time without the
 * engine, and tells it for the reader. The record stays what it is, also where it does not agree: its points are told, and that the
 * version does not give them. Nothing is decided where nobody could earn, or nothing of the receipt was left.
 */
export const explainSale = async (
  deps: ExplainDeps,
  told: SaleToTell,
  reader: Reader,
  voice: Voice,
): Promise<SaleExplained> => {
  const { rulebook, record, codeOf } = told;
  const basket = basketDecided(record);
  const isDecided = earnsOn(record, basket);
  const { grants, notFired } = isDecided
    ? adjudicate(rulebook, basket, { explain: reader === 'cashier' })
    : { grants: [], notFired: [] };
  const { differences, notComputed } = recomputeRecord(rulebook, record, codeOf);
  const discounted = discountsOf(rulebook, basket);
  const decided = {
    ...{ version: rulebook.version, recorded: record, isDecided, differences },
    ...{ grants, notFired, discounted, currency: basket.currency },
  };
  return {
    ...{ version: rulebook.version, agrees: agreesAgain(decided), grants, differences, notComputed },
    ...{ discounts: discounted.discounts, sentences: await tell(deps, told, decided, reader, voice) },
  };
};

/** How each grant came about, as data. */
export type DerivationTold = {
  readonly promotion: string;
  readonly version: number;
  readonly walletType: string;
  readonly points: string;
  readonly perLine: readonly (readonly [line: number, points: string])[];
  readonly derivation: Derivation;
};

export const derivationsOf = (grants: readonly Grant[]): DerivationTold[] =>
  grants.map((grant) => ({
    ...{ promotion: grant.promotion, version: grant.version, walletType: grant.walletType },
    points: formatQuantity(grant.points, grant.derivation.rule.decimals.points),
    perLine: grant.perLine.map(
      ([line, points]) => [line, formatQuantity(points, grant.derivation.rule.decimals.points)] as const,
    ),
    derivation: grant.derivation,
  }));
