export { createReports, type Reports } from './create-reports.ts';
export { reportsRefusals } from './refusals.ts';
