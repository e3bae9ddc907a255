import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const insertHeard = statement<{ heard_at: Instant }>(
  'notifications.insertHeard',
  `insert into notifications.heard (tenant_id, signature, heard_at) values ($1, $2, $3)
   on conflict (tenant_id, signature) do nothing returning heard_at`,
);
const deleteOld = statement(
  'notifications.forgetHeard',
  `delete from notifications.heard where heard_at <= $1::timestamptz`,
);

/** Notes that a call back with this signature was taken; false when one was before. */
export const noteHeard = async (queries: Queries, tenant: number, signature: Buffer, at: Instant): Promise<boolean> =>
  (await queries.run(insertHeard, [tenant, signature, postgresFromInstant(at)])).length > 0;

export const forgetHeard = async (queries: Queries, before: Instant): Promise<void> => {
  await queries.run(deleteOld, [postgresFromInstant(before)]);
};
