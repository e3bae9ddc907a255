import { pendingAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Points are credited that become spendable later.
 *
 *   issuance −a | wallet pending +a
 *
 * Undone by: cancellation, until they activate; claw-back after.
 */
export const pendingAccrual = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.issuance, pendingAccount(wallet), accounts.unit, amount);
