export { celebrateBirthdays, type CelebrateDeps } from './celebrate-birthdays.ts';
export { createOccasionJobs } from './create-occasion-jobs.ts';
