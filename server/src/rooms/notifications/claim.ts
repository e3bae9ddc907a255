import { addSeconds } from '../../kernel/instant.ts';
import { ATTEMPT_MS_MAX } from './channels/channel.ts';
import type { Kind } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { allowance } from './retry.ts';
import { openSettings, type Sender } from './sender.ts';
import { findSender, findSenderForClaim, presentInstant, writePace, type SenderRow } from './store/sender.ts';
import { claimMessages, type ClaimedRow } from './store/queue.ts';

/** Whose messages: one tenant's of one kind. */
export type Queue = { readonly tenant: number; readonly kind: Kind };

export type Claimed = {
  /** Undefined where no channel is set: the messages go to the outbox. */
  readonly sender: Sender | undefined;
  readonly rows: readonly ClaimedRow[];
};

/** At once, per sender and process. */
export const CLAIM_MAX = 16;

// Three attempts fit: parts of a long SMS go one after the other.
const LEASE_SECONDS = (3 * ATTEMPT_MS_MAX) / 1_000;

/** A sender with its settings in the clear. */
export const senderOf = ({ keys }: Pick<NotificationDeps, 'keys'>, row: SenderRow): Sender => ({
  tenant: row.tenant_id,
  kind: row.kind,
  settings: openSettings(keys, row.tenant_id, row.kind, row.settings, row.secrets),
  perSecond: row.per_second,
  revision: row.revision,
  failures: row.failures,
  failingSince: presentInstant(row.failing_since),
  openUntil: row.open_until,
  lastError: row.last_error,
  lastSentAt: presentInstant(row.last_sent_at),
});

/**
 * Takes due messages of a queue for this worker, as many as its sender may send now. The sender's row is locked for as long as that
 * takes, so that all processes together keep its rate; nothing is sent meanwhile.
 */
export function claim(deps: NotificationDeps, queue: Queue): Promise<Claimed> {
  const { database, clock } = deps;
  return database.transaction(async (tx) => {
    const row = await findSenderForClaim(tx, queue.tenant, queue.kind);
    const now = clock.now();
    const leasedUntil = addSeconds(now, LEASE_SECONDS);
    if (row === undefined) {
      // Skipped because another worker has it, or is there none?
      if (await findSender(tx, queue.tenant, queue.kind)) return { sender: undefined, rows: [] };
      return { sender: undefined, rows: await claimMessages(tx, queue, now, leasedUntil, CLAIM_MAX) };
    }
    const allowed = allowance(
      { perSecond: row.per_second, pacedUntil: row.paced_until, failures: row.failures, openUntil: row.open_until },
      now,
      CLAIM_MAX,
    );
    if (allowed.may === 0) return { sender: undefined, rows: [] };
    const rows = await claimMessages(tx, queue, now, leasedUntil, allowed.may);
    if (rows.length > 0) await writePace(tx, queue, allowed.paced(rows.length), allowed.openUntil);
    return { sender: senderOf(deps, row), rows };
  });
}
