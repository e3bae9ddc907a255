import { INSTANT_NEVER } from '../../kernel/instant.ts';
import { EFFECT, movements } from '../ledger/index.ts';
import { lotsInMemory, putWallet, touchLot, type Booking } from './booking.ts';
import { cancelOwn, type Unearned } from './cancel-own.ts';
import { compareLots, isFrom } from './lot.ts';
import { owable, owe } from './owe.ts';
import { expiredOf } from './store/expired.ts';
import { originSheet } from './store/lot.ts';
import { takeFromLots } from './take.ts';
import { availableOf, type Wallet } from './wallet.ts';

/** What becomes of points that a return takes back although they are spent (semantics 3.6). */
export type NegativeBalancePolicy = 'only_pending' | 'within_balance' | 'unlimited' | 'recover_from_refund';

export type ClawBackPolicy = {
  readonly negative: NegativeBalancePolicy;
  readonly debtMax?: bigint | undefined;
  /** The most points that the refund can pay for; absent means all. */
  readonly recoverMax?: bigint | undefined;
};

/** How the points of a return were got back; the parts sum to what was asked. */
export type ClawedBack = {
  readonly wallet: Wallet;
  readonly cancelled: bigint;
  readonly taken: bigint;
  readonly owed: bigint;
  readonly writtenOff: bigint;
  /** To be deducted from the refund, in points. */
  readonly recovered: bigint;
  /** Nothing is booked for them: left with the member, or expired before he had any good of them. */
  readonly forgiven: bigint;
  /** Those of the forgiven that had expired. */
  readonly lapsed: bigint;
};

/**
 * Takes back `amount` points that the operation (originLane, originSeq) had granted to this wallet: first what is left of its own
 * lots (`cancelOwn`: pending ones first, those of whoever paid for the `unearned` before all others), then by policy from the rest of the
 * balance, as debt, as write-off or out of the refund.
 */
export function clawBack(
  booking: Booking,
  wallet: Wallet,
  amount: bigint,
  origin: { lane: number; seq: bigint; lapsedBefore?: bigint; unearned?: readonly Unearned[] },
  policy: ClawBackPolicy,
): ClawedBack {
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  booking.desk.need(originSheet, [{ lane: origin.lane, seq: origin.seq, heldLane: wallet.lane }]);
  const own = lotsInMemory(booking.desk, wallet)
    .filter((lot) => isFrom(lot, origin.lane, origin.seq))
    .sort(compareLots);
  const isOnlyPending = policy.negative === 'only_pending';
  const parts = cancelOwn(isOnlyPending ? own.filter((lot) => lot.isPending) : own, amount, origin.unearned ?? []);
  let left = amount;
  let cancelled = 0n;
  for (const lot of own) {
    const part = parts.get(lot);
    if (!lot.isPending || part === undefined) continue;
    touchLot(booking, lot, { remaining: lot.remaining - part, isPending: lot.remaining > part }, EFFECT.cancel);
    cancelled += part;
    left -= part;
  }
  booking.postings.push(...movements.cancellation(accounts, wallet.wallet, cancelled));
  if (isOnlyPending) {
    const after = putWallet(booking.desk, { ...wallet, pending: wallet.pending - cancelled });
    return { wallet: after, cancelled, taken: 0n, owed: 0n, writtenOff: 0n, recovered: 0n, forgiven: left, lapsed: 0n };
  }

  let taken = 0n;
  let { frozen } = wallet;
  for (const lot of own) {
    // Frozen points of the very sale go back like the others: nobody may spend them, and nobody keeps them.
    const part = parts.get(lot);
    if (lot.isPending || part === undefined) continue;
    touchLot(booking, lot, { remaining: lot.remaining - part }, EFFECT.cancel);
    if (lot.isFrozen) frozen -= part;
    taken += part;
    left -= part;
  }
  let now = putWallet(booking.desk, {
    ...wallet,
    pending: wallet.pending - cancelled,
    booked: wallet.booked - taken,
    frozen,
  });
  // What had expired was lost to the member already: it is not taken from other purchases a second time.
  const ended =
    left > 0n ? own.filter(({ expiresAt: end }) => end <= booking.desk.recordedAt || end === INSTANT_NEVER) : [];
  const expired = expiredOf(booking.desk, ended) - (origin.lapsedBefore ?? 0n);
  const lapsed = expired < left ? expired : left;
  left -= lapsed;
  if (left > 0n && policy.negative !== 'recover_from_refund') {
    const rest = availableOf(now) < left ? availableOf(now) : left;
    now = takeFromLots(booking, now, rest).wallet;
    taken += rest;
    left -= rest;
  }
  booking.postings.push(...movements.clawBack(accounts, wallet.wallet, taken));
  return { ...shortfall(booking, now, left, policy), cancelled, taken, forgiven: lapsed, lapsed };
}

/** Books what could not be got back from any lot. */
function shortfall(
  booking: Booking,
  wallet: Wallet,
  left: bigint,
  policy: ClawBackPolicy,
): Pick<ClawedBack, 'wallet' | 'owed' | 'writtenOff' | 'recovered'> {
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  if (left === 0n) return { wallet, owed: 0n, writtenOff: 0n, recovered: 0n };
  if (policy.negative === 'recover_from_refund') {
    const { recoverMax = left } = policy;
    const recovered = recoverMax < left ? recoverMax : left;
    booking.postings.push(
      ...movements.recovery(accounts, recovered),
      ...movements.writeOff(accounts, left - recovered),
    );
    return { wallet, owed: 0n, writtenOff: left - recovered, recovered };
  }
  const owed = owable(wallet, left, policy);
  const after = owe(booking, wallet, owed, movements.debt(accounts, wallet.wallet, owed));
  booking.postings.push(...movements.writeOff(accounts, left - owed));
  return { wallet: after, owed, writtenOff: left - owed, recovered: 0n };
}
