import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { movements, type Posting } from '../ledger/index.ts';
import { earlier, lotDueAt, putWallet, type Booking } from './booking.ts';
import type { Lot } from './lot.ts';
import { repay } from './repay.ts';
import { lotSheet } from './store/lot.ts';
import type { Wallet } from './wallet.ts';

export type Credit = {
  readonly amount: bigint;
  readonly earnedAt: Instant;
  readonly activeAt: Instant;
  readonly expiresAt: Instant;
  /** The partner that issued the points; 0 is the program itself. */
  readonly issuer: number;
  readonly contract?: number;
  readonly originLane?: number;
  readonly originSeq?: bigint;
};

/** Where a credit comes from, as postings against the wallet. */
export type Source = (wallet: Wallet, amount: bigint, isPending: boolean) => Posting[];

/**
 * Credits points to a wallet as a new lot, pending while its start lies after the entry's date; what the member owes is
 * repaid from it at once. Amounts in the unit's smallest step, positive. Gives the wallet as it stands after.
 */
export function accrue(booking: Booking, wallet: Wallet, credit: Credit): Wallet {
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  return creditLot(booking, wallet, credit, (to, amount, isPending) =>
    isPending ? movements.pendingAccrual(accounts, to.wallet, amount) : movements.accrual(accounts, to.wallet, amount),
  );
}

/** Credits a lot from any source: accrual, adjustment, arrival. */
export function creditLot(booking: Booking, wallet: Wallet, credit: Credit, source: Source): Wallet {
  assert(credit.amount > 0n, 'a credit is positive');
  const isPending = credit.activeAt > booking.at;
  const lot: Lot = {
    ...credit,
    lane: booking.lane,
    seq: booking.seq,
    n: booking.lots.length,
    wallet: wallet.wallet,
    remaining: credit.amount,
    held: 0n,
    isPending,
    isFrozen: false,
  };
  booking.desk.put(lotSheet, lot, lot);
  booking.touched.push({ before: undefined, after: lot });
  booking.lots.push({ ...credit, n: lot.n, wallet: wallet.wallet, isPending });
  booking.postings.push(...source(wallet, credit.amount, isPending));
  const after = putWallet(booking.desk, {
    ...wallet,
    booked: isPending ? wallet.booked : wallet.booked + credit.amount,
    pending: isPending ? wallet.pending + credit.amount : wallet.pending,
    dueAt: earlier(wallet.dueAt, lotDueAt(lot)),
  });
  return after.owed > 0n && !isPending ? repay(booking, after, lot) : after;
}
