import { assert } from '../../kernel/assert.ts';
import type { Database, Tx } from '../database/database.ts';
import { createBell } from './bell.ts';
import { moveCursor, openCursors, takeCursor } from './cursor.ts';
import { PAGE_ROWS_MAX, type JournalPage, type ReadJournalPage } from './journal-page.ts';
import { createPace, type Pace } from './pace.ts';
import { WATCH_LONGEST_MS, type JournalWatch, type LaneEnd } from './watch.ts';

/**
 * A reader of the journal whose effect stands in our database. Effect and cursor are one transaction, so each row has its
 * effect exactly once, however often a process dies.
 */
export type Follower = {
  start(): void;
  /** Waits for the step under way; after it nothing of this follower runs. */
  stop(): Promise<void>;
  /** Goes on in every lane until nothing is left there, and throws what the effect throws. For tests and for jobs that must be done now. */
  catchUp(): Promise<void>;
};

export type FollowerOptions<Row> = {
  /** Names the cursors for ever. */
  readonly name: string;
  readonly database: Database;
  readonly watch: JournalWatch;
  readonly read: ReadJournalPage<Row>;
  /** Does what follows from the rows, through `tx` and nowhere else. May be run again when the transaction fails. */
  readonly effect: (tx: Tx, rows: readonly Row[], lane: number) => Promise<void>;
  /** Which lanes it follows; all of them where it is not given. */
  readonly follows?: (end: LaneEnd) => boolean;
  /** At most PAGE_ROWS_MAX, which is also what it is when not given. */
  readonly pageRows?: number;
  readonly onFailure?: (error: unknown, follower: string, lane: number) => void;
};

const FAILURE_SHORTEST_MS = 50;
const FAILURE_LONGEST_MS = 10_000;

type LaneWork = { upto: bigint; readonly pace: Pace; pausedUntilMs: number };

/**
 * A follower in a loop of its own: whoever throws here delays nobody else, and a lane in which it throws waits up to ten
 * seconds while its other lanes go on. Several processes may run it: a cursor row is locked by one of them at a time.
 */
export function createFollower<Row>(options: FollowerOptions<Row>): Follower {
  const { name, database, watch, read, effect, follows = () => true, pageRows = PAGE_ROWS_MAX } = options;
  assert(pageRows >= 1 && pageRows <= PAGE_ROWS_MAX, `a page of ${pageRows} rows`);
  const bell = createBell();
  const lanes = new Map<number, LaneWork>();
  let isRunning = false;
  let running: Promise<void> | undefined;

  const pickUpLanes = async (): Promise<void> => {
    const added = [...watch.ends().values()]
      .filter((end) => !lanes.has(end.lane) && follows(end))
      .map(({ lane }) => lane);
    await openCursors(database, name, added);
    for (const lane of added) {
      lanes.set(lane, { upto: -1n, pace: createPace(FAILURE_SHORTEST_MS, FAILURE_LONGEST_MS), pausedUntilMs: 0 });
    }
  };

  /** One page of one lane. Undefined when another worker is at it. */
  const step = (lane: number): Promise<JournalPage<Row> | undefined> =>
    database.transaction(async (tx) => {
      const from = await takeCursor(tx, name, lane);
      if (from === undefined) return undefined;
      const page = await read(tx, lane, from, pageRows);
      if (page.upto === from) return page;
      if (page.rows.length > 0) await effect(tx, page.rows, lane);
      const isMoved = await moveCursor(tx, name, lane, { from, upto: page.upto });
      assert(isMoved, `the cursor ${name} in lane ${lane} was locked and yet moved`);
      return page;
    });

  const isBehind = (lane: number, work: LaneWork): boolean => (watch.ends().get(lane)?.upto ?? 0n) > work.upto;

  const stepSafely = async (lane: number, work: LaneWork): Promise<boolean> => {
    try {
      const page = await step(lane);
      work.pace.reset();
      if (page === undefined) return false;
      work.upto = page.upto;
      return true;
    } catch (error) {
      options.onFailure?.(error, name, lane);
      work.pausedUntilMs = performance.now() + work.pace.next();
      return false;
    }
  };

  const round = async (): Promise<boolean> => {
    await pickUpLanes();
    let isAgain = false;
    for (const [lane, work] of lanes) {
      if (!isRunning) return false;
      if (!isBehind(lane, work) || work.pausedUntilMs > performance.now()) continue;
      if ((await stepSafely(lane, work)) && isBehind(lane, work)) isAgain = true;
    }
    return isAgain;
  };

  const pauseMs = (): number => {
    const waits = [...lanes.values()].map((work) => work.pausedUntilMs - performance.now()).filter((ms) => ms > 0);
    return Math.min(WATCH_LONGEST_MS, ...waits);
  };

  const run = async (): Promise<void> => {
    const endListening = watch.onMove(bell.ring);
    while (isRunning) {
      const isAgain = await round().catch((error: unknown) => {
        options.onFailure?.(error, name, 0);
        return false;
      });
      if (isRunning && !isAgain) await bell.sleep(pauseMs());
    }
    endListening();
  };

  return {
    start: () => {
      if (isRunning) return;
      isRunning = true;
      running = run();
    },
    stop: async () => {
      isRunning = false;
      bell.ring();
      await running;
    },
    catchUp: async () => {
      await watch.look();
      await pickUpLanes();
      for (const [lane, work] of lanes) {
        for (let page = await step(lane); page !== undefined && page.upto !== work.upto; page = await step(lane)) {
          work.upto = page.upto;
        }
      }
    },
  };
}
