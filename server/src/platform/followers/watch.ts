import type { Instant } from '../../kernel/instant.ts';
import type { Database } from '../database/database.ts';
import { statement } from '../database/sql.ts';
import { createBell } from './bell.ts';
import { createPace } from './pace.ts';

/** Where a lane ends: the last number given out and when; 0 in a lane where nothing happened yet. */
export type LaneEnd = {
  readonly lane: number;
  readonly tenant: number;
  readonly upto: bigint;
  readonly at: Instant | null;
};

/**
 * One look at the ends of all lanes for all followers of a process. The money transactions tell nobody that they are there
 * (a NOTIFY in them costs more than half of the throughput, architecture 3), so somebody has to look.
 */
export type JournalWatch = {
  /** Ends as of the last look, by lane. */
  ends(): ReadonlyMap<number, LaneEnd>;
  /** Told after every look that found something new; gives back how to end that. */
  onMove(listener: () => void): () => void;
  /** Looks once, now. Throws the Fault of the database. */
  look(): Promise<boolean>;
  start(): void;
  stop(): Promise<void>;
};

export const WATCH_SHORTEST_MS = 50;
export const WATCH_LONGEST_MS = 1_000;

const selectLaneEnds = statement<{ lane: number; tenant_id: number; upto: bigint | null; at: Instant | null }>(
  'followers.selectLaneEnds',
  `select lane.lane, lane.tenant_id, last.upto, last.at
     from lanes.lane as lane
     left join lateral (
       select batch.upto, batch.at from lanes.lane_batch as batch
        where batch.lane = lane.lane order by batch.upto desc limit 1) as last on true`,
);

/** Looks every 50 ms while something happens, and up to every second while nothing does. */
export function createJournalWatch(deps: {
  readonly database: Database;
  readonly onFailure?: (error: unknown) => void;
}): JournalWatch {
  let ends: ReadonlyMap<number, LaneEnd> = new Map();
  const listeners = new Set<() => void>();
  const pace = createPace(WATCH_SHORTEST_MS, WATCH_LONGEST_MS);
  const bell = createBell();
  let isRunning = false;
  let running: Promise<void> | undefined;

  const look = async (): Promise<boolean> => {
    const rows = await deps.database.run(selectLaneEnds);
    const moved = rows.some((row) => ends.get(row.lane)?.upto !== (row.upto ?? 0n));
    if (!moved) return false;
    ends = new Map(
      rows.map((row) => [row.lane, { lane: row.lane, tenant: row.tenant_id, upto: row.upto ?? 0n, at: row.at }]),
    );
    for (const listener of listeners) listener();
    return true;
  };

  const run = async (): Promise<void> => {
    while (isRunning) {
      try {
        if (await look()) pace.reset();
      } catch (error) {
        deps.onFailure?.(error);
      }
      if (isRunning) await bell.sleep(pace.next());
    }
  };

  return {
    ends: () => ends,
    onMove: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
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
  };
}
