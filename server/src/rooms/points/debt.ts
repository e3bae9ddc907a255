import type { Instant } from '../../kernel/instant.ts';

/** Points that a member owes since a return took back what was spent already. Repaid oldest first; never expires. */
export type Debt = {
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly wallet: bigint;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly owedSince: Instant;
};
