import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

/** An owner's wallets and their ledger accounts stand in the numbers behind its own (0003-open-lanes-and-ledger.sql). */
const OWNER_STEP = 4_096n;

/** What an operation did to the money on a card. */
export type GiftHistoryRow = {
  readonly lane: number;
  readonly seq: bigint;
  readonly home_lane: number | null;
  readonly home_seq: bigint | null;
  readonly kind: string;
  readonly occurred_at: Instant;
  readonly recorded_at: Instant;
  readonly outlet: number;
  readonly change: bigint;
};

// Served by journal_of_owner, backwards. An account's last two bits say its side: two and more is what is owed, which is no money.
const selectHistory = statement<GiftHistoryRow>(
  'giftcards.selectHistory',
  // $1 lane, $2 gift, $3 behind its accounts, $4 before, $5 tenant, $6 limit
  `select line.lane, line.seq, line.home_lane, line.home_seq, coalesce(home.kind, line.kind) as kind, line.occurred_at, line.recorded_at, line.outlet,
          coalesce((select sum(made.amount) from ledger.posting as made
                     where made.lane = line.lane and made.seq = line.seq and made.account >= $2 and made.account < $3
                       and (made.account & 3) < 2), 0)::bigint as change
     from ledger.journal as line
     left join ledger.journal as home on home.lane = line.home_lane and home.seq = line.home_seq
    where line.lane = $1 and line.owner = $2 and line.seq < $4 and line.tenant_id = $5
    order by line.seq desc
    limit $6`,
);

/** Rows of a gift card's journal, newest first; `before` is where the page before ended. */
export const listGiftHistory = (
  queries: Queries,
  { lane, owner }: OwnerKey,
  { before, tenant, limit }: { readonly before: bigint; readonly tenant: number; readonly limit: number },
): Promise<GiftHistoryRow[]> => queries.run(selectHistory, [lane, owner, owner + OWNER_STEP, before, tenant, limit]);
