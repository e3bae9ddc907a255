import type { Worker } from 'node:worker_threads';
import { Fault } from '../../kernel/fault.ts';
import { openBoundedThread } from '../../platform/bounded-thread.ts';
import type { Database } from '../../platform/database/database.ts';
import { readFirstEnrolment } from '../occasions/index.ts';
import { addTally } from './add-tallies.ts';
import { counterOf } from './count-stretch.ts';
import { readLaneEnds } from './read/lane-ends.ts';
import { daysOf } from './pages.ts';
import { cutDays, cutLanes } from './stretch.ts';
import type { CountingTask, Days, InOrder, Stretch } from './stretch.ts';
import { emptyTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** How far it is: rows of the journal passed, of so many. */
export type Progress = (rows: number, ofRows: number) => void;

export type Counting = {
  readonly tenant: number;
  readonly task: CountingTask;
  readonly threads: number;
  readonly onProgress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
};

const YOUNG_MB = 64;

type Told = { idle?: true; rows?: number; tally?: Tally; failed?: string };

/**
 * Counts the receipts and occasions of a program in threads of their own, each with a connection of its own, stretch by stretch. Reads
 * only, up to where the lanes ended when it began. Throws a Fault when a thread fails or the signal says stop.
 */
export const countReceipts = async (
  database: Database,
  { tenant, task, threads, onProgress, signal }: Counting,
): Promise<Tally> => {
  const lanes = await readLaneEnds(database, tenant);
  // Where each receipt may hang on the one before, one thread takes all lanes in their order.
  const { wantsOrder, answers } = counterOf(task);
  const birthdays = answers.has('birthday')
    ? daysOf(task, await readFirstEnrolment(database, task.program))
    : undefined;
  const stretches: (Stretch | Days | InOrder)[] = wantsOrder
    ? [{ lanes, birthdays }]
    : [...cutLanes(lanes), ...(birthdays ? cutDays(birthdays) : [])];
  const ofRows = Number(lanes.reduce((sum, { upto }) => sum + upto, 0n));
  const tally = emptyTally();
  let rows = 0;
  const workers: Worker[] = [];
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      // What a receipt leaves behind dies at once: with room for a page of them it is never copied.
      const limits = { maxYoungGenerationSizeMb: YOUNG_MB };
      const worker = openBoundedThread(new URL('./counting-worker.ts', import.meta.url), task, limits);
      workers.push(worker);
      worker.on('message', (told: Told) => {
        if (told.rows !== undefined) onProgress?.((rows += told.rows), ofRows);
        if (told.failed !== undefined) reject(new Fault(told.failed, { retry: 'safe' }));
        if (told.tally !== undefined) {
          addTally(tally, told.tally);
          resolve();
        }
        if (told.idle) worker.postMessage(stretches.shift() ?? 'finish');
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Fault(`the counting thread ended with ${code}`, { retry: 'safe' })));
    });
  const stop = (): void => void Promise.all(workers.map((worker) => worker.terminate()));
  signal?.addEventListener('abort', stop);
  try {
    await Promise.all(Array.from({ length: Math.max(1, Math.min(threads, stretches.length)) }, runOne));
    return tally;
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
};
