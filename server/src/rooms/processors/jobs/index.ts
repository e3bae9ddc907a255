export { createProcessorJobs } from './create-processor-jobs.ts';
