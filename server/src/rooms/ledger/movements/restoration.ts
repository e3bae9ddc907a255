import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A redemption is taken back, wholly or in part: its points return to the lots they came from.
 *
 *   redemption −a | wallet booked +a
 *
 * Undone by: nothing: a reversal is not reversed.
 */
export const restoration = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.redemption, bookedAccount(wallet), accounts.unit, amount);
