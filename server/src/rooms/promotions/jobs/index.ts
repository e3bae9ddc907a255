export { createPromotionJobs, type PromotionJobsDeps } from './create-promotion-jobs.ts';
