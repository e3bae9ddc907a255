import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * The home lane's side of a payment that an owner in another lane makes.
 *
 *   between-lanes −a | redemption +a
 *
 * Undone by: foreign restoration.
 */
export const foreignRedemption = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.between_lanes, accounts.redemption, accounts.unit, amount);
