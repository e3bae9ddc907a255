import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { celebrateBirthdays, type CelebrateDeps } from './celebrate-birthdays.ts';

export type OccasionJobsDeps = CelebrateDeps & { readonly onFailure?: (error: unknown) => void };

// A birthday may be told on the day itself, so it is looked at through the day; programs without such promotions ask nothing.
const CELEBRATE_PAUSE_MS = 300_000;

/** What this room does by itself: give what promotions give for birthdays. */
export const createOccasionJobs = (deps: OccasionJobsDeps): Jobs =>
  repeatWork(
    [{ pauseMs: CELEBRATE_PAUSE_MS, work: (isStopping) => celebrateBirthdays(deps, isStopping) }],
    deps.onFailure,
  );
