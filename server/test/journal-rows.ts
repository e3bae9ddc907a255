import type { Queries } from '../src/platform/database/database.ts';
import { packRecord } from '../src/rooms/ledger/index.ts';

/** A home row of the journal as a test of followers needs it. */
export type JournalRow = {
  readonly owner: bigint;
  readonly kind?: string;
  readonly record?: unknown;
  /** Makes it a leg of this operation. */
  readonly home?: { readonly lane: number; readonly seq: bigint };
};

const ZERO_DIGEST = Buffer.alloc(32);

/** A tenant with so many lanes, for tests that need nothing else of it. */
export async function openTenantWithLanes(
  queries: Queries,
  code: string,
  lanes: number,
): Promise<{ tenant: number; lanes: number[] }> {
  const [{ tenant_id: tenant }] = await queries.query<{ tenant_id: number }>(
    `insert into programs.tenant (code, name, default_country, opened_at) values ($1, $1, 'ES', now()) returning tenant_id`,
    [code],
  );
  const rows = await queries.query<{ lane: number }>(
    'insert into lanes.lane (tenant_id) select $1 from generate_series(1, $2::int) returning lane',
    [tenant, lanes],
  );
  return { tenant, lanes: rows.map((row) => row.lane) };
}

/** Appends rows to a lane as one lane batch, without postings and unsealed; gives the number of the first. */
export async function appendJournalRows(
  queries: Queries,
  place: { tenant: number; lane: number; at?: string },
  rows: readonly JournalRow[],
): Promise<bigint> {
  const { tenant, lane, at = '2026-03-01T12:00:00Z' } = place;
  const [{ upto }] = await queries.query<{ upto: bigint }>(
    'select coalesce(max(upto), 0) as upto from lanes.lane_batch where lane = $1',
    [lane],
  );
  const seqs = rows.map((_, i) => upto + BigInt(i) + 1n);
  await queries.query(
    `with entries as (
       insert into ledger.journal (lane, seq, occurred_at, recorded_at, owner, home_seq, home_lane, tenant_id, program, outlet,
                                   terminal, rulebook, booked_on, flags, record_back, kind, digest, postings, body)
       select $1, seq, $2, $2, owner, home_seq, home_lane, $3, 1, 1, 1, 1, $2::timestamptz::date, 0, case when body is not null then 0 end, kind, $4, '{}', body
         from unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::int[], $9::text[], $10::bytea[])
           as added(seq, owner, home_seq, home_lane, kind, body))
     insert into lanes.lane_batch (lane, upto, head, at) values ($1, $11, $4, $2)`,
    [
      lane,
      at,
      tenant,
      ZERO_DIGEST,
      seqs,
      rows.map((row) => row.owner),
      rows.map((row) => row.home?.seq ?? null),
      rows.map((row) => row.home?.lane ?? null),
      rows.map((row) => row.kind ?? 'sale'),
      rows.map((row) => (row.record === undefined ? null : packRecord(row.record))),
      upto + BigInt(rows.length),
    ],
  );
  return upto + 1n;
}
