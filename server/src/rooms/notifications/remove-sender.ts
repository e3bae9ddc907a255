import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor, type AuditFacts } from '../../platform/audit.ts';
import { senderOf } from './claim.ts';
import type { Kind } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { publicSettings } from './sender.ts';
import { deleteSender, findSender } from './store/sender.ts';
import { traceSetting } from './trace-setting.ts';

/** Ends a tenant's sender: from then on messages of the kind go to the outbox. Refuses where there is none. */
export const removeSender = (
  deps: NotificationDeps,
  tenant: number,
  kind: Kind,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<object> | Refusal<'notifications.channel.not_set'>> =>
  deps.database.transaction(async (tx) => {
    const row = await findSender(tx, tenant, kind);
    if (row === undefined || !(await deleteSender(tx, tenant, kind))) return refuse('notifications.channel.not_set');
    const before = { ...publicSettings(senderOf(deps, row).settings), perSecond: row.per_second } as AuditFacts;
    await traceSetting(deps, tx, {
      ...{ tenant, by, act: 'notifications.sender.removed', subject: `channel ${kind}`, before },
    });
    return { ok: true as const };
  });
