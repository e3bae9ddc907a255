import { randomUUID } from 'node:crypto';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { enqueue, type EnqueueOutcome } from './enqueue.ts';
import type { Address, Kind, Language } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { messageToken } from './pack.ts';
import { maskAddress } from './sealed-content.ts';
import { traceSetting } from './trace-setting.ts';

/** Sends somebody a test message, as every message goes. The same reference is the same message. */
export const sendTest = (
  deps: NotificationDeps,
  { tenant, kind, to, ...asked }: TestMessage,
  by: Actor = PROGRAM_ITSELF,
): Promise<EnqueueOutcome> =>
  deps.database.transaction(async (tx) => {
    const { language, name, reference = randomUUID() } = asked;
    const said = await enqueue(deps, tx, {
      ...{ tenant, kind, to, template: 'test', language, facts: { tenant: name } },
      reference: `notifications.test.${reference}`,
    });
    if (!said.ok || said.isRepeat) return said;
    const subject = `message ${messageToken(deps, said.message)}`;
    const after = { kind, to: maskAddress(to) };
    await traceSetting(deps, tx, { tenant, by, act: 'notifications.test.sent', subject, after });
    return said;
  });

export type TestMessage = {
  readonly tenant: number;
  readonly kind: Kind;
  readonly to: Address;
  readonly language: Language;
  /** What the tenant calls itself. */
  readonly name: string;
  readonly reference?: string | undefined;
};
