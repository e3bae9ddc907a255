import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A person with the right to do so credits points by hand.
 *
 *   adjustment −a | wallet booked +a
 *
 * Undone by: counter-adjustment.
 */
export const adjustment = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.adjustment, bookedAccount(wallet), accounts.unit, amount);
