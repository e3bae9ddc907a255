import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import type { Basket, CompiledRulebook, RulebookContent } from '../../promotions/index.ts';
import { loophole } from './finding.ts';
import type { Loophole } from './finding.ts';
import { basketFor } from './pool.ts';
import { unreachableTiers } from './tiers.ts';
import { limitsOf, tryCards, tryReturning, WORDS } from './try-again.ts';
import type { Found, PromotionContent } from './try-again.ts';
import type { TierStep } from './tiers.ts';
import { decideBasket, World, worthOf } from './world.ts';
import type { NegativeBalance, Rules, Worth } from './world.ts';

/** What a search looks at, and how far. */
export type PreflightAsked = {
  readonly content: RulebookContent;
  readonly rulebook: CompiledRulebook;
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly worth: ReadonlyMap<string, Worth>;
  readonly negativeBalance: NegativeBalance;
  /** The program's tiers from the lowest, with what each asks for; nothing is said of tiers where it is left out. */
  readonly tiers?: readonly TierStep[] | undefined;
  readonly seed?: number | undefined;
  /** True when the time is over: the search ends with what it has. */
  readonly isOver?: (() => boolean) | undefined;
};

export type Preflight = {
  readonly loopholes: readonly Loophole[];
  /** Promotions for which no basket was found that makes them act: nothing was tried on them. */
  readonly untried: readonly string[];
  /** False when the time ended the search. */
  readonly isComplete: boolean;
};

const LINES_MAX = 4;
const TRIALS = 600;
const ACTIONS_MAX = 6;
const LARGER = 20n;

const scaled = (basket: Basket, by: (gross: bigint) => bigint): Basket => ({
  ...basket,
  lines: basket.lines.map((line) => ({ ...line, gross: by(line.gross) })),
});

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

const givenBy = (rules: Pick<Rules, 'rulebook'>, basket: Basket, code: string, most: bigint | undefined): bigint => {
  const { by, off } = decideBasket(rules, basket);
  const given = (by.get(code) ?? 0n) + (off.get(code) ?? 0n);
  return most !== undefined && given > most ? most : given;
};

/** One basket in several receipts: does it bring more than in one? */
const trySplitting = (asked: PreflightAsked, promotion: PromotionContent, basket: Basket, found: Found): void => {
  const { code } = promotion;
  if (isCountedPerMember(promotion)) return;
  const most = mostPerReceipt(promotion, asked);
  for (const whole of most === undefined
    ? [basket]
    : largerUpTo(basket, (one) => givenBy(asked, one, code, most) === most)) {
    const together = givenBy(asked, whole, code, most);
    const receipts = partsOf(whole);
    let apart = 0n;
    for (const [i, part] of receipts.entries()) {
      // The second receipt of a buyer is no first purchase.
      const member = part.member && { ...part.member, purchases: part.member.purchases + i };
      apart += givenBy(asked, member ? { ...part, member } : part, code, most);
    }
    // A step a receipt is rounding, which semantics 3.7 lets a program choose.
    if (apart <= together + BigInt(receipts.length)) continue;
    const isCapped = most !== undefined && together === most;
    const kind = isCapped ? 'preflight.budget_escape' : 'preflight.double_bonus';
    found(kind, code, () =>
      loophole(
        kind,
        code,
        receipts.map((part, i) => ({
          en: `buy line ${i + 1} alone (${amountOf(part, asked)})`,
          es: `comprar la línea ${i + 1} sola (${amountOf(part, asked)})`,
        })),
        {
          en: `gives ${apart} where one receipt gives ${together}.`,
          es: `da ${apart} donde un recibo da ${together}.`,
        },
      ),
    );
    return;
  }
};

const amountOf = ({ lines }: Basket, { currency }: PreflightAsked): string =>
  `${formatQuantity(
    lines.reduce((sum, { gross }) => sum + gross, 0n),
    currency.decimals,
  )} ${currency.code}`;

