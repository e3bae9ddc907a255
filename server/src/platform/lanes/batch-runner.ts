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
export type BatchFigures = { batches: number; operations: number; reruns: number; halved: number; behind: number };

/** Runs batches to their end, over connections that it keeps. */
export type BatchRunner<E extends Entry> = {
  /**
   * Brings a batch to an end, whatever happens: each item is settled, failed, or sent back to be resolved again. `whenSent` is called when a
   * batch of the same lanes may be run behind it: on its connection, so that the database begins it the moment it has committed this one.
   */
  run(items: Item<E>[], lanes: number[], whenSent?: () => void): Promise<void>;
  /** Ends the connections that are at rest. */
  close(): void;
};

const CONFLICTS = [REFERENCE_CONFLICT, PHONE_CONFLICT, NAME_CONFLICT];
const CONFLICTS_MAX = 3;
const IN_FAILED_TRANSACTION = '25P02';
const RETRY_PAUSE_MS = 50;

/** Makes the runner of a machine's batches; it counts into `figures`. */
export function createBatchRunner<E extends Entry>(
  database: Database,
  ground: BatchGround<E>,
  figures: BatchFigures,
): BatchRunner<E> {
  const conflicts = new Set([...CONFLICTS, ...ground.sheets.flatMap((sheet) => sheet.conflicts ?? [])]);
  const idle: Connection[] = [];
  // Connections on which a batch is being committed, with its lanes: the next batch of these goes behind it.
  const committing = new Map<Connection, readonly number[]>();

  const connection = async (lanes: readonly number[]): Promise<Connection> => {
    for (const [one, held] of committing) {
      if (one.isBroken || !held.some((lane) => lanes.includes(lane))) continue;
      committing.delete(one);
      figures.behind++;
      return one;
    }
    for (let known = idle.pop(); known; known = idle.pop()) if (!known.isBroken) return known;
    return database.connection(LANE_SESSION);
  };

  const run = async (items: Item<E>[], lanes: number[], whenSent?: () => void): Promise<void> => {
    for (let met = 0; ;) {
      const alive = items.filter((item) => !item.isAnswered);
      if (alive.length === 0) return;
      try {
        const verdicts = await attempt(alive, lanes, whenSent);
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
        // The batch before it on its connection failed, so that this one was not begun. That one brings its own to an end.
        if (databaseError(error)?.code === IN_FAILED_TRANSACTION) continue;
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

  const attempt = async (items: Item<E>[], lanes: number[], whenSent?: () => void): Promise<Verdict[]> => {
    const own = await connection(lanes);
    let isHandedOn = false;
    for (const item of items) item.wasSent = true;
    try {
      const verdicts = await runBatch(own, ground, lanes, items, () => {
        if (!whenSent) return;
        isHandedOn = true;
        committing.set(own, lanes);
        whenSent();
      });
      const isOurs = !isHandedOn || committing.delete(own);
      if (isOurs && own.isBroken) own.destroy();
      else if (isOurs) idle.push(own);
      return verdicts;
    } catch (error) {
      // Whatever state it is in, a fresh one is cheaper than finding out.
      committing.delete(own);
      await own.rollback();
      own.destroy();
      throw error;
    }
  };

  return {
    run,
    close() {
      for (const one of [...idle.splice(0), ...committing.keys()]) one.destroy();
      committing.clear();
    },
  };
}

const lanesOf = (items: readonly { lanes: readonly number[] }[]): number[] =>
  [...new Set(items.flatMap((item) => item.lanes))].sort((a, b) => a - b);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
