import { pendingAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A return takes back points that are still pending.
 *
 *   wallet pending −a | issuance +a
 *
 * Undone by: nothing: a reversal is not reversed.
 */
export const cancellation = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(pendingAccount(wallet), accounts.issuance, accounts.unit, amount);
