import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const insertRows = statement(
  'notifications.insertParts',
  // $1 tenant, $2 message, $3 parts, $4 provider's ids
  `insert into notifications.part (tenant_id, message, part, provider_id)
   select $1::int, $2::bigint, part, provider_id from unnest($3::smallint[], $4::text[]) as sent (part, provider_id)
   on conflict (message, part) do nothing`,
);

const selectSent = statement<{ message: bigint; part: number }>(
  'notifications.selectSentParts',
  `select message, part from notifications.part where message = any($1::bigint[])`,
);

// Ids come round again after months: the newest is meant.
const selectByProvider = statement<{ message: bigint }>(
  'notifications.selectPartByProvider',
  `select message from notifications.part where tenant_id = $1 and provider_id = $2 order by message desc limit 1`,
);

// The message before its parts, as everybody locks them. An SMS of which we did not know what became of it is known by its receipt.
const lockMessage = statement<{ state: string }>(
  'notifications.lockReceiptMessage',
  `select state from notifications.message where message = $1 for update`,
);

const settlePart = statement<{ provider_id: string }>(
  'notifications.settlePart',
  `update notifications.part set state = $3 where message = $1 and provider_id = $2 and state = 'sent' returning provider_id`,
);

const settleMessage = statement(
  'notifications.settleReceipt',
  // $1 message, $2 reason, $3 now. Delivered is what every part of came.
  `update notifications.message
      set state = fate.state, reason = case when fate.state = 'failed' then $2 else '' end, state_at = $3::timestamptz
     from (select case when bool_or(state = 'failed') then 'failed' when bool_and(state = 'delivered') then 'delivered' end as state
             from notifications.part where message = $1) fate
    where message = $1 and fate.state is not null and message.state = 'sent'`,
);

const insertEarly = statement(
  'notifications.insertEarlyReceipt',
  `insert into notifications.early_receipt (tenant_id, provider_id, state, reason, received_at)
   values ($1, $2, $3, $4, $5::timestamptz) on conflict (tenant_id, provider_id) do nothing`,
);

const selectEarly = statement<{
  tenant_id: number;
  provider_id: string;
  state: 'delivered' | 'failed';
  reason: string;
}>(
  'notifications.selectEarlyReceipts',
  `select tenant_id, provider_id, state, reason from notifications.early_receipt
    where exists (select 1 from notifications.part
                   where part.tenant_id = early_receipt.tenant_id and part.provider_id = early_receipt.provider_id)
    limit 500 for update skip locked`,
);

const deleteEarly = statement(
  'notifications.deleteEarlyReceipt',
  `delete from notifications.early_receipt where tenant_id = $1 and provider_id = $2`,
);

const dropOldEarly = statement(
  'notifications.dropOldReceipts',
  `delete from notifications.early_receipt where received_at <= $1::timestamptz`,
);

/** Keeps what the other side calls the parts. */
export const insertParts = async (
  tx: Queries,
  tenant: number,
  message: bigint,
  parts: readonly { readonly part: number; readonly providerId: string }[],
): Promise<void> => {
  if (parts.length === 0) return;
  await tx.run(insertRows, [tenant, message, parts.map(({ part }) => part), parts.map(({ providerId }) => providerId)]);
};

/** Which parts of which messages are through. */
export async function selectSentParts(
  queries: Queries,
  messages: readonly bigint[],
): Promise<Map<bigint, Set<number>>> {
  const sent = new Map<bigint, Set<number>>();
  for (const { message, part } of await queries.run(selectSent, [messages])) {
    sent.set(message, (sent.get(message) ?? new Set()).add(part));
  }
  return sent;
}

type Told = { readonly providerId: string; readonly state: 'delivered' | 'failed'; readonly reason: string };

/** Applies a receipt; one for a part that is not known yet waits. */
export async function applyReceipt(tx: Tx, tenant: number, receipt: Told, at: Instant): Promise<void> {
  const [known] = await tx.run(selectByProvider, [tenant, receipt.providerId]);
  const now = postgresFromInstant(at);
  if (known === undefined) {
    await tx.run(insertEarly, [tenant, receipt.providerId, receipt.state, receipt.reason, now]);
    return;
  }
  await tx.run(lockMessage, [known.message]);
  const settled = await tx.run(settlePart, [known.message, receipt.providerId, receipt.state]);
  if (settled.length > 0) await tx.run(settleMessage, [known.message, receipt.reason, now]);
}

/** Applies the receipts that waited and whose part is known now; how many. */
export async function applyEarlyReceipts(tx: Tx, at: Instant): Promise<number> {
  const early = await tx.run(selectEarly);
  for (const { tenant_id, provider_id, state, reason } of early) {
    await applyReceipt(tx, tenant_id, { providerId: provider_id, state, reason }, at);
    await tx.run(deleteEarly, [tenant_id, provider_id]);
  }
  return early.length;
}

/** Forgets receipts for parts that never were ours. */
export const dropOldReceipts = async (queries: Queries, before: Instant): Promise<void> => {
  await queries.run(dropOldEarly, [postgresFromInstant(before)]);
};
