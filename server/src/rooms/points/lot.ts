import type { Instant } from '../../kernel/instant.ts';

/** A lot's key is the journal row that made it. */
export type LotKey = { readonly lane: number; readonly seq: bigint; readonly n: number };

/** Points from one accrual with one issuer, start, expiry and remainder: the unit of expiry and of cost. */
export type Lot = LotKey & {
  readonly wallet: bigint;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly held: bigint;
  readonly isPending: boolean;
  readonly isFrozen: boolean;
  readonly earnedAt: Instant;
  readonly activeAt: Instant;
  readonly expiresAt: Instant;
  readonly issuer: number;
  /** Who pays for its points; absent for nobody's contract. */
  readonly contract?: number;
  /** Where it was earned, if it has moved since. */
  readonly originLane?: number;
  readonly originSeq?: bigint;
};

/** What of a lot can be taken: nothing while it is pending or frozen. */
export const spendableOf = (lot: Lot): bigint => (lot.isPending || lot.isFrozen ? 0n : lot.remaining - lot.held);

/** Semantics 3.1: expiry, then start, then earning, then id. Lots without end come last. */
export function compareLots(a: Lot, b: Lot): number {
  return (
    a.expiresAt - b.expiresAt ||
    a.activeAt - b.activeAt ||
    a.earnedAt - b.earnedAt ||
    (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : a.n - b.n)
  );
}

/** True for the lots that an operation granted, wherever they have moved since. */
export const isFrom = (lot: Lot, lane: number, seq: bigint): boolean =>
  lot.originSeq === undefined ? lot.lane === lane && lot.seq === seq : lot.originLane === lane && lot.originSeq === seq;
