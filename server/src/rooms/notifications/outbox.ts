import type { Instant } from '../../kernel/instant.ts';
import { wordsFor } from './find-template.ts';
import type { Kind, MessageState } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { render } from './render.ts';
import { addressText, openContent } from './sealed-content.ts';
import { selectOutboxMessages } from './store/message-list.ts';

/** A message that would have gone out, in the clear. */
export type OutboxMessage = {
  readonly message: bigint;
  readonly reference: string;
  readonly kind: Kind;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly state: MessageState;
  readonly madeAt: Instant;
};

/** What a tenant without channels would have sent, newest first; also what no worker has looked at yet. */
export async function listOutbox(
  { database, keys }: Pick<NotificationDeps, 'database' | 'keys'>,
  tenant: number,
  page: { readonly before: bigint; readonly limit: number },
): Promise<OutboxMessage[]> {
  const rows = await selectOutboxMessages(database, tenant, page);
  const shown: OutboxMessage[] = [];
  for (const row of rows) {
    if (row.sealed === undefined) continue;
    const { to, facts } = openContent(keys, tenant, row.reference, row.sealed);
    const words = await wordsFor(database, tenant, row);
    const rendered = words && render(words, facts);
    const { message, reference, kind, state, madeAt } = row;
    shown.push({
      ...{ message, reference, kind, state, madeAt, to: addressText(to) },
      subject: rendered?.ok ? rendered.rendered.subject : '',
      text: rendered?.ok ? rendered.rendered.text : `(the template ${row.template} does not work)`,
    });
  }
  return shown;
}
