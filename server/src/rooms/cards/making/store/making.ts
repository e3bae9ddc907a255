import { postgresFromInstant, type Instant } from '../../../../kernel/instant.ts';
import type { Queries } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';
import type { Making, MakingMode, MakingState, ToldOfFile } from '../making.ts';

type Row = {
  making: bigint;
  tenant_id: number;
  partner: number;
  space: bigint;
  reference: string;
  content: Buffer;
  range: number;
  mode: MakingMode;
  told: ToldOfFile;
  understood: NonNullable<Making['understood']> | null;
  file_name: string;
  file_sha256: Buffer;
  file_bytes: bigint;
  file_key: Buffer | null;
  state: MakingState;
  refusal: string | null;
  facts: Record<string, string> | null;
  rows_total: number;
  rows_wrong: number;
  rows_done: number;
  batch: bigint | null;
  requested_by: bigint;
  person: bigint | null;
  requested_at: Instant;
  checked_at: Instant | null;
  confirmed_at: Instant | null;
  ended_at: Instant | null;
};

const COLUMNS = `making, tenant_id, partner, space, reference, content, range, mode, told, understood, file_name, file_sha256, file_bytes,
          file_key, state, refusal, facts, rows_total, rows_wrong, rows_done, batch, requested_by, person, requested_at,
          checked_at, confirmed_at, ended_at`;

const selectOfBatch = statement<{ making: bigint; reference: string }>(
  'cards.selectMakingOfBatch',
  'select making, reference from cards.making where tenant_id = $1 and batch = $2',
);

const makingOf = (row: Row): Making => ({
  making: row.making,
  tenant: row.tenant_id,
  partner: row.partner,
  space: row.space,
  reference: row.reference,
  content: row.content,
  range: row.range,
  mode: row.mode,
  told: row.told,
  understood: row.understood ?? undefined,
  file: { name: row.file_name, sha256: row.file_sha256, bytes: row.file_bytes, key: row.file_key ?? undefined },
  state: row.state,
  refusal: row.refusal ?? undefined,
  facts: row.facts ?? undefined,
  rowsTotal: row.rows_total,
  rowsWrong: row.rows_wrong,
  rowsDone: row.rows_done,
  batch: row.batch ?? undefined,
  requestedBy: row.requested_by,
  person: row.person ?? undefined,
  requestedAt: row.requested_at,
  checkedAt: row.checked_at ?? undefined,
  confirmedAt: row.confirmed_at ?? undefined,
  endedAt: row.ended_at ?? undefined,
});

