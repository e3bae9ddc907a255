export { createFraud, type Fraud } from './create-fraud.ts';
export type { Receipts, RungUp, Watches } from './fraud-deps.ts';
export { fraudRefusals } from './refusals.ts';
