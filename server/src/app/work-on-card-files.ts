import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { openBoundedThread } from '../platform/bounded-thread.ts';
import type { Jobs } from '../platform/jobs/repeat-work.ts';
import type { Keys } from '../platform/keys.ts';

/** What the thread stands on. */
export type CardFilesWorkerData = { readonly url: string; readonly keys: Keys; readonly folder: string };

// A thread that ends by itself has met something that passes: a database that was away.
const AGAIN_AFTER_MS = 5_000;
// Rows die where they were read: with room for some pieces of a file none is copied.
const YOUNG_MB = 12;

/** Works on card files in a thread of its own. It takes what waits in the database, so nothing is lost with it. */
export function workOnCardFiles(workerData: CardFilesWorkerData, onFailure: (error: unknown) => void): Jobs {
  let worker: Worker | undefined;
  let isStopping = false;
  let again: NodeJS.Timeout | undefined;

  const open = (): void => {
    const file = new URL('./card-files-worker.ts', import.meta.url);
    const opened = openBoundedThread(file, workerData, { maxYoungGenerationSizeMb: YOUNG_MB });
    worker = opened;
    opened.on('message', (message: unknown) => onFailure(new Error(String(message))));
    opened.on('error', onFailure);
    opened.on('exit', () => {
      worker = undefined;
      if (!isStopping) again = setTimeout(open, AGAIN_AFTER_MS);
    });
  };

  return {
    start() {
      isStopping = false;
      open();
    },
    async stop() {
      isStopping = true;
      clearTimeout(again);
      if (!worker) return;
      const ended = once(worker, 'exit');
      worker.postMessage('stop');
      await ended;
    },
  };
}
