import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { findOut } from '../find-out.ts';
import type { ProcessorDeps } from '../processor-deps.ts';
import { refundDue } from '../refund.ts';
import { pollDue } from './poll-due.ts';

const FIND_OUT_PAUSE_MS = 1_000;
const POLL_PAUSE_MS = 5_000;

/** What this room does by itself: find out about payments of unknown outcome, bring back refunds, and poll. */
export const createProcessorJobs = (deps: ProcessorDeps): Jobs =>
  repeatWork(
    [
      { pauseMs: FIND_OUT_PAUSE_MS, work: () => findOut(deps) },
      { pauseMs: FIND_OUT_PAUSE_MS, work: () => refundDue(deps) },
      { pauseMs: POLL_PAUSE_MS, work: (isStopping) => pollDue(deps, isStopping) },
    ],
    deps.onFailure,
  );
