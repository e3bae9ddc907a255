import { postgresFromInstant, type Instant } from '../../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';

type SentRow = { sent: number; counted_from: Instant };

// The making is locked, so that of two requests at once the second counts the first. No lane is held here.
const selectSent = statement<{ making: bigint; sent: number | null; counted_from: Instant | null }>(
  'cards.selectSentMakingCodes',
  `select making.making, code.sent, code.counted_from from cards.making as making
     left join cards.making_code as code on code.making = making.making
    where making.making = $1 and making.state = 'checked' for update of making`,
);
const writeCode = statement(
  'cards.writeMakingCode',
  // $1 making, $2 tenant, $3 digest, $4 by, $5 end, $6 tries, $7 sent, $8 counted from
  `insert into cards.making_code (making, tenant_id, digest, requested_by, expires_at, tries_left, sent, counted_from)
   values ($1, $2, $3, $4, $5::timestamptz, $6, $7, $8::timestamptz)
   on conflict (making) do update
      set digest = excluded.digest, requested_by = excluded.requested_by, expires_at = excluded.expires_at,
          tries_left = excluded.tries_left, used_at = null, sent = excluded.sent, counted_from = excluded.counted_from`,
);
// One statement, so that two tries at once are two tries: the first right one uses the code up, each wrong one costs.
const useCode = statement<{ is_right: boolean }>(
  'cards.useMakingCode',
  `update cards.making_code
      set used_at = case when digest = any ($3::bytea[]) then $4::timestamptz else used_at end,
          tries_left = case when digest = any ($3::bytea[]) then tries_left else tries_left - 1 end
    where making = $1 and tenant_id = $2 and used_at is null and tries_left > 0 and expires_at > $4::timestamptz
   returning digest = any ($3::bytea[]) as is_right`,
);

/** How often a code of this making was sent, under its lock; undefined when it does not wait for one. */
export async function lockSent(tx: Tx, making: bigint): Promise<SentRow | undefined> {
  const [row] = await tx.run(selectSent, [making]);
  return row && { sent: row.sent ?? 0, counted_from: row.counted_from ?? (0 as Instant) };
}

export type CodeToKeep = {
  readonly making: bigint;
  readonly tenant: number;
  readonly digest: Buffer;
  readonly by: bigint;
  readonly expiresAt: Instant;
  readonly tries: number;
  readonly sent: number;
  readonly countedFrom: Instant;
};

/** Keeps a code in the place of the one before. */
export const keepCode = (tx: Tx, code: CodeToKeep): Promise<unknown> =>
  tx.run(writeCode, [
    ...[code.making, code.tenant, code.digest, code.by, postgresFromInstant(code.expiresAt), code.tries, code.sent],
    postgresFromInstant(code.countedFrom),
  ]);

/** Whether one of the digests is the code, which is used up then. A wrong one costs a try. */
export const tryCode = async (
  queries: Queries,
  { making, tenant }: { making: bigint; tenant: number },
  digests: readonly Buffer[],
  at: Instant,
): Promise<boolean> =>
  (await queries.run(useCode, [making, tenant, digests, postgresFromInstant(at)])).some((row) => row.is_right);
