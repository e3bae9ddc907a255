import type { Queries } from '../../platform/database/database.ts';
import { enqueue, type EnqueueOutcome, type MessageInput } from './enqueue.ts';
import type { NotificationDeps } from './notification-deps.ts';

/** The room: its verbs, and the sending itself between `start` and `stop`. */
export type Notifications = {
  /** Puts a message into the queue within the caller's transaction; see `enqueue.ts`. */
  readonly enqueue: (tx: Queries, input: MessageInput) => Promise<EnqueueOutcome>;
};

/** Makes the room. */
export const createNotifications = (deps: NotificationDeps): Notifications => ({
  enqueue: (tx, input) => enqueue(deps, tx, input),
});