const inMoney = (amount: bigint, { currency }: PreflightAsked): string =>
  `${formatQuantity(amount, currency.decimals)} ${currency.code}`;

/** A basket as cheap as it may be: is what it earns worth more than what it costs? */
const tryCheapest = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  const { code } = promotion;
  let cheapest = basket;
  for (let divisor = 2n; divisor <= 100_000n; divisor *= 2n) {
    const smaller = scaled(basket, (gross) => (gross / divisor > 0n ? gross / divisor : 1n));
    if (givenBy(asked, smaller, code, undefined) === 0n) break;
    cheapest = smaller;
  }
  const { due, points, by } = decideBasket(rules, cheapest);
  const worth = worthOf(rules, points);
  if (worth <= due) return;
  // The basket was made for one promotion; to blame is the one that gives most of it.
  const [giver] = [...by].reduce<[string, bigint]>((most, one) => (one[1] > most[1] ? one : most), [code, 0n]);
  found('preflight.profit', giver, () =>
    loophole(
      'preflight.profit',
      giver,
      [{ en: `buy for ${inMoney(due, asked)}`, es: `comprar por ${inMoney(due, asked)}` }],
      {
        en: `earns points worth ${inMoney(worth, asked)}.`,
        es: `gana puntos por valor de ${inMoney(worth, asked)}.`,
      },
    ),
  );
};

/** What stays after a part came back, against what it costs alone: every part, in one step or in two. */
const tryKeeping = (
  asked: PreflightAsked,
  rules: Rules,
  promotion: PromotionContent,
  basket: Basket,
  found: Found,
): void => {
  const lines = basket.lines.slice(0, LINES_MAX);
  const some = { ...basket, lines };
  for (let mask = 1; mask < 2 ** lines.length - 1; mask++) {
    const kept = lines.filter((_, i) => (mask & (1 << i)) !== 0);
    const back = lines.filter((one) => !kept.includes(one)).map(({ line }) => line);
    const alone = decideBasket(rules, { ...some, lines: kept });
    const world = new World(rules);
    const receipt = world.buy(some);
    for (const line of back) world.giveBack(receipt, [line]);
    const gain = alone.due + world.cash + worthOf(rules, receipt.kept) - worthOf(rules, alone.points);
    if (gain <= BigInt(lines.length)) continue;
    found('preflight.profit', promotion.code, () =>
      loophole(
        'preflight.profit',
        promotion.code,
        [
          { en: `buy for ${inMoney(receipt.paid, asked)}`, es: `comprar por ${inMoney(receipt.paid, asked)}` },
          { en: `return lines ${back.join(', ')}`, es: `devolver las líneas ${back.join(', ')}` },
        ],
        {
          en: `what stays cost ${inMoney(gain, asked)} less than bought alone.`,
          es: `lo que queda costó ${inMoney(gain, asked)} menos que comprado solo.`,
        },
      ),
    );
    return;
  }
};

type Action =
  | { readonly is: 'buy'; readonly basket: Basket; readonly promotion: string; readonly member: number }
  | { readonly is: 'spend' | 'transfer'; readonly member: number }
  | { readonly is: 'return'; readonly nth: number };

const play = (rules: Rules, actions: readonly Action[]): World => {
  const world = new World(rules);
  for (const action of actions) {
    if (action.is === 'buy') world.buy(action.basket, action.member);
    else if (action.is === 'spend') world.spend(action.member);
    else if (action.is === 'transfer') world.transfer(action.member);
    else if (action.is === 'return') {
      const receipt = world.receipts[action.nth % Math.max(1, world.receipts.length)];
      if (receipt !== undefined) world.giveBack(receipt);
    }
  }
  // In the end all that was paid with money comes back, so that whatever is left was got for nothing.
  for (const receipt of world.receipts) world.giveBack(receipt);
  return world;
};