// $1 tenant, $2 partner, $3 space, $4 reference, $5 content, $6 range, $7 mode, $8 told, $9 file name, $10 sha256, $11 bytes, $12 key,
// $13 by, $14 person, $15 now, $16 open files at most
const insertRow = statement<Row>(
  'cards.insertMaking',
  `insert into cards.making (tenant_id, partner, space, reference, content, range, mode, told, file_name, file_sha256, file_bytes,
                             file_key, requested_by, person, requested_at)
   select $1::int, $2::int, $3::bigint, $4::text, $5::bytea, $6::int, $7::text, $8::jsonb, $9::text, $10::bytea, $11::bigint, $12::bytea,
          $13::bigint, $14::bigint, $15::timestamptz
    where (select count(*) from cards.making where tenant_id = $1 and state in ('checking', 'checked', 'creating')) < $16::int
   on conflict (tenant_id, space, reference) do nothing
   returning ${COLUMNS}`,
);
const selectByReference = statement<Row>(
  'cards.selectMakingByReference',
  `select ${COLUMNS} from cards.making where tenant_id = $1 and space = $2 and reference = $3`,
);
const selectOne = statement<Row>(
  'cards.selectMaking',
  `select ${COLUMNS} from cards.making where tenant_id = $1 and making = $2`,
);
const selectPage = statement<Row>(
  'cards.selectMakings',
  `select ${COLUMNS} from cards.making
    where tenant_id = $1 and ($2::int is null or partner = $2) and making < $3 order by making desc limit $4`,
);
// Whoever gets the row works on it until the lease ends; `skip locked`, so that two processes do not wait for each other.
const leaseRow = statement<Row>(
  'cards.leaseMaking',
  `update cards.making set lease = $1, leased_until = $3
    where making = (select making from cards.making
                     where state in ('checking', 'creating') and leased_until < $2::timestamptz
                     order by making limit 1 for update skip locked)
   returning ${COLUMNS}`,
);
const renewRow = statement<{ making: bigint }>(
  'cards.renewMakingLease',
  `update cards.making set leased_until = $3, rows_done = greatest(rows_done, least($4::int, rows_total)), rows_total = greatest(rows_total, $5::int)
    where making = $1 and lease = $2 and state in ('checking', 'creating') returning making`,
);
const releaseRow = statement(
  'cards.endMakingLease',
  `update cards.making set lease = null, leased_until = '-infinity' where making = $1 and lease = $2`,
);
const checkedRow = statement<{ making: bigint }>(
  'cards.noteMakingChecked',
  `update cards.making
      set state = 'checked', understood = $3, rows_total = $4, rows_wrong = $5, rows_done = 0, checked_at = $6, lease = null
    where making = $1 and lease = $2 and state = 'checking' returning making`,
);
// Progress is told twice a second at most, so its last word may be a chunk short of what was made.
const endRow = statement<{ making: bigint }>(
  'cards.endMaking',
  `update cards.making set state = $2, refusal = $3, facts = $4, ended_at = $5, file_key = null, lease = null,
          rows_done = case when $2 = 'released' then rows_total - rows_wrong else rows_done end
    where making = $1 and state = any ($6) returning making`,
);
const batchRow = statement('cards.noteMakingBatch', `update cards.making set batch = $2 where making = $1`);
const confirmRow = statement<{ making: bigint }>(
  'cards.confirmMaking',
  `update cards.making set state = 'creating', confirmed_at = $2, rows_done = 0, lease = null, leased_until = '-infinity'
    where making = $1 and state = 'checked' returning making`,
);
const selectForgotten = statement<Row>(
  'cards.selectForgottenMakings',
  `select ${COLUMNS} from cards.making where state = 'checked' and checked_at < $1::timestamptz order by making limit 100`,
);
const selectKeptNames = statement<{ file_name: string }>(
  'cards.selectOpenFileNames',
  `select file_name from cards.making where state in ('checking', 'checked', 'creating') and file_name = any ($1::text[])`,
);
const deleteOldFlaws = statement<{ making: bigint }>(
  'cards.deleteOldFlaws',
  `delete from cards.making_flaw
    where making in (select making from cards.making where ended_at < $1::timestamptz
                        and exists (select 1 from cards.making_flaw as flaw where flaw.making = cards.making.making) limit 5)
   returning making`,
);

export type MakingToInsert = Omit<
  Making,
  | 'making'
  | 'understood'
  | 'state'
  | 'refusal'
  | 'facts'
  | 'rowsTotal'
  | 'rowsWrong'
  | 'rowsDone'
  | 'batch'
  | 'checkedAt'
  | 'confirmedAt'
  | 'endedAt'
>;

/** Inserts a making; undefined when its reference is known, or the tenant has `openMax` open already. */
export async function insertMaking(
  queries: Queries,
  one: MakingToInsert,
  openMax: number,
): Promise<Making | undefined> {
  const [row] = await queries.run(insertRow, [
    ...[one.tenant, one.partner, one.space, one.reference, one.content, one.range, one.mode, JSON.stringify(one.told)],
    ...[one.file.name, one.file.sha256, one.file.bytes, one.file.key],
    ...[one.requestedBy, one.person ?? null, postgresFromInstant(one.requestedAt), openMax],
  ]);
  return row && makingOf(row);
}

export async function findByReference(
  queries: Queries,
  tenant: number,
  space: bigint,
  reference: string,
): Promise<Making | undefined> {
  const [row] = await queries.run(selectByReference, [tenant, space, reference]);
  return row && makingOf(row);
}

