export { createPromotionJobs, dropCounters, type PromotionJobsDeps } from './create-promotion-jobs.ts';
