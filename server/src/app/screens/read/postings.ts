import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import type { Instant } from '../../../kernel/instant.ts';

/** An owner's wallets and their ledger accounts stand in the numbers behind its own (0003-open-lanes-and-ledger.sql). */
const OWNER_STEP = 4_096n;
/** A wallet's accounts: itself booked, one behind it pending, two behind it owed. */
export const SIDES = ['booked', 'pending', 'owed'] as const;

export type WalletPosting = {
  readonly seq: bigint;
  readonly wallet_type: number;
  readonly side: number;
  readonly unit: number;
  readonly amount: bigint;
};

const selectOfOwner = statement<WalletPosting>(
  'screens.selectPostingsOfOwner',
  // $1 lane, $2 rows, $3 owner, $4 behind its accounts
  `select made.seq, held.wallet_type, (made.account & 3)::int as side, made.unit, sum(made.amount)::bigint as amount
     from ledger.posting as made
     join points.wallet as held on held.lane = made.lane and held.wallet = made.account - (made.account & 3)
    where made.lane = $1 and made.seq = any($2::bigint[]) and made.account >= $3 and made.account < $4
    group by made.seq, held.wallet_type, made.account & 3, made.unit
    order by made.seq, held.wallet_type, side`,
);

/** What rows of a lane did to the wallets of one owner. */
export const postingsOfOwner = (
  queries: Queries,
  { lane, owner }: OwnerKey,
  rows: readonly bigint[],
): Promise<WalletPosting[]> => queries.run(selectOfOwner, [lane, rows, owner, owner + OWNER_STEP]);

export type BookedPosting = {
  /** Of the program's side. */
  readonly kind: string | null;
  readonly wallet_type: number | null;
  readonly owner: bigint | null;
  readonly owner_kind: string | null;
  readonly side: number;
  readonly unit: number;
  readonly amount: bigint;
};

const selectOfRow = statement<BookedPosting>(
  'screens.selectPostingsOfRow',
  `select own.kind, held.wallet_type, held.owner, whose.kind as owner_kind, (made.account & 3)::int as side, made.unit, made.amount
     from ledger.posting as made
     left join ledger.account as own on own.account = made.account
     left join points.wallet as held on own.account is null and held.lane = made.lane and held.wallet = made.account - (made.account & 3)
     left join lanes.owner as whose on whose.lane = held.lane and whose.owner = held.owner
    where made.lane = $1 and made.seq = $2
    order by made.n`,
);

/** The postings of one row of the journal. */
export const postingsOfRow = (
  queries: Queries,
  row: { readonly lane: number; readonly seq: bigint },
): Promise<BookedPosting[]> => queries.run(selectOfRow, [row.lane, row.seq]);

export type LotMoved = {
  readonly effect: string;
  readonly change: bigint;
  readonly wallet_type: number;
  readonly unit: number;
  readonly amount: bigint;
  readonly remaining: bigint;
  readonly active_at: Instant;
  readonly expires_at: Instant;
  readonly origin_lane: number;
  readonly origin_seq: bigint;
};

const selectLotsOfRow = statement<LotMoved>(
  'screens.selectLotsOfRow',
  `select moved.effect, moved.change, held.wallet_type, held.unit, lot.amount, lot.remaining, lot.active_at, lot.expires_at,
          coalesce(lot.origin_lane, lot.lane) as origin_lane, coalesce(lot.origin_seq, lot.seq) as origin_seq
     from (select 'made' as effect, born.seq as lot_seq, born.n as lot_n, born.amount as change, -1 as place
             from points.lot as born where born.lane = $1 and born.seq = $2
           union all
           select made.effect::text, made.lot_seq, made.lot_n, made.delta, made.n
             from ledger.allocation as made where made.lane = $1 and made.seq = $2) as moved
     join points.lot as lot on lot.lane = $1 and lot.seq = moved.lot_seq and lot.n = moved.lot_n
     join points.wallet as held on held.lane = lot.lane and held.wallet = lot.wallet
    order by moved.place, moved.lot_seq, moved.lot_n
    limit 500`,
);

/** The lots that a row of the journal made, and what it did to lots that were there. */
export const lotsOfRow = (
  queries: Queries,
  row: { readonly lane: number; readonly seq: bigint },
): Promise<LotMoved[]> => queries.run(selectLotsOfRow, [row.lane, row.seq]);
