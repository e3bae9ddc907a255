import { formatQuantity } from '../../../kernel/quantity.ts';
import { loophole } from './finding.ts';
import type { Loophole } from './finding.ts';
import { basketFor } from './pool.ts';
import type { PreflightAsked } from './search.ts';
import { decideBasket } from './world.ts';

/** A tier and what it takes to get there: so many points of a wallet type in a window, in smallest steps. */
export type TierStep = {
  readonly code: string;
  readonly wallet: string;
  readonly threshold: bigint;
  readonly windowDays: number;
};

// A shopper of ten thousand a day is beyond every real one: what he does not reach in a window nobody does.
const SPENT_A_DAY = 1_000_000n;

/**
 * Tiers that promotions ask for and nobody can get to: such as are not there, and such as only members of that tier or a
 * higher one could qualify for. Nothing is said where no tiers are told.
 */
export const unreachableTiers = (
  asked: PreflightAsked,
  tiers: readonly TierStep[] | undefined,
): readonly Loophole[] => {
  if (tiers === undefined) return [];
  const { content, rulebook, currency } = asked;
  const reached = new Set(['']);
  const most = (wallet: string): bigint => {
    let best = 0n;
    for (const promotion of content.promotions) {
      const basket = basketFor(rulebook, promotion, currency);
      if (basket?.member === undefined) continue;
      for (const tier of reached) {
        const total = basket.lines.reduce((sum, { gross }) => sum + gross, 0n);
        const factor = total === 0n ? 1n : SPENT_A_DAY / total + 1n;
        const large = { ...basket, member: { ...basket.member, tier } };
        const lines = large.lines.map((line) => ({ ...line, gross: line.gross * factor }));
        const points = decideBasket(asked, { ...large, lines }).points.get(wallet) ?? 0n;
        if (points > best) best = points;
      }
    }
    return best;
  };
  const found: Loophole[] = [];
  for (const { code, wallet, threshold, windowDays } of tiers) {
    const able = most(wallet) * BigInt(windowDays);
    if (able >= threshold) {
      reached.add(code);
      continue;
    }
    const need = formatQuantity(threshold, content.units?.wallets[wallet]?.decimals ?? 0);
    found.push(
      loophole('preflight.tier_unreachable', code, [], {
        en: `it takes ${need} ${wallet} in ${windowDays} days, and no member below it can earn them.`,
        es: `exige ${need} ${wallet} en ${windowDays} días, y ningún socio por debajo puede ganarlos.`,
      }),
    );
  }
  const known = new Set(tiers.map(({ code }) => code));
  for (const { code, conditions } of content.promotions) {
    for (const { kind, params } of conditions) {
      if (kind !== 'tier-in') continue;
      const named = (params as { readonly tiers: readonly string[] }).tiers;
      if (named.some((tier) => tier === '' || known.has(tier))) continue;
      found.push(
        loophole('preflight.tier_unreachable', code, [], {
          en: `it asks for ${named.join(', ')}, and the program has no such tier.`,
          es: `pide ${named.join(', ')}, y el programa no tiene ese nivel.`,
        }),
      );
    }
  }
  return found;
};
