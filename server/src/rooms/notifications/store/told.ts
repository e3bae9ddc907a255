import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Message } from '../message.ts';
import { MESSAGE_COLUMNS, messageOfRow, type MessageRow } from './message-row.ts';

// `sending` is nobody's business and over in a moment. A row that another process tells of is passed over.
const selectOne = statement<MessageRow>(
  'notifications.selectUntold',
  `select ${MESSAGE_COLUMNS} from notifications.message
    where told_state <> state and state <> 'sending' and message > $1
    order by message limit 1 for update skip locked`,
);

const updateTold = statement(
  'notifications.markTold',
  `update notifications.message set told_state = $2 where message = $1`,
);

/** The next message behind `after` whose state nobody was told, locked. */
export async function selectUntold(tx: Tx, after: bigint): Promise<Message | undefined> {
  const [row] = await tx.run(selectOne, [after]);
  return row && messageOfRow(row);
}

export const markTold = async (tx: Queries, { message, state }: Message): Promise<void> => {
  await tx.run(updateTold, [message, state]);
};
