import { createJournalWatch, followerLag, type Follower, type FollowerLag } from '../../platform/followers/index.ts';
import type { LedgerDifference } from './check-ledger.ts';
import { reportsDeps, type LineDeps, type ReportsGround } from './deps.ts';
import { FOLLOWER, followJournal } from './follow-journal.ts';
import type { Asked, Sight } from './filter.ts';
import { createReportJobs } from './jobs/index.ts';
import { listLines, type LinePage } from './list-lines.ts';
import { createPackCache } from './packs/pack-cache.ts';
import { packLines, type PackSizes } from './packs/pack-lines.ts';
import { readLag, type Lag } from './read/lag.ts';
import { resolveFilter, type AskedFilter } from './resolve-filter.ts';
import { createMarks } from './store/mark.ts';
import { totalsOf } from './total.ts';
import { listTrail } from './trail/list-trail.ts';
import { resolveTrail, type AskedTrail } from './trail/resolve-trail.ts';
import type { Trail } from './trail/trail.ts';

/** The room: reads of what follows the journal, and the following itself between `start` and `stop`. */
export type Reports = LineDeps & {
  start(): void;
  stop(): Promise<void>;
  /** How far lines and sums are behind the journal. */
  lag(): Promise<FollowerLag>;
  /** The same of one tenant. */
  lagOf(tenant: number): Promise<Lag>;
  /** Follows until nothing is left; for tests and tools. */
  catchUp(): Promise<void>;
  /** Packs lines until fewer than enough for a pack are left, and says how many packs that made; for tests and tools. */
  pack(sizes?: PackSizes): Promise<number>;
  /** Inner ids for what a filter names. */
  resolveFilter(tenant: number, asked: AskedFilter): ReturnType<typeof resolveFilter>;
  /** A page of operations; undefined when it took too long. */
  list(asked: Asked, page: LinePage): ReturnType<typeof listLines>;
  /** The totals of a filter; undefined when it took too long. */
  total(asked: Asked, isExact: boolean): ReturnType<typeof totalsOf>;
  /** What a trail means of acts and of operations. */
  resolveTrail(tenant: number, asked: AskedTrail): ReturnType<typeof resolveTrail>;
  /** A page of what was done; undefined when it took too long. */
  trail(sight: Sight, trail: Trail, page: Parameters<typeof listTrail>[3]): ReturnType<typeof listTrail>;
};

/** Puts the room together; nothing runs before `start`. */
export function createReports(
  ground: ReportsGround & {
    readonly onFailure?: (error: unknown) => void;
    /** Told when lines and ledger do not come to the same: a mistake of ours. */
    readonly onDifference?: (difference: LedgerDifference) => void;
  },
): Reports {
  const deps = reportsDeps(ground);
  const marks = createMarks();
  const watch = createJournalWatch({
    database: ground.database,
    ...(ground.onFailure && { onFailure: ground.onFailure }),
  });
  const follower: Follower = followJournal(deps, marks, watch, ground.onFailure);
  const lines = { ...deps, marks, packs: createPackCache() };
  const jobs = createReportJobs(lines, ground);
  return {
    ...lines,
    resolveFilter: (tenant, asked) => resolveFilter(lines, tenant, asked),
    list: (asked, page) => listLines(lines, asked, page),
    total: (asked, isExact) => totalsOf(lines, asked, isExact),
    resolveTrail: (tenant, asked) => resolveTrail(lines, tenant, asked),
    trail: (sight, trail, page) => listTrail(lines, sight, trail, page),
    pack: (sizes) => packLines(lines, undefined, sizes),
    start() {
      watch.start();
      follower.start();
      jobs.start();
    },
    async stop() {
      await jobs.stop();
      await follower.stop();
      await watch.stop();
    },
    lag: async () =>
      (await followerLag(ground.database, [FOLLOWER]))[0] ?? { follower: FOLLOWER, rows: 0n, seconds: 0 },
    lagOf: (tenant) => readLag(ground.database, tenant, FOLLOWER),
    catchUp: () => follower.catchUp(),
  };
}
