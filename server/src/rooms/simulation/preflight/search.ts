import type { Basket } from '../../promotions/index.ts';
import type { Preflight, PreflightAsked } from './asked.ts';
import type { Loophole } from './finding.ts';
import { scaled, tryCheapest, tryKeeping, trySplitting } from './one-basket.ts';
import { basketFor } from './pool.ts';
import { diceOf, tryAtRandom } from './sequence.ts';
import { unreachableTiers } from './tiers.ts';
import { tryCards, tryReturning } from './try-again.ts';
import type { Found } from './try-again.ts';
import type { Rules } from './world.ts';

const LARGER = 20n;

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
