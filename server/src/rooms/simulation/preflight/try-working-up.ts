import { addDays } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Basket, BasketLine } from '../../promotions/index.ts';
import { amountOf, inMoney } from './asked.ts';
import type { PreflightAsked, PromotionContent } from './asked.ts';
import { wantsPoints } from './decide-basket.ts';
import type { Found, Loophole } from './finding.ts';
import { periodsBefore } from './past-asked.ts';
import type { StreakPeriod } from './past-asked.ts';
import { actedIn, basketFor } from './pool.ts';
import type { Rules } from './rules.ts';
import { cheapestFor, givenOf, scaled } from './shopping.ts';
import { World } from './world.ts';

/** Receipts before the one that counts: a row, a card or a number of purchases that takes more is not followed to its end. */
export const CLIMB_MAX = 12;
const GROWTHS_MAX = 10;

type Step = { readonly basket: Basket; readonly on: LocalDate };
type Params = Readonly<Record<string, unknown>>;

const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);

/** Something for the smallest price that there is, at the same place. */
const trifle = ({ coupons: _coupons, tenders: _tenders, ...basket }: Basket): Basket => {
  const [line] = basket.lines;
  return {
    ...basket,
    lines: [{ ...(line as BasketLine), sku: 'trifle', category: 'trifle', brand: 'Trifle', labels: [], gross: 1n }],
  };
};

/** A purchase so large that it leads to one of the tiers. */
const stepToTier = (
  rules: Rules,
  pool: readonly Basket[],
  tiers: readonly string[],
  on: LocalDate,
): Step | undefined => {
  if (rules.tiers === undefined) return undefined;
  for (const one of pool) {
    if (one.member === undefined || one.member.tier !== '') continue;
    for (let n = 0, basket = one; n < GROWTHS_MAX; n++, basket = scaled(basket, (gross) => gross * 4n)) {
      const world = new World(rules, { isNew: true });
      world.buy(basket, { on });
      if (tiers.includes(world.accounts[0].tierAt(world.now))) return { basket, on };
    }
  }
  return undefined;
};

/** What a stranger has to buy before the promotion acts for him: nothing where it asks for no past; undefined where it is more than is followed. */
const climbOf = (
  { content, rulebook, currency }: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  pool: readonly Basket[],
): readonly Step[] | undefined => {
  const on = basket.local.date;
  const climb: Step[] = [];
  for (const { kind, params = {} } of promotion.conditions as readonly { kind: string; params?: Params }[]) {
    const n = Number(params['n'] ?? 0);
    if (n > CLIMB_MAX) return undefined;
    if (kind === 'nth-purchase') climb.push(...times(n - 1, { basket: trifle(basket), on }));
    if (kind === 'days-since-visit')
      climb.push({ basket: trifle(basket), on: addDays(on, -Number(params['from'] ?? 0)) });
    if (kind === 'streak')
      for (let k = n - 1; k > 0; k--)
        climb.push({ basket: trifle(basket), on: periodsBefore(params['period'] as StreakPeriod, on, k) });
    if (kind === 'tier-in' && rules.tiers !== undefined && !(params['tiers'] as readonly string[]).includes('')) {
      const step = stepToTier(rules, pool, params['tiers'] as readonly string[], on);
      if (step === undefined) return undefined;
      climb.push(step);
    }
    if (kind !== 'coupon-shown') continue;
    const words = (params['codes'] as readonly string[]).map((word) => word.toUpperCase());
    const issuer = content.promotions.find(({ effects }) =>
      effects.some(
        (effect) =>
          effect.kind === 'coupon-issue' && words.includes(String((effect.params as Params)['coupon']).toUpperCase()),
      ),
    );
    const asks = issuer && basketFor(rulebook, issuer, currency, rules.worth);
    if (asks) climb.push({ basket: { ...asks, local: basket.local }, on });
  }
  for (const { kind, params } of promotion.effects) {
    if (kind !== 'stamp-card') continue;
    const size = Number((params as Params)['size']);
    if (size > CLIMB_MAX) return undefined;
    climb.push(...times(size - 1, { basket: onePiece(basket), on }));
  }
  return climb.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
};

const onePiece = (basket: Basket): Basket => ({
  ...basket,
  lines: [{ ...(basket.lines[0] as BasketLine), quantity: 1_000n, gross: 1n }],
});

const told = (climb: readonly Step[], asked: PreflightAsked): Loophole['steps'] => {
  const words: { en: string; es: string; count: number }[] = [];
  for (const { basket, on } of climb) {
    const amount = amountOf(basket, asked);
    const [en, es] = [`buy for ${amount} on ${on}`, `comprar por ${amount} el ${on}`];
    const last = words.at(-1);
    if (last?.en === en) last.count += 1;
    else words.push({ en, es, count: 1 });
  }
  return words.map(({ en, es, count }) =>
    count === 1 ? { en, es } : { en: `${en}, ${count} times`, es: `${es}, ${count} veces` },
  );
};

const BACK = { en: 'return everything bought before', es: 'devolver todo lo comprado antes' } as const;

/**
 * A stranger does what a promotion asks of the past (purchases in a row, the nth one, stamps, a coupon from another receipt, a tier), as
 * cheaply as he can, has the promotion, and brings everything before it back: is what is left his for nothing? `unfollowed` hears where he
 * does not get so far.
 */
export const tryWorkingUp = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  pool: readonly Basket[],
  found: Found,
  unfollowed: (promotion: string) => void,
): void => {
  if (wantsPoints(basket) || basket.member === undefined) return;
  const { code } = promotion;
  const climb = climbOf(asked, rules, promotion, basket, pool);
  if (climb === undefined) return unfollowed(code);
  if (climb.length === 0) return;
  const isCard = promotion.effects.some(({ kind }) => kind === 'stamp-card');
  const target = isCard ? onePiece(basket) : cheapestFor(rules, basket, promotion);
  const world = new World(rules, { isNew: true });
  const before = climb.map((step) => world.buy(step.basket, { on: step.on }));
  const receipt = world.buy(target, { on: basket.local.date });
  if (!actedIn(receipt.decided, code)) return unfollowed(code);
  for (const one of before) world.giveBack(one);
  const { due, off } = receipt.decided;
  // A purchase that costs nothing is none: the goods are for nothing.
  const free = due === 0n && (off.get(code) ?? 0n) > 0n ? target.lines.reduce((sum, { gross }) => sum + gross, 0n) : 0n;
  const left = world.profit() + free;
  const buying: Step = { basket: target, on: basket.local.date };
  if (left > 0n)
    found('preflight.profit', code, () => ({
      steps: [...told([...climb, buying], asked), BACK],
      outcome: {
        en: `${inMoney(left, asked)} are left for nothing, with a purchase of ${inMoney(due, asked)}.`,
        es: `quedan ${inMoney(left, asked)} a cambio de nada, con una compra de ${inMoney(due, asked)}.`,
      },
    }));
  if (!isCard) return;
  // Stamps of what came back are off the card, but what the full card gave stays with its last piece.
  const again = climb.map((step) => world.buy(step.basket, { on: step.on }));
  const gave = again.reduce((sum, one) => sum + givenOf(one.decided, code), 0n);
  if (gave === 0n) return;
  found('preflight.double_bonus', code, () => ({
    steps: [...told([...climb, buying], asked), BACK, ...told(climb, asked)],
    outcome: {
      en: `gives ${givenOf(receipt.decided, code)} and then ${gave}, and only one card is full of goods that stay.`,
      es: `da ${givenOf(receipt.decided, code)} y luego ${gave}, y solo una tarjeta está llena de artículos que se quedan.`,
    },
  }));
};
