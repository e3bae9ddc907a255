import { owedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A till tells that points have paid although no lot covers them, and the policy lets the member owe them.
 *
 *   wallet owed −a | redemption +a
 *
 * Undone by: repayment, by the next accruals.
 */
export const owedRedemption = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(owedAccount(wallet), accounts.redemption, accounts.unit, amount);
