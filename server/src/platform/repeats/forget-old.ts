import { repeatWork, type Jobs } from '../jobs/repeat-work.ts';
import type { Repeats } from './repeats.ts';

const FORGET_MS = 3_600_000;

/** Forgets names that were kept long enough. */
export const createRepeatsJobs = (deps: {
  readonly repeats: Pick<Repeats, 'sweep'>;
  readonly onFailure: (error: unknown) => void;
}): Jobs => repeatWork([{ pauseMs: FORGET_MS, work: () => deps.repeats.sweep() }], deps.onFailure);
