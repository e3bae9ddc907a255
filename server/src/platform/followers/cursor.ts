import type { Queries, Tx } from '../database/database.ts';
import { postgresFromInstant, type Instant } from '../../kernel/instant.ts';
import { statement } from '../database/sql.ts';

const insertCursors = statement(
  'followers.insertCursors',
  `insert into followers.follower_cursor (follower, lane, upto)
   select $1, lane, 0 from unnest($2::int[]) as added(lane)
   on conflict (follower, lane) do nothing`,
);

const insertCursorsAtHead = statement(
  'followers.insertCursorsAtHead',
  `insert into followers.follower_cursor (follower, lane, upto)
   select $1, lane.lane, coalesce(last.upto, 0)
     from lanes.lane as lane
     left join lateral (
       select batch.upto from lanes.lane_batch as batch
        where batch.lane = lane.lane order by batch.upto desc limit 1) as last on true
    where lane.tenant_id = $2
   on conflict (follower, lane) do nothing`,
);

const selectCursors = statement<{ lane: number; upto: bigint }>(
  'followers.selectCursors',
  `select lane, upto from followers.follower_cursor where follower = $1`,
);

const claimCursor = statement<{ upto: bigint }>(
  'followers.claimCursor',
  `select upto from followers.follower_cursor where follower = $1 and lane = $2 for update skip locked`,
);

const updateCursor = statement<{ upto: bigint }>(
  'followers.updateCursor',
  `update followers.follower_cursor set upto = $4 where follower = $1 and lane = $2 and upto = $3 returning upto`,
);

// The last batch before the moment is found from the end backwards, over an index that ends where the lane ends: moments asked for are late ones.
const rewindCursors = statement<{ lane: number; upto: bigint }>(
  'followers.rewindCursors',
  `update followers.follower_cursor as held
      set upto = least(held.upto, coalesce((
        select batch.upto from lanes.lane_batch as batch
         where batch.lane = held.lane and batch.at < $2::timestamptz order by batch.upto desc limit 1), 0))
    where held.follower = $1
   returning held.lane, held.upto`,
);

const insertCursorsFrom = statement(
  'followers.insertCursorsFrom',
  `insert into followers.follower_cursor (follower, lane, upto)
   select $1, lane.lane, coalesce(last.upto, 0)
     from lanes.lane as lane
     left join lateral (
       select batch.upto from lanes.lane_batch as batch
        where batch.lane = lane.lane and batch.at < $3::timestamptz order by batch.upto desc limit 1) as last on true
    where lane.tenant_id = $2
   on conflict (follower, lane) do nothing`,
);

const shareCursors = statement(
  'followers.shareCursors',
  `select lane from followers.follower_cursor where follower = $1 and lane = any($2::int[]) order by lane for share`,
);

const deleteCursors = statement('followers.deleteCursors', `delete from followers.follower_cursor where follower = $1`);

/** Makes the cursors that are missing in these lanes, at their beginning. */
export async function openCursors(queries: Queries, follower: string, lanes: readonly number[]): Promise<void> {
  if (lanes.length > 0) await queries.run(insertCursors, [follower, lanes]);
}

/** Makes cursors in all lanes of a tenant where these stand now: what was before is not followed. A later lane is from its beginning. */
export async function openCursorsAtHead(tx: Tx, follower: string, tenant: number): Promise<void> {
  await tx.run(insertCursorsAtHead, [follower, tenant]);
}

/** How far the follower has come, by lane. */
export async function readCursors(queries: Queries, follower: string): Promise<Map<number, bigint>> {
  const rows = await queries.run(selectCursors, [follower]);
  return new Map(rows.map((row) => [row.lane, row.upto]));
}

/** Locks the cursor until the end of the transaction; undefined when another worker has it, or nobody made it. */
export async function takeCursor(tx: Tx, follower: string, lane: number): Promise<bigint | undefined> {
  return (await tx.run(claimCursor, [follower, lane]))[0]?.upto;
}

/** Moves the cursor if it still stands at `from`; false when somebody moved it meanwhile, and then the caller must undo. */
export async function moveCursor(
  tx: Tx,
  follower: string,
  lane: number,
  step: { from: bigint; upto: bigint },
): Promise<boolean> {
  return (await tx.run(updateCursor, [follower, lane, step.from, step.upto])).length === 1;
}

/**
 * Waits until nobody is at work in these lanes, and keeps everybody away until the end of the transaction: for an effect that undoes what
 * another lane's rows have had. Two that wait for each other are parted by PostgreSQL, and the one that fails goes on a moment later.
 */
export async function waitForLanes(tx: Tx, follower: string, lanes: readonly number[]): Promise<void> {
  if (lanes.length > 0) await tx.run(shareCursors, [follower, lanes]);
}

/** Makes cursors in all lanes of a tenant behind what was recorded before a moment, where it has none yet. */
export async function openCursorsFrom(tx: Tx, follower: string, tenant: number, from: Instant): Promise<void> {
  await tx.run(insertCursorsFrom, [follower, tenant, postgresFromInstant(from)]);
}

/** Moves every cursor back to before the first operation recorded at `from` or later; never forwards. */
export async function rewindTo(tx: Tx, follower: string, from: Instant): Promise<ReadonlyMap<number, bigint>> {
  const rows = await tx.run(rewindCursors, [follower, postgresFromInstant(from)]);
  return new Map(rows.map((row) => [row.lane, row.upto]));
}

/** Forgets a follower. */
export async function dropCursors(tx: Tx, follower: string): Promise<void> {
  await tx.run(deleteCursors, [follower]);
}
