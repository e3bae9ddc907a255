import { postgresFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Queries } from '../database/database.ts';
import { statement } from '../database/sql.ts';

/** What the caller calls a write: unique for its credential. */
export type WriteName = { readonly tenant: number; readonly credential: bigint; readonly reference: string };

/** What is known of a write that came before. `answer` is missing while it is under way, and for ever where it was cut off. */
export type KnownWrite = { readonly contentDigest: Buffer; readonly begunAt: Instant; readonly answer?: Buffer };

const insertName = statement<{ reference: string }>(
  'repeats.insertName',
  `insert into repeats.answer (tenant_id, credential, reference, content_digest, begun_at)
   values ($1::int, $2::bigint, $3::text, $4::bytea, $5::timestamptz)
   on conflict do nothing returning reference`,
);

const selectWrite = statement<{ content_digest: Buffer; begun_at: Instant; answer: Buffer | null }>(
  'repeats.selectWrite',
  `select content_digest, begun_at, answer from repeats.answer
    where tenant_id = $1::int and credential = $2::bigint and reference = $3::text`,
);

const updateAnswer = statement(
  'repeats.updateAnswer',
  `update repeats.answer set answer = $4::bytea
    where tenant_id = $1::int and credential = $2::bigint and reference = $3::text`,
);

const deleteName = statement(
  'repeats.deleteName',
  `delete from repeats.answer
    where tenant_id = $1::int and credential = $2::bigint and reference = $3::text and answer is null`,
);

const deleteOldAnswers = statement<{ reference: string }>(
  'repeats.deleteOldAnswers',
  `delete from repeats.answer where (tenant_id, credential, reference) in
     (select tenant_id, credential, reference from repeats.answer
       where begun_at < $1::timestamptz order by begun_at limit $2::int)
   returning reference`,
);

const columns = ({ tenant, credential, reference }: WriteName): unknown[] => [tenant, credential, reference];

/** Takes the name; false where it is taken. */
export const takeName = async (
  queries: Queries,
  name: WriteName,
  contentDigest: Buffer,
  now: Instant,
): Promise<boolean> =>
  (await queries.run(insertName, [...columns(name), contentDigest, postgresFromInstant(now)])).length === 1;

/** What came before under the name. */
export const findWrite = async (queries: Queries, name: WriteName): Promise<KnownWrite | undefined> => {
  const [row] = await queries.run(selectWrite, columns(name));
  return (
    row && {
      contentDigest: row.content_digest,
      begunAt: row.begun_at,
      ...(row.answer === null ? {} : { answer: row.answer }),
    }
  );
};

/** Keeps the answer of a write whose name was taken. */
export const keepAnswer = (queries: Queries, name: WriteName, answer: Buffer): Promise<unknown> =>
  queries.run(updateAnswer, [...columns(name), answer]);

/** Gives the name back; nothing was done under it. */
export const giveNameBack = (queries: Queries, name: WriteName): Promise<unknown> =>
  queries.run(deleteName, columns(name));

/** Forgets what was begun before then; gives how many, at most `most`. */
export const forgetAnswers = async (queries: Queries, before: Instant, most: number): Promise<number> =>
  (await queries.run(deleteOldAnswers, [postgresFromInstant(before), most])).length;
