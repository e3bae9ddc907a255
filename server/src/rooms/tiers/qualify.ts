import type { Instant } from '../../kernel/instant.ts';
import type { Counts } from './definition.ts';
import type { Mark } from './mark.ts';

/** A receipt as far as tiers go. Money and points in smallest steps. */
export type SoldForTier = {
  readonly at: Instant;
  readonly lines: readonly {
    readonly category: string;
    readonly kind: string;
    readonly gross: bigint;
    readonly discount: bigint;
    readonly byPoints: bigint;
  }[];
  /** Points of grants that qualify, by when they become active. */
  readonly earned: readonly { readonly walletType: string; readonly points: bigint; readonly activeAt: Instant }[];
};

/** What of a receipt counts, at the moments at which it does: the first is the purchase itself. */
export type QualifiedBy = readonly Mark[];

// Value on its way is no spend: it is spent later.
const SPENT_KINDS: ReadonlySet<string> = new Set(['product', 'service', 'delivery']);

/** True for a grant that counts: its wallet does, and its promotion is not left out. */
export const qualifies = (
  counts: Counts,
  grant: { readonly promotion: string; readonly walletType: string },
): boolean =>
  counts.wallets?.includes(grant.walletType) === true && counts.exceptPromotions?.includes(grant.promotion) !== true;

const isIn = (category: string, tree: string): boolean => category === tree || category.startsWith(`${tree}/`);

/** Money that counts: what is paid for goods of its own sake. */
export const spendOf = (counts: Counts, lines: SoldForTier['lines']): bigint =>
  lines.reduce((sum, { kind, category, gross, discount, byPoints }) => {
    if (!SPENT_KINDS.has(kind) || counts.exceptCategories?.some((tree) => isIn(category, tree))) return sum;
    return sum + gross - discount - (counts.spend === 'net' ? 0n : byPoints);
  }, 0n);

/** What a receipt counts. Points that are pending count at the purchase, or, where the rules say so, when they become active. */
export function qualifiedMarks(counts: Counts, { at, lines, earned }: SoldForTier): QualifiedBy {
  const byMoment = new Map<Instant, bigint>([[at, 0n]]);
  for (const { points, activeAt } of earned) {
    const moment = counts.pending || activeAt < at ? at : activeAt;
    byMoment.set(moment, (byMoment.get(moment) ?? 0n) + points);
  }
  const spend = Number(spendOf(counts, lines));
  return [...byMoment]
    .sort(([a], [b]) => a - b)
    .map(([moment, points]): Mark => (moment === at ? [at, Number(points), spend, 1] : [moment, Number(points), 0, 0]));
}

/**
 * What counts of a receipt when so much of it is left: a function of what came back, not of the order in which it did. Points that are
 * taken back are those that become active last.
 */
export function marksLeft(
  marks: QualifiedBy,
  left: { readonly earned: bigint; readonly spend: bigint; readonly isVisit: boolean },
): QualifiedBy {
  let earned = Number(left.earned);
  return marks.map(([at, points, spend, visits]): Mark => {
    const kept = Math.min(points, earned);
    earned -= kept;
    return [at, kept, Math.min(spend, Number(left.spend)), left.isVisit ? visits : 0];
  });
}

/** What is to be counted so that `before` becomes `after`. */
export const marksBetween = (before: QualifiedBy, after: QualifiedBy): QualifiedBy =>
  after.map(([at, earned, spend, visits], n): Mark => {
    const [, wasEarned, wasSpend, wasVisits] = before[n] as Mark;
    return [at, earned - wasEarned, spend - wasSpend, visits - wasVisits];
  });
