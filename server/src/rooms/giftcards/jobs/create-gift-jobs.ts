import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { sweepGifts, type SweepGiftsDeps } from './sweep-gifts.ts';

export type GiftJobsDeps = SweepGiftsDeps & { readonly onFailure?: (error: unknown) => void };

// A balance never waits for the sweep; only figures and messages do.
const SWEEP_PAUSE_MS = 15_000;

/** What this room does by itself: settle gifts that are due. */
export const createGiftJobs = (deps: GiftJobsDeps): Jobs =>
  repeatWork([{ pauseMs: SWEEP_PAUSE_MS, work: (isStopping) => sweepGifts(deps, isStopping) }], deps.onFailure);
