import { bookedAccount, pendingAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Pending points become spendable: time alone does it.
 *
 *   wallet pending −a | wallet booked +a
 *
 * Undone by: nothing; a later return claws back.
 */
export const activation = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(pendingAccount(wallet), bookedAccount(wallet), accounts.unit, amount);
