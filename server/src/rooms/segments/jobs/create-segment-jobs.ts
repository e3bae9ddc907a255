import type { Database } from '../../../platform/database/database.ts';
import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { removeErased } from '../store/membership.ts';

// An erasure promises that nothing is left that says what somebody was; an hour is soon enough for a list of numbers.
const ERASED_PAUSE_MS = 3_600_000;

/** What this room does by itself: takes whoever was erased out of all lists. */
export const createSegmentJobs = (deps: {
  readonly database: Database;
  readonly onFailure?: (error: unknown) => void;
}): Jobs => repeatWork([{ pauseMs: ERASED_PAUSE_MS, work: () => removeErased(deps.database) }], deps.onFailure);
