import { assert } from '../../../kernel/assert.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { ReadJournalPage } from '../../../platform/followers/index.ts';
import { unpackRecord, type RecordPlace } from '../body.ts';
import type { Posting } from '../posting.ts';
import { createRecordPlaces } from '../record-places.ts';
import { operationOf, type KeptOperation, type JournalColumns } from './record.ts';

/** A home row of the journal as followers get it. What has no record (settlings by time) is told by its postings. */
export type FollowedOperation = KeptOperation & { readonly postings: readonly Posting[] };

type PageRow = Omit<JournalColumns, 'lane'> & { is_leg: boolean; record_back: number | null; body: Buffer | null };

/**
 * The body of a row on a page behind number $2 of lane $1: its own, or, where its record stands in a body before the page, that one.
 * The other rows find theirs on the page (`createRecordPlaces`).
 */
export const BODY_ON_PAGE = `case when row.seq - row.record_back > $2 then row.body
               else (select holder.body from ledger.journal as holder
                      where holder.lane = row.lane and holder.seq = row.seq - row.record_back) end`;

const selectPage = statement<PageRow>(
  'ledger.selectJournalPage',
  `select row.seq, row.home_lane is not null as is_leg, row.kind, row.occurred_at, row.recorded_at, row.booked_on, row.owner,
          row.tenant_id, row.program, row.outlet, row.terminal, row.rulebook, row.flags, row.record_back,
          ${BODY_ON_PAGE} as body
     from ledger.journal as row
    where row.lane = $1 and row.seq > $2 and row.seq <= $2 + $3
    order by row.seq`,
);

const selectPostings = statement<{ seq: bigint; account: bigint; unit: number; amount: bigint }>(
  'ledger.selectPostingsOfRows',
  `select seq, account, unit, amount from ledger.posting where lane = $1 and seq = any($2::bigint[]) order by seq, n`,
);

/** The home rows of a lane behind a number, in order; see platform/followers. */
export const readJournalPage: ReadJournalPage<FollowedOperation> = async (queries, lane, after, limit) => {
  const rows = await queries.run(selectPage, [lane, after, BigInt(limit)]);
  // Lanes commit in order and without gaps. A gap would be an operation that nobody is ever told about.
  assert(BigInt(rows.length) === (rows.at(-1)?.seq ?? after) - after, `lane ${lane} has a gap behind ${after}`);
  const placeOf = createRecordPlaces();
  const places = new Map(rows.map((row) => [row.seq, placeOf(row)]));
  const home = rows.filter((row) => !row.is_leg);
  const bare = home.filter((row) => row.record_back === null).map((row) => row.seq);
  const postings = bare.length === 0 ? [] : await queries.run(selectPostings, [lane, bare]);
  return {
    upto: rows.at(-1)?.seq ?? after,
    rows: home.map((row) => ({
      ...operationOf({ ...row, lane }, recordAt(places.get(row.seq), row.occurred_at)),
      postings: row.record_back === null ? postings.filter((one) => one.seq === row.seq) : [],
    })),
  };
};

const recordAt = (at: RecordPlace | undefined, occurredAt: Instant): unknown => at && unpackRecord(at, { occurredAt });
