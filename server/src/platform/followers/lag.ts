import type { Instant } from '../../kernel/instant.ts';
import type { Queries } from '../database/database.ts';
import { statement } from '../database/sql.ts';

/** How far a follower is behind the journal: rows over all of its lanes, and seconds since the oldest unread one was recorded. */
export type FollowerLag = { readonly follower: string; readonly rows: bigint; readonly seconds: number };

// The oldest unread row was recorded with the batch that holds it: the first one that ends behind the cursor.
const selectLag = statement<{ follower: string; rows_behind: bigint; oldest: Instant | null; now: Instant }>(
  'followers.selectLag',
  `select held.follower, sum(coalesce(last.upto, 0) - held.upto)::bigint as rows_behind, min(unread.at) as oldest,
          clock_timestamp() as now
     from followers.follower_cursor as held
     left join lateral (
       select batch.upto from lanes.lane_batch as batch
        where batch.lane = held.lane order by batch.upto desc limit 1) as last on true
     left join lateral (
       select batch.at from lanes.lane_batch as batch
        where batch.lane = held.lane and batch.upto > held.upto order by batch.upto limit 1) as unread on true
    where held.follower = any($1::text[]) or $1::text[] is null
    group by held.follower
    order by held.follower`,
);

// A lane in which nothing was followed yet has no cursor: all of it is still to come.
const selectLagOfTenant = statement<{ rows: bigint; oldest: Instant | null; now: Instant }>(
  'followers.selectLagOfTenant',
  `select coalesce(sum(last.upto - coalesce(held.upto, 0)), 0)::bigint as rows, min(unread.at) as oldest, clock_timestamp() as now
     from lanes.lane as lane
    cross join lateral (
      select batch.upto from lanes.lane_batch as batch where batch.lane = lane.lane order by batch.upto desc limit 1) as last
     left join followers.follower_cursor as held on held.follower = $2 and held.lane = lane.lane
     left join lateral (
       select batch.at from lanes.lane_batch as batch
        where batch.lane = lane.lane and batch.upto > coalesce(held.upto, 0) order by batch.upto limit 1) as unread on true
    where lane.tenant_id = $1`,
);

/** How far a follower is behind the journal of one tenant: rows that it has not had, and the age of the oldest of these. */
export async function followerLagOf(
  queries: Queries,
  tenant: number,
  follower: string,
): Promise<{ readonly rows: bigint; readonly seconds: number }> {
  const [row] = await queries.run(selectLagOfTenant, [tenant, follower]);
  return { rows: row.rows, seconds: row.oldest === null ? 0 : Math.max(0, (row.now - row.oldest) / 1_000_000) };
}

/** The lag of the named followers, or of all there are; for /metrics. */
export async function followerLag(queries: Queries, followers?: readonly string[]): Promise<readonly FollowerLag[]> {
  const rows = await queries.run(selectLag, [followers ?? null]);
  return rows.map((row) => ({
    follower: row.follower,
    rows: row.rows_behind,
    seconds: row.oldest === null ? 0 : Math.max(0, (row.now - row.oldest) / 1_000_000),
  }));
}
