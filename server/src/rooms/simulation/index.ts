export { countReceipts } from './count-receipts.ts';
export type { Counting, Progress } from './count-receipts.ts';
export { Counter, emptyTally } from './tally.ts';
export type { Tally } from './tally.ts';
