import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import type { FraudDeps } from '../fraud-deps.ts';
import { forgetCounts } from './forget-counts.ts';
import { holdLots } from './hold-lots.ts';
import { tellJournal } from './tell-journal.ts';

// Seconds late is what a signal may be; a hold is the sooner the better.
const PAUSE_MS = 1_000;
const FORGET_PAUSE_MS = 3_600_000;

/** What this room does by itself: tell the journal of signals, freeze what they hold, let go what they hold no more, forget what is long past. */
export const createFraudJobs = (deps: FraudDeps): Jobs =>
  repeatWork(
    [
      { pauseMs: PAUSE_MS, work: (isStopping) => holdLots(deps, isStopping) },
      { pauseMs: PAUSE_MS, work: (isStopping) => tellJournal(deps, isStopping) },
      { pauseMs: FORGET_PAUSE_MS, work: (isStopping) => forgetCounts(deps, isStopping) },
    ],
    deps.onFailure,
  );
