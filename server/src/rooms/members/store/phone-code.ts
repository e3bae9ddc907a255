import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { CodePurpose } from '../phone-code.ts';

type SentRow = { purpose: CodePurpose; sent: number; counted_from: Instant };

// Locked, so that of two requests at once the second counts the first. No lane is held here.
const selectSent = statement<SentRow>(
  'members.selectSentCodes',
  `select purpose, sent, counted_from from members.phone_code
    where tenant_id = $1 and phone_key = any($2::bytea[]) order by purpose for update`,
);

const writeCode = statement(
  'members.writePhoneCode',
  // $1 tenant, $2 phone, $3 purpose, $4 digest, $5 end, $6 tries, $7 sent, $8 counted from
  `insert into members.phone_code (tenant_id, phone_key, purpose, code_digest, expires_at, tries_left, sent, counted_from)
   values ($1, $2, $3, $4, $5::timestamptz, $6, $7, $8::timestamptz)
   on conflict (tenant_id, phone_key, purpose) do update
      set code_digest = excluded.code_digest, expires_at = excluded.expires_at, tries_left = excluded.tries_left,
          used_by = null, sent = excluded.sent, counted_from = excluded.counted_from`,
);

// One statement, so that two tries at once are two tries: the first right one uses the code up, each wrong one costs.
// Whoever has used it may show it again: he repeats his operation.
const useCode = statement<{ is_right: boolean }>(
  'members.usePhoneCode',
  // $1 tenant, $2 phones, $3 purpose, $4 digests, $5 used by, $6 now
  `update members.phone_code
      set used_by = case when code_digest = any($4::bytea[]) then $5 else used_by end,
          tries_left = case when code_digest = any($4::bytea[]) then tries_left else tries_left - 1 end
    where tenant_id = $1 and phone_key = any($2::bytea[]) and purpose = $3
      and (used_by = $5 and code_digest = any($4::bytea[])
           or used_by is null and tries_left > 0 and expires_at > $6::timestamptz)
   returning code_digest = any($4::bytea[]) as is_right`,
);

export const findSentCodes = (tx: Tx, tenant: number, phones: readonly Buffer[]): Promise<SentRow[]> =>
  tx.run(selectSent, [tenant, phones]);

export type CodeToKeep = {
  readonly tenant: number;
  readonly phoneKey: Buffer;
  readonly purpose: CodePurpose;
  readonly digest: Buffer;
  readonly expiresAt: Instant;
  readonly tries: number;
  readonly sent: number;
  readonly countedFrom: Instant;
};

export const keepCode = (tx: Tx, code: CodeToKeep): Promise<unknown> =>
  tx.run(writeCode, [
    code.tenant,
    code.phoneKey,
    code.purpose,
    code.digest,
    postgresFromInstant(code.expiresAt),
    code.tries,
    code.sent,
    postgresFromInstant(code.countedFrom),
  ]);

/** Whether one of the digests is the code, which is then used up by `usedBy`. */
export async function tryCode(
  queries: Queries,
  key: { readonly tenant: number; readonly phones: readonly Buffer[]; readonly purpose: CodePurpose },
  digests: readonly Buffer[],
  usedBy: Buffer,
  at: Instant,
): Promise<boolean> {
  const rows = await queries.run(useCode, [
    key.tenant,
    key.phones,
    key.purpose,
    digests,
    usedBy,
    postgresFromInstant(at),
  ]);
  return rows.some((row) => row.is_right);
}
