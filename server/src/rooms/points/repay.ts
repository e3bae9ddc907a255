import { EFFECT, movements } from '../ledger/index.ts';
import { putWallet, touchLot, type Booking } from './booking.ts';
import type { Lot } from './lot.ts';
import { debtSheet, openDebtSheet } from './store/debt.ts';
import type { Wallet } from './wallet.ts';

/** Lowers the debts of a wallet by `most` points, oldest first, or by all that it owes; how much that was. Books nothing else. */
export function payDebts({ desk }: Booking, wallet: Wallet, most: bigint): bigint {
  desk.need(openDebtSheet, [wallet]);
  const open = desk
    .known(debtSheet)
    .filter((debt) => debt.wallet === wallet.wallet && debt.lane === wallet.lane && debt.remaining > 0n)
    .sort((a, b) => a.owedSince - b.owedSince || (a.seq < b.seq ? -1 : 1));
  let left = most;
  for (const debt of open) {
    const paid = debt.remaining < left ? debt.remaining : left;
    if (paid === 0n) break;
    desk.put(debtSheet, debt, { ...debt, remaining: debt.remaining - paid });
    left -= paid;
  }
  return most - left;
}

/** Repays what the wallet owes, oldest debt first, from a lot that has just become spendable. */
export function repay(booking: Booking, wallet: Wallet, lot: Lot): Wallet {
  const repaid = payDebts(booking, wallet, lot.remaining);
  if (repaid === 0n) return wallet;
  touchLot(booking, lot, { remaining: lot.remaining - repaid }, EFFECT.take);
  booking.postings.push(
    ...movements.repayment(booking.accounts.of(wallet.program, wallet.unit), wallet.wallet, repaid),
  );
  return putWallet(booking.desk, { ...wallet, booked: wallet.booked - repaid, owed: wallet.owed - repaid });
}
