import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const insertRow = statement<{ dynamic_code: bigint }>(
  'delivery.insertDynamicCode',
  `insert into delivery.dynamic_code (tenant_id, card_lane, card, device, expires_at)
   values ($1, $2, $3, $4, $5::timestamptz) returning dynamic_code`,
);

// One statement is the whole race: the first use writes its name, and only the same use may see the code again (a repeat).
const useRow = statement<{ card_lane: number; card: bigint }>(
  'delivery.useDynamicCode',
  // $1 code, $2 tenant, $3 used by, $4 now
  `update delivery.dynamic_code as shown set used_by = $3, used_at = coalesce(shown.used_at, $4::timestamptz)
     from delivery.device as held
    where shown.dynamic_code = $1 and shown.tenant_id = $2 and held.device = shown.device
      and (shown.used_by = $3 or shown.used_by is null and shown.expires_at > $4::timestamptz and held.ended_at is null)
   returning shown.card_lane, shown.card`,
);

const deleteOld = statement<{ dynamic_code: bigint }>(
  'delivery.deleteOldCodes',
  `delete from delivery.dynamic_code where dynamic_code in
     (select dynamic_code from delivery.dynamic_code where expires_at < $1::timestamptz order by expires_at limit 5000)
   returning dynamic_code`,
);

export const insertCode = async (
  queries: Queries,
  row: {
    readonly tenant: number;
    readonly lane: number;
    readonly card: bigint;
    readonly device: bigint;
    readonly expiresAt: Instant;
  },
): Promise<bigint> =>
  (await queries.run(insertRow, [row.tenant, row.lane, row.card, row.device, postgresFromInstant(row.expiresAt)]))[0]
    .dynamic_code;

/** The card of a code that is used now for the first time, or again by the same use. */
export async function useCode(
  queries: Queries,
  use: { readonly code: bigint; readonly tenant: number; readonly usedBy: Buffer; readonly now: Instant },
): Promise<{ readonly lane: number; readonly card: bigint } | undefined> {
  const [row] = await queries.run(useRow, [use.code, use.tenant, use.usedBy, postgresFromInstant(use.now)]);
  return row && { lane: row.card_lane, card: row.card };
}

export const deleteOldCodes = async (queries: Queries, before: Instant): Promise<number> =>
  (await queries.run(deleteOld, [postgresFromInstant(before)])).length;
