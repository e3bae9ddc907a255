import { addDays, epochDayOfDate } from '../../../kernel/local-date.ts';
import type { Basket } from '../../promotions/index.ts';
import { amountOf, inMoney } from './asked.ts';
import type { PreflightAsked, PromotionContent } from './asked.ts';
import { wantsPoints } from './decide-basket.ts';
import type { Found } from './finding.ts';
import { isOnSpending } from './paying-asked.ts';
import type { Receipt } from './receipt.ts';
import type { Rules } from './rules.ts';
import { scaled } from './shopping.ts';
import { WORDS } from './try-again.ts';
import { World } from './world.ts';

const TRIALS = 2_000;
const ACTIONS_MAX = 6;
const LARGER = 20n;

type Action =
  | { readonly is: 'buy'; readonly basket: Basket; readonly promotion: PromotionContent; readonly member: number }
  | { readonly is: 'happens'; readonly basket: Basket; readonly promotion: PromotionContent; readonly member: number }
  | { readonly is: 'reverse'; readonly nth: number }
  | { readonly is: 'spend' | 'transfer'; readonly member: number }
  | { readonly is: 'return'; readonly nth: number }
  | { readonly is: 'wait'; readonly days: number }
  | { readonly is: 'merge' };

type Played = { readonly world: World; readonly profit: bigint; readonly isAllBack: boolean };

const play = (rules: Rules, actions: readonly Action[]): Played => {
  const world = new World(rules);
  for (const action of actions) {
    if (action.is === 'buy') world.buy(action.basket, { member: action.member });
    else if (action.is === 'spend') world.spend(action.member);
    else if (action.is === 'transfer') world.transfer(action.member);
    else if (action.is === 'wait') world.wait(action.days);
    else if (action.is === 'merge') world.merge();
    else if (action.is === 'happens') world.occasions.happen(action.basket, { member: action.member });
    else if (action.is === 'reverse') {
      const { happened } = world.occasions;
      const one = happened[action.nth % Math.max(1, happened.length)];
      if (one !== undefined) world.occasions.reverse(one);
    } else if (action.is === 'return') {
      const receipt = world.receipts[action.nth % Math.max(1, world.receipts.length)];
      if (receipt !== undefined) world.giveBack(receipt);
    }
  }
  // In the end all that was paid with money comes back, so that whatever is left was got for nothing; and then the rest.
  const giveBack = (isLast: (receipt: Receipt) => boolean): bigint => {
    for (const receipt of world.receipts) if (isLast(receipt)) world.giveBack(receipt);
    return isFree(world) ? world.profit() : 0n;
  };
  const some = giveBack(({ paid }) => paid > 0n);
  const all = giveBack(() => true);
  return some > all ? { world, profit: some, isAllBack: false } : { world, profit: all, isAllBack: true };
};

/** False where something that cost money could not come back any more: then it was bought, whatever it gave. */
const isFree = ({ receipts }: World): boolean =>
  receipts.every(({ paid, back, basket }) => paid === 0n || back.size === basket.lines.length);

/** Whose sequence it is: of a promotion on spending that acted in it, otherwise of the first that was bought for. */
const blamed = ({ content }: PreflightAsked, { receipts }: World, actions: readonly Action[]): string | undefined => {
  const onSpending = content.promotions.find(
    (promotion) =>
      isOnSpending(promotion) &&
      receipts.some(({ decided }) => decided.payments.length > 0 && decided.usages.has(promotion.code)),
  );
  const bought = actions.find((one) => one.is === 'buy') ?? actions.find((one) => one.is === 'happens');
  return onSpending?.code ?? bought?.promotion.code;
};

const wordsOf = (action: Action, asked: PreflightAsked): { readonly en: string; readonly es: string } => {
  if (action.is === 'wait') return { en: `wait ${action.days} days`, es: `esperar ${action.days} días` };
  if (action.is === 'happens') {
    const name = action.promotion.on ?? '';
    return { en: `tell the occasion ${name}`, es: `comunicar la ocasión ${name}` };
  }
  if (action.is !== 'buy') return WORDS[action.is];
  const amount = amountOf(action.basket, asked);
  return wantsPoints(action.basket)
    ? { en: `buy for ${amount}, as far as possible with points`, es: `comprar por ${amount}, con puntos en lo posible` }
    : { en: `buy for ${amount}`, es: `comprar por ${amount}` };
};

/** How long until everything that ends has ended; a month where nothing does. */
const daysToEnd = ({ content }: PreflightAsked): number => {
  const ends = content.promotions.flatMap(({ firstOn, lastOn }) =>
    lastOn === undefined ? [] : [epochDayOfDate(addDays(lastOn, 1)) - epochDayOfDate(firstOn)],
  );
  return ends.length === 0 ? 31 : Math.max(...ends);
};

