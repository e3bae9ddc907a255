import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A load or activation is taken back before anything of it was spent.
 *
 *   wallet booked −a | funding +a
 *
 * Undone by: nothing; it undoes a gift load.
 */
export const giftUnload = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.funding, accounts.unit, amount);
