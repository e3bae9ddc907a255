import { pendingAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points that are still pending come from an owner who was merged into this one, or back to him.
 *
 *   between-lanes −a | wallet pending +a
 *
 * Undone by: pending departure.
 */
export const pendingArrival = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.between_lanes, pendingAccount(wallet), accounts.unit, amount);
