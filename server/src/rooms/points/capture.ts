import { assert } from '../../kernel/assert.ts';
import { EFFECT, movements } from '../ledger/index.ts';
import { putWallet, touchLot, type Booking } from './booking.ts';
import type { Hold } from './hold.ts';
import { giveBack } from './release.ts';
import { lotSheet } from './store/lot.ts';
import type { Wallet } from './wallet.ts';

/** Turns a hold, wholly or partly, into a redemption from the lots it stands on; the rest is released. Not more than held. */
export function capture(booking: Booking, wallet: Wallet, hold: Hold, amount: bigint): Wallet {
  assert(amount >= 0n && amount <= hold.amount, 'not more is captured than was held');
  const freed = giveBack(booking, wallet, hold, 'captured');
  let left = amount;
  let { frozen } = freed;
  for (const part of hold.parts) {
    const lot = booking.desk.read(lotSheet, { lane: hold.lane, seq: part.seq, n: part.n })!;
    const taken = part.amount < left ? part.amount : left;
    if (taken === 0n) break;
    touchLot(booking, lot, { remaining: lot.remaining - taken }, EFFECT.take);
    if (lot.isFrozen) frozen -= taken;
    left -= taken;
  }
  booking.postings.push(
    ...movements.redemption(booking.accounts.of(wallet.program, wallet.unit), wallet.wallet, amount),
  );
  return putWallet(booking.desk, { ...freed, booked: freed.booked - amount, frozen });
}
