import { EFFECT, movements } from '../ledger/index.ts';
import { putWallet, touchLot, type Booking } from './booking.ts';
import type { Lot } from './lot.ts';
import { debtSheet, openDebtSheet } from './store/debt.ts';
import type { Wallet } from './wallet.ts';

/** Repays what the wallet owes, oldest debt first, from a lot that has just become spendable. */
export function repay(booking: Booking, wallet: Wallet, lot: Lot): Wallet {
  booking.desk.need(openDebtSheet, [wallet]);
  const open = booking.desk
    .known(debtSheet)
    .filter((debt) => debt.wallet === wallet.wallet && debt.lane === wallet.lane && debt.remaining > 0n)
    .sort((a, b) => a.owedSince - b.owedSince || (a.seq < b.seq ? -1 : 1));
  let left = lot.remaining;
  for (const debt of open) {
    const paid = debt.remaining < left ? debt.remaining : left;
    if (paid === 0n) break;
    booking.desk.put(debtSheet, debt, { ...debt, remaining: debt.remaining - paid });
    left -= paid;
  }
  const repaid = lot.remaining - left;
  if (repaid === 0n) return wallet;
  touchLot(booking, lot, { remaining: left }, EFFECT.take);
  booking.postings.push(
    ...movements.repayment(booking.accounts.of(wallet.program, wallet.unit), wallet.wallet, repaid),
  );
  return putWallet(booking.desk, { ...wallet, booked: wallet.booked - repaid, owed: wallet.owed - repaid });
}
