import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

// Served by the primary key, which begins with the day. Another process that does the same takes other rows.
const deleteOldest = statement<{ upto: bigint }>(
  'ledger.deleteRawMessages',
  `delete from ledger.raw_message as kept
    using (select recorded_on, lane, upto from ledger.raw_message
            where recorded_on < $2::date and lane in (select lane from lanes.lane where tenant_id = $1)
            order by recorded_on, lane, upto
            limit $3
              for update skip locked) as old
    where kept.recorded_on = old.recorded_on and kept.lane = old.lane and kept.upto = old.upto
   returning kept.upto`,
);

/**
 * Deletes the oldest raw messages of a tenant that were recorded before a day of UTC, at most those of `limit` batches; gives of
 * how many. The chain stays whole: what a batch enclosed stands in its own row.
 */
export const deleteRawMessages = async (
  queries: Queries,
  tenant: number,
  before: string,
  limit: number,
): Promise<number> => (await queries.run(deleteOldest, [tenant, before, limit])).length;
