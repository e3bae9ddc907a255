import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { enqueue, type EnqueueOutcome } from './enqueue.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { openContent } from './sealed-content.ts';
import { findMessage } from './store/message-list.ts';

/**
 * Sends a message again, as a new one with a reference of its own. Refuses one that the tenant does not have, and one whose content
 * is deleted: a secret is not sent twice.
 */
export async function resend(
  deps: NotificationDeps,
  tenant: number,
  message: bigint,
  reference: string,
): Promise<EnqueueOutcome | Refusal<'notifications.message.not_found' | 'notifications.message.not_kept'>> {
  const known = await findMessage(deps.database, tenant, message);
  if (known === undefined) return refuse('notifications.message.not_found');
  if (known.sealed === undefined || !known.canBeResent) return refuse('notifications.message.not_kept');
  const { to, facts } = openContent(deps.keys, tenant, known.reference, known.sealed);
  const { kind, template, language, purpose } = known;
  return enqueue(deps, deps.database, { tenant, reference, kind, to, template, facts, language, purpose });
}
