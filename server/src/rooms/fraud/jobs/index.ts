export { createFraudJobs } from './create-fraud-jobs.ts';
export { forgetCounts } from './forget-counts.ts';
export { holdLots } from './hold-lots.ts';
export { tellJournal } from './tell-journal.ts';
