import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

type Place = { readonly lane: number; readonly card: bigint };

const insertRow = statement<{ pass: bigint; is_voided: boolean }>(
  'delivery.insertPass',
  `insert into delivery.pass (tenant_id, program, card_lane, card, made_at, changed_at)
   values ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz)
   on conflict (card_lane, card) do update set changed_at = excluded.changed_at
   returning pass, is_voided`,
);

const voidRow = statement(
  'delivery.voidPass',
  `update delivery.pass set is_voided = true, changed_at = $3::timestamptz
    where card_lane = $1 and card = $2 and not is_voided`,
);

/** The pass of a card, made at the first call; its number is its serial. */
export async function takePass(
  queries: Queries,
  card: Place & { readonly tenant: number; readonly program: number },
  now: Instant,
): Promise<{ readonly pass: bigint; readonly isVoided: boolean }> {
  const values = [card.tenant, card.program, card.lane, card.card, postgresFromInstant(now)];
  const [row] = await queries.run(insertRow, values);
  return { pass: row.pass, isVoided: row.is_voided };
}

/** Voids it: a pass that is fetched from now on says so. */
export const voidPass = (queries: Queries, card: Place, now: Instant): Promise<unknown> =>
  queries.run(voidRow, [card.lane, card.card, postgresFromInstant(now)]);
