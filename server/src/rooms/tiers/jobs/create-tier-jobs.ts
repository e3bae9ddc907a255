import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { sweepTiers, type SweepTiersDeps } from './sweep-tiers.ts';

export type TierJobsDeps = SweepTiersDeps & { readonly onFailure?: (error: unknown) => void };

// A tier never waits for the sweep; only messages and figures do.
const SWEEP_PAUSE_MS = 15_000;

/** What this room does by itself: settle tiers that are due. */
export const createTierJobs = (deps: TierJobsDeps): Jobs =>
  repeatWork([{ pauseMs: SWEEP_PAUSE_MS, work: (isStopping) => sweepTiers(deps, isStopping) }], deps.onFailure);
