import { owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Goods that points had paid without being there come back: what the member still owes for them is gone.
 *
 *   redemption −a | wallet owed +a
 *
 * Undone by: nothing; it undoes an owed redemption.
 */
export const releasedDebt = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.redemption, owedAccount(wallet), accounts.unit, amount);
