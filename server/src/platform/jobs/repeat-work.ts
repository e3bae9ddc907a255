import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is done at once, and again after a pause, for as long as the program runs. */
export type RepeatedWork = { readonly pauseMs: number; readonly work: (isStopping: () => boolean) => Promise<unknown> };

export type Jobs = {
  /** Begins: at once, then again and again. */
  start(): void;
  /** Ends after the portions under way. */
  stop(): Promise<void>;
};

/** Does each thing, pauses, and does it again until stopped. A failure is told and does not end it. */
export function repeatWork(all: readonly RepeatedWork[], onFailure?: (error: unknown) => void): Jobs {
  let stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const again = async ({ pauseMs, work }: RepeatedWork, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await work(() => signal.aborted).catch((error: unknown) => onFailure?.(error));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    start() {
      stopping = new AbortController();
      const { signal } = stopping;
      running = Promise.all(all.map((one) => again(one, signal)));
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