/** A making of a tenant. */
export async function findMaking(queries: Queries, tenant: number, making: bigint): Promise<Making | undefined> {
  const [row] = await queries.run(selectOne, [tenant, making]);
  return row && makingOf(row);
}

/** A tenant's makings before `before`, the newest first; those of one partner where it is given. */
export const listMakings = async (
  queries: Queries,
  tenant: number,
  partner: number | undefined,
  before: bigint,
  limit: number,
): Promise<Making[]> => (await queries.run(selectPage, [tenant, partner ?? null, before, limit])).map(makingOf);

/** Takes a making that waits for work and on which nobody works. */
export async function leaseMaking(
  queries: Queries,
  lease: string,
  now: Instant,
  until: Instant,
): Promise<Making | undefined> {
  const [row] = await queries.run(leaseRow, [lease, postgresFromInstant(now), postgresFromInstant(until)]);
  return row && makingOf(row);
}

/** Says that the work goes on and how far it is; false when it is somebody else's by now, or nobody's. */
export const renewLease = async (
  queries: Queries,
  making: bigint,
  lease: string,
  until: Instant,
  { done, total }: { done: number; total: number },
): Promise<boolean> =>
  (await queries.run(renewRow, [making, lease, postgresFromInstant(until), done, total])).length > 0;

/** Lets a making go for another process to take over at once. */
export const endLease = (queries: Queries, making: bigint, lease: string): Promise<unknown> =>
  queries.run(releaseRow, [making, lease]);

/** Notes what came of checking; false when it is no longer ours. */
export const noteChecked = async (
  queries: Queries,
  making: bigint,
  lease: string,
  { understood, total, wrong, at }: { understood: unknown; total: number; wrong: number; at: Instant },
): Promise<boolean> =>
  (await queries.run(checkedRow, [making, lease, JSON.stringify(understood), total, wrong, postgresFromInstant(at)]))
    .length > 0;

/** Ends a making that is in one of the states; false when it is in none of them. Its file cannot be opened any more. */
export const endMaking = async (
  queries: Queries,
  making: bigint,
  from: readonly MakingState[],
  end: {
    state: MakingState;
    refusal?: string | undefined;
    facts?: Readonly<Record<string, string>> | undefined;
    at: Instant;
  },
): Promise<boolean> => {
  const facts = end.facts === undefined ? null : JSON.stringify(end.facts);
  const rows = await queries.run(endRow, [
    making,
    end.state,
    end.refusal ?? null,
    facts,
    postgresFromInstant(end.at),
    from,
  ]);
  return rows.length > 0;
};

export const noteBatch = (queries: Queries, making: bigint, batch: bigint): Promise<unknown> =>
  queries.run(batchRow, [making, batch]);

/** From now on its cards are made; false when it was not waiting for that. */
export const confirmMaking = async (queries: Queries, making: bigint, at: Instant): Promise<boolean> =>
  (await queries.run(confirmRow, [making, postgresFromInstant(at)])).length > 0;

/** Makings that nobody has confirmed since. */
export const findForgotten = async (queries: Queries, before: Instant): Promise<Making[]> =>
  (await queries.run(selectForgotten, [postgresFromInstant(before)])).map(makingOf);

/** Which of these files belong to a making that is not over. */
export const findOpenFiles = async (queries: Queries, names: readonly string[]): Promise<Set<string>> =>
  new Set((await queries.run(selectKeptNames, [names])).map((row) => row.file_name));

/** Forgets what was wrong with files that ended before; gives how many rows. */
export const dropOldFlaws = async (queries: Queries, before: Instant): Promise<number> =>
  (await queries.run(deleteOldFlaws, [postgresFromInstant(before)])).length;

/** The file of which a batch was made, and what its client calls it. */
export const findMakingOfBatch = async (
  queries: Queries,
  tenant: number,
  batch: bigint,
): Promise<{ readonly making: bigint; readonly reference: string } | undefined> =>
  (await queries.run(selectOfBatch, [tenant, batch]))[0];
