import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { makePieces } from '../../ledger/index.ts';
import { forgetDays } from './forget-days.ts';
import { sweep, type SweepDeps } from './sweep.ts';

export type PointsJobsDeps = SweepDeps & { readonly onFailure?: (error: unknown) => void };

// A balance never waits for the sweep; only figures and messages do.
const SWEEP_PAUSE_MS = 5_000;
const PIECES_PAUSE_MS = 60_000;
const DAYS_PAUSE_MS = 3_600_000;

/** What this room and the ledger do by themselves: settle what is due, and make room in the journal ahead of need. */
export const createPointsJobs = (deps: PointsJobsDeps): Jobs =>
  repeatWork(
    [
      { pauseMs: PIECES_PAUSE_MS, work: () => makePieces(deps.database) },
      { pauseMs: DAYS_PAUSE_MS, work: (isStopping) => forgetDays(deps, isStopping) },
      { pauseMs: SWEEP_PAUSE_MS, work: (isStopping) => sweep(deps, isStopping) },
    ],
    deps.onFailure,
  );
