import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

export type DatabaseState = { readonly version: string; readonly bytes: bigint; readonly schema: number };

const selectDatabase = statement<DatabaseState>(
  'screens.selectDatabaseState',
  `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
          (select max(number) from public.schema_change) as schema`,
);

export type LaneState = { readonly lane: number; readonly rows: bigint; readonly last_at: Instant | null };

const selectLanes = statement<LaneState>(
  'screens.selectLaneStates',
  `select held.lane, coalesce(last.upto, 0) as rows, last.at as last_at
     from lanes.lane as held
     left join lateral (
       select made.upto, made.at from lanes.lane_batch as made
        where made.lane = held.lane order by made.lane desc, made.upto desc limit 1) as last on true
    where held.tenant_id = $1 and held.is_open
    order by held.lane`,
);

const countQueued = statement<{ kind: string; waiting: number }>(
  'screens.countQueuedMessages',
  `select kind, count(*)::int as waiting from notifications.message where tenant_id = $1 and state = 'queued' group by kind order by kind`,
);

/** Version, size and last schema change of the database. */
export const databaseState = async (queries: Queries): Promise<DatabaseState> =>
  (await queries.run(selectDatabase, []))[0]!;

/** Open lanes of a tenant: how many rows, and when the last one was written. */
export const laneStates = (queries: Queries, tenant: number): Promise<LaneState[]> =>
  queries.run(selectLanes, [tenant]);

/** Messages of a tenant that wait to be sent, by kind. */
export const queuedMessages = (queries: Queries, tenant: number): Promise<{ kind: string; waiting: number }[]> =>
  queries.run(countQueued, [tenant]);
