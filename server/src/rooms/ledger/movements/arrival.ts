import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Value comes into this lane from an owner in another one.
 *
 *   between-lanes −a | wallet booked +a
 *
 * Undone by: departure.
 */
export const arrival = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.between_lanes, bookedAccount(wallet), accounts.unit, amount);
