import { addSeconds } from '../../../kernel/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { repeatWork } from '../../../platform/jobs/repeat-work.ts';
import type { Jobs } from '../../../platform/jobs/repeat-work.ts';
import type { Approvals } from '../create-approvals.ts';
import { DAY_SECONDS } from '../alone.ts';
import { dropAlone } from '../store/alone.ts';
import { dropAttempts } from '../store/attempt.ts';
import { dropSessions } from '../store/session.ts';

/** An approval whose act was cut off goes on within a minute. */
const TIDY_MS = 60_000;
const DROP_MS = 3_600_000;
/** Ended sessions are kept for a look back; what was done in them stands in the audit chain for ever. */
const SESSIONS_KEPT_SECONDS = 30 * 24 * 3_600;
/** Longer than every window in which tries are counted. */
const ATTEMPTS_KEPT_SECONDS = 24 * 3_600;

/** Ends approvals that nobody decided, goes on with those that were cut off, and forgets old sessions and tries. */
export const createStaffJobs = (deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly approvals: Approvals;
  readonly onFailure: (error: unknown) => void;
}): Jobs =>
  repeatWork(
    [
      { pauseMs: TIDY_MS, work: () => deps.approvals.tidy() },
      {
        pauseMs: DROP_MS,
        work: async () => {
          const now = deps.clock.now();
          await dropSessions(deps.database, addSeconds(now, -SESSIONS_KEPT_SECONDS));
          await dropAlone(deps.database, addSeconds(now, -2 * DAY_SECONDS));
          await dropAttempts(deps.database, addSeconds(now, -ATTEMPTS_KEPT_SECONDS));
        },
      },
    ],
    deps.onFailure,
  );
