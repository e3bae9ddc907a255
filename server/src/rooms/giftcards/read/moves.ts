import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

// Served by journal_of_owner, backwards.
const selectMoves = statement<{ lane: number; seq: bigint }>(
  'giftcards.selectMovesAway',
  `select lane, seq from ledger.journal
    where lane = $1 and owner = $2 and kind = 'giftcards.transfer' and home_lane is null
    order by seq desc limit $3`,
);

/** Where transfers away from a gift are booked, newest first. */
export const listMovesAway = (
  queries: Queries,
  { lane, owner }: OwnerKey,
  limit: number,
): Promise<{ lane: number; seq: bigint }[]> => queries.run(selectMoves, [lane, owner, limit]);
