import { bookedAccount, owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points that have just been credited repay what the member owes, before they can be spent.
 *
 *   wallet booked −a | wallet owed +a
 *
 * Undone by: nothing; a return of that accrual makes a debt anew.
 */
export const repayment = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), owedAccount(wallet), accounts.unit, amount);
