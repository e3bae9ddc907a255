import { setFlagsFromString } from 'node:v8';
import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';
import { Fault } from '../kernel/fault.ts';
import type { KeyKind, Keys } from './keys.ts';

/**
 * Opens a worker thread whose limits hold. The program is started with a flag that gives the thread which serves tills a large young
 * generation, and V8 puts that flag above what a thread asks for: one that makes much garbage and keeps little grew by a hundred
 * megabytes. The flag is read when a heap is made, so that the one of the main thread stays what it is.
 */
export function openBoundedThread(file: URL, workerData: unknown, resourceLimits: ResourceLimits): Worker {
  setFlagsFromString('--max-semi-space-size=0');
  return new Worker(file, { workerData, resourceLimits });
}

/** A thread that answers orders one after another. Its failure is everybody's who waits. */
export type AnsweringThread<Order, Answer> = {
  /** `moved`: what goes over to the thread, and is not here any more. */
  ask(order: Order, moved?: readonly Transferable[]): Promise<Answer>;
  close(): Promise<unknown>;
};

/** Makes one of a worker thread that posts exactly one message for each that it gets. */
export function answeringThread<Order, Answer>(worker: Worker): AnsweringThread<Order, Answer> {
  let waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void } | undefined;
  let ended: Error | undefined;
  const end = (error: unknown): void => {
    ended ??= error instanceof Error ? error : new Fault('a thread failed', { retry: 'safe', cause: error });
    waiting?.reject(ended);
  };
  worker.on('message', (answer: Answer) => waiting?.resolve(answer));
  worker.on('error', end);
  worker.on('exit', (code) => end(new Fault(`a thread ended with ${code}`, { retry: 'safe' })));
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(order, moved = []) {
      const answered = last
        .catch(() => undefined)
        .then(() => {
          if (ended !== undefined) throw ended;
          return new Promise<Answer>((resolve, reject) => {
            waiting = { resolve, reject };
            worker.postMessage(order, moved);
          });
        });
      last = answered;
      // Who asked ahead may have gone before the answer comes.
      answered.catch(() => undefined);
      return answered;
    },
    close: () => worker.terminate(),
  };
}

/** The installation's keys as they came over to a thread: buffers cross as plain bytes. */
export const keysInThread = (cloned: Keys): Keys =>
  Object.fromEntries(
    Object.entries(cloned).map(([kind, all]) => [
      kind,
      all.map(({ number, secret }) => ({ number, secret: Buffer.from(secret) })),
    ]),
  ) as unknown as Record<KeyKind, Keys[KeyKind]>;
