import { assert } from '../../kernel/assert.ts';
import { EFFECT, movements } from '../ledger/index.ts';
import {
  currentWallet,
  earlier,
  lotDueAt,
  lotsInMemory,
  putWallet,
  touchLot,
  walletOfType,
  walletsOf,
  type Booking,
} from './booking.ts';
import { compareLots, type Lot } from './lot.ts';
import { needAllLots } from './forfeit.ts';
import { payDebts, repay } from './repay.ts';
import { debtSheet, openDebtSheet } from './store/debt.ts';
import { lotSheet } from './store/lot.ts';
import { takeFromLots } from './take.ts';
import { availableOf, hasMovable, type Wallet } from './wallet.ts';
import type { Debt } from './debt.ts';

/** What went from one wallet to another, in smallest steps. */
export type Moved = {
  readonly active: bigint;
  readonly pending: bigint;
  /** Of the active and pending ones: what is frozen, and stays so. */
  readonly frozen: bigint;
  readonly owed: bigint;
};

type Choice = {
  /** Which lots go; all by default. */
  readonly lots?: (lot: Lot) => boolean;
  /** Which debts go; all by default. */
  readonly debts?: (debt: Debt) => boolean;
};

/**
 * Moves what stands in one wallet to a wallet of another owner: lots with their dates, issuer, contract, origin, pending and frozen as they
 * are, and debts. What a hold stands on stays. The two bookings are entries of one operation, so that what leaves the one arrives in the
 * other; what the taker owes is repaid from what can be spent, as with any credit. The owners are settled.
 */
export function moveWallet(from: Booking, to: Booking, giver: Wallet, taker: Wallet, choice: Choice = {}): Moved {
  const owed = moveDebts(from, to, giver, taker, choice.debts);
  needAllLots(from.desk, giver);
  const moved = { active: 0n, pending: 0n, frozen: 0n, owed };
  for (const lot of lotsInMemory(from.desk, giver).sort(compareLots)) {
    const amount = lot.remaining - lot.held;
    if (amount === 0n || choice.lots?.(lot) === false) continue;
    depart(from, giver, lot, amount);
    arrive(to, taker, lot, amount);
    if (lot.isPending) moved.pending += amount;
    else moved.active += amount;
    if (lot.isFrozen) moved.frozen += amount;
  }
  repayFromBalance(to, taker);
  return moved;
}

function depart(booking: Booking, { lane, owner, wallet: id }: Wallet, lot: Lot, amount: bigint): void {
  const wallet = currentWallet(booking.desk, { lane, owner, wallet: id });
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  const remaining = lot.remaining - amount;
  if (lot.isPending) {
    touchLot(booking, lot, { remaining, isPending: remaining > 0n }, EFFECT.move);
    booking.postings.push(...movements.pendingDeparture(accounts, id, amount));
    putWallet(booking.desk, { ...wallet, pending: wallet.pending - amount });
    return;
  }
  touchLot(booking, lot, { remaining }, EFFECT.move);
  booking.postings.push(...movements.departure(accounts, id, amount));
  const frozen = lot.isFrozen ? wallet.frozen - amount : wallet.frozen;
  putWallet(booking.desk, { ...wallet, booked: wallet.booked - amount, frozen });
}

