import type { Basket } from '../../promotions/index.ts';
import type { Preflight, PreflightAsked } from './asked.ts';
import { openNotes, type Giveaway } from './finding.ts';
import { tryCheapest, tryKeeping, trySplitting } from './one-basket.ts';
import { answersOccasion, occasionFor, type OccasionPromotion } from './occasion-for.ts';
import { basketFor } from './pool.ts';
import type { PromotionContent } from './pool.ts';
import { diceOf, tryAtRandom } from './sequence.ts';
import { tryTiers } from './tiers.ts';
import { scaled } from './shopping.ts';
import { tryCards, tryReturning, tryTwice } from './try-again.ts';
import { tryGift } from './try-gift.ts';
import { tryReversing, tryTelling } from './try-occasions.ts';
import { tryEarned, tryPaid, tryRate } from './try-paying.ts';
import { tryWorkingUp } from './try-working-up.ts';
import type { Rules } from './rules.ts';

const LARGER = 20n;

/**
 * Looks for ways around a rulebook: splitting, returning in any order, spending before a return, paying with points and returning,
 * transferring, merging, working up to a promotion with goods that go back, telling occasions and having them reversed, and tiers that nobody
 * reaches. Bounded by steps and by `isOver`;
 * the same seed finds the same. What it does not find may be there.
 */
export const searchLoopholes = (asked: PreflightAsked): Preflight => {
  const { content, rulebook, currency, worth, negativeBalance, refund, ladder, seed = 1, tiers } = asked;
  const rules: Rules = { rulebook, worth, negativeBalance, refund, tiers: ladder };
  const { found, loopholes } = openNotes();
  const untried: string[] = [];
  const unfollowed: string[] = [];
  const pool: { promotion: PromotionContent; basket: Basket }[] = [];
  const told: { promotion: OccasionPromotion; basket: Basket }[] = [];
  const giveaways = new Map<string, Giveaway>();
  const give = (giveaway: Giveaway): void => void giveaways.set(giveaway.promotion, giveaway);
  for (const promotion of content.promotions) {
    if (asked.isOver?.() === true) break;
    if (answersOccasion(promotion)) {
      const basket = occasionFor(rulebook, promotion, currency);
      if (basket === undefined) untried.push(promotion.code);
      else told.push({ promotion, basket });
      continue;
    }
    const basket = basketFor(rulebook, promotion, currency, worth);
    if (basket === undefined) untried.push(promotion.code);
    else pool.push({ promotion, basket });
  }
  const baskets = pool.map(({ basket }) => basket);
  for (const { promotion, basket } of pool) {
    if (asked.isOver?.() === true) break;
    const larger = scaled(basket, (gross) => gross * LARGER);
    trySplitting(asked, rules, promotion, basket, found);
    tryWorkingUp(asked, rules, promotion, basket, baskets, found, (code) => unfollowed.push(code));
    tryCheapest(asked, rules, promotion, basket, found, give);
    tryKeeping(asked, rules, promotion, basket, found);
    tryGift(asked, rules, promotion, basket, found);
    tryReturning(rules, promotion, larger, found);
    tryTwice(rules, promotion, basket, found);
    tryCards(rules, promotion, basket, found);
    tryPaid(asked, rules, promotion, larger, found);
    tryRate(asked, rules, promotion, larger, found);
    tryEarned(asked, rules, promotion, basket, baskets, found);
  }
  for (const { promotion, basket } of told) {
    if (asked.isOver?.() === true) break;
    tryTelling(asked, rules, promotion, basket, found, give);
    tryReversing(asked, rules, promotion, basket, found);
  }
  tryAtRandom(asked, rules, [...pool, ...told], diceOf(seed), found);
  tryTiers(asked, tiers, found);
  return {
    loopholes: loopholes(),
    giveaways: [...giveaways.values()],
    untried,
    unfollowed,
    isComplete: asked.isOver?.() !== true,
  };
};
