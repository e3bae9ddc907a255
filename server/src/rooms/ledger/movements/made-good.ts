import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points that an earlier return had written off are granted again by a later one of the same sale: the loss was none.
 *
 *   issuance −a | write-off +a
 *
 * Undone by: nothing; it undoes a write-off.
 */
export const madeGood = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.issuance, accounts.write_off, accounts.unit, amount);
