import type { Instant } from '../../kernel/instant.ts';
import type { Lot } from './lot.ts';

/** Points of a sale that are earned no more, by what tells their lot: who pays for it, and its dates where they are known. */
export type Unearned = {
  readonly contract: number | undefined;
  readonly dates?: { readonly activeAt: Instant; readonly expiresAt: Instant } | undefined;
  readonly points: bigint;
};

/** What can be cancelled of a lot: all of what is pending, of others what no hold has. */
const freeOf = (lot: Lot): bigint => (lot.isPending ? lot.remaining : lot.remaining - lot.held);

/**
 * How much of each of a sale's own lots is cancelled for `amount` in all: first of the contracts whose points are earned no more, so that
 * whoever paid for them has them back as far as they are there (semantics 3.11), then of any. Of each what is pending goes first (semantics
 * 3.3), and of that the very lots that the points are in, else in the order of the lots.
 */
export const cancelOwn = (
  own: readonly Lot[],
  amount: bigint,
  unearned: readonly Unearned[],
): ReadonlyMap<Lot, bigint> => {
  const cancelled = new Map<Lot, bigint>();
  let left = amount;
  /** Takes at most so much of some lots; gives what of it they did not have. */
  const take = (most: bigint, isOf: (lot: Lot) => boolean): bigint => {
    let rest = most;
    for (const lot of own) {
      if (rest === 0n || left === 0n) break;
      if (!isOf(lot)) continue;
      const had = cancelled.get(lot) ?? 0n;
      const free = freeOf(lot) - had;
      const part = [rest, left].reduce((least, one) => (one < least ? one : least), free);
      if (part === 0n) continue;
      cancelled.set(lot, had + part);
      rest -= part;
      left -= part;
    }
    return rest;
  };
  const isIn = (lot: Lot, { dates }: Unearned): boolean =>
    dates !== undefined && lot.activeAt === dates.activeAt && lot.expiresAt === dates.expiresAt;
  const rest = unearned.map(({ points }) => points);
  for (const isPending of [true, false]) {
    for (const isExact of [true, false]) {
      for (const [i, one] of unearned.entries()) {
        rest[i] = take(
          rest[i] as bigint,
          (lot) => lot.isPending === isPending && lot.contract === one.contract && (!isExact || isIn(lot, one)),
        );
      }
    }
  }
  for (const isPending of [true, false]) take(left, (lot) => lot.isPending === isPending);
  return cancelled;
};
