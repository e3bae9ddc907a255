import type { Basket, BasketLine } from '../../promotions/index.ts';
import { inMoney } from './asked.ts';
import type { PreflightAsked, PromotionContent } from './asked.ts';
import { ampleOf, decideBasket, wantsPoints } from './decide-basket.ts';
import type { Found } from './finding.ts';
import { payerOf } from './paying-asked.ts';
import { worthOf } from './rules.ts';
import type { Points, Rules } from './rules.ts';
import { cheapestFor, costOf, scaled } from './shopping.ts';
import { WORDS } from './try-again.ts';
import { World } from './world.ts';

// What points of an ordinary purchase can pay.
const SMALL = 1_000n;
const WAYS = ['keep', 'spend', 'transfer'] as const;

/** The points that pay a basket when there are enough of them. */
const pointsPaying = (rules: Rules, basket: Basket, promotion: PromotionContent): Points =>
  new Map(
    decideBasket(rules, basket, { payer: payerOf(promotion) }).payments.map(({ walletType, points }) => [
      walletType,
      points,
    ]),
  );

/** Paid with points, what that gave spent or sent away, and the goods brought back: is anything left? */
export const tryPaid = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  if (!wantsPoints(basket)) return;
  const { code } = promotion;
  for (const way of WAYS) {
    const world = new World(rules);
    world.bring(pointsPaying(rules, basket, promotion));
    const receipt = world.buy(basket);
    if (way === 'spend') world.spend();
    if (way === 'transfer') world.transfer();
    world.giveBack(receipt);
    const profit = world.profit();
    if (profit <= 0n) continue;
    const { byPoints, spentWorth } = receipt.decided;
    found(
      'preflight.profit',
      code,
      () => ({
        steps: [paying(byPoints, spentWorth, asked), ...(way === 'keep' ? [] : [WORDS[way]]), ALL_BACK],
        outcome: {
          en: `points worth ${inMoney(profit, asked)} are left for nothing.`,
          es: `quedan puntos por valor de ${inMoney(profit, asked)} a cambio de nada.`,
        },
      }),
      'paid',
    );
    return;
  }
};

/** Goods that points pay at a better rate, beside others that money pays: what do the others cost when the first come back? */
export const tryRate = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  const { code, effects } = promotion;
  if (!effects.some(({ kind }) => kind === 'spending-rate')) return;
  const [first] = basket.lines;
  if (first === undefined) return;
  const gross = basket.lines.reduce((sum, line) => sum + line.gross, 0n);
  const plain: BasketLine = {
    ...{ ...first, sku: 'plain', category: 'plain', brand: 'Plain', labels: [], gross },
    line: basket.lines.length + 1,
  };
  const world = new World(rules);
  world.bring(pointsPaying(rules, basket, promotion));
  const receipt = world.buy({ ...basket, lines: [...basket.lines, plain] });
  world.giveBack(
    receipt,
    basket.lines.map(({ line }) => line),
  );
  const alone = decideBasket(rules, { ...basket, lines: [plain] });
  const gain = alone.due - worthOf(rules, alone.points) - costOf(rules, world, receipt);
  if (gain <= BigInt(receipt.basket.lines.length) * 2n) return;
  const { byPoints, spentWorth, due } = receipt.decided;
  found(
    'preflight.profit',
    code,
    () => ({
      steps: [
        paying(byPoints, spentWorth, asked),
        {
          en: `buy other goods for ${inMoney(due, asked)} on the same receipt, with money`,
          es: `comprar otros artículos por ${inMoney(due, asked)} en el mismo recibo, con dinero`,
        },
        {
          en: 'return what the points have paid: money comes back for it',
          es: 'devolver lo que pagaron los puntos: se devuelve dinero por ello',
        },
      ],
      outcome: {
        en: `what stays cost ${inMoney(gain, asked)} less than bought alone.`,
        es: `lo que queda costó ${inMoney(gain, asked)} menos que comprado solo.`,
      },
    }),
    'rate',
  );
};

/** A purchase that earns as many points of one wallet as it takes to pay a basket. */
const earningFor = (rules: Rules, target: Basket, pool: readonly Basket[]): Basket | undefined => {
  for (const wallet of rules.worth.keys()) {
    const { due, payments } = decideBasket(rules, target, { payer: ampleOf(wallet) });
    const need = payments.reduce((sum, { points }) => sum + points, 0n);
    if (due > 0n || need === 0n) continue;
    for (const one of pool) {
      const has = wantsPoints(one) ? 0n : (decideBasket(rules, one).points.get(wallet) ?? 0n);
      if (has > 0n) return scaled(one, (gross) => gross * (need / has + 1n));
    }
  }
  return undefined;
};

/**
 * Points are earned, spent where a promotion makes them worth more, and then the goods that earned them come back: is anything left, though
 * nothing would be had they been spent elsewhere?
 */
export const tryEarned = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  pool: readonly Basket[],
  found: Found,
): void => {
  if (!wantsPoints(basket)) return;
  const { code } = promotion;
  const small = cheapestFor(rules, basket, promotion);
  const target = scaled(small, (gross) => (gross < SMALL ? gross : SMALL));
  const earning = earningFor(rules, target, pool);
  if (earning === undefined) return;
  const play = (spend: (world: World) => void): World => {
    const world = new World(rules);
    const first = world.buy(earning);
    spend(world);
    world.giveBack(first);
    return world;
  };
  if (play((world) => void world.spend()).profit() > 0n) return;
  const world = play((one) => void one.buy(target));
  const { byPoints, spentWorth, due } = (world.receipts[1] as (typeof world.receipts)[number]).decided;
  const profit = world.profit();
  if (due > 0n || byPoints === 0n || profit <= 0n) return;
  const amount = earning.lines.reduce((sum, { gross }) => sum + gross, 0n);
  found(
    'preflight.profit',
    code,
    () => ({
      steps: [
        { en: `buy for ${inMoney(amount, asked)}`, es: `comprar por ${inMoney(amount, asked)}` },
        paying(byPoints, spentWorth, asked),
        { en: 'return what money has paid', es: 'devolver lo que se pagó con dinero' },
      ],
      outcome: {
        en: `goods worth ${inMoney(profit, asked)} are left for nothing.`,
        es: `quedan artículos por valor de ${inMoney(profit, asked)} a cambio de nada.`,
      },
    }),
    'earned',
  );
};

const ALL_BACK = { en: 'return everything', es: 'devolver todo' } as const;
const paying = (money: bigint, worth: bigint, asked: PreflightAsked): { en: string; es: string } => ({
  en: `pay ${inMoney(money, asked)} with points worth ${inMoney(worth, asked)}`,
  es: `pagar ${inMoney(money, asked)} con puntos por valor de ${inMoney(worth, asked)}`,
});
