import { movements } from '../ledger/index.ts';
import type { Booking } from './booking.ts';
import { takeFromLots, type Taken } from './take.ts';
import type { Wallet } from './wallet.ts';

/**
 * Spends points as payment, from the lots that expire first. `payee`: the home lane where the receipt stands, if that is
 * another one than the wallet's; then the value leaves by between-lanes and the home entry books the redemption.
 */
export function redeem(
  booking: Booking,
  wallet: Wallet,
  amount: bigint,
  payee: 'here' | 'elsewhere' = 'here',
): { wallet: Wallet; taken: Taken[] } {
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  const move = payee === 'here' ? movements.redemption : movements.departure;
  booking.postings.push(...move(accounts, wallet.wallet, amount));
  return takeFromLots(booking, wallet, amount);
}
