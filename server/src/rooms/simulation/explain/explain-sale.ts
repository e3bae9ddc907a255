import { formatQuantity } from '../../../kernel/quantity.ts';
import { basketDecided } from '../../checkout/index.ts';
import type { ClaimRecord, SaleRecord } from '../../checkout/index.ts';
import { adjudicate, discountsOf, discountText, grantText, notFiredText, walletWord } from '../../promotions/index.ts';
import type { Derivation, Discount, Discounted, Grant, Language, NotFired, Rulebook } from '../../promotions/index.ts';
import { recomputeRecord } from './recompute-record.ts';
import type { Again, CodeOf, Difference } from './recompute-record.ts';
import type { Reader } from './words.ts';

/** Where every point of a sale comes from: as sentences for a reader, and as data. */
export type SaleExplained = {
  readonly version: number;
  /** Deciding again gave what was granted then. */
  readonly agrees: boolean;
  readonly sentences: readonly string[];
  readonly grants: readonly Grant[];
  /** What promotions took off the price, as it was decided then: prices are not decided again, but computed. */
  readonly discounts: readonly Discount[];
  /** What the independent computation makes otherwise. */
  readonly differences: readonly Difference[];
  /** What of it that did not compute. */
  readonly notComputed: Again['notComputed'];
};

const THOUSANDTHS = 1_000;

const TEXTS = {
  en: {
    earned: 'You earned {points} {wallet}.',
    nothing: 'This purchase earned no points.',
    saved: 'You saved {money} {currency}.',
    off: '{money} {currency} off: {name}.',
    gift: 'A gift: {quantity} × {sku}, by {name}.',
    coupon: 'For your next visit: {count} × coupon {coupon}, by {name}.',
    stamp: '{count} {stamps} on your card {card}, by {name}.',
    stamps: ['stamp', 'stamps'],
    prices: 'Prices stand as they were decided then; what each promotion took off is computed again.',
    part: '{points} {wallet}: {name}.',
    not: 'Not given: {text}',
    head: 'Decided by version {version} of the rulebook.',
    rule: '{promotion} version {version}, kind {kind} version {kindVersion}, parameters {params}.',
    right: 'Computed again without the engine: the same, line by line.',
    wrong: 'Computed again without the engine: {promotion}, {what}: {told} was told, {computed} comes out.',
    drift: 'The version does not give the recorded grant any more; the record stands.',
  },
  es: {
    earned: 'Ha ganado {points} {wallet}.',
    nothing: 'Esta compra no dio puntos.',
    saved: 'Ha ahorrado {money} {currency}.',
    off: '{money} {currency} menos: {name}.',
    gift: 'Un regalo: {quantity} × {sku}, por {name}.',
    coupon: 'Para su próxima visita: {count} × cupón {coupon}, por {name}.',
    stamp: '{count} {stamps} en su tarjeta {card}, por {name}.',
    stamps: ['sello', 'sellos'],
    prices: 'Los precios quedan como se decidieron entonces; lo que descontó cada promoción se calcula de nuevo.',
    part: '{points} {wallet}: {name}.',
    not: 'No aplicado: {text}',
    head: 'Decidido por la versión {version} del reglamento.',
    rule: '{promotion} versión {version}, tipo {kind} versión {kindVersion}, parámetros {params}.',
    right: 'Calculado de nuevo sin el motor: lo mismo, línea por línea.',
    wrong: 'Calculado de nuevo sin el motor: {promotion}, {what}: constaba {told}, resulta {computed}.',
    drift: 'La versión ya no da lo registrado; vale el registro.',
  },
} as const satisfies Readonly<
  Record<Language, Readonly<Record<string, string | readonly [one: string, more: string]>>>
>;

const fill = (text: string, facts: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));

const pointsText = ({ points, derivation }: Pick<Grant, 'points' | 'derivation'>): string =>
  formatQuantity(points, derivation.rule.decimals.points);

/** So many of a wallet, and the word behind it. */
const withWord = (points: string, wallet: string, language: Language): { points: string; wallet: string } => ({
  points,
  wallet: walletWord(wallet, language, points),
});

const nameOf = ({ content }: Rulebook, code: string, language: Language): string =>
  content.promotions.find((promotion) => promotion.code === code)?.name?.[language] ?? code;

const pointsForCustomer = (rulebook: Rulebook, grants: readonly Grant[], language: Language): string[] => {
  const texts = TEXTS[language];
  const totals = new Map<string, { points: bigint; decimals: number }>();
  for (const { walletType, points, derivation } of grants) {
    const known = totals.get(walletType)?.points ?? 0n;
    totals.set(walletType, { points: known + points, decimals: derivation.rule.decimals.points });
  }
  if (totals.size === 0) return [texts.nothing];
  return [
    ...[...totals].map(([wallet, { points, decimals }]) =>
      fill(texts.earned, withWord(formatQuantity(points, decimals), wallet, language)),
    ),
    ...grants.map((grant) =>
      fill(texts.part, {
        ...withWord(pointsText(grant), grant.walletType, language),
        name: nameOf(rulebook, grant.promotion, language),
      }),
    ),
  ];
};

