import { setTimeout as sleep } from 'node:timers/promises';
import { makePieces } from '../../ledger/index.ts';
import { sweep, type SweepDeps } from './sweep.ts';

export type PointsJobsDeps = SweepDeps & { readonly onFailure?: (error: unknown) => void };

export type PointsJobs = {
  /** Begins: at once, then again and again. */
  start(): void;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
};

// A balance never waits for the sweep; only figures and messages do.
const SWEEP_PAUSE_MS = 5_000;
const PIECES_PAUSE_MS = 60_000;

/** What this room and the ledger do by themselves: settle what is due, and make room in the journal ahead of need. */
export function createPointsJobs(deps: PointsJobsDeps): PointsJobs {
  let stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  /** Does a thing, pauses, and does it again until stopped. A failure is told and does not end it. */
  const again = async (pauseMs: number, work: () => Promise<unknown>, { signal }: AbortController): Promise<void> => {
    while (!signal.aborted) {
      await work().catch((error: unknown) => deps.onFailure?.(error));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    start() {
      stopping = new AbortController();
      const { signal } = stopping;
      running = Promise.all([
        again(PIECES_PAUSE_MS, () => makePieces(deps.database), stopping),
        again(SWEEP_PAUSE_MS, () => sweep(deps, () => signal.aborted), stopping),
      ]);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
