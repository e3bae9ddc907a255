import { formatQuantity } from '../../../kernel/quantity.ts';
import { basketDecided } from '../../checkout/index.ts';
import type { ClaimRecord, SaleRecord } from '../../checkout/index.ts';
import { adjudicate, grantText, notFiredText } from '../../promotions/index.ts';
import type { Basket, Derivation, Grant, Language, NotFired, Rulebook } from '../../promotions/index.ts';
import { recompute } from '../recompute/recompute.ts';
import type { Difference } from '../recompute/recompute.ts';

/** Who reads an explanation: each is told what he can use. */
export type Reader = 'customer' | 'cashier' | 'auditor';

/** Where every point of a sale comes from: as sentences for a reader, and as data. */
export type SaleExplained = {
  readonly rulebook: number;
  readonly version: number;
  /** Deciding again gave what was granted then. */
  readonly agrees: boolean;
  readonly sentences: readonly string[];
  readonly derivations: readonly {
    readonly promotion: string;
    readonly version: number;
    readonly walletType: string;
    readonly points: string;
    readonly perLine: readonly (readonly [line: number, points: string])[];
    readonly derivation: Derivation;
  }[];
  /** What the independent computation makes otherwise. */
  readonly differences: readonly Difference[];
};

const TEXTS = {
  en: {
    earned: 'You earned {points} {wallet}.',
    nothing: 'This purchase earned no points.',
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
    part: '{points} {wallet}: {name}.',
    not: 'No aplicado: {text}',
    head: 'Decidido por la versión {version} del reglamento.',
    rule: '{promotion} versión {version}, tipo {kind} versión {kindVersion}, parámetros {params}.',
    right: 'Calculado de nuevo sin el motor: lo mismo, línea por línea.',
    wrong: 'Calculado de nuevo sin el motor: {promotion}, {what}: constaba {told}, resulta {computed}.',
    drift: 'La versión ya no da lo registrado; vale el registro.',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

const fill = (text: string, facts: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));

const pointsText = ({ points, derivation }: Pick<Grant, 'points' | 'derivation'>): string =>
  formatQuantity(points, derivation.rule.decimals.points);

const nameOf = ({ content }: Rulebook, code: string, language: Language): string =>
  content.promotions.find((promotion) => promotion.code === code)?.name?.[language] ?? code;

const forCustomer = (rulebook: Rulebook, grants: readonly Grant[], language: Language): string[] => {
  const texts = TEXTS[language];
  const totals = new Map<string, { points: bigint; decimals: number }>();
  for (const { walletType, points, derivation } of grants) {
    const known = totals.get(walletType)?.points ?? 0n;
    totals.set(walletType, { points: known + points, decimals: derivation.rule.decimals.points });
  }
  if (totals.size === 0) return [texts.nothing];
  return [
    ...[...totals].map(([wallet, { points, decimals }]) =>
      fill(texts.earned, { points: formatQuantity(points, decimals), wallet }),
    ),
    ...grants.map((grant) =>
      fill(texts.part, {
        ...{ points: pointsText(grant), wallet: grant.walletType },
        name: nameOf(rulebook, grant.promotion, language),
      }),
    ),
  ];
};

const forCashier = (grants: readonly Grant[], notFired: readonly NotFired[], language: Language): string[] => [
  ...grants.map((grant) => grantText(grant, language)),
  ...notFired.map((one) => fill(TEXTS[language].not, { text: notFiredText(one, language) })),
];

const forAuditor = (
  rulebook: Rulebook,
  grants: readonly Grant[],
  agrees: boolean,
  differences: readonly Difference[],
  language: Language,
): string[] => {
  const texts = TEXTS[language];
  return [
    fill(texts.head, { version: rulebook.version }),
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

/** The facts of a basket as the independent computation takes them. */
const plainOf = (basket: Basket) => ({
  lines: basket.lines,
  counters: basket.member?.counters,
  spent: basket.spent,
});

/**
 * Decides a recorded sale or claim again by its own version and facts, computes every grant a second time without the
 * engine, and tells it for the reader. The record stays what it is, also where it does not agree.
 */
export const explainSale = (
  rulebook: Rulebook,
  record: SaleRecord | ClaimRecord,
  reader: Reader,
  language: Language,
): SaleExplained => {
  const basket = basketDecided(record);
  const { grants, notFired } = adjudicate(rulebook, basket, { explain: reader === 'cashier' });
  const differences = recompute(plainOf(basket), grants);
  const agrees = isAsRecorded(grants, record);
  const sentences =
    reader === 'customer'
      ? forCustomer(rulebook, grants, language)
      : reader === 'cashier'
        ? forCashier(grants, notFired, language)
        : forAuditor(rulebook, grants, agrees, differences, language);
  return {
    ...{ rulebook: rulebook.version, version: rulebook.version, agrees, sentences, differences },
    derivations: grants.map((grant) => ({
      ...{ promotion: grant.promotion, version: grant.version, walletType: grant.walletType },
      points: pointsText(grant),
      perLine: grant.perLine.map(
        ([line, points]) => [line, formatQuantity(points, grant.derivation.rule.decimals.points)] as const,
      ),
      derivation: grant.derivation,
    })),
  };
};

const isAsRecorded = (grants: readonly Grant[], { grants: then }: Pick<SaleRecord, 'grants'>): boolean =>
  grants.length === then.length &&
  grants.every(({ promotion, points }, i) => promotion === then[i]?.promotion && points === BigInt(then[i].points));
