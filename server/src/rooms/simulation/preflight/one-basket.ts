import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Basket } from '../../promotions/index.ts';
import { amountOf, inMoney } from './asked.ts';
import type { PreflightAsked, PromotionContent } from './asked.ts';
import type { Found, Giveaway } from './finding.ts';
import { payerOf } from './paying-asked.ts';
import { decideBasket, wantsPoints } from './decide-basket.ts';
import type { BasketDecided } from './decide-basket.ts';
import { worthOf } from './rules.ts';
import type { Rules } from './rules.ts';
import { cheapestFor, costOf, decideFirst, givenOf, scaled, worldFor } from './shopping.ts';
import { isGiveaway, limitsOf } from './try-again.ts';

const LINES_MAX = 4;

const GROWTHS_MAX = 12;

/** The basket dearer and dearer, until it gets all that one receipt may get. */
const largerUpTo = (basket: Basket, isEnough: (basket: Basket) => boolean): Basket[] => {
  let larger = basket;
  for (let n = 0; n < GROWTHS_MAX && !isEnough(larger); n++) larger = scaled(larger, (gross) => gross * 4n);
  return [basket, larger];
};

const partsOf = (basket: Basket): Basket[] => basket.lines.map((line) => ({ ...basket, lines: [line] }));

/** The most that one receipt gets of a promotion, by its cap or its limit for a receipt, in smallest steps. */
const mostPerReceipt = (promotion: PromotionContent, { content, currency }: PreflightAsked): bigint | undefined => {
  const told = [
    ...promotion.effects.flatMap(({ cap, wallet }) => (cap === undefined ? [] : [{ max: cap, wallet }])),
    ...limitsOf(promotion)
      .filter(({ per, of }) => per === 'receipt' && of !== 'uses')
      .map(({ max }) => ({ max, wallet: promotion.effects[0]?.wallet })),
  ];
  for (const { max, wallet } of told) {
    const decimals = wallet === undefined ? currency.decimals : (content.units?.wallets[wallet]?.decimals ?? 0);
    const parsed = parseQuantity(max, decimals);
    if (parsed.ok) return parsed.value;
  }
  return undefined;
};

// Whoever is counted as a person gains nothing by coming twice.
const isCountedPerMember = (promotion: PromotionContent): boolean =>
  limitsOf(promotion).some(({ per }) => per === 'member' || per === 'card');

const givenBy = (
  rules: Pick<Rules, 'rulebook' | 'worth'>,
  basket: Basket,
  promotion: PromotionContent,
  most: bigint | undefined,
): bigint => {
  const given = givenOf(decideBasket(rules, basket, { payer: payerOf(promotion) }), promotion.code);
  return most !== undefined && given > most ? most : given;
};

/** One basket in several receipts: does it bring more than in one? */
export const trySplitting = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  const { code } = promotion;
  if (isCountedPerMember(promotion)) return;
  const most = mostPerReceipt(promotion, asked);
  for (const whole of most === undefined
    ? [basket]
    : largerUpTo(basket, (one) => givenBy(asked, one, promotion, most) === most)) {
    const together = givenBy(asked, whole, promotion, most);
    const receipts = partsOf(whole);
    let apart = 0n;
    // One after another: the second receipt of a buyer is no first purchase.
    const world = worldFor(rules, whole, promotion);
    for (const part of receipts) {
      const given = givenOf(world.buy(part).decided, code);
      apart += most !== undefined && given > most ? most : given;
    }
    // A step a receipt is rounding, which semantics 3.7 lets a program choose.
    if (apart <= together + BigInt(receipts.length)) continue;
    const isCapped = most !== undefined && together === most;
    const kind = isCapped ? 'preflight.budget_escape' : 'preflight.double_bonus';
    found(kind, code, () => ({
      steps: receipts.map((part, i) => ({
        en: `buy line ${i + 1} alone (${amountOf(part, asked)})`,
        es: `comprar la línea ${i + 1} sola (${amountOf(part, asked)})`,
      })),
      outcome: {
        en: `gives ${apart} where one receipt gives ${together}.`,
        es: `da ${apart} donde un recibo da ${together}.`,
      },
    }));
    return;
  }
};

