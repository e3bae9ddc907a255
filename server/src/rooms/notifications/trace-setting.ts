import type { Actor, AuditFacts } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { NotificationDeps } from './notification-deps.ts';

/** What somebody did with what messages are sent by; never an address or a secret in the clear. */
export type MessageAct = {
  readonly tenant: number;
  readonly by: Actor;
  readonly act: `notifications.${string}`;
  readonly subject: string;
  readonly before?: AuditFacts | undefined;
  readonly after?: AuditFacts | undefined;
};

/** Writes an act into the audit chain, last in the transaction in which it was done. */
export const traceSetting = async (
  { audit }: Pick<NotificationDeps, 'audit'>,
  tx: Tx,
  { before, after, ...act }: MessageAct,
): Promise<void> => audit?.(tx, { ...act, ...(before && { before }), ...(after && { after }) });
