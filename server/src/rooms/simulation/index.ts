export { countReceipts } from './count-receipts.ts';
export type { Counting, Progress } from './count-receipts.ts';
export type { SimulationReport } from './report.ts';
export { simulate } from './simulate.ts';
export type { SimulationAsked, SimulationDeps } from './simulate.ts';
export { Counter, emptyTally } from './tally.ts';
export type { Tally } from './tally.ts';
