import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points pay for a part of a receipt.
 *
 *   wallet booked −a | redemption +a
 *
 * Undone by: restoration, to the same lots.
 */
export const redemption = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.redemption, accounts.unit, amount);
