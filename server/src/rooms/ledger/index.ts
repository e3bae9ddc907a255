export { ACCOUNT_KINDS, createAccounts, type AccountKind, type Accounts, type ProgramAccounts } from './account.ts';
export { packBody, unpackBody } from './body.ts';
export { EFFECT, FLAG, type Allocation, type Effect, type JournalEntry, type LotBirth } from './entry.ts';
export * as movements from './movements/index.ts';
export { bookedAccount, gatherPostings, owedAccount, pendingAccount, type Posting } from './posting.ts';
export { readJournalPage, type FollowedOperation } from './read/journal-page.ts';
export { allocationSheet, recordSheet, type KeptOperation } from './read/record.ts';
export { SEAL_FORMAT, sealDigest, type Sealable } from './seal.ts';
export { journalWriter } from './store/journal.ts';
