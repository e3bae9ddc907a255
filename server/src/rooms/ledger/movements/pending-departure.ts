import { pendingAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points that are still pending go to the owner into whom this one was merged, or back.
 *
 *   wallet pending −a | between-lanes +a
 *
 * Undone by: pending arrival.
 */
export const pendingDeparture = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(pendingAccount(wallet), accounts.between_lanes, accounts.unit, amount);
