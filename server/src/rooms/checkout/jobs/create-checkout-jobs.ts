import { createJournalWatch } from '../../../platform/followers/index.ts';
import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { followReturns } from '../outside/follow-returns.ts';
import { sweepOutside, type OutsideDeps } from '../outside/give-up.ts';
import { dropRawMessages, type DropRawMessagesDeps } from './drop-raw-messages.ts';
import { giveUpParkedReturns, type GiveUpDeps } from './give-up-parked-returns.ts';

export type CheckoutJobsDeps = DropRawMessagesDeps &
  GiveUpDeps & {
    /** Absent where no other processors are asked. */
    readonly outside?: OutsideDeps;
    readonly onFailure?: (error: unknown) => void;
  };

// Both count in days.
const PAUSE_MS = 15 * 60_000;
// Attempts are due ten minutes after their till was last heard of.
const OUTSIDE_PAUSE_MS = 5_000;

/**
 * What this room does by itself: lists returns whose sale never came, deletes messages that are kept no longer, undoes what was paid
 * at other processors for sales that never came, and sees to it that returns give back there.
 */
export function createCheckoutJobs(deps: CheckoutJobsDeps): Jobs {
  const { outside, onFailure } = deps;
  const watch = outside && createJournalWatch({ database: outside.database, ...(onFailure && { onFailure }) });
  const follower = outside && watch && followReturns(outside, watch, onFailure);
  const jobs = repeatWork(
    [
      { pauseMs: PAUSE_MS, work: (isStopping) => giveUpParkedReturns(deps, isStopping) },
      { pauseMs: PAUSE_MS, work: (isStopping) => dropRawMessages(deps, isStopping) },
      ...(outside ? [{ pauseMs: OUTSIDE_PAUSE_MS, work: () => sweepOutside(outside) }] : []),
    ],
    onFailure,
  );
  return {
    start: () => {
      watch?.start();
      follower?.start();
      jobs.start();
    },
    stop: async () => {
      await jobs.stop();
      await follower?.stop();
      await watch?.stop();
    },
  };
}
