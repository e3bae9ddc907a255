import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Value leaves this lane for an owner in another one (a transfer, or a payment for somebody else's receipt).
 *
 *   wallet booked −a | between-lanes +a
 *
 * Undone by: arrival.
 */
export const departure = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.between_lanes, accounts.unit, amount);
