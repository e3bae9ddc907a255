import type { Instant } from '../../kernel/instant.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Program } from '../programs/index.ts';
import type { Basket, Grant, Rulebook } from '../promotions/index.ts';
import {
  marksBetween,
  marksLeft,
  qualifiedMarks,
  qualifies,
  spendOf,
  type Counts,
  type QualifiedBy,
} from '../tiers/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { earningsOf } from './earn.ts';
import { keepPoints, type PointsByType } from './keep-points.ts';
import type { FoundSale } from './plan-return.ts';
import type { KeptGrant } from './record.ts';
import type { Sale } from './sale.ts';
import type { Returned } from './store/returned.ts';

/** What a receipt has counted for its member's tier: under which rules, at which moments. Returns take it away again. */
export type KeptQualified = { readonly version: number; readonly marks: QualifiedBy };

type Who = { readonly lane: number; readonly owner: bigint; readonly tenant: number };
type Deps = Pick<CheckoutDeps, 'tiers' | 'walletTypes'>;

/** What a basket and its grants count for a tier; undefined where nothing does. */
export function qualifiedOf(
  deps: Deps,
  who: Who,
  program: Program,
  desk: Desk<JournalEntry>,
  basket: Basket,
  grants: readonly Grant[],
  at: Instant,
): KeptQualified | undefined {
  const by = deps.tiers.countedBy(who, program, desk, at);
  if (!by) return undefined;
  const counted = grants.filter((grant) => qualifies(by.counts, grant));
  const earned = earningsOf(deps.walletTypes, program, counted, at).map(({ type, points, activeAt }) => ({
    walletType: type.code,
    points,
    activeAt,
  }));
  return { version: by.version, marks: qualifiedMarks(by.counts, { at, lines: basket.lines, earned }) };
}

/**
 * Decides a basket by the tier before it, or, where the program says so, by the one that it leads to: what it counts by the first
 * decision makes the tier of the second. Gives the basket that was decided with it.
 */
export function adjudicateForTier<Decided extends { readonly grants: readonly Grant[] }>(
  deps: Deps,
  sale: Pick<Sale, 'till' | 'occurredAt'>,
  who: Who,
  desk: Desk<JournalEntry>,
  asked: Basket,
  decide: (basket: Basket) => Decided,
): Decided & { readonly asked: Basket } {
  const { program } = sale.till;
  const at = sale.occurredAt;
  const decided = decide(asked);
  if (!deps.tiers.earnsByTierAfter(who, program, desk, at) || !asked.member) return { asked, ...decided };
  const qualified = qualifiedOf(deps, who, program, desk, asked, decided.grants, at);
  const tier = qualified && deps.tiers.tierAfter(who, program, desk, qualified.marks, at);
  if (tier === undefined || tier === asked.member.tier) return { asked, ...decided };
  const basket = { ...asked, member: { ...asked.member, tier } };
  return { asked: basket, ...decide(basket) };
}

/** Counts a receipt for its member's tier, and tells what that makes of it. Behind everything else that is booked. */
export function countForTier(
  deps: Deps,
  who: Who,
  program: Program,
  desk: Desk<JournalEntry>,
  qualified: KeptQualified | undefined,
): void {
  if (!qualified) return;
  deps.tiers.count(who, program, desk, qualified.marks, (qualified.marks[0] as QualifiedBy[number])[0], 'counted_late');
}

/** What came back of a sale, as far as tiers go. */
export type BackForTier = {
  readonly rulebook: Rulebook | undefined;
  /** The basket as it was decided, and what is left of it. */
  readonly basket: Basket;
  readonly rest: Basket;
  readonly grants: readonly KeptGrant[];
  readonly back: ReadonlyMap<number, bigint>;
  readonly before: ReadonlyMap<number, bigint>;
  readonly kept: PointsByType;
  readonly isWhole: boolean;
};

/**
 * Takes away what a sale had counted and the rest of its basket does not count, at the moments of the sale: a function of what has
 * come back, so of no order. Gives what is left, for the next return; undefined where the sale had counted nothing.
 */
export function uncountForTier(
  deps: Deps,
  program: Program,
  found: FoundSale,
  returned: Pick<Returned, 'qualified'>,
  desk: Desk<JournalEntry>,
  at: Instant,
  goods: BackForTier,
): QualifiedBy | undefined {
  const qualified = found.claim?.record.qualified ?? found.record.qualified;
  const counts = qualified && deps.tiers.countsOf(program, qualified.version);
  if (!counts || !found.member) return undefined;
  const left = marksLeft(qualified.marks, {
    earned: earnedLeft(counts, goods),
    spend: spendOf(counts, goods.rest.lines),
    isVisit: !goods.isWhole,
  });
  const taken = marksBetween(returned.qualified ?? qualified.marks, left);
  if (taken.some(([, earned, spend, visits]) => earned !== 0 || spend !== 0 || visits !== 0))
    deps.tiers.count(found.member, program, desk, taken, at, 'returned');
  return left;
}

/** Qualifying points that stay. Where promotions are left out, the rest of the basket is decided for the others alone. */
function earnedLeft(counts: Counts, { rulebook, basket, grants, back, before, kept }: BackForTier): bigint {
  const isCounted = (grant: { readonly promotion: string; readonly walletType: string }): boolean =>
    qualifies(counts, grant);
  const stays = counts.exceptPromotions?.length
    ? keepPoints(
        rulebook,
        basket,
        grants.filter(({ promotion, wallet }) => isCounted({ promotion, walletType: wallet })),
        back,
        before,
        isCounted,
      ).kept
    : kept;
  return [...stays].reduce((sum, [code, points]) => (counts.wallets?.includes(code) ? sum + points : sum), 0n);
}
