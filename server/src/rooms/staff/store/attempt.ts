import { addSeconds, postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

export type AttemptLimit = { readonly max: number; readonly seconds: number };

// $1 bucket, $2 now, $3 since when a window that began still counts. One statement, so that two at once both count.
const countRow = statement<{ tries: number; since: Instant }>(
  'staff.countAttempt',
  `insert into staff.attempt as a (bucket, since, tries) values ($1, $2, 1)
   on conflict (bucket) do update
     set tries = case when a.since <= $3 then 1 else a.tries + 1 end,
         since = case when a.since <= $3 then excluded.since else a.since end
   returning tries, since`,
);

const forgetRow = statement('staff.forgetAttempts', 'delete from staff.attempt where bucket = $1');

const dropRows = statement('staff.dropAttempts', 'delete from staff.attempt where since <= $1');

/** Counts a try; gives how many seconds to wait when it is one too many, else undefined. */
export const countAttempt = async (
  queries: Queries,
  bucket: Buffer,
  limit: AttemptLimit,
  now: Instant,
): Promise<number | undefined> => {
  const oldest = addSeconds(now, -limit.seconds);
  const [row] = await queries.run(countRow, [bucket, postgresFromInstant(now), postgresFromInstant(oldest)]);
  if (row === undefined || row.tries <= limit.max) return undefined;
  return Math.max(1, Math.ceil((addSeconds(row.since, limit.seconds) - now) / 1_000_000));
};

/** Whoever came in begins anew. */
export const forgetAttempts = async (queries: Queries, bucket: Buffer): Promise<void> => {
  await queries.run(forgetRow, [bucket]);
};

/** Drops what began before that moment. */
export const dropAttempts = async (queries: Queries, before: Instant): Promise<void> => {
  await queries.run(dropRows, [postgresFromInstant(before)]);
};
