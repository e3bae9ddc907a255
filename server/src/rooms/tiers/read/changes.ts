import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { StandingKey } from '../standing.ts';

/** A change that was told, on a screen. */
export type ListedChange = {
  readonly lane: number;
  readonly seq: bigint;
  readonly at: Instant;
  readonly toldAt: Instant;
  readonly from: string;
  readonly to: string;
  readonly because: string;
  readonly reason: string | null;
};

const selectChanges = statement<ListedChange>(
  'tiers.selectChanges',
  `select lane, seq, at, told_at as "toldAt", from_tier as "from", to_tier as "to", because, reason
     from tiers.change
    where lane = $1 and member = $2 and program = $3 and seq < $4
    order by seq desc
    limit $5`,
);

const BEYOND_ALL = 9_223_372_036_854_775_807n;

/** The changes of a member's tier, the newest first, behind `before`. */
export const listChanges = (
  queries: Queries,
  { lane, owner, program }: StandingKey,
  before: bigint | undefined,
  limit: number,
): Promise<ListedChange[]> => queries.run(selectChanges, [lane, owner, program, before ?? BEYOND_ALL, limit]);
