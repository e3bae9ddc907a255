import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A till tells that points have paid although no lot covers them, and the program bears the loss.
 *
 *   write-off −a | redemption +a
 *
 * Undone by: nothing.
 */
export const uncoveredRedemption = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.write_off, accounts.redemption, accounts.unit, amount);
