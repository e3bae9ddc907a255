import { repeatWork, type Jobs } from '../../../../platform/jobs/repeat-work.ts';
import type { MakingDeps } from '../making-deps.ts';
import { workOnFiles } from '../work-on-files.ts';
import { sweepCardFiles } from './sweep-card-files.ts';

// A person waits for the first, nobody for the second.
const LOOK_EVERY_MS = 500;
const SWEEP_EVERY_MS = 15 * 60_000;

/** What making does by itself: it works on files that wait, and sweeps away what nobody confirmed. */
export const createMakingJobs = (deps: MakingDeps, onFailure?: (error: unknown) => void): Jobs =>
  repeatWork(
    [
      { pauseMs: LOOK_EVERY_MS, work: (isStopping) => workOnFiles(deps, isStopping) },
      { pauseMs: SWEEP_EVERY_MS, work: (isStopping) => sweepCardFiles(deps, isStopping) },
    ],
    onFailure,
  );
