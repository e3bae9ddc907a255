import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { dropRawMessages, type DropRawMessagesDeps } from './drop-raw-messages.ts';
import { giveUpParkedReturns, type GiveUpDeps } from './give-up-parked-returns.ts';

export type CheckoutJobsDeps = DropRawMessagesDeps & GiveUpDeps & { readonly onFailure?: (error: unknown) => void };

// Both count in days.
const PAUSE_MS = 15 * 60_000;

/** What this room does by itself: lists returns whose sale never came, and deletes messages that are kept no longer. */
export const createCheckoutJobs = (deps: CheckoutJobsDeps): Jobs =>
  repeatWork(
    [
      { pauseMs: PAUSE_MS, work: (isStopping) => giveUpParkedReturns(deps, isStopping) },
      { pauseMs: PAUSE_MS, work: (isStopping) => dropRawMessages(deps, isStopping) },
    ],
    deps.onFailure,
  );
