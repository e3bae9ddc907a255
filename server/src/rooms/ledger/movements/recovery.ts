import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A return takes back points that were spent already, and the buyer pays for them out of the refund.
 *
 *   funding −a | issuance +a
 *
 * Undone by: nothing.
 */
export const recovery = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.funding, accounts.issuance, accounts.unit, amount);
