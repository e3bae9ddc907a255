import { createHash } from 'node:crypto';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { postgresFromInstant } from '../../kernel/instant.ts';
import type { Queries, Tx } from '../database/connection.ts';
import { statement } from '../database/sql.ts';

/** Where a lane stands: the last number it gave out, the head of its chain, the time of its last batch. */
export type LaneHead = { readonly lane: number; readonly upto: bigint; readonly head: Buffer; readonly at: Instant };

/** What a batch appends to a lane. */
export type LaneBatch = LaneHead & { readonly enclosed: Buffer | null };

// The lane row is only a lock and is never updated: with a long snapshot open, an updated row went from 0.6 to 3.0 ms a batch.
const lockLanes = statement<{ lane: number }>(
  'lanes.lockLanes',
  `select lane from lanes.lane where lane = any($1::int[]) order by lane for update`,
);

// Sent after the lock, so that its snapshot and clock are younger than the wait for it (isolation is read committed for that reason).
const readHeads = statement<{
  lane: number;
  upto: bigint | null;
  head: Buffer | null;
  at: Instant | null;
  now: Instant;
}>(
  'lanes.readHeads',
  `select wanted.lane, last.upto, last.head, last.at, clock_timestamp() as now
     from unnest($1::int[]) as wanted(lane)
     left join lateral (
       select batch.upto, batch.head, batch.at from lanes.lane_batch as batch
        where batch.lane = wanted.lane order by batch.upto desc limit 1) as last on true`,
);

/** The database's time, for what is decided without a lane. */
export const readClock = statement<{ now: Instant }>('lanes.readClock', `select clock_timestamp() as now`);

const appendBatches = statement(
  'lanes.appendBatches',
  `insert into lanes.lane_batch (lane, upto, head, enclosed, at)
   select lane, upto, head, enclosed, $5::timestamptz
     from unnest($1::int[], $2::bigint[], $3::bytea[], $4::bytea[]) as done(lane, upto, head, enclosed)`,
);

const addLane = statement<{ lane: number }>(
  'lanes.addLane',
  `insert into lanes.lane (tenant_id) values ($1) returning lane`,
);

const GENESIS = Buffer.alloc(32);

/** Takes the lanes, lowest first: the one order in which everybody locks. Waits while another batch holds one. */
export async function lock(tx: Tx, lanes: readonly number[]): Promise<void> {
  const locked = await tx.run(lockLanes, [lanes]);
  assert(locked.length === lanes.length, `lanes ${lanes.join(', ')}: only ${locked.length} exist`);
}

/** Reads where locked lanes stand, and the time: greatest(clock, last + 1 µs), the same for the whole batch. */
export async function heads(tx: Tx, lanes: readonly number[]): Promise<{ heads: LaneHead[]; recordedAt: Instant }> {
  const rows = await tx.run(readHeads, [lanes]);
  let recordedAt = rows[0].now;
  for (const { at } of rows) if (at !== null && at >= recordedAt) recordedAt = (at + 1) as Instant;
  return {
    recordedAt,
    heads: rows.map(({ lane, upto, head, at }) => ({
      lane,
      upto: upto ?? 0n,
      head: head ?? GENESIS,
      at: at ?? (0 as Instant),
    })),
  };
}

/** The head after a batch: sha256 over the head before it, the digests of its rows in order, and what is enclosed. */
export function chain(head: Buffer, digests: readonly Buffer[], enclosed?: Buffer): Buffer {
  const hash = createHash('sha256').update(head);
  for (const digest of digests) hash.update(digest);
  if (enclosed) hash.update(enclosed);
  return hash.digest();
}

/** Appends what a batch did to each lane that it wrote to. */
export function append(tx: Tx, batches: readonly LaneBatch[], recordedAt: Instant): Promise<unknown> {
  return tx.run(appendBatches, [
    batches.map((one) => one.lane),
    batches.map((one) => one.upto),
    batches.map((one) => one.head),
    batches.map((one) => one.enclosed),
    postgresFromInstant(recordedAt),
  ]);
}

/** Opens one more lane for a tenant; new owners may be put there at once. */
export async function openLane(database: Queries, tenant: number): Promise<number> {
  return (await database.run(addLane, [tenant]))[0].lane;
}
