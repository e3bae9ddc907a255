import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * Money that a buyer has paid in stands on a gift card.
 *
 *   funding −a | wallet booked +a
 *
 * Undone by: gift unload.
 */
export const giftLoad = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(accounts.funding, bookedAccount(wallet), accounts.unit, amount);
