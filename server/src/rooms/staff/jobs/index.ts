export { createStaffJobs } from './create-staff-jobs.ts';
