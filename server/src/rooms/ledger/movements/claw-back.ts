import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A return takes back points that the sale had granted and that are still there.
 *
 *   wallet booked −a | issuance +a
 *
 * Undone by: nothing: a reversal is not reversed.
 */
export const clawBack = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.issuance, accounts.unit, amount);
