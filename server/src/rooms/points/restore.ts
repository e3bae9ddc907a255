import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { EFFECT, movements, type Allocation } from '../ledger/index.ts';
import { creditLot } from './accrue.ts';
import { currentWallet, earlier, lotDueAt, putWallet, touchLot, type Booking } from './booking.ts';
import { lotSheet } from './store/lot.ts';
import type { Wallet } from './wallet.ts';

export type RestoreOrder = 'last_taken_first' | 'first_taken_first';

/** What a redemption took from a lot. */
export type TakenPart = { readonly lotSeq: bigint; readonly lotN: number; readonly amount: bigint };

/** The parts that a redemption took, from its allocations. */
export const takenParts = (allocations: readonly Allocation[]): TakenPart[] =>
  allocations
    .filter((one) => one.effect === EFFECT.take)
    .map(({ lotSeq, lotN, delta }) => ({ lotSeq, lotN, amount: -delta }));

/**
 * Which lots get how much back when, after `before` had been restored, the total becomes `after`. A function of the totals
 * alone, so that any sequence of partial reversals ends the same (semantics 3.23).
 */
export function partsToRestore(
  taken: readonly TakenPart[],
  before: bigint,
  after: bigint,
  order: RestoreOrder,
): TakenPart[] {
  const inOrder = order === 'last_taken_first' ? [...taken].reverse() : taken;
  const parts: TakenPart[] = [];
  let at = 0n;
  for (const part of inOrder) {
    const from = before > at ? before : at;
    const to = after < at + part.amount ? after : at + part.amount;
    if (to > from) parts.push({ ...part, amount: to - from });
    at += part.amount;
  }
  assert(after <= at, `more is restored (${after}) than was taken (${at})`);
  return parts;
}

export type Restored = { readonly wallet: Wallet; readonly restored: bigint; readonly expired: bigint };

/**
 * Gives redeemed points back to the lots that they came from, with their original dates and issuer. What has expired since
 * expires again at once and is reported, unless `graceUntil` gives it another end.
 */
export function restore(
  booking: Booking,
  wallet: Wallet,
  parts: readonly TakenPart[],
  options: { graceUntil?: Instant; payee?: 'here' | 'elsewhere'; source?: typeof movements.restoration } = {},
): Restored {
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  booking.desk.need(
    lotSheet,
    parts.map((part) => ({ lane: wallet.lane, seq: part.lotSeq, n: part.lotN })),
  );
  const source = options.source ?? (options.payee === 'elsewhere' ? movements.arrival : movements.restoration);
  let restored = 0n;
  let expired = 0n;
  for (const { lotSeq, lotN, amount } of parts) {
    const lot = booking.desk.read(lotSheet, { lane: wallet.lane, seq: lotSeq, n: lotN });
    assert(lot, `lot ${lotSeq}/${lotN} is not in lane ${wallet.lane}`);
    restored += amount;
    const before = currentWallet(booking.desk, wallet);
    if (lot.expiresAt <= booking.at && options.graceUntil !== undefined && options.graceUntil > booking.at) {
      const { originLane = lot.lane, originSeq = lot.seq, earnedAt, issuer, contract } = lot;
      const credit = {
        amount,
        earnedAt,
        issuer,
        ...(contract === undefined ? {} : { contract }),
        originLane,
        originSeq,
        activeAt: booking.at,
        expiresAt: options.graceUntil,
      };
      creditLot(booking, before, credit, (to, all) => source(accounts, to.wallet, all));
      continue;
    }
    booking.postings.push(...source(accounts, wallet.wallet, amount));
    const back = touchLot(booking, lot, { remaining: lot.remaining + amount }, EFFECT.restore);
    if (lot.expiresAt <= booking.at) {
      booking.postings.push(...movements.expiry(accounts, wallet.wallet, amount));
      touchLot(booking, back, { remaining: lot.remaining }, EFFECT.expire);
      expired += amount;
      continue;
    }
    putWallet(booking.desk, {
      ...before,
      booked: before.booked + amount,
      frozen: lot.isFrozen ? before.frozen + amount : before.frozen,
      dueAt: earlier(before.dueAt, lotDueAt(back)),
    });
  }
  return { wallet: currentWallet(booking.desk, wallet), restored, expired };
}
