import { createJournalWatch, followerLag, type Follower, type FollowerLag } from '../../platform/followers/index.ts';
import { reportsDeps, type ReportsDeps, type ReportsGround } from './deps.ts';
import { FOLLOWER, followJournal } from './follow-journal.ts';
import { createMarks, type Marks } from './store/mark.ts';

/** The room: reads of what follows the journal, and the following itself between `start` and `stop`. */
export type Reports = ReportsDeps & {
  readonly marks: Marks;
  start(): void;
  stop(): Promise<void>;
  /** How far lines and sums are behind the journal. */
  lag(): Promise<FollowerLag>;
  /** Follows until nothing is left; for tests and tools. */
  catchUp(): Promise<void>;
};

/** Puts the room together; nothing runs before `start`. */
export function createReports(ground: ReportsGround & { readonly onFailure?: (error: unknown) => void }): Reports {
  const deps = reportsDeps(ground);
  const marks = createMarks();
  const watch = createJournalWatch({
    database: ground.database,
    ...(ground.onFailure && { onFailure: ground.onFailure }),
  });
  const follower: Follower = followJournal(deps, marks, watch, ground.onFailure);
  return {
    ...deps,
    marks,
    start() {
      watch.start();
      follower.start();
    },
    async stop() {
      await follower.stop();
      await watch.stop();
    },
    lag: async () =>
      (await followerLag(ground.database, [FOLLOWER]))[0] ?? { follower: FOLLOWER, rows: 0n, seconds: 0 },
    catchUp: () => follower.catchUp(),
  };
}
