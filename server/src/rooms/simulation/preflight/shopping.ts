import type { Basket } from '../../promotions/index.ts';
import { LimitBook } from '../limit-book.ts';
import { decideBasket, PENNILESS, wantsPoints } from './decide-basket.ts';
import type { BasketDecided, Payer } from './decide-basket.ts';
import { payerOf } from './paying-asked.ts';
import type { PromotionContent } from './asked.ts';
import type { Receipt } from './receipt.ts';
import { worthOf } from './rules.ts';
import type { Rules } from './rules.ts';
import { World } from './world.ts';

/** A basket with other prices. */
export const scaled = (basket: Basket, by: (gross: bigint) => bigint): Basket => ({
  ...basket,
  lines: basket.lines.map((line) => ({ ...line, gross: by(line.gross) })),
});

/** What a promotion gave: points or money off, as it has one or the other. */
export const givenOf = ({ by, off }: Pick<BasketDecided, 'by' | 'off'>, code: string): bigint =>
  (by.get(code) ?? 0n) + (off.get(code) ?? 0n);

/** What a basket costs and gives whose buyer has used up nothing yet: on limits as they begin. */
export const decideFirst = (
  rules: Pick<Rules, 'rulebook' | 'worth'>,
  basket: Basket,
  payer: Payer = PENNILESS,
): BasketDecided => {
  if (!rules.rulebook.hasLimits) return decideBasket(rules, basket, { payer });
  const place = { owner: 'shopper-0', card: 'card-0', outlet: basket.outlet.code, day: basket.local.date };
  return decideBasket(rules, basket, { payer, shopper: { book: new LimitBook(), place } });
};

/** As cheap as a basket may be for a promotion to give anything on it. */
export const cheapestFor = (
  rules: Pick<Rules, 'rulebook' | 'worth'>,
  basket: Basket,
  promotion: PromotionContent,
): Basket => {
  let cheapest = basket;
  for (let divisor = 2n; divisor <= 100_000n; divisor *= 2n) {
    const smaller = scaled(basket, (gross) => (gross / divisor > 0n ? gross / divisor : 1n));
    if (givenOf(decideFirst(rules, smaller, payerOf(promotion)), promotion.code) === 0n) break;
    cheapest = smaller;
  }
  return cheapest;
};

/** A world whose shopper can pay every basket of the search with points, where one is to be paid so. */
export const worldFor = (rules: Rules, basket: Basket, promotion: PromotionContent): World => {
  const world = new World(rules);
  const payer = payerOf(promotion);
  if (wantsPoints(basket)) world.bring(new Map([...rules.worth.keys()].map((wallet) => [wallet, payer(wallet)])));
  return world;
};

/** What a receipt has cost in the end: money, and points at their worth, less what is left of what it gave. */
export const costOf = (rules: Rules, { cash }: World, { payments, kept }: Receipt): bigint =>
  payments.reduce(
    (sum, { wallet, points, back }) => sum + worthOf(rules, new Map([[wallet, points - back]])),
    -cash - worthOf(rules, kept),
  );
