import { setTimeout as sleep } from 'node:timers/promises';
import { addSeconds } from '../../kernel/instant.ts';
import { repeatWork, type Jobs } from '../../platform/jobs/repeat-work.ts';
import { createChannelShelf } from './channel-shelf.ts';
import { claim, senderOf, type Queue } from './claim.ts';
import { deliver } from './deliver.ts';
import { ATTEMPTS_MAX } from './message.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { forgetHeard } from './store/heard.ts';
import { applyEarlyReceipts, dropOldReceipts } from './store/part.ts';
import { clearMessages, expireMessages, selectDueSenders, takeOverLeases } from './store/queue.ts';
import { findSender, selectAllSenders } from './store/sender.ts';
import { tellStates, type OnState } from './tell-states.ts';

// A message waits a quarter of a second for a worker, an eighth on the average.
const LOOK_EACH_MS = 250;
const SWEEP_EACH_MS = 2_000;
const CLEAR_EACH_MS = 60_000;
const LISTEN_EACH_MS = 5_000;
const STOP_MS_MAX = 2_500;
// Longer than any signature holds, both ways.
const HEARD_SECONDS = 15 * 60;
const EARLY_RECEIPT_SECONDS = 15 * 60;
/** Queues served at the same time by a process. Each holds a connection only while it claims and writes. */
const QUEUES_MAX = 32;

/** The sending of this process: any number of them may run on one database. */
export type Postman = Jobs;

/** Makes the worker. Queues are served side by side, so that a slow channel delays only its own messages. */
export function createPostman(deps: NotificationDeps, listeners: readonly OnState[]): Postman {
  const { database, clock, onFailure } = deps;
  const shelf = createChannelShelf(deps);
  const serving = new Map<string, Promise<void>>();

  const serve = async (queue: Queue, isStopping: () => boolean): Promise<void> => {
    while (!isStopping()) {
      const claimed = await claim(deps, queue);
      if (claimed.rows.length === 0) return;
      await deliver(deps, claimed, (sender) => shelf.of(sender));
    }
  };
  const look = async (isStopping: () => boolean): Promise<void> => {
    for (const queue of await selectDueSenders(database, clock.now())) {
      const key = `${queue.tenant}.${queue.kind}`;
      if (serving.has(key) || serving.size >= QUEUES_MAX) continue;
      const served = serve(queue, isStopping)
        .catch((error: unknown) => onFailure?.(error))
        .finally(() => serving.delete(key));
      serving.set(key, served);
    }
  };
  const sweep = async (isStopping: () => boolean): Promise<void> => {
    await takeOverLeases(database, clock.now(), ATTEMPTS_MAX);
    await expireMessages(database, clock.now());
    await database.transaction((tx) => applyEarlyReceipts(tx, clock.now()));
    if (isStopping()) return;
    await dropOldReceipts(database, addSeconds(clock.now(), -EARLY_RECEIPT_SECONDS));
    await forgetHeard(database, addSeconds(clock.now(), -HEARD_SECONDS));
  };
  const listen = async (): Promise<void> => {
    const senders = await selectAllSenders(database);
    shelf.keepOnly(senders);
    // Receipts and answers of people come in by SMPP though nothing is to be sent.
    for (const { tenant, kind } of senders.filter(({ protocol }) => protocol === 'smpp')) {
      const row = await findSender(database, tenant, kind);
      if (row) shelf.of(senderOf(deps, row));
    }
  };

  const jobs = repeatWork(
    [
      { pauseMs: LOOK_EACH_MS, work: look },
      { pauseMs: LOOK_EACH_MS, work: (isStopping) => tellStates(deps, listeners, isStopping) },
      { pauseMs: SWEEP_EACH_MS, work: sweep },
      { pauseMs: CLEAR_EACH_MS, work: () => clearMessages(database, clock.now()) },
      { pauseMs: LISTEN_EACH_MS, work: listen },
    ],
    onFailure,
  );
  let isRunning = false;
  return {
    start() {
      isRunning = true;
      jobs.start();
    },
    async stop() {
      if (!isRunning) return;
      isRunning = false;
      await jobs.stop();
      // What is on its way is waited for, but not for ever: what is cut off is a lease that somebody takes over.
      await Promise.race([Promise.all(serving.values()), sleep(STOP_MS_MAX, undefined, { ref: false })]);
      await Promise.race([shelf.close(), sleep(STOP_MS_MAX, undefined, { ref: false })]);
    },
  };
}
