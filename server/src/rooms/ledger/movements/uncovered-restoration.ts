import { transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Goods come back that points had paid at the program's loss: the loss was none.
 *
 *   redemption −a | write-off +a
 *
 * Undone by: nothing; it undoes an uncovered redemption.
 */
export const uncoveredRestoration = (accounts: ProgramAccounts, amount: bigint): Posting[] =>
  transferPostings(accounts.redemption, accounts.write_off, accounts.unit, amount);
