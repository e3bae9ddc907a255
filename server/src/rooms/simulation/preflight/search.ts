import type { Basket } from '../../promotions/index.ts';
import type { Preflight, PreflightAsked, PromotionContent } from './asked.ts';
import { openNotes, type Found, type Giveaway } from './finding.ts';
import { metered } from './meter.ts';
import { tryCheapest, tryKeeping, trySplitting } from './one-basket.ts';
import { answersOccasion, occasionFor, type OccasionPromotion } from './occasion-for.ts';
import { basketBeside, basketFor } from './pool.ts';
import { diceOf, tryAtRandom } from './sequence.ts';
import { tryTiers } from './tiers.ts';
import { scaled } from './shopping.ts';
import { tryCards, tryReturning, tryTwice } from './try-again.ts';
import { tryGift } from './try-gift.ts';
import { tryReversing, tryTelling } from './try-occasions.ts';
import { tryEarned, tryPaid, tryRate } from './try-paying.ts';
import { TogetherSearch, type Made } from './try-together.ts';
import { tryWorkingUp } from './try-working-up.ts';
import type { Rules } from './rules.ts';

const LARGER = 20n;

/**
 * How much a search looks at: promotions that may fire, over all its decisions. One to four seconds of a small machine; so a
 * search of a thousand promotions ends, and ends at the same place on every machine.
 */
export const WORK_MAX = 8_000_000;
// What each part may have taken of it when it ends, so that a large rulebook is looked at in every way, though not everywhere.
const PARTS = { making: 0.3, alone: 0.6, together: 0.75, deeply: 0.95, all: 1 } as const;

/**
 * Looks for ways around a rulebook: baskets whose points are worth more than they cost, of one promotion or of several together, splitting, returning
 * in any order, spending before a return, paying with points and returning, transferring, merging, working up to a promotion with goods that go back,
 * telling occasions and having them reversed, and tiers that nobody reaches. Bounded by what it looks at and by `isOver`; the same seed finds the
 * same. What it does not find may be there.
 */
export const searchLoopholes = (given: PreflightAsked): Preflight => {
  const { worth, negativeBalance, refund, ladder, seed = 1, tiers, workMax = WORK_MAX } = given;
  const meter = metered(given.rulebook);
  const isSpent = (part: number) => (): boolean => meter.spent() > workMax * part || given.isOver?.() === true;
  const asked: PreflightAsked = { ...given, rulebook: meter.rulebook, isOver: isSpent(PARTS.all) };
  const rules: Rules = { rulebook: meter.rulebook, worth, negativeBalance, refund, tiers: ladder };
  const { found, loopholes } = openNotes();
  const giveaways = new Map<string, Giveaway>();
  const give = (giveaway: Giveaway): void => void giveaways.set(giveaway.promotion, giveaway);
  const unfollowed: string[] = [];
  const { made, told, untried, isWhole } = makePool(asked, isSpent(PARTS.making));
  const pool = made.flatMap(({ promotion, basket }) => (basket === undefined ? [] : [{ promotion, basket }]));
  const baskets = pool.map(({ basket }) => basket);
  const together = new TogetherSearch(asked, rules, found);
  let isComplete = isWhole;
  /** Does it for one after another; `share` of the work is for all of them. */
  const each = <One>(all: readonly One[], share: number, tries: (one: One) => void): void => {
    const isOver = isSpent(share);
    for (const one of all) {
      if (isOver()) {
        isComplete = false;
        return;
      }
      tries(one);
    }
  };
  each(pool, PARTS.alone, ({ promotion, basket }) => {
    tryWorkingUp(asked, rules, promotion, basket, baskets, found, (code) => unfollowed.push(code));
    const foundAlone: Found = (code, giver, tell, way) => {
      found(code, giver, tell, way);
      if (giver === promotion.code) together.ignore(giver);
    };
    tryCheapest(asked, rules, promotion, basket, foundAlone, give);
    together.alone(promotion, foundAlone);
  });
  isComplete = together.pairs(made, isSpent(PARTS.together)) && isComplete;
  each(pool, PARTS.deeply, ({ promotion, basket }) => {
    const larger = scaled(basket, (gross) => gross * LARGER);
    trySplitting(asked, rules, promotion, basket, found);
    tryKeeping(asked, rules, promotion, basket, found);
    tryGift(asked, rules, promotion, basket, found);
    tryReturning(rules, promotion, larger, found);
    tryTwice(rules, promotion, basket, found);
    tryCards(rules, promotion, basket, found);
    tryPaid(asked, rules, promotion, larger, found);
    tryRate(asked, rules, promotion, larger, found);
    tryEarned(asked, rules, promotion, basket, baskets, found);
  });
  each(told, PARTS.deeply, ({ promotion, basket }) => {
    tryTelling(asked, rules, promotion, basket, found, give);
    tryReversing(asked, rules, promotion, basket, found);
  });
  tryAtRandom(asked, rules, [...pool, ...told], diceOf(seed), found);
  // Of a part of the promotions it would say that nobody reaches what the others lead to.
  if (isWhole) tryTiers(asked, tiers, baskets, found);
  return {
    loopholes: loopholes(),
    giveaways: [...giveaways.values()],
    untried,
    unfollowed,
    isComplete: isComplete && asked.isOver?.() !== true,
  };
};

type Pool = {
  /** Promotions of purchases, each with a basket on which it acts where one was found. */
  readonly made: readonly Made[];
  readonly told: readonly { readonly promotion: OccasionPromotion; readonly basket: Basket }[];
  readonly untried: readonly string[];
  readonly isWhole: boolean;
};

/** A basket, or an occasion, for each promotion; where its own will not do, one of the others, or one made with one of the others. */
const makePool = (asked: PreflightAsked, isOver: () => boolean): Pool => {
  const { content, rulebook, currency, worth } = asked;
  const untried: string[] = [];
  const made: { promotion: PromotionContent; basket: Basket | undefined }[] = [];
  const told: { promotion: OccasionPromotion; basket: Basket }[] = [];
  let isWhole = true;
  for (const promotion of content.promotions) {
    if (isOver()) {
      isWhole = false;
      break;
    }
    if (answersOccasion(promotion)) {
      const basket = occasionFor(rulebook, promotion, currency);
      if (basket === undefined) untried.push(promotion.code);
      else told.push({ promotion, basket });
    } else made.push({ promotion, basket: basketFor(rulebook, promotion, currency, worth) });
  }
  for (const one of made) {
    if (one.basket !== undefined) continue;
    if (isOver()) isWhole = false;
    else one.basket = basketBeside(asked, one.promotion, made);
    if (one.basket === undefined) untried.push(one.promotion.code);
  }
  return { made, told, untried, isWhole };
};
