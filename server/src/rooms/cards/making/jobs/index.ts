export { createMakingJobs } from './create-making-jobs.ts';
