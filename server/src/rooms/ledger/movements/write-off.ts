import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A return takes back points that were spent already, and the program bears the loss.
 *
 *   write-off −a | issuance +a
 *
 * Undone by: nothing.
 */
export const writeOff = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.write_off, accounts.issuance, accounts.unit, amount);
