import { movements, type Posting } from '../ledger/index.ts';
import { currentWallet, putWallet, type Booking } from './booking.ts';
import type { ClawBackPolicy } from './claw-back.ts';
import { debtSheet } from './store/debt.ts';
import type { Wallet } from './wallet.ts';

/** How much of a shortfall the policy lets a member owe; the rest is the program's loss. */
export function owable(wallet: Wallet, amount: bigint, policy: ClawBackPolicy): bigint {
  if (policy.negative !== 'unlimited') return 0n;
  const room = policy.debtMax === undefined ? amount : policy.debtMax - wallet.owed;
  return room <= 0n ? 0n : amount < room ? amount : room;
}

/** Books a debt of a member, dated by the entry; the postings say against what. */
export function owe(booking: Booking, wallet: Wallet, amount: bigint, postings: readonly Posting[]): Wallet {
  if (amount === 0n) return wallet;
  const n = booking.desk
    .known(debtSheet)
    .filter((debt) => debt.lane === booking.lane && debt.seq === booking.seq).length;
  const debt = {
    lane: booking.lane,
    seq: booking.seq,
    n,
    wallet: wallet.wallet,
    amount,
    remaining: amount,
    owedSince: booking.at,
  };
  booking.desk.put(debtSheet, debt, debt);
  booking.postings.push(...postings);
  const now = currentWallet(booking.desk, wallet);
  return putWallet(booking.desk, { ...now, owed: now.owed + amount });
}

/** Books a payment with points that no lot covers, told by a notice: as debt as far as the policy goes, else as write-off. */
export function redeemUncovered(
  booking: Booking,
  wallet: Wallet,
  amount: bigint,
  policy: ClawBackPolicy,
): { wallet: Wallet; owed: bigint } {
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  const owed = owable(wallet, amount, policy);
  booking.postings.push(...movements.uncoveredRedemption(accounts, amount - owed));
  const known = putWallet(booking.desk, wallet);
  return { wallet: owe(booking, known, owed, movements.owedRedemption(accounts, wallet.wallet, owed)), owed };
}
