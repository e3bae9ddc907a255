export { createRepeats, KEPT_DAYS, type NamedWrite, type RepeatRefusal, type Repeats, type Told } from './repeats.ts';
export { repeatsRefusals } from './refusals.ts';
export { createRepeatsJobs } from './forget-old.ts';
