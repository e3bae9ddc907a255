import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Batch, BatchSource, BatchState } from '../batch.ts';
import type { Asked } from '../card-deps.ts';

type Row = {
  batch: bigint;
  tenant_id: number;
  range: number;
  quantity: number;
  made: number;
  source: BatchSource;
  state: BatchState;
  stage: Batch['stage'];
  given_up_because: Batch['givenUpBecause'] | null;
  content: Buffer;
  requested_by: bigint;
  requested_at: Instant;
  released_by: bigint | null;
  released_at: Instant | null;
  print_state: Batch['print']['state'];
  print_approval: bigint | null;
  print_sha256: Buffer | null;
  print_downloaded_by: bigint | null;
  print_downloaded_at: Instant | null;
};

const COLUMNS = `batch, tenant_id, range, quantity, made, source, state, stage, given_up_because, content, requested_by, requested_at, released_by,
          released_at, print_state, print_approval, print_sha256, print_downloaded_by, print_downloaded_at`;

// $1 tenant, $2 range, $3 quantity, $4 source, $5 space, $6 reference, $7 content, $8 by, $9 now
const insertRow = statement<Row>(
  'cards.insertBatch',
  `insert into cards.batch (tenant_id, range, quantity, source, space, reference, content, requested_by, requested_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (tenant_id, space, reference) do nothing
   returning ${COLUMNS}`,
);
const selectByReference = statement<Row>(
  'cards.selectBatchByReference',
  `select ${COLUMNS} from cards.batch where tenant_id = $1 and space = $2 and reference = $3`,
);
const selectOne = statement<Row>(
  'cards.selectBatch',
  `select ${COLUMNS} from cards.batch where tenant_id = $1 and batch = $2`,
);
const selectPage = statement<Row>(
  'cards.selectBatches',
  `select ${COLUMNS} from cards.batch where tenant_id = $1 and batch < $2 order by batch desc limit $3`,
);
const selectAllotted = statement<{ allotted: bigint }>(
  'cards.selectAllotted',
  'select allotted from cards.range where range = $1',
);
const allotRow = statement<{ allotted: bigint }>(
  'cards.allotNumbers',
  `update cards.range set allotted = allotted + $2 where range = $1 and state = 'open' and allotted + $2 <= $3 returning allotted`,
);
const giveBackRow = statement(
  'cards.giveNumbersBack',
  'update cards.range set allotted = allotted - $2 where range = $1',
);
// $1 tenant, $2 batch, $3 states it may come from, $4 state, $5 by, $6 now
const moveRow = statement<Row>(
  'cards.moveBatch',
  `update cards.batch
      set state = $4,
          released_by = case when $4 = 'released' then $5::bigint else released_by end,
          released_at = case when $4 = 'released' then $6::timestamptz else released_at end
    where tenant_id = $1 and batch = $2 and state = any ($3)
      and ($4 <> 'released' or made = quantity)
   returning ${COLUMNS}`,
);
const giveUpRow = statement<Row>(
  'cards.giveBatchUp',
  `update cards.batch set state = 'abandoned', given_up_because = $3
    where tenant_id = $1 and batch = $2 and state = 'making' returning ${COLUMNS}`,
);
const batchOf = (row: Row): Batch => ({
  batch: row.batch,
  tenant: row.tenant_id,
  range: row.range,
  quantity: row.quantity,
  made: row.made,
  source: row.source,
  state: row.state,
  givenUpBecause: row.given_up_because ?? undefined,
  stage: row.stage,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  releasedBy: row.released_by ?? undefined,
  releasedAt: row.released_at ?? undefined,
  print: {
    state: row.print_state,
    approval: row.print_approval ?? undefined,
    sha256: row.print_sha256 ?? undefined,
    downloadedBy: row.print_downloaded_by ?? undefined,
    downloadedAt: row.print_downloaded_at ?? undefined,
  },
});

export type BatchToInsert = Asked & {
  readonly range: number;
  readonly quantity: number;
  readonly source: BatchSource;
  readonly content: Buffer;
  readonly now: Instant;
};

/** The batch that was asked for under a reference, and with what content. */
export async function findBatchByReference(
  queries: Queries,
  { tenant, space, reference }: Pick<Asked, 'tenant' | 'space' | 'reference'>,
): Promise<{ batch: Batch; content: Buffer } | undefined> {
  const [row] = await queries.run(selectByReference, [tenant, space, reference]);
  return row && { batch: batchOf(row), content: row.content };
}

/** Inserts a batch; undefined when somebody else has used the reference meanwhile. */
export async function insertBatch(queries: Queries, one: BatchToInsert): Promise<Batch | undefined> {
  const what = [one.tenant, one.range, one.quantity, one.source];
  const who = [one.space, one.reference, one.content, one.by, postgresFromInstant(one.now)];
  const [made] = await queries.run(insertRow, [...what, ...who]);
  return made && batchOf(made);
}

/** A batch of a tenant. */
export async function findBatch(queries: Queries, tenant: number, batch: bigint): Promise<Batch | undefined> {
  const [row] = await queries.run(selectOne, [tenant, batch]);
  return row && batchOf(row);
}

/** A tenant's batches before `before`, the newest first. */
export async function listBatches(queries: Queries, tenant: number, before: bigint, limit: number): Promise<Batch[]> {
  return (await queries.run(selectPage, [tenant, before, limit])).map(batchOf);
}

/** How many numbers of a range its batches have taken or will take. */
export const allottedOf = async (queries: Queries, range: number): Promise<bigint> =>
  (await queries.run(selectAllotted, [range]))[0].allotted;

/** Sets numbers of an open range aside, unless they would be more than `capacity`; says whether. Holds the range's row to the commit. */
export const allot = async (queries: Queries, range: number, count: number, capacity: bigint): Promise<boolean> =>
  (await queries.run(allotRow, [range, count, capacity])).length > 0;

/** Gives numbers that were set aside back to their range. */
export const giveBack = async (queries: Queries, range: number, count: number): Promise<void> => {
  await queries.run(giveBackRow, [range, count]);
};

/** Gives up a batch that cannot be made, and says why; undefined when it is not being made any more. */
export async function giveBatchUp(
  queries: Queries,
  tenant: number,
  batch: bigint,
  because: NonNullable<Batch['givenUpBecause']>,
): Promise<Batch | undefined> {
  const [row] = await queries.run(giveUpRow, [tenant, batch, because]);
  return row && batchOf(row);
}

/** Moves a batch to a state from one of `from`; undefined when it was in none of these, or is to be released and not whole. */
export async function moveBatch(
  queries: Queries,
  {
    tenant,
    batch,
    from,
    to,
    by,
    now,
  }: { tenant: number; batch: bigint; from: readonly BatchState[]; to: BatchState; by: bigint; now: Instant },
): Promise<Batch | undefined> {
  const [row] = await queries.run(moveRow, [tenant, batch, from, to, by, postgresFromInstant(now)]);
  return row && batchOf(row);
}
