export { createTierJobs, type TierJobsDeps } from './create-tier-jobs.ts';
export { sweepTiers, type SweepTiersDeps } from './sweep-tiers.ts';
