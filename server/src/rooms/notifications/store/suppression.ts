import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kind } from '../message.ts';
import type { Suppression, SuppressionReason, SuppressionScope } from '../suppression.ts';

type Row = {
  suppression: bigint;
  kind: 'email' | 'sms';
  masked: string;
  scope: SuppressionScope;
  reason: SuppressionReason;
  made_at: Instant;
};

// $1 tenant, $2 kind, $3 address, $4 masked, $5 scope, $6 reason, $7 now. The wider scope wins.
const upsertRow = statement<Row>(
  'notifications.writeSuppression',
  `insert into notifications.suppression as kept (tenant_id, kind, address_key, masked, scope, reason, made_at)
   values ($1, $2, $3, $4, $5, $6, $7::timestamptz)
   on conflict (tenant_id, kind, address_key) do update
      set scope = case when 'all' in (kept.scope, excluded.scope) then 'all' else 'marketing' end,
          reason = case when kept.scope = 'all' and excluded.scope = 'marketing' then kept.reason else excluded.reason end
   returning suppression, kind, masked, scope, reason, made_at`,
);

const selectKeys = statement<{ address_key: Buffer; scope: SuppressionScope }>(
  'notifications.selectSuppressedKeys',
  `select address_key, scope from notifications.suppression
    where tenant_id = $1 and kind = $2 and address_key = any($3::bytea[])`,
);

const selectPage = statement<Row>(
  'notifications.selectSuppressions',
  `select suppression, kind, masked, scope, reason, made_at from notifications.suppression
    where tenant_id = $1 and suppression < $2 order by suppression desc limit $3`,
);

const deleteById = statement<Row>(
  'notifications.deleteSuppression',
  `delete from notifications.suppression where tenant_id = $1 and suppression = $2
   returning suppression, kind, masked, scope, reason, made_at`,
);

const deleteByKey = statement(
  'notifications.deleteSuppressionOf',
  `delete from notifications.suppression
    where tenant_id = $1 and kind = $2 and address_key = any($3::bytea[]) and reason = $4`,
);

const fromRow = (row: Row): Suppression => ({
  suppression: row.suppression,
  kind: row.kind,
  masked: row.masked,
  scope: row.scope,
  reason: row.reason,
  madeAt: row.made_at,
});

export type NewSuppression = {
  readonly tenant: number;
  readonly kind: 'email' | 'sms';
  readonly addressKey: Buffer;
  readonly masked: string;
  readonly scope: SuppressionScope;
  readonly reason: SuppressionReason;
  readonly at: Instant;
};

/** Puts an address on the list, or widens what is there. */
export async function writeSuppression(queries: Queries, row: NewSuppression): Promise<Suppression> {
  const [written] = await queries.run(upsertRow, [
    row.tenant,
    row.kind,
    row.addressKey,
    row.masked,
    row.scope,
    row.reason,
    postgresFromInstant(row.at),
  ]);
  return fromRow(written as Row);
}

/** Which of these addresses are on the list, and for what. */
export const selectSuppressedKeys = (
  queries: Queries,
  tenant: number,
  kind: Kind,
  keys: readonly Buffer[],
): Promise<{ address_key: Buffer; scope: SuppressionScope }[]> => queries.run(selectKeys, [tenant, kind, keys]);

/** The list, newest first, before `before`. */
export const selectSuppressions = async (
  queries: Queries,
  tenant: number,
  page: { readonly before: bigint; readonly limit: number },
): Promise<Suppression[]> => (await queries.run(selectPage, [tenant, page.before, page.limit])).map(fromRow);

/** Takes an entry off the list, and gives it as it was; undefined where it is not there. */
export async function deleteSuppression(
  queries: Queries,
  tenant: number,
  suppression: bigint,
): Promise<Suppression | undefined> {
  const [row] = await queries.run(deleteById, [tenant, suppression]);
  return row && fromRow(row);
}

/** Takes an address off where it stands on the list for that reason. */
export const deleteSuppressionOf = async (
  queries: Queries,
  { tenant, kind, keys, reason }: { tenant: number; kind: Kind; keys: readonly Buffer[]; reason: SuppressionReason },
): Promise<void> => {
  await queries.run(deleteByKey, [tenant, kind, keys, reason]);
};
