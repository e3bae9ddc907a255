import type { Email } from '../../kernel/email.ts';
import { maskEmail } from '../../kernel/email.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Channel, Sent } from './channels/channel.ts';
import type { Claimed } from './claim.ts';
import { ATTEMPTS_MAX } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { contentOf, pack } from './pack.ts';
import { nextAttemptAt, openUntil } from './retry.ts';
import { addressKey, addressKeys, addressText, type Content } from './sealed-content.ts';
import type { Sender } from './sender.ts';
import { insertParts, selectSentParts } from './store/part.ts';
import { endSubscriptions } from './store/push-subscription.ts';
import { finishMessage, putBackMessage, type ClaimedRow, type Finish } from './store/queue.ts';
import { noteSenderFailure, noteSenderSuccess } from './store/sender.ts';
import { selectSuppressedKeys, writeSuppression } from './store/suppression.ts';
import type { MessageEnd } from './tally.ts';

/** Where messages go for which no channel is set. */
export const OUTBOX = 'outbox';

/**
 * Sends what was claimed, each by itself, and writes what came of it. Before sending nothing is written any more: who dies between
 * sending and writing leaves a lease, and whoever takes that over sends the same message again under the same name, or, an SMS, not.
 */
export async function deliver(
  deps: NotificationDeps,
  { sender, rows }: Claimed,
  channelOf: (sender: Sender) => Channel,
): Promise<void> {
  if (rows.length === 0) return;
  const sentParts = await selectSentParts(
    deps.database,
    rows.map(({ message }) => message),
  );
  const outcomes = await Promise.all(
    rows.map((row) =>
      deliverOne(deps, row, sender, sentParts.get(row.message) ?? new Set(), channelOf).catch((error: unknown) => {
        deps.onFailure?.(error);
        return undefined;
      }),
    ),
  );
  if (sender) await noteHealth(deps, sender, outcomes);
}

async function deliverOne(
  deps: NotificationDeps,
  row: ClaimedRow,
  sender: Sender | undefined,
  sentParts: ReadonlySet<number>,
  channelOf: (sender: Sender) => Channel,
): Promise<Sent | undefined> {
  const { database, clock } = deps;
  const finish = async (how: Pick<Finish, 'state' | 'reason'>): Promise<undefined> => {
    const isOurs = await finishMessage(database, row, { ...how, via: '', at: clock.now(), isCleared: row.is_secret });
    if (isOurs) deps.tally?.note(row.kind, '', how.state as MessageEnd);
  };
  if (row.expires_at <= clock.now()) return finish({ state: 'expired', reason: '' });
  const content = contentOf(deps, row);
  if (await isSuppressed(deps, row, content)) return finish({ state: 'suppressed', reason: '' });
  const packed = await pack(deps, row, content, sentParts);
  if (!packed.ok) return finish({ state: 'failed', reason: packed.refusal.replace('notifications.', '') });
  if (sender === undefined) {
    // Its content stays, secret or not: looking at it is what the outbox is for.
    await finishMessage(database, row, { state: 'sent', reason: '', via: OUTBOX, at: clock.now(), isCleared: false });
    deps.tally?.note(row.kind, OUTBOX, 'sent');
    return undefined;
  }
  const sent = await channelOf(sender).send(packed.outgoing);
  const end = await database.transaction((tx) => writeOutcome(deps, tx, row, sender, content, sent));
  if (end) deps.tally?.note(row.kind, sender.settings.protocol, end);
  return sent;
}

async function isSuppressed({ database, keys }: NotificationDeps, row: ClaimedRow, { to }: Content): Promise<boolean> {
  if (row.kind === 'push') return false;
  const known = addressKeys(keys, row.kind, addressText(to));
  const found = await selectSuppressedKeys(database, row.tenant_id, row.kind, known);
  return found.some(({ scope }) => scope === 'all' || row.purpose === 'marketing');
}

async function writeOutcome(
  deps: NotificationDeps,
  tx: Queries,
  row: ClaimedRow,
  sender: Sender,
  content: Content,
  sent: Sent,
): Promise<MessageEnd | undefined> {
  const at = deps.clock.now();
  const via = sender.settings.protocol;
  let end: MessageEnd | undefined;
  const over = async (state: 'sent' | 'failed', reason: string): Promise<void> => {
    if (await finishMessage(tx, row, { state, reason, via, at, isCleared: row.is_secret })) end = state;
  };
  const parts = (sent.parts ?? []).filter(({ providerId }) => providerId !== '');
  const again = (reason: string, next: Parameters<typeof putBackMessage>[2]['next']): Promise<void> =>
    putBackMessage(tx, row, { reason, next, at });
  // The message first and its parts behind it, as receipts lock them.
  if (sent.outcome === 'accepted') await over('sent', '');
  else if (sent.outcome === 'unknown') {
    const isHeld = 'onUnknown' in sender.settings && sender.settings.onUnknown === 'hold';
    if (isHeld || row.attempts >= ATTEMPTS_MAX) await over('failed', 'outcome_unknown');
    else await again(sent.reason, nextAttemptAt(row.attempts, 'unknown', at));
  } else {
    const { faultOf, reason, retryAfterSeconds } = sent;
    const mayAgain = faultOf === 'channel' || (faultOf === 'busy' && row.attempts < ATTEMPTS_MAX);
    if (mayAgain) await again(reason, nextAttemptAt(row.attempts, faultOf, at, retryAfterSeconds));
    else await over('failed', reason);
    if (faultOf === 'address' && 'email' in content.to) await noteBounce(deps, tx, row, content.to.email);
  }
  await insertParts(tx, row.tenant_id, row.message, parts);
  if (sent.ended && sent.ended.length > 0) await endSubscriptions(tx, row.tenant_id, sent.ended);
  return end;
}

// Servers that are sent to dead addresses again and again hold it against the sender.
async function noteBounce(
  { keys, clock }: NotificationDeps,
  tx: Queries,
  row: ClaimedRow,
  email: Email,
): Promise<void> {
  await writeSuppression(tx, {
    ...{ tenant: row.tenant_id, kind: 'email', scope: 'all', reason: 'bounced' },
    addressKey: addressKey(keys, 'email', email),
    masked: maskEmail(email),
    at: clock.now(),
  });
}

// One failure for all that were sent together, and none where one of them got through: the breaker counts rounds.
async function noteHealth(
  { database, clock }: NotificationDeps,
  sender: Sender,
  outcomes: readonly (Sent | undefined)[],
): Promise<void> {
  const at = clock.now();
  const sent = outcomes.filter((one) => one !== undefined);
  const failed = sent.flatMap((one) =>
    one.outcome === 'unknown' || (one.outcome === 'refused' && one.faultOf === 'channel') ? [one.reason] : [],
  );
  const [reason] = failed;
  if (sent.length > failed.length) await noteSenderSuccess(database, { ...sender, at });
  else if (reason !== undefined) {
    await noteSenderFailure(database, { ...sender, at }, openUntil(sender.failures + 1, at), reason);
  }
}
