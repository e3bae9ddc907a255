export { createDeliveryJobs } from './create-delivery-jobs.ts';
