import { assert } from '../../../kernel/assert.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { JournalPage } from '../../../platform/followers/index.ts';
import {
  BODY_ON_PAGE,
  createRecordPlaces,
  operationOf,
  unpackRecord,
  type JournalColumns,
  type KeptOperation,
} from '../../ledger/index.ts';

type Row = Omit<JournalColumns, 'lane'> & { readonly record_back: number | null; readonly body: Buffer | null };

const selectRows = statement<Row>(
  'fraud.selectJournalRows',
  `select row.seq, row.kind, row.occurred_at, row.recorded_at, row.booked_on, row.owner, row.tenant_id, row.program, row.outlet,
          row.terminal, row.rulebook, row.flags, row.record_back, ${BODY_ON_PAGE} as body
     from ledger.journal as row where row.lane = $1 and row.seq > $2 and row.seq <= $2 + $3 order by row.seq`,
);

const GIVES = new Set(['checkout.sale', 'checkout.claim']);
const VOIDS = 'checkout.void';

/**
 * The rows of a lane behind a number that can matter: sales and claims decided by a rulebook in which something is watched, and voids.
 * Only of these is the record unpacked, which is what reading costs. `know` is told the rulebooks first.
 */
export async function readWatchedRows(
  queries: Queries,
  at: { readonly lane: number; readonly after: bigint; readonly limit: number },
  { know, isWatched }: { know(rulebooks: readonly number[]): Promise<void>; isWatched(rulebook: number): boolean },
): Promise<JournalPage<KeptOperation>> {
  const { lane, after } = at;
  const rows = await queries.run(selectRows, [lane, after, BigInt(at.limit)]);
  const upto = rows.at(-1)?.seq ?? after;
  assert(BigInt(rows.length) === upto - after, `lane ${lane} has a gap behind ${after}`);
  await know([...new Set(rows.filter(({ kind }) => GIVES.has(kind)).map(({ rulebook }) => rulebook))]);
  const placeOf = createRecordPlaces();
  const kept = rows.flatMap((row): KeptOperation[] => {
    // Every row is shown to the reader of places, since the next one's record may stand in its body.
    const place = placeOf(row);
    if (row.kind !== VOIDS && !(GIVES.has(row.kind) && isWatched(row.rulebook))) return [];
    assert(place !== undefined, `row ${lane}/${row.seq} has a record`);
    return [operationOf({ ...row, lane }, unpackRecord(place, { occurredAt: row.occurred_at }))];
  });
  return { upto, rows: kept };
}
