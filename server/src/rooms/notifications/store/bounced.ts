import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** Where an e-mail went, as far as it is known when its content is gone. */
export type MailedTo = { readonly addressKey: Buffer; readonly masked: string };

const selectMailed = statement<{ address_key: Buffer; masked: string }>(
  'notifications.selectMailedTo',
  `select address_key, masked from notifications.message where tenant_id = $1 and message = $2 and kind = 'email' and attempts > 0`,
);
const failSent = statement(
  'notifications.failBounced',
  `update notifications.message set state = 'failed', reason = $3, state_at = $4::timestamptz
    where tenant_id = $1 and message = $2 and state = 'sent'`,
);

/** The address of an e-mail of the tenant's that went out; undefined for any other message. */
export async function findMailedTo(queries: Queries, tenant: number, message: bigint): Promise<MailedTo | undefined> {
  const [row] = await queries.run(selectMailed, [tenant, message]);
  return row && { addressKey: row.address_key, masked: row.masked };
}

/** An e-mail that was sent did not arrive. One that is over by another reason stays as it is. */
export const failBounced = async (
  queries: Queries,
  of: { readonly tenant: number; readonly message: bigint },
  reason: string,
  at: Instant,
): Promise<void> => {
  await queries.run(failSent, [of.tenant, of.message, reason, postgresFromInstant(at)]);
};
