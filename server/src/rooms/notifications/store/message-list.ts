import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kind, Language, Message, MessageState } from '../message.ts';
import { MESSAGE_COLUMNS, messageOfRow, type MessageRow } from './message-row.ts';

// $1 tenant, $2 before, $3 kind, $4 state, $5 limit
const selectPage = statement<MessageRow>(
  'notifications.selectMessages',
  `select ${MESSAGE_COLUMNS} from notifications.message
    where tenant_id = $1 and message < $2 and ($3::text is null or kind = $3) and ($4::text is null or state = $4)
    order by message desc limit $5`,
);

type SealedRow = MessageRow & { sealed: Buffer | null };

const selectOne = statement<SealedRow>(
  'notifications.selectMessage',
  `select ${MESSAGE_COLUMNS}, sealed from notifications.message where tenant_id = $1 and message = $2`,
);

const selectReference = statement<MessageRow>(
  'notifications.selectMessageByReference',
  `select ${MESSAGE_COLUMNS} from notifications.message where tenant_id = $1 and reference = $2`,
);

// What went to the outbox, and what waits for a worker that would put it there. $1 tenant, $2 before, $3 limit
const selectOutbox = statement<SealedRow>(
  'notifications.selectOutbox',
  `select ${MESSAGE_COLUMNS}, sealed from notifications.message
    where tenant_id = $1 and message < $2 and sealed is not null
      and (via = 'outbox' or state in ('queued', 'sending') and not exists (
        select 1 from notifications.sender where sender.tenant_id = message.tenant_id and sender.kind = message.kind))
    order by message desc limit $3`,
);

export type MessagePage = {
  readonly before: bigint;
  readonly limit: number;
  readonly kind?: Kind | undefined;
  readonly state?: MessageState | undefined;
};

/** A message with its sealed content. */
export type SealedMessage = Message & {
  readonly sealed: Buffer | undefined;
  readonly language: Language;
};

const sealedOf = (row: SealedRow): SealedMessage => ({
  ...messageOfRow(row),
  sealed: row.sealed ?? undefined,
});

/** A tenant's messages, newest first, before `before`. */
export const selectMessages = async (queries: Queries, tenant: number, page: MessagePage): Promise<Message[]> => {
  const values = [tenant, page.before, page.kind ?? null, page.state ?? null, page.limit];
  return (await queries.run(selectPage, values)).map(messageOfRow);
};

export const findMessage = async (
  queries: Queries,
  tenant: number,
  message: bigint,
): Promise<SealedMessage | undefined> => {
  const [row] = await queries.run(selectOne, [tenant, message]);
  return row && sealedOf(row);
};

export const findMessageByReference = async (
  queries: Queries,
  tenant: number,
  reference: string,
): Promise<Message | undefined> => {
  const [row] = await queries.run(selectReference, [tenant, reference]);
  return row && messageOfRow(row);
};

/** Messages that no channel takes, newest first. */
export const selectOutboxMessages = async (
  queries: Queries,
  tenant: number,
  page: { readonly before: bigint; readonly limit: number },
): Promise<SealedMessage[]> => (await queries.run(selectOutbox, [tenant, page.before, page.limit])).map(sealedOf);
