import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * The rest of a gift card is paid out in money.
 *
 *   wallet booked −a | cash-out +a
 *
 * Undone by: cash-out undone.
 */
export const cashOut = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.cash_out, accounts.unit, amount);
