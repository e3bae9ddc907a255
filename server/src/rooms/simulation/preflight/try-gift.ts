import { lapsedMoney } from '../../checkout/index.ts';
import { linesUnpriced, priceBasket } from '../../promotions/index.ts';
import type { Basket, BasketLine } from '../../promotions/index.ts';
import { inMoney } from './asked.ts';
import type { PreflightAsked, PromotionContent } from './asked.ts';
import type { Found } from './finding.ts';
import type { Rules } from './rules.ts';

// No catalogue says what a gift costs: as much as a small thing.
const PRICE = 100n;

/** The goods that earned a gift come back, and the gift stays: is it paid for? */
export const tryGift = (
  asked: PreflightAsked,
  { rulebook }: Rules,
  { code }: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  const plain: Basket = { ...basket, lines: linesUnpriced(basket) };
  const { gifts, lines, priced } = priceBasket(rulebook, plain);
  const gift = gifts.find(({ promotion }) => promotion === code);
  if (gift === undefined) return;
  const given: BasketLine = {
    ...(lines[0] as BasketLine),
    ...{ line: lines.length + 1, sku: gift.sku, quantity: gift.quantity, gift: code },
    ...{ gross: PRICE, discount: PRICE, byPoints: 0n },
  };
  const paid = lines.reduce((sum, { gross, discount }) => sum + gross - discount, 0n);
  const back = new Map(lines.map(({ line, quantity }) => [line, quantity]));
  const withheld = lapsedMoney(rulebook, { ...plain, lines: [...lines, given], priced }, back, (some) =>
    lines.reduce((sum, { line, gross, discount }) => (some.has(line) ? sum + gross - discount : sum), 0n),
  );
  if (withheld >= (paid < PRICE ? paid : PRICE)) return;
  found(
    'preflight.profit',
    code,
    () => ({
      steps: [
        { en: `buy for ${inMoney(paid, asked)}`, es: `comprar por ${inMoney(paid, asked)}` },
        { en: 'return everything but the gift', es: 'devolver todo menos el regalo' },
      ],
      outcome: {
        en: `${gift.sku} stays for nothing.`,
        es: `${gift.sku} queda a cambio de nada.`,
      },
    }),
    'gift',
  );
};