const withPoints = (basket: Basket): Basket => ({
  ...basket,
  tenders: [...new Set([...(basket.tenders ?? []), 'points'])],
});

type Pool = readonly { readonly promotion: PromotionContent; readonly basket: Basket }[];

/** The same way with fewer steps, without points where money does, and with the first promotion that it goes with: that is what it is about. */
const simplified = (
  drawn: readonly Action[],
  pool: Pool,
  pays: (actions: readonly Action[]) => boolean,
): readonly Action[] => {
  let actions = drawn;
  const tryOther = (other: readonly Action[]): boolean => {
    if (!pays(other)) return false;
    actions = other;
    return true;
  };
  tryOther(actions.map((action) => ('member' in action ? { ...action, member: 0 } : action)));
  for (let i = actions.length - 1; i >= 0; i--) tryOther(actions.toSpliced(i, 1));
  for (const [i, action] of actions.entries())
    if (action.is === 'buy' && wantsPoints(action.basket))
      tryOther(actions.with(i, { is: 'spend', member: action.member }));
  const baskets = pool.filter(({ promotion }) => promotion.on === undefined);
  for (const one of baskets)
    if (tryOther(actions.map((action) => (action.is === 'buy' ? { ...action, ...one } : action)))) break;
  for (const [i, action] of actions.entries()) {
    const plain = action.is === 'buy' && pool.find(({ promotion }) => promotion === action.promotion);
    if (plain && plain.basket !== action.basket) tryOther(actions.with(i, { ...action, ...plain }));
  }
  return actions;
};

/** How points were used: each way is told once for a promotion. */
const wayOf = (actions: readonly Action[]): string => {
  const kinds = new Set(actions.map(({ is }) => is));
  return kinds.has('transfer')
    ? 'transfer'
    : kinds.has('spend') || actions.some(isPaid)
      ? 'spend'
      : [...kinds].sort().join(' ');
};

const isPaid = (action: Action): boolean => action.is === 'buy' && wantsPoints(action.basket);

/** Sequences of up to six steps, drawn with a seed; of one that leaves something for nothing the shortest part is shown. */
export const tryAtRandom = (
  asked: PreflightAsked,
  rules: Rules,
  made: Pool,
  dice: (below: number) => number,
  found: Found,
): void => {
  if (made.length === 0) return;
  const pool = made.map(({ promotion, basket }) => ({ promotion, basket: scaled(basket, (gross) => gross * LARGER) }));
  const waits = [1, 7, daysToEnd(asked)];
  const hasOccasions = pool.some(({ promotion }) => promotion.on !== undefined);
  const drawRare = (): Action => {
    const at = dice(waits.length + (hasOccasions ? 2 : 1));
    if (at > waits.length) return { is: 'reverse', nth: dice(ACTIONS_MAX) };
    return at === waits.length ? { is: 'merge' } : { is: 'wait', days: waits[at] as number };
  };
  const draw = (): Action => {
    const member = dice(4) === 0 ? 1 : 0;
    switch (dice(6)) {
      case 0:
        return { is: 'transfer', member };
      case 1:
        return { is: 'return', nth: dice(ACTIONS_MAX) };
      case 2:
        return { is: 'spend', member };
      case 3:
        return drawRare();
      default: {
        const one = pool[dice(pool.length)] as (typeof pool)[number];
        if (one.promotion.on !== undefined) return { is: 'happens', member, ...one };
        return { is: 'buy', member, ...one, ...(dice(4) === 0 && { basket: withPoints(one.basket) }) };
      }
    }
  };
  const pays = (actions: readonly Action[]): boolean => play(rules, actions).profit > 0n;
  for (let trial = 0; trial < TRIALS && asked.isOver?.() !== true; trial++) {
    const drawn: readonly Action[] = Array.from({ length: 2 + dice(ACTIONS_MAX - 1) }, draw);
    if (!pays(drawn)) continue;
    const shown = simplified(drawn, pool, pays);
    const { world, profit, isAllBack } = play(rules, shown);
    const promotion = blamed(asked, world, shown);
    if (promotion === undefined) continue;
    found(
      'preflight.profit',
      promotion,
      () => ({
        steps: [...shown.map((one) => wordsOf(one, asked)), isAllBack ? WORDS.returnAll : WORDS.returnPaid],
        outcome: {
          en: `${inMoney(profit, asked)} are left for nothing.`,
          es: `quedan ${inMoney(profit, asked)} a cambio de nada.`,
        },
      }),
      wayOf(shown),
    );
  }
};

// A linear congruence is random enough to look around; its low bits repeat soon.
/** Numbers below a bound, the same in every run of a seed. */
export const diceOf = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
};
