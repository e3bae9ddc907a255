import type { Basket } from '../../promotions/index.ts';
import type { Found } from './finding.ts';
import type { PromotionContent } from './asked.ts';
import type { Rules } from './rules.ts';
import { worldFor } from './shopping.ts';

type Limit = { readonly per: string; readonly of: string; readonly max: string; readonly period?: unknown };

/** The limits of a promotion as its rulebook says them. */
export const limitsOf = (promotion: PromotionContent): readonly Limit[] => promotion.limits ?? [];

/** What a shopper does, in words. */
export const WORDS = {
  spend: { en: 'spend all points', es: 'gastar todos los puntos' },
  transfer: { en: 'transfer all points to another account', es: 'transferir todos los puntos a otra cuenta' },
  return: { en: 'return a receipt', es: 'devolver un recibo' },
  reverse: { en: 'have the occasion reversed', es: 'hacer anular la ocasión' },
  merge: { en: 'have both accounts merged', es: 'hacer unir las dos cuentas' },
  returnAll: { en: 'return everything', es: 'devolver todo' },
  returnPaid: {
    en: 'return everything that money has paid',
    es: 'devolver todo lo que se pagó con dinero',
  },
} as const;

/** True for what each member can have once in his life, by its own words: a giveaway, whatever it costs. */
export const isGiveaway = (promotion: PromotionContent): boolean =>
  limitsOf(promotion).some(
    ({ per, of, max, period }) => per === 'member' && of === 'uses' && max === '1' && (period ?? 'ever') === 'ever',
  ) ||
  promotion.conditions.some(
    ({ kind, params }) =>
      kind === 'first-purchase' ||
      (kind === 'nth-purchase' && (params as { repeats?: boolean } | undefined)?.repeats !== true),
  );

const ONCE_KINDS = ['first-purchase', 'nth-purchase', 'days-since-visit', 'birthday-window', 'coupon-shown', 'streak'];
const MAY_REPEAT = ['nth-purchase', 'streak'];

/** True for what is meant to be had once, or so many times: by a limit over receipts, or by a condition that a purchase uses up. */
const isMeantOnce = (promotion: PromotionContent): boolean =>
  limitsOf(promotion).some(({ per }) => per !== 'receipt') ||
  promotion.conditions.some(({ kind, params }) =>
    !MAY_REPEAT.includes(kind)
      ? ONCE_KINDS.includes(kind)
      : (params as { repeats?: boolean } | undefined)?.repeats !== true,
  );

const isShared = (promotion: PromotionContent): boolean =>
  limitsOf(promotion).some(({ per }) => per === 'program' || per === 'outlet');

/** The bonus again for the same goods: had, spent or sent away, brought back, and had again because a return gives limits back. */
export const tryReturning = (rules: Rules, promotion: PromotionContent, basket: Basket, found: Found): void => {
  const { code } = promotion;
  if (!isMeantOnce(promotion)) return;
  for (const way of ['spend', 'transfer'] as const) {
    const world = worldFor(rules, basket, promotion);
    const first = world.buy(basket);
    const gave = first.by.get(code) ?? 0n;
    if (gave === 0n) return;
    if (way === 'spend') world.spend();
    else world.transfer();
    world.giveBack(first);
    // What the first purchase left, although all of it came back: nothing where the return got its points, or their worth.
    const left = world.profit();
    const again = world.buy(basket).by.get(code) ?? 0n;
    if (left <= 0n || again === 0n) continue;
    const kind = isShared(promotion) ? 'preflight.budget_escape' : 'preflight.double_bonus';
    found(kind, code, () => ({
      steps: [BUY, WORDS[way], ALL_BACK, BUY],
      outcome: {
        en: `gives ${gave} and then ${again}, and counts once.`,
        es: `da ${gave} y luego ${again}, y cuenta una vez.`,
      },
    }));
    return;
  }
};

/** A row of days, weeks or months is complete once: does every further receipt of its last period get the bonus again? */
export const tryTwice = (rules: Rules, promotion: PromotionContent, basket: Basket, found: Found): void => {
  const { code, conditions } = promotion;
  if (!conditions.some(({ kind }) => kind === 'streak')) return;
  const world = worldFor(rules, basket, promotion);
  const [gave, again] = [world.buy(basket), world.buy(basket)].map(({ by }) => by.get(code) ?? 0n);
  if (gave === undefined || again === undefined || gave === 0n || again === 0n) return;
  found('preflight.double_bonus', code, () => ({
    steps: [ROW, BUY, BUY_AGAIN],
    outcome: {
      en: `gives ${gave} and then ${again}, and the row was completed once.`,
      es: `da ${gave} y luego ${again}, y la racha se completó una vez.`,
    },
  }));
};

/** A limit of a card is none of a person: does a second card of the same member get what the first one does not any more? */
export const tryCards = (rules: Rules, promotion: PromotionContent, basket: Basket, found: Found): void => {
  const { code } = promotion;
  const limits = limitsOf(promotion);
  if (!limits.some(({ per }) => per === 'card') || limits.some(({ per }) => per === 'member')) return;
  const given = (cards: readonly string[]): bigint => {
    const world = worldFor(rules, basket, promotion);
    return cards.reduce((sum, card) => sum + (world.buy(basket, { card }).by.get(code) ?? 0n), 0n);
  };
  const [same, two] = [given(['one', 'one']), given(['one', 'two'])];
  if (two <= same) return;
  found('preflight.budget_escape', code, () => ({
    steps: [
      BUY,
      {
        en: 'buy it again with a second card of the same member',
        es: 'comprarla otra vez con una segunda tarjeta del mismo socio',
      },
    ],
    outcome: { en: `gives ${two} where one card gets ${same}.`, es: `da ${two} donde una tarjeta recibe ${same}.` },
  }));
};

const BUY = { en: 'buy what the promotion asks for', es: 'comprar lo que pide la promoción' } as const;
const BUY_AGAIN = { en: 'buy it again on the same day', es: 'comprarlo otra vez el mismo día' } as const;
const ROW = {
  en: 'buy anything in each of the periods before',
  es: 'comprar cualquier cosa en cada uno de los períodos anteriores',
} as const;
const ALL_BACK = { en: 'return everything', es: 'devolver todo' } as const;
