import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

const selectLanes = statement<{ lane: number; tenant: number }>(
  'points.selectLanes',
  `select lane, tenant_id as tenant from lanes.lane order by lane`,
);

// Gift cards are settled by their own room: between two ends of theirs a fee may fall due.
// Served by wallet_due: the wallets that are due longest come first, and those that are not due are not touched.
const selectDueOwners = statement<{ owner: bigint }>(
  'points.selectDueOwners',
  `select due.owner
     from (select held.owner, held.due_at from points.wallet as held
             join points.wallet_type as type on type.wallet_type = held.wallet_type and type.purpose = 'points'
            where held.lane = $1 and held.due_at <= now()
            order by held.due_at
            limit $2) as due
    group by due.owner
    order by min(due.due_at)`,
);

/** Every lane and its tenant. */
export const listLanes = (database: Queries): Promise<readonly { lane: number; tenant: number }[]> =>
  database.run(selectLanes);

/** Owners in a lane whose wallets time has changed by now, by the database's clock; at most `limit` wallets are looked at. */
export async function listDueOwners(database: Queries, lane: number, limit: number): Promise<OwnerKey[]> {
  return (await database.run(selectDueOwners, [lane, limit])).map(({ owner }) => ({ lane, owner }));
}
