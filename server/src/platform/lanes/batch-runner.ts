import type { Connection, Database } from '../database/database.ts';
import { databaseError, violatedConstraint } from '../database/faults.ts';
import { Fault } from '../../kernel/fault.ts';
import { runBatch, type BatchGround, type Ready, type Verdict } from './batch.ts';
import { NAME_CONFLICT, PHONE_CONFLICT } from './directory.ts';
import type { Entry } from './entry.ts';
import { LANE_SESSION } from './lane-session.ts';
import { REFERENCE_CONFLICT } from './reference.ts';

/** An operation in the waiting line: who waits for it, until when, and what became of it. */
export type Item<E extends Entry> = Ready<E> & {
  readonly lanes: readonly number[];
  readonly deadline: number;
  attempts: number;
  wasSent: boolean;
  isAnswered: boolean;
  settle(verdict: Verdict): void;
  fail(error: unknown): void;
};

/** What batches have come to since the start. */
export type BatchFigures = { batches: number; operations: number; reruns: number; halved: number };

/** Runs batches to their end, over connections that it keeps. */
export type BatchRunner<E extends Entry> = {
  /** Brings a batch to an end, whatever happens: each item is settled, failed, or sent back to be resolved again. */
  run(items: Item<E>[], lanes: number[]): Promise<void>;
  /** Ends the connections that are at rest. */
  close(): void;
};

const CONFLICTS = [REFERENCE_CONFLICT, PHONE_CONFLICT, NAME_CONFLICT];
const CONFLICTS_MAX = 3;
const RETRY_PAUSE_MS = 50;

/** Makes the runner of a machine's batches; it counts into `figures`. */
export function createBatchRunner<E extends Entry>(
  database: Database,
  ground: BatchGround<E>,
  figures: BatchFigures,
): BatchRunner<E> {
  const conflicts = new Set([...CONFLICTS, ...ground.sheets.flatMap((sheet) => sheet.conflicts ?? [])]);
  const idle: Connection[] = [];

  const connection = async (): Promise<Connection> => {
    for (let known = idle.pop(); known; known = idle.pop()) if (!known.isBroken) return known;
    return database.connection(LANE_SESSION);
  };

  const run = async (items: Item<E>[], lanes: number[]): Promise<void> => {
    for (let met = 0; ;) {
      const alive = items.filter((item) => !item.isAnswered);
      if (alive.length === 0) return;
      try {
        const verdicts = await attempt(alive, lanes);
        figures.batches++;
        figures.operations += alive.length;
        for (const [at, item] of alive.entries()) item.settle(verdicts[at]);
        return;
      } catch (error) {
        figures.reruns++;
        if (error instanceof Fault) {
          // Not known, or known to be nothing: run it all again. Locking first waits for the old transaction to end, then
          // the references tell what it had written.
          await pause(RETRY_PAUSE_MS);
          continue;
        }
        const conflict = conflicts.has(violatedConstraint(error) ?? '');
        if (conflict && ++met <= CONFLICTS_MAX) {
          for (const item of alive) item.settle({ is: 'moved' });
          return;
        }
        if (databaseError(error)?.code.startsWith('40') && ++met <= CONFLICTS_MAX) continue;
        if (alive.length === 1) {
          alive[0].fail(error);
          return;
        }
        // A constraint failed in write: halve until the culprit stands alone.
        figures.halved++;
        const middle = alive.length >> 1;
        await run(alive.slice(0, middle), lanesOf(alive.slice(0, middle)));
        await run(alive.slice(middle), lanesOf(alive.slice(middle)));
        return;
      }
    }
  };

  const attempt = async (items: Item<E>[], lanes: number[]): Promise<Verdict[]> => {
    const own = await connection();
    for (const item of items) item.wasSent = true;
    try {
      const verdicts = await runBatch(own, ground, lanes, items);
      if (own.isBroken) own.destroy();
      else idle.push(own);
      return verdicts;
    } catch (error) {
      // Whatever state it is in, a fresh one is cheaper than finding out.
      await own.rollback();
      own.destroy();
      throw error;
    }
  };

  return {
    run,
    close() {
      for (const one of idle.splice(0)) one.destroy();
    },
  };
}

const lanesOf = (items: readonly { lanes: readonly number[] }[]): number[] =>
  [...new Set(items.flatMap((item) => item.lanes))].sort((a, b) => a - b);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
