import { owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * An accrual repays what the member owes, before anything is credited.
 *
 *   issuance −a | wallet owed +a
 *
 * Undone by: nothing; a return of that accrual makes a debt anew.
 */
export const repayment = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.issuance, owedAccount(wallet), accounts.unit, amount);
