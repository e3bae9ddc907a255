import { addDays } from '../../../kernel/local-date.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import type { Basket } from '../../promotions/index.ts';
import { LimitBook } from '../limit-book.ts';
import type { TierDefinition } from '../../tiers/index.ts';
import type { Found } from './finding.ts';
import type { PreflightAsked } from './asked.ts';
import { decideBasket } from './decide-basket.ts';

/**
 * A tier and what it takes to get there: so many points of a wallet type in a window, in smallest steps. A threshold of 0 is reached by
 * everybody, or given by hand, or counted in what anybody can spend.
 */
export type TierStep = {
  readonly code: string;
  readonly wallet: string;
  readonly threshold: bigint;
  readonly windowDays: number;
  /** Promotions whose points do not qualify. */
  readonly exceptPromotions?: readonly string[] | undefined;
};

const WINDOW_DAYS = { month: 31, quarter: 92, half_year: 184, year: 366, anniversary: 366 } as const;

/** The tiers of a program as the search takes them; nothing where it counts none. What is not counted in points anybody can reach. */
export const tierStepsOf = (definition: TierDefinition | undefined): readonly TierStep[] | undefined => {
  if (definition === undefined) return undefined;
  const { levels, metric, counts, window } = definition.content;
  const [wallet = ''] = counts.wallets ?? [];
  // Points of several wallets are one sum: too much to say that nobody reaches it.
  const isCounted = (metric === 'earned' || metric === 'balance') && counts.wallets?.length === 1;
  return levels.map(({ code }, rank) => ({
    ...{ code, wallet, exceptPromotions: counts.exceptPromotions },
    threshold: isCounted ? BigInt(definition.thresholds[rank] ?? 0) : 0n,
    // A balance has no window; what somebody keeps for a year is what he may have.
    windowDays: 'days' in window ? window.days : WINDOW_DAYS[window.per],
  }));
};

// A shopper of ten thousand a day is beyond every real one: what he does not reach in a window nobody does.
const SPENT_A_DAY = 1_000_000n;

/**
 * Tiers that promotions ask for and nobody can get to: such as are not there, and such as only members of that tier or a
 * higher one could qualify for. Nothing is said where no tiers are told.
 */
export const tryTiers = (
  asked: PreflightAsked,
  tiers: readonly TierStep[] | undefined,
  pool: readonly Basket[],
  found: Found,
): void => {
  if (tiers === undefined || asked.isOver?.() === true) return;
  const { content, rulebook } = asked;
  const reached = new Set(['']);
  /** The most that a member of a tier already reached can earn in so many days; no further than is asked. */
  const mostOf = ({ wallet, windowDays, threshold, exceptPromotions = [] }: TierStep): bigint => {
    const pointsOf = (grants: ReturnType<typeof decideBasket>['grants']): bigint =>
      grants.reduce(
        (sum, { promotion, walletType, points }) =>
          walletType === wallet && !exceptPromotions.includes(promotion) ? sum + points : sum,
        0n,
      );
    let best: { readonly points: bigint; readonly basket: Basket } | undefined;
    for (const basket of pool) {
      if (basket.member === undefined) continue;
      const total = basket.lines.reduce((sum, { gross }) => sum + gross, 0n);
      const factor = total === 0n ? 1n : SPENT_A_DAY / total + 1n;
      const lines = basket.lines.map((line) => ({ ...line, gross: line.gross * factor }));
      for (const tier of reached) {
        const large = { ...basket, lines, member: { ...basket.member, tier } };
        const points = pointsOf(decideBasket(asked, large).grants);
        if (best === undefined || points > best.points) best = { points, basket: large };
      }
    }
    if (best === undefined || !rulebook.hasLimits) return (best?.points ?? 0n) * BigInt(windowDays);
    // Limits bind: day after day, on what they leave.
    const book = new LimitBook();
    let sum = 0n;
    for (let day = 0; day < windowDays && sum < threshold && asked.isOver?.() !== true; day++) {
      const date = addDays(best.basket.local.date, day);
      const place = { owner: 'shopper', card: 'card', outlet: best.basket.outlet.code, day: date };
      const decided = decideBasket(
        asked,
        { ...best.basket, local: { ...best.basket.local, date } },
        { shopper: { book, place } },
      );
      book.take(rulebook, decided.usages, place);
      sum += pointsOf(decided.grants);
    }
    return sum;
  };
  for (const tier of tiers) {
    const { code, wallet, threshold, windowDays } = tier;
    if (threshold === 0n || mostOf(tier) >= threshold) {
      reached.add(code);
      continue;
    }
    const need = formatQuantity(threshold, content.units?.wallets[wallet]?.decimals ?? 0);
    found('preflight.tier_unreachable', code, () => ({
      steps: [],
      outcome: {
        en: `it takes ${need} ${wallet} in ${windowDays} days, and no member below it can earn them.`,
        es: `exige ${need} ${wallet} en ${windowDays} días, y ningún socio por debajo puede ganarlos.`,
      },
    }));
  }
  const known = new Set(tiers.map(({ code }) => code));
  for (const { code, conditions } of content.promotions) {
    for (const { kind, params } of conditions) {
      if (kind !== 'tier-in') continue;
      const named = (params as { readonly tiers: readonly string[] }).tiers;
      if (named.some((tier) => tier === '' || known.has(tier))) continue;
      found('preflight.tier_unreachable', code, () => ({
        steps: [],
        outcome: {
          en: `it asks for ${named.join(', ')}, and the program has no such tier.`,
          es: `pide ${named.join(', ')}, y el programa no tiene ese nivel.`,
        },
      }));
    }
  }
};