/** Sequences of up to six steps, drawn with a seed; of one that leaves something for nothing the shortest part is shown. */
const tryAtRandom = (
  asked: PreflightAsked,
  rules: Rules,
  pool: readonly { readonly promotion: string; readonly basket: Basket }[],
  dice: (below: number) => number,
  found: Found,
): void => {
  if (pool.length === 0) return;
  const draw = (): Action => {
    const member = dice(4) === 0 ? 1 : 0;
    switch (dice(5)) {
      case 0:
        return { is: 'transfer', member };
      case 1:
        return { is: 'return', nth: dice(ACTIONS_MAX) };
      case 2:
        return { is: 'spend', member };
      default:
        return { is: 'buy', member, ...(pool[dice(pool.length)] as (typeof pool)[number]) };
    }
  };
  for (let trial = 0; trial < TRIALS && asked.isOver?.() !== true; trial++) {
    let actions: readonly Action[] = Array.from({ length: 2 + dice(ACTIONS_MAX - 1) }, draw);
    if (play(rules, actions).profit() <= 0n) continue;
    for (let i = actions.length - 1; i >= 0; i--) {
      const shorter = actions.toSpliced(i, 1);
      if (play(rules, shorter).profit() > 0n) actions = shorter;
    }
    const bought = actions.find((one) => one.is === 'buy');
    if (bought?.is !== 'buy') continue;
    const shown = actions;
    const { promotion } = bought;
    found(
      'preflight.profit',
      promotion,
      () =>
        loophole(
          'preflight.profit',
          promotion,
          [
            ...shown.map((one) =>
              one.is === 'buy'
                ? { en: `buy for ${amountOf(one.basket, asked)}`, es: `comprar por ${amountOf(one.basket, asked)}` }
                : WORDS[one.is],
            ),
            { en: 'return everything', es: 'devolver todo' },
          ],
          {
            en: `${inMoney(play(rules, shown).profit(), asked)} are left for nothing.`,
            es: `quedan ${inMoney(play(rules, shown).profit(), asked)} a cambio de nada.`,
          },
        ),
      [...new Set(shown.map(({ is }) => is))].sort().join(' '),
    );
  }
};

// A linear congruence is random enough to look around; its low bits repeat soon.
const diceOf = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
};

/**
 * Looks for ways around a rulebook: splitting, returning in any order, spending before a return, transferring, and tiers
 * that nobody reaches. Bounded by steps and by `isOver`; the same seed finds the same. What it does not find may be there.
 */
export const searchLoopholes = (asked: PreflightAsked): Preflight => {
  const { content, rulebook, currency, worth, negativeBalance, seed = 1, tiers } = asked;
  const rules: Rules = { rulebook, worth, negativeBalance };
  const loopholes = new Map<string, Loophole>();
  const found: Found = (code, promotion, make, way = '') => {
    const key = `${code} ${promotion} ${way}`;
    if (!loopholes.has(key)) loopholes.set(key, make());
  };
  const untried: string[] = [];
  const pool: { promotion: string; basket: Basket }[] = [];
  for (const promotion of content.promotions) {
    if (asked.isOver?.() === true) break;
    const basket = basketFor(rulebook, promotion, currency);
    if (basket === undefined) {
      untried.push(promotion.code);
      continue;
    }
    pool.push({ promotion: promotion.code, basket: scaled(basket, (gross) => gross * LARGER) });
    trySplitting(asked, promotion, basket, found);
    tryCheapest(asked, rules, promotion, basket, found);
    tryKeeping(asked, rules, promotion, basket, found);
    tryReturning(
      rules,
      promotion,
      scaled(basket, (gross) => gross * LARGER),
      found,
    );
    tryCards(rules, promotion, basket, found);
  }
  tryAtRandom(asked, rules, pool, diceOf(seed), found);
  for (const one of unreachableTiers(asked, tiers)) found(one.code, one.promotion, () => one);
  return { loopholes: [...loopholes.values()], untried, isComplete: asked.isOver?.() !== true };
};
