export { createSegmentJobs } from './create-segment-jobs.ts';
