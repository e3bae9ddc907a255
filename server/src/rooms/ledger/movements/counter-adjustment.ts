import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A person with the right to do so takes points away by hand.
 *
 *   wallet booked −a | adjustment +a
 *
 * Undone by: adjustment.
 */
export const counterAdjustment = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.adjustment, accounts.unit, amount);
