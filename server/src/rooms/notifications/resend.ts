import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { enqueue, type EnqueueOutcome } from './enqueue.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { messageToken } from './pack.ts';
import { openContent } from './sealed-content.ts';
import { traceSetting } from './trace-setting.ts';
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
  by: Actor = PROGRAM_ITSELF,
): Promise<EnqueueOutcome | Refusal<'notifications.message.not_found' | 'notifications.message.not_kept'>> {
  const known = await findMessage(deps.database, tenant, message);
  if (known === undefined) return refuse('notifications.message.not_found');
  if (known.sealed === undefined || !known.canBeResent) return refuse('notifications.message.not_kept');
  const { to, facts } = openContent(deps.keys, tenant, known.reference, known.sealed);
  const { kind, template, language, purpose } = known;
  return deps.database.transaction(async (tx) => {
    const said = await enqueue(deps, tx, { tenant, reference, kind, to, template, facts, language, purpose });
    if (!said.ok || said.isRepeat) return said;
    const subject = `message ${messageToken(deps, message)}`;
    const after = { sentAgainAs: messageToken(deps, said.message) };
    await traceSetting(deps, tx, { tenant, by, act: 'notifications.message.resent', subject, after });
    return said;
  });
}
