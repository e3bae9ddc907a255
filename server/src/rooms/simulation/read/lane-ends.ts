import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const selectLaneEnds = statement<{ lane: number; upto: bigint }>(
  'simulation.selectLaneEnds',
  `select lane.lane, coalesce((select max(batch.upto) from lanes.lane_batch as batch where batch.lane = lane.lane), 0) as upto
     from lanes.lane as lane
    where lane.tenant_id = $1
    order by lane.lane`,
);

/** Where the lanes of a tenant end now: what comes later is not looked at. */
export const readLaneEnds = (queries: Queries, tenant: number): Promise<{ lane: number; upto: bigint }[]> =>
  queries.run(selectLaneEnds, [tenant]);
