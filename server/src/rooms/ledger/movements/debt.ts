import { owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A return takes back points that were spent already, and the policy lets the member owe them.
 *
 *   wallet owed −a | issuance +a
 *
 * Undone by: repayment, by the next accruals.
 */
export const debt = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(owedAccount(wallet), accounts.issuance, accounts.unit, amount);
