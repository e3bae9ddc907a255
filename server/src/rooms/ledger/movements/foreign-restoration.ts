import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * The home lane's side of giving a payment back to an owner in another lane.
 *
 *   redemption −a | between-lanes +a
 *
 * Undone by: nothing.
 */
export const foreignRestoration = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.redemption, accounts.between_lanes, accounts.unit, amount);
