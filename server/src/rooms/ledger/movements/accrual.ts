import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points are credited to a member for something done, spendable at once.
 *
 *   issuance −a | wallet booked +a
 *
 * Undone by: claw-back.
 */
export const accrual = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.issuance, bookedAccount(wallet), accounts.unit, amount);
