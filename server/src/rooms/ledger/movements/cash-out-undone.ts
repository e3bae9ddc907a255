import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A cash-out did not happen: its value returns to the lots it came from.
 *
 *   cash-out −a | wallet booked +a
 *
 * Undone by: nothing; it undoes a cash-out.
 */
export const cashOutUndone = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.cash_out, bookedAccount(wallet), accounts.unit, amount);
