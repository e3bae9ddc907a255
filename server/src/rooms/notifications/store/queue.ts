import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kind, Language, MessageState, Purpose } from '../message.ts';

/** A message that this worker has to itself until the lease ends. `attempts` is the fence: who has another one is late. */
export type ClaimedRow = {
  message: bigint;
  tenant_id: number;
  reference: string;
  kind: Kind;
  template: string;
  language: Language;
  purpose: Purpose;
  sealed: Buffer;
  is_secret: boolean;
  attempts: number;
  expires_at: Instant;
};

// Steps from sender to sender along the index, however many messages wait for each.
const selectDue = statement<{ tenant_id: number; kind: Kind }>(
  'notifications.selectDueSenders',
  `with recursive waiting as (
     (select tenant_id, kind from notifications.message where state = 'queued' order by tenant_id, kind limit 1)
     union all
     select next.tenant_id, next.kind
       from waiting, lateral (
         select one.tenant_id, one.kind from notifications.message one
          where one.state = 'queued' and (one.tenant_id, one.kind) > (waiting.tenant_id, waiting.kind)
          order by one.tenant_id, one.kind limit 1) next)
   select waiting.tenant_id, waiting.kind from waiting
    where exists (select 1 from notifications.message due
                   where due.tenant_id = waiting.tenant_id and due.kind = waiting.kind and due.state = 'queued'
                     and due.next_attempt_at <= $1::timestamptz)`,
);

// $1 tenant, $2 kind, $3 now, $4 lease end, $5 how many. Rows that another worker is claiming are passed over.
const claimRows = statement<ClaimedRow>(
  'notifications.claimMessages',
  `update notifications.message
      set state = 'sending', attempts = attempts + 1, leased_until = $4::timestamptz, state_at = $3::timestamptz
    where message in (
      select message from notifications.message
       where tenant_id = $1 and kind = $2 and state = 'queued' and next_attempt_at <= $3::timestamptz
       order by next_attempt_at, message limit $5 for update skip locked)
   returning message, tenant_id, reference, kind, template, language, purpose, sealed, is_secret, attempts, expires_at`,
);

// $1 message, $2 attempts, $3 state, $4 reason, $5 via, $6 now, $7 whether its content is to be deleted. Of a message that another
// worker took over nothing is changed.
const finishRow = statement<{ message: bigint }>(
  'notifications.finishMessage',
  `update notifications.message
      set state = $3, reason = $4, via = $5, state_at = $6::timestamptz, leased_until = 'infinity',
          sealed = case when $7 then null else sealed end
    where message = $1 and attempts = $2 and state = 'sending'
   returning message`,
);

// $1 message, $2 attempts, $3 reason, $4 next attempt, $5 now
const putBack = statement(
  'notifications.putBackMessage',
  `update notifications.message
      set state = 'queued', reason = $3, next_attempt_at = $4::timestamptz, leased_until = 'infinity', state_at = $5::timestamptz
    where message = $1 and attempts = $2 and state = 'sending'`,
);

// Whoever had them is dead or cut off. What has no sender went to the outbox at most. $1 now, $2 attempts at most
const takeOver = statement<{ message: bigint }>(
  'notifications.takeOverLeases',
  `update notifications.message lost
      set state = case when fate.is_over then 'failed' else 'queued' end, reason = 'outcome_unknown',
          next_attempt_at = $1::timestamptz, leased_until = 'infinity', state_at = $1::timestamptz
     from (select over.message, over.attempts >= $2::int
             or coalesce(over.kind = 'sms' and sender.settings->>'onUnknown' = 'hold', false) as is_over
             from notifications.message over
             left join notifications.sender using (tenant_id, kind)
            where over.state = 'sending' and over.leased_until <= $1::timestamptz
            order by over.leased_until limit 500 for update of over skip locked) fate
    where lost.message = fate.message
   returning lost.message`,
);

const expireRows = statement<{ message: bigint }>(
  'notifications.expireMessages',
  `update notifications.message set state = 'expired', state_at = $1::timestamptz
    where message in (select message from notifications.message
                       where state = 'queued' and expires_at <= $1::timestamptz
                       order by expires_at limit 500 for update skip locked)
   returning message`,
);

// What waits still is needed; it expires before it is kept no longer.
const clearRows = statement<{ message: bigint }>(
  'notifications.clearMessages',
  `update notifications.message set sealed = null
    where message in (select message from notifications.message
                       where sealed is not null and keep_until <= $1::timestamptz and state not in ('queued', 'sending')
                       order by keep_until limit 500 for update skip locked)
   returning message`,
);

const forgetRows = statement(
  'notifications.forgetAddress',
  `update notifications.message
      set sealed = null, masked = '', state = case when state in ('queued', 'sending') then 'failed' else state end,
          reason = case when state in ('queued', 'sending') then 'erased' else reason end, leased_until = 'infinity'
    where tenant_id = $1 and address_key = any($2::bytea[])`,
);

/** Whose messages are due. */
export const selectDueSenders = async (queries: Queries, now: Instant): Promise<{ tenant: number; kind: Kind }[]> =>
  (await queries.run(selectDue, [postgresFromInstant(now)])).map(({ tenant_id, kind }) => ({
    tenant: tenant_id,
    kind,
  }));

/** Takes due messages for this worker alone. */
export const claimMessages = (
  tx: Tx,
  { tenant, kind }: { readonly tenant: number; readonly kind: Kind },
  now: Instant,
  leasedUntil: Instant,
  limit: number,
): Promise<ClaimedRow[]> =>
  tx.run(claimRows, [tenant, kind, postgresFromInstant(now), postgresFromInstant(leasedUntil), limit]);

export type Finish = {
  readonly state: MessageState;
  readonly reason: string;
  readonly via: string;
  readonly at: Instant;
  readonly isCleared: boolean;
};

/** Writes what came of it; false where the lease was lost meanwhile. */
export const finishMessage = async (
  tx: Queries,
  { message, attempts }: Pick<ClaimedRow, 'message' | 'attempts'>,
  { state, reason, via, at, isCleared }: Finish,
): Promise<boolean> => {
  const rows = await tx.run(finishRow, [message, attempts, state, reason, via, postgresFromInstant(at), isCleared]);
  return rows.length > 0;
};

/** Back into the queue, to be tried at `next`. */
export const putBackMessage = async (
  tx: Queries,
  { message, attempts }: Pick<ClaimedRow, 'message' | 'attempts'>,
  { reason, next, at }: { readonly reason: string; readonly next: Instant; readonly at: Instant },
): Promise<void> => {
  await tx.run(putBack, [message, attempts, reason, postgresFromInstant(next), postgresFromInstant(at)]);
};

/** How many leases of the dead were taken over; an SMS fails then, where its sender says so. */
export const takeOverLeases = async (queries: Queries, now: Instant, attemptsMax: number): Promise<number> =>
  (await queries.run(takeOver, [postgresFromInstant(now), attemptsMax])).length;

/** How many were too late. */
export const expireMessages = async (queries: Queries, now: Instant): Promise<number> =>
  (await queries.run(expireRows, [postgresFromInstant(now)])).length;

/** Deletes address and facts of messages that are kept no longer; how many. */
export const clearMessages = async (queries: Queries, now: Instant): Promise<number> =>
  (await queries.run(clearRows, [postgresFromInstant(now)])).length;

/** Deletes what was sent to an address, and sends it nothing that waits. */
export const forgetMessagesTo = async (queries: Queries, tenant: number, keys: readonly Buffer[]): Promise<void> => {
  await queries.run(forgetRows, [tenant, keys]);
};
