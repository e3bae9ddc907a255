import { owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * What somebody owes who was merged into this owner is this one's, or goes back to him.
 *
 *   wallet owed −a | between-lanes +a
 *
 * Undone by: debt departure.
 */
export const debtArrival = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(owedAccount(wallet), accounts.between_lanes, accounts.unit, amount);