/** What a receipt gave besides points, for whoever got it. */
const givenText = (
  rulebook: Rulebook,
  { gifts = [], coupons = [], stamps = [] }: Pick<SaleRecord, 'gifts' | 'coupons' | 'stamps'>,
  language: Language,
): string[] => {
  const texts = TEXTS[language];
  const by = (promotion: string): string => nameOf(rulebook, promotion, language);
  return [
    ...gifts.map(({ promotion, sku, quantity }) =>
      fill(texts.gift, { sku, quantity: quantity / THOUSANDTHS, name: by(promotion) }),
    ),
    ...coupons.map(({ promotion, coupon, count }) => fill(texts.coupon, { coupon, count, name: by(promotion) })),
    ...stamps.map(({ promotion, card, count }) =>
      fill(texts.stamp, { card, count, stamps: texts.stamps[count === 1 ? 0 : 1], name: by(promotion) }),
    ),
  ];
};

const forCustomer = (
  rulebook: Rulebook,
  grants: readonly Grant[],
  { discounts, money }: Discounted,
  currency: string,
  language: Language,
): string[] => {
  const texts = TEXTS[language];
  const off = discounts.map(({ promotion, money: amount }) =>
    fill(texts.off, { money: amount, currency, name: nameOf(rulebook, promotion, language) }),
  );
  const saved = discounts.length === 0 ? [] : [fill(texts.saved, { money, currency }), ...off];
  return [...saved, ...pointsForCustomer(rulebook, grants, language)];
};

const forCashier = (
  rulebook: Rulebook,
  grants: readonly Grant[],
  discounts: readonly Discount[],
  notFired: readonly NotFired[],
  language: Language,
): string[] => [
  ...discounts.map((discount) => discountText(rulebook, discount, language)),
  ...grants.map((grant) => grantText(grant, language)),
  ...notFired.map((one) => fill(TEXTS[language].not, { text: notFiredText(one, language) })),
];

const forAuditor = (
  rulebook: Rulebook,
  grants: readonly Grant[],
  discounts: readonly Discount[],
  agrees: boolean,
  differences: readonly Difference[],
  language: Language,
): string[] => {
  const texts = TEXTS[language];
  return [
    fill(texts.head, { version: rulebook.version }),
    ...discounts.map((discount) => discountText(rulebook, discount, language)),
    ...(discounts.length === 0 ? [] : [texts.prices]),
    ...grants.flatMap((grant) => {
      const { kind, version: kindVersion, params } = grant.derivation.rule;
      const { promotion, version } = grant;
      const rule = fill(texts.rule, { promotion, version, kind, kindVersion, params: JSON.stringify(params) });
      return [rule, grantText(grant, language)];
    }),
    ...(agrees ? [] : [texts.drift]),
    ...(differences.length === 0 ? [texts.right] : differences.map((one) => fill(texts.wrong, { ...one }))),
  ];
};

/**
 * Decides a recorded sale or claim again by its own version and facts, computes every grant a second time without the
 * engine, and tells it for the reader. The record stays what it is, also where it does not agree.
 */
export const explainSale = (
  rulebook: Rulebook,
  record: SaleRecord | ClaimRecord,
  reader: Reader,
  language: Language,
  codeOf: CodeOf,
): SaleExplained => {
  const basket = basketDecided(record);
  const { grants, notFired } = adjudicate(rulebook, basket, { explain: reader === 'cashier' });
  const { notComputed, ...again } = recomputeRecord(rulebook, record, codeOf);
  const differences = again.differences.filter(({ what }) => what !== 'drift');
  const agrees = isAsRecorded(grants, record);
  const discounted = discountsOf(rulebook, basket);
  const { discounts } = discounted;
  const sentences =
    reader === 'customer'
      ? [
          ...forCustomer(rulebook, grants, discounted, basket.currency.code, language),
          ...('gifts' in record || 'coupons' in record || 'stamps' in record
            ? givenText(rulebook, record, language)
            : []),
        ]
      : reader === 'cashier'
        ? forCashier(rulebook, grants, discounts, notFired, language)
        : forAuditor(rulebook, grants, discounts, agrees, differences, language);
  return {
    ...{ version: rulebook.version, agrees, sentences, discounts, differences, notComputed },
    grants,
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
    points: pointsText(grant),
    perLine: grant.perLine.map(
      ([line, points]) => [line, formatQuantity(points, grant.derivation.rule.decimals.points)] as const,
    ),
    derivation: grant.derivation,
  }));

const isAsRecorded = (grants: readonly Grant[], { grants: then }: Pick<SaleRecord, 'grants'>): boolean =>
  grants.length === then.length &&
  grants.every(({ promotion, points }, i) => promotion === then[i]?.promotion && points === BigInt(then[i].points));