function arrive(booking: Booking, taker: Wallet, { originLane, originSeq, ...lot }: Lot, amount: bigint): void {
  const wallet = walletsOf(booking.desk, taker).find((one) => one.wallet === taker.wallet) ?? taker;
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  const { earnedAt, activeAt, expiresAt, issuer, contract, isPending } = lot;
  const credit = {
    ...{ amount, earnedAt, expiresAt, issuer },
    // A lot that is active stays so, whatever its entry is dated.
    activeAt: isPending || activeAt < booking.at ? activeAt : booking.at,
    ...(contract === undefined ? {} : { contract }),
    originLane: originLane ?? lot.lane,
    originSeq: originSeq ?? lot.seq,
  };
  const arrived: Lot = {
    ...credit,
    ...{ lane: booking.lane, seq: booking.seq, n: booking.lots.length, wallet: wallet.wallet },
    ...{ remaining: amount, held: 0n, isPending, isFrozen: false },
  };
  booking.desk.put(lotSheet, arrived, arrived);
  booking.touched.push({ before: undefined, after: arrived });
  booking.lots.push({ ...credit, n: arrived.n, wallet: wallet.wallet, isPending });
  booking.postings.push(
    ...(isPending
      ? movements.pendingArrival(accounts, wallet.wallet, amount)
      : movements.arrival(accounts, wallet.wallet, amount)),
  );
  const standing = lot.isFrozen ? touchLot(booking, arrived, { isFrozen: true }, EFFECT.freeze) : arrived;
  const after = putWallet(booking.desk, {
    ...wallet,
    booked: isPending ? wallet.booked : wallet.booked + amount,
    pending: isPending ? wallet.pending + amount : wallet.pending,
    frozen: lot.isFrozen && !isPending ? wallet.frozen + amount : wallet.frozen,
    dueAt: earlier(wallet.dueAt, lotDueAt(standing)),
  });
  if (after.owed > 0n && !isPending && !lot.isFrozen) repay(booking, after, standing);
}

function moveDebts(
  from: Booking,
  to: Booking,
  giver: Wallet,
  taker: Wallet,
  isMoved: (debt: Debt) => boolean = () => true,
): bigint {
  if (giver.owed === 0n) return 0n;
  from.desk.need(openDebtSheet, [giver]);
  const open = from.desk
    .known(debtSheet)
    .filter((debt) => debt.lane === giver.lane && debt.wallet === giver.wallet && debt.remaining > 0n && isMoved(debt));
  // Counted once: the debts of this entry are those that it has and those that follow here.
  let n = to.desk.known(debtSheet).filter((one) => one.lane === to.lane && one.seq === to.seq).length;
  let owed = 0n;
  for (const debt of open) {
    from.desk.put(debtSheet, debt, { ...debt, remaining: 0n });
    const moved: Debt = {
      ...{ lane: to.lane, seq: to.seq, n: n++, wallet: taker.wallet },
      ...{ amount: debt.remaining, remaining: debt.remaining, owedSince: debt.owedSince },
    };
    to.desk.put(debtSheet, moved, moved);
    owed += debt.remaining;
  }
  if (owed === 0n) return 0n;
  const accounts = from.accounts.of(giver.program, giver.unit);
  from.postings.push(...movements.debtDeparture(accounts, giver.wallet, owed));
  to.postings.push(...movements.debtArrival(accounts, taker.wallet, owed));
  const before = currentWallet(from.desk, giver);
  putWallet(from.desk, { ...before, owed: before.owed - owed });
  const known = walletsOf(to.desk, taker).find((one) => one.wallet === taker.wallet) ?? taker;
  putWallet(to.desk, { ...known, owed: known.owed + owed });
  return owed;
}

/** Debts that came are repaid from what the taker had already: nobody has points to spend and owes some beside them. */
function repayFromBalance(booking: Booking, of: Wallet): void {
  const wallet = walletsOf(booking.desk, of).find((one) => one.wallet === of.wallet);
  if (!wallet || wallet.owed === 0n) return;
  const available = availableOf(wallet);
  const paid = available < wallet.owed ? available : wallet.owed;
  if (paid === 0n) return;
  const repaid = payDebts(booking, wallet, paid);
  assert(repaid === paid, 'what a wallet owes stands in its debts');
  const after = takeFromLots(booking, wallet, paid).wallet;
  booking.postings.push(...movements.repayment(booking.accounts.of(wallet.program, wallet.unit), wallet.wallet, paid));
  putWallet(booking.desk, { ...after, owed: after.owed - paid });
}

/**
 * What has come to an owner after he was merged (points that paid for goods which came back) goes on to the one who goes on for him, in
 * the same operation: nobody would find it with him.
 */
export function carryOn(
  from: Booking,
  to: Booking,
  survivor: { readonly lane: number; readonly owner: bigint; readonly tenant: number },
  merged: { readonly lane: number; readonly owner: bigint },
): void {
  for (const wallet of walletsOf(from.desk, merged)) {
    if (!hasMovable(wallet)) continue;
    moveWallet(from, to, wallet, walletOfType(to.desk, survivor, wallet));
  }
}
