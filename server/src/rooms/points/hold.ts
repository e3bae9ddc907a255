import type { Instant } from '../../kernel/instant.ts';

/** A reservation of value until captured, released or lapsed. It stands on lots, so that their expiry cannot empty it. */
export type Hold = {
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly wallet: bigint;
  readonly amount: bigint;
  readonly expiresAt: Instant;
  readonly state: 'open' | 'captured' | 'released' | 'lapsed';
  readonly parts: readonly HoldPart[];
};

export type HoldPart = { readonly seq: bigint; readonly n: number; readonly amount: bigint };
