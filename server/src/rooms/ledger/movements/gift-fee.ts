import { bookedAccount, transferPostings, type Posting } from '../posting.ts';
import type { ProgramAccounts } from '../account.ts';

/**
 * A fee for not using a gift card, where its terms and the law have one: time alone does it.
 *
 *   wallet booked −a | fee +a
 *
 * Undone by: an adjustment, by a person.
 */
export const giftFee = (accounts: ProgramAccounts, wallet: bigint, amount: bigint): Posting[] =>
  transferPostings(bookedAccount(wallet), accounts.fee, accounts.unit, amount);
