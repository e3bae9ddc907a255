import { owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * What an owner owes goes to the one into whom he was merged, or back.
 *
 *   between-lanes −a | wallet owed +a
 *
 * Undone by: debt arrival.
 */
export const debtDeparture = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.between_lanes, owedAccount(wallet), accounts.unit, amount);
