export { ACCOUNT_KINDS, type AccountKind } from './account-kind.ts';
export { createAccounts, type Accounts, type ProgramAccounts } from './account.ts';
export {
  packRecord,
  packRecords,
  registerBodyShape,
  unpackBody,
  unpackRecord,
  unpackWritten,
  writeRecord,
  type BodyShape,
  type RecordPlace,
} from './body.ts';
export { createRecordPlaces } from './record-places.ts';
export { EFFECT, FLAG, type Allocation, type Effect, type JournalEntry, type LotBirth } from './entry.ts';
export { makePieces } from './jobs/make-pieces.ts';
export * as movements from './movements/index.ts';
export { gatherPostings, type Posting } from './posting.ts';
export { BODY_ON_PAGE, readJournalPage, type FollowedOperation } from './read/journal-page.ts';
export { allocationSheet, operationOf, recordSheet, type JournalColumns, type KeptOperation } from './read/record.ts';
export type { Sealable } from './seal.ts';
export { journalWriter } from './store/journal.ts';
export { deleteRawMessages } from './store/raw-message.ts';
export { readAuditRoots, readRoots, signRoots, type SignedHeads } from './roots.ts';
export { LaneWalk, readAccountKinds, type LaneTotals, type LotKeeper, type UnitTotals } from './verify.ts';
export { verifyCrossings, verifyNames, verifyReferences, verifyStrays } from './verify-between.ts';
export type { BornLot, KeptEntry } from './verify-entry.ts';
export { problemPlace, wrong, Wrong, type Problem } from './verify-problem.ts';
export { WeighedSum } from './verify-sums.ts';
export { readLaneEnds, readUnitNames } from './read/verify.ts';
