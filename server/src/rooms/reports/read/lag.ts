import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** How far the lines of a tenant are behind its journal: rows that are not among them, and the age of the oldest of these. */
export type Lag = { readonly rows: bigint; readonly seconds: number };

// A lane in which nothing was followed yet has no cursor: all of it is still to come.
const selectLag = statement<{ rows: bigint; oldest: Instant | null; now: Instant }>(
  'reports.selectLag',
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

/** The lag of a tenant's lines. */
export async function readLag(queries: Queries, tenant: number, follower: string): Promise<Lag> {
  const [row] = await queries.run(selectLag, [tenant, follower]);
  return { rows: row.rows, seconds: row.oldest === null ? 0 : Math.max(0, (row.now - row.oldest) / 1_000_000) };
}