// Who pays with points and has as many again has the goods for nothing.
const isBargain = (rules: Rules, { due, spentWorth, byPoints, points }: BasketDecided): boolean => {
  const [worth, cost] = [worthOf(rules, points), due + spentWorth];
  return byPoints > 0n && due === 0n ? worth >= cost && worth > 0n : worth > cost;
};

/** A basket as cheap as it may be, or as it was made where rounding eats what so little earns: is that worth more than it costs? */
export const tryCheapest = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
  give: (giveaway: Giveaway) => void,
): void => {
  const { code } = promotion;
  const payer = payerOf(promotion);
  const decided = [cheapestFor(rules, basket, promotion), basket]
    .map((one) => decideFirst(rules, one, payer))
    .find((one) => isBargain(rules, one));
  if (decided === undefined) return;
  const { due, byPoints, spentWorth, points, by } = decided;
  const worth = worthOf(rules, points);
  // The basket was made for one promotion; to blame is the one that gives most of it.
  const [giver] = [...by].reduce<[string, bigint]>((most, one) => (one[1] > most[1] ? one : most), [code, 0n]);
  const of = asked.content.promotions.find((one) => one.code === giver);
  if (of && isGiveaway(of)) {
    give({ promotion: giver, worth: inMoney(worth, asked), how: 'once' });
    return;
  }
  found('preflight.profit', giver, () => ({
    steps:
      byPoints > 0n
        ? [
            {
              en: `buy for ${inMoney(due + byPoints, asked)}, of which points worth ${inMoney(spentWorth, asked)} pay ${inMoney(byPoints, asked)}`,
              es: `comprar por ${inMoney(due + byPoints, asked)}, de los que puntos por valor de ${inMoney(spentWorth, asked)} pagan ${inMoney(byPoints, asked)}`,
            },
          ]
        : [{ en: `buy for ${inMoney(due, asked)}`, es: `comprar por ${inMoney(due, asked)}` }],
    outcome: {
      en: `earns points worth ${inMoney(worth, asked)}.`,
      es: `gana puntos por valor de ${inMoney(worth, asked)}.`,
    },
  }));
};

/** What stays after a part came back, against the least that it costs otherwise: every part, one line after another. */
export const tryKeeping = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  const lines = basket.lines.slice(0, LINES_MAX);
  const some = { ...basket, lines };
  const masks = Array.from({ length: 2 ** lines.length }, (_, mask) => mask);
  const isIn = (mask: number, i: number): boolean => (mask & (1 << i)) !== 0;
  const costs = masks.map((mask) => {
    const bought = { ...some, lines: lines.filter((_, i) => isIn(mask, i)) };
    const { due, spentWorth, points } = decideFirst(rules, bought, payerOf(promotion));
    return due + spentWorth - worthOf(rules, points);
  });
  for (const mask of masks.slice(1, -1)) {
    const back = lines.filter((_, i) => !isIn(mask, i)).map(({ line }) => line);
    const world = worldFor(rules, some, promotion);
    const receipt = world.buy(some);
    for (const line of back) world.giveBack(receipt, [line]);
    // Bought alone, or with more that is thrown away: a bundle may cost less than a part of it, without any return.
    const least = masks
      .filter((other) => (other & mask) === mask)
      .map((other) => costs[other] as bigint)
      .reduce((one, other) => (other < one ? other : one));
    const gain = least - costOf(rules, world, receipt);
    // A step a line is rounding, and where points pay one more.
    if (gain <= BigInt(lines.length) * (wantsPoints(some) ? 2n : 1n)) continue;
    found('preflight.profit', promotion.code, () => ({
      steps: [
        { en: `buy for ${inMoney(receipt.paid, asked)}`, es: `comprar por ${inMoney(receipt.paid, asked)}` },
        { en: `return lines ${back.join(', ')}`, es: `devolver las líneas ${back.join(', ')}` },
      ],
      outcome: {
        en: `what stays cost ${inMoney(gain, asked)} less than it can be bought for.`,
        es: `lo que queda costó ${inMoney(gain, asked)} menos de lo que cuesta comprarlo.`,
      },
    }));
    return;
  }
};
