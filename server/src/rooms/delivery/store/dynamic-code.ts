import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Shown } from '../deps.ts';

const insertRow = statement<{ dynamic_code: bigint }>(
  'delivery.insertDynamicCode',
  `insert into delivery.dynamic_code (tenant_id, card_lane, card, device, holding, expires_at)
   values ($1, $2, $3, $4, $5, $6::timestamptz) returning dynamic_code`,
);

// One statement is the whole race: the first use writes its name, and only the same use may see the code again (a repeat). A code dies
// with its device, and with the holding that it was made for.
const useRow = statement<{ card_lane: number; card: bigint; used_at: Instant; is_alive: boolean }>(
  'delivery.useDynamicCode',
  // $1 code, $2 tenant, $3 used by, $4 now
  `update delivery.dynamic_code as shown set used_by = $3, used_at = coalesce(shown.used_at, $4::timestamptz)
     from delivery.device as held, delivery.holding as own
    where shown.dynamic_code = $1 and shown.tenant_id = $2 and held.device = shown.device and own.holding = shown.holding
      and (shown.used_by = $3
           or shown.used_by is null and shown.expires_at > $4::timestamptz and held.ended_at is null
              and own.held_until = 'infinity')
   returning shown.card_lane, shown.card, shown.used_at, held.ended_at is null as is_alive`,
);

const selectUsed = statement<{ dynamic_code: bigint; card_lane: number; card: bigint }>(
  'delivery.selectUsedCodesOf',
  `select dynamic_code, card_lane, card from delivery.dynamic_code
    where device = any($1::bigint[]) and used_at > $2::timestamptz`,
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
    readonly holding: bigint;
    readonly expiresAt: Instant;
  },
): Promise<bigint> =>
  (
    await queries.run(insertRow, [
      ...[row.tenant, row.lane, row.card, row.device, row.holding],
      postgresFromInstant(row.expiresAt),
    ])
  )[0].dynamic_code;

/** A use of a code, the first or a repeat of it: its card, when it was first used, and whether its device is still one. */
export type CodeUse = {
  readonly lane: number;
  readonly card: bigint;
  readonly usedAt: Instant;
  readonly isAlive: boolean;
};

/** The card of a code that is used now for the first time, or again by the same use. */
export async function useCode(
  queries: Queries,
  use: { readonly code: bigint; readonly tenant: number; readonly usedBy: Buffer; readonly now: Instant },
): Promise<CodeUse | undefined> {
  const [row] = await queries.run(useRow, [use.code, use.tenant, use.usedBy, postgresFromInstant(use.now)]);
  return row && { lane: row.card_lane, card: row.card, usedAt: row.used_at, isAlive: row.is_alive };
}

/** The codes of devices that tills have used since a moment. */
export const findUsedCodes = async (queries: Queries, devices: readonly bigint[], since: Instant): Promise<Shown[]> =>
  (await queries.run(selectUsed, [devices, postgresFromInstant(since)])).map((row) => ({
    ...{ code: row.dynamic_code, lane: row.card_lane, card: row.card },
  }));

export const deleteOldCodes = async (queries: Queries, before: Instant): Promise<number> =>
  (await queries.run(deleteOld, [postgresFromInstant(before)])).length;
