import type { Worker } from 'node:worker_threads';
import { Fault } from '../../../kernel/fault.ts';
import { openBoundedThread } from '../../../platform/bounded-thread.ts';
import type { Preflight, PreflightAsked } from './asked.ts';

/** What the thread is told. Plain data; `tookMax` in milliseconds of its own time. */
export type PreflightTask = Omit<PreflightAsked, 'rulebook' | 'isOver'> & { readonly tookMax: number };

/** A bound for what is dearer than the search reckons (`WORK_MAX`); whoever publishes waits for it. */
export const PREFLIGHT_MS = 4_000;
// Making a thread costs more than a search, and who publishes once often does so again.
const IDLE_MS = 60_000;
// What a basket leaves behind dies at once.
const YOUNG_MB = 32;

type Waiting = { resolve: (found: Preflight) => void; reject: (error: unknown) => void };

/** The thread that searches; it is made when it is first needed, ends when nobody asks, and keeps no process alive. */
export const createPreflight = (): ((task: PreflightTask) => Promise<Preflight>) => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  const fail = (error: unknown): void => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const open = (): Worker => {
    const opened = openBoundedThread(new URL('./preflight-worker.ts', import.meta.url), undefined, {
      maxYoungGenerationSizeMb: YOUNG_MB,
    });
    opened.on('message', ({ id, found }: { id: number; found: Preflight }) => {
      waiting.get(id)?.resolve(found);
      waiting.delete(id);
      if (waiting.size > 0) return;
      opened.unref();
      idle = setTimeout(() => void opened.terminate(), IDLE_MS).unref();
    });
    opened.on('error', fail);
    opened.on('exit', (code) => {
      if (worker === opened) fail(new Fault(`the search ended with ${code}`, { retry: 'safe' }));
    });
    return opened;
  };

  return (task) =>
    new Promise((resolve, reject) => {
      clearTimeout(idle);
      worker ??= open();
      worker.ref();
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, task });
    });
};
