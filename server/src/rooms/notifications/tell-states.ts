import type { Tx } from '../../platform/database/database.ts';
import type { Message } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { markTold, selectUntold } from './store/told.ts';

/**
 * Another room that wants to know what became of messages. Called once for every state that a message stays in for a moment, in its
 * order, inside a transaction that also notes that it was told: its writes and the note stand or fall together.
 */
export type OnState = (tx: Tx, message: Message) => Promise<void>;

/**
 * Tells listeners what became of messages, each message in a transaction of its own. A listener that fails costs only its message's
 * telling, which is tried again at the next call. How many were told.
 */
export async function tellStates(
  { database, onFailure }: Pick<NotificationDeps, 'database' | 'onFailure'>,
  listeners: readonly OnState[],
  isStopping: () => boolean,
): Promise<number> {
  let told = 0;
  let after = 0n;
  while (!isStopping()) {
    const step = await database
      .transaction(async (tx) => {
        const message = await selectUntold(tx, after);
        if (message === undefined) return undefined;
        after = message.message;
        for (const listen of listeners) await listen(tx, message);
        await markTold(tx, message);
        return message;
      })
      .catch((error: unknown) => {
        onFailure?.(error);
        return 'failed' as const;
      });
    if (step === undefined) return told;
    if (step !== 'failed') told += 1;
    else if (after === 0n) return told;
  }
  return told;
}
