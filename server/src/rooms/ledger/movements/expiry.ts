import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A lot's end by date: what remains of it is breakage.
 *
 *   wallet booked −a | breakage +a
 *
 * Undone by: an adjustment, by a person.
 */
export const expiry = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.breakage, accounts.unit, amount);
