import { assert } from '../../../kernel/assert.ts';
import { placeText } from '../../../kernel/journal-place.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { ReadJournalPage } from '../../../platform/followers/index.ts';
import {
  BODY_ON_PAGE,
  createRecordPlaces,
  unpackRecord,
  type JournalColumns,
  type RecordPlace,
} from '../../ledger/index.ts';
import type { JournalRow, Kept, Place } from '../operation.ts';

type Row = Omit<JournalColumns, 'rulebook'> & {
  readonly home_lane: number | null;
  readonly home_seq: bigint | null;
  readonly record_back: number | null;
  readonly body: Buffer | null;
};

const COLUMNS = `row.lane, row.seq, row.home_lane, row.home_seq, row.kind, row.occurred_at, row.recorded_at, row.booked_on, row.owner,
          row.tenant_id, row.program, row.outlet, row.terminal, row.flags, row.record_back`;

const selectRows = statement<Row>(
  'reports.selectJournalRows',
  `select ${COLUMNS}, ${BODY_ON_PAGE} as body
     from ledger.journal as row where row.lane = $1 and row.seq > $2 and row.seq <= $2 + $3 order by row.seq`,
);

const selectPlaces = statement<Row>(
  'reports.selectJournalPlaces',
  `select ${COLUMNS}, holder.body
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join ledger.journal as row on row.lane = wanted.lane and row.seq = wanted.seq
     left join ledger.journal as holder on holder.lane = row.lane and holder.seq = row.seq - row.record_back`,
);

const rowOf = (row: Row, at: RecordPlace | undefined): JournalRow => ({
  lane: row.lane,
  seq: row.seq,
  kind: row.kind,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
  bookedOn: row.booked_on,
  owner: row.owner,
  tenant: row.tenant_id,
  program: row.program,
  outlet: row.outlet,
  terminal: row.terminal,
  flags: row.flags,
  home: row.home_lane === null || row.home_seq === null ? undefined : { lane: row.home_lane, seq: row.home_seq },
  record: at && (unpackRecord(at, { occurredAt: row.occurred_at }) as Kept),
});

/** The rows of a lane behind a number, legs too: what a leg posts belongs to the totals of its operation. */
export const readJournalRows: ReadJournalPage<JournalRow> = async (queries, lane, after, limit) => {
  const rows = await queries.run(selectRows, [lane, after, BigInt(limit)]);
  const upto = rows.at(-1)?.seq ?? after;
  assert(BigInt(rows.length) === upto - after, `lane ${lane} has a gap behind ${after}`);
  const placeOf = createRecordPlaces();
  return { upto, rows: rows.map((row) => rowOf(row, placeOf(row))) };
};

/** Rows by their places. A leg and its home are one transaction, so a home is there as soon as its leg is. */
export async function readJournalPlaces(
  queries: Queries,
  places: readonly Place[],
): Promise<ReadonlyMap<string, JournalRow>> {
  if (places.length === 0) return new Map();
  const distinct = [...new Map(places.map((place) => [placeText(place), place])).values()];
  const rows = await queries.run(selectPlaces, [distinct.map((one) => one.lane), distinct.map((one) => one.seq)]);
  return new Map(rows.map((row) => [placeText(row), rowOf(row, createRecordPlaces()(row))]));
}

/** What a row's postings come to in one unit, as lines keep it. */
export type RowFigures = {
  readonly seq: bigint;
  readonly unit: number;
  readonly earned: bigint;
  readonly spent: bigint;
  readonly loaded: bigint;
  readonly expired: bigint;
  readonly changed: bigint;
  readonly wallet_types: readonly number[] | null;
};

// The program's accounts have rows, holders' have none: whatever is no account of the program is booked, pending or owed of a wallet.
const selectFigures = statement<RowFigures>(
  'reports.selectRowFigures',
  `select made.seq, made.unit,
          coalesce(-sum(made.amount) filter (where own.kind = 'issuance'), 0)::bigint as earned,
          coalesce(sum(made.amount) filter (where own.kind = 'redemption'), 0)::bigint as spent,
          coalesce(-sum(made.amount) filter (where own.kind = 'funding'), 0)::bigint as loaded,
          coalesce(sum(made.amount) filter (where own.kind = 'breakage'), 0)::bigint as expired,
          coalesce(sum(made.amount) filter (where own.kind is null), 0)::bigint as changed,
          array_agg(distinct held.wallet_type) filter (where held.wallet_type is not null) as wallet_types
     from ledger.posting as made
     left join ledger.account as own on own.account = made.account
     left join points.wallet as held on own.account is null and held.lane = made.lane and held.wallet = made.account - (made.account & 3)
    where made.lane = $1 and made.seq > $2 and made.seq <= $3
    group by made.seq, made.unit
    order by made.seq, made.unit`,
);

/** The figures of a lane's rows behind `after` up to `upto`, by row and unit. */
export const readFigures = (queries: Queries, lane: number, after: bigint, upto: bigint): Promise<RowFigures[]> =>
  queries.run(selectFigures, [lane, after, upto]);

const selectRanges = statement<{ lane: number; card: bigint; range: number }>(
  'reports.selectRangesOfCards',
  // A card may have gone to another lane with its member since.
  `select wanted.lane, card.card, card.range
     from unnest($1::int[], $2::bigint[]) as wanted(lane, card)
     join lanes.lane as own on own.lane = wanted.lane
     join lanes.lane as lane on lane.tenant_id = own.tenant_id
     join cards.card as card on card.lane = lane.lane and card.card = wanted.card
    where card.range is not null`,
);

/** The ranges of cards, where they have one. */
export const readRangesOfCards = (
  queries: Queries,
  cards: readonly { readonly lane: number; readonly card: bigint }[],
): Promise<{ lane: number; card: bigint; range: number }[]> =>
  cards.length === 0
    ? Promise.resolve([])
    : queries.run(selectRanges, [cards.map((one) => one.lane), cards.map((one) => one.card)]);

const selectMembers = statement<{ owner: bigint }>(
  'reports.selectMembersAmong',
  `select held.owner
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join lanes.owner as held on held.lane = wanted.lane and held.owner = wanted.owner
    where held.kind = 'member'`,
);

/** Which of these owners are members. */
export async function membersAmong(
  queries: Queries,
  owners: readonly { readonly lane: number; readonly owner: bigint }[],
): Promise<ReadonlySet<bigint>> {
  if (owners.length === 0) return new Set();
  const rows = await queries.run(selectMembers, [owners.map((one) => one.lane), owners.map((one) => one.owner)]);
  return new Set(rows.map(({ owner }) => owner));
}
