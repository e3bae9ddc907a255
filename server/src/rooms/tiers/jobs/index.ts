export { createTierJobs } from './create-tier-jobs.ts';
