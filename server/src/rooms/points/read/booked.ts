import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement, type Statement } from '../../../platform/database/sql.ts';

type Row = { readonly lane: number; readonly seq: bigint };

/** A wallet's accounts: itself booked, one behind it pending, two behind it owed. */
export const SIDES = ['booked', 'pending', 'owed'] as const;

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

const selectPostings = statement<BookedPosting>(
  'points.selectPostingsOfRow',
  `select own.kind, held.wallet_type, held.owner, whose.kind as owner_kind, (made.account & 3)::int as side, made.unit, made.amount
     from ledger.posting as made
     left join ledger.account as own on own.account = made.account
     left join points.wallet as held on own.account is null and held.lane = made.lane and held.wallet = made.account - (made.account & 3)
     left join lanes.owner as whose on whose.lane = held.lane and whose.owner = held.owner
    where made.lane = $1 and made.seq = $2
    order by made.n`,
);

/** The postings of one row of the journal. */
export const postingsOfRow = (queries: Queries, row: Row): Promise<BookedPosting[]> =>
  queries.run(selectPostings, [row.lane, row.seq]);

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

/** So many lots of one row are read; a row can have more, since whoever spends all of a wallet takes from each of its lots. */
export const LOTS_READ_MAX = 500;

/** Lots of a row, the first of them where there are more: `isCut` says so, for nobody may take a part for the whole. */
export type LotsRead = { readonly lots: readonly LotMoved[]; readonly isCut: boolean };

/** Reads one more than is told, to know whether there are more. */
const readLots = async (
  queries: Queries,
  select: Statement<LotMoved>,
  { lane, seq }: Row,
  max: number,
): Promise<LotsRead> => {
  const lots = await queries.run(select, [lane, seq, max + 1]);
  return { lots: lots.slice(0, max), isCut: lots.length > max };
};

const selectLots = statement<LotMoved>(
  'points.selectLotsOfRow',
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
    limit $3`,
);

/** The lots that a row of the journal made, and what it did to lots that were there. */
export const lotsOfRow = (queries: Queries, row: Row, max = LOTS_READ_MAX): Promise<LotsRead> =>
  readLots(queries, selectLots, row, max);

const selectHeld = statement<LotMoved>(
  'points.selectHeldByRow',
  `select 'held' as effect, (part->>2)::bigint as change, held.wallet_type, held.unit, lot.amount, lot.remaining, lot.active_at,
          lot.expires_at, coalesce(lot.origin_lane, lot.lane) as origin_lane, coalesce(lot.origin_seq, lot.seq) as origin_seq
     from points.hold as hold
    cross join lateral jsonb_array_elements(hold.parts) as part
     join points.lot as lot on lot.lane = hold.lane and lot.seq = (part->>0)::bigint and lot.n = (part->>1)::int
     join points.wallet as held on held.lane = lot.lane and held.wallet = lot.wallet
    where hold.lane = $1 and hold.seq = $2
    order by hold.n, lot.seq, lot.n
    limit $3`,
);

/** The lots on which a hold stands that a row of the journal made: `change` of each is held, and nothing is taken yet. */
export const heldByRow = (queries: Queries, row: Row, max = LOTS_READ_MAX): Promise<LotsRead> =>
  readLots(queries, selectHeld, row, max);

// Served by journal_of_owner. $1 and $2 are the lanes and owners in whose accounts it may have booked; $3 and $4 its own place.
const selectLegs = statement<Row>(
  'points.selectLegs',
  `select leg.lane, leg.seq
     from unnest($1::int[], $2::bigint[]) as whose(lane, owner)
     join ledger.journal as leg on leg.lane = whose.lane and leg.owner = whose.owner and leg.home_lane = $3 and leg.home_seq = $4
    order by leg.lane, leg.seq`,
);

/** The legs that an operation left with owners. */
export const legsOf = (
  queries: Queries,
  home: Row,
  owners: readonly { readonly lane: number; readonly owner: bigint }[],
): Promise<Row[]> =>
  queries.run(selectLegs, [owners.map(({ lane }) => lane), owners.map(({ owner }) => owner), home.lane, home.seq]);

const selectHome = statement<Row>(
  'points.selectHome',
  'select home_lane as lane, home_seq as seq from ledger.journal where lane = $1 and seq = $2 and home_lane is not null',
);

/** The operation of which a row is a leg; undefined where it is one itself, or is not there. */
export const homeOf = async (queries: Queries, row: Row): Promise<Row | undefined> =>
  (await queries.run(selectHome, [row.lane, row.seq]))[0];
