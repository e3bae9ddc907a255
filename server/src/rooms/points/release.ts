import { assert } from '../../kernel/assert.ts';
import { earlier, lotDueAt, putWallet, type Booking } from './booking.ts';
import type { Hold } from './hold.ts';
import { holdSheet } from './store/hold.ts';
import { lotSheet } from './store/lot.ts';
import type { Wallet } from './wallet.ts';

/** Gives a hold back that was not captured. */
export const release = (booking: Booking, wallet: Wallet, hold: Hold): Wallet =>
  giveBack(booking, wallet, hold, 'released');

/** Gives a hold back whose time has passed. */
export const lapse = (booking: Booking, wallet: Wallet, hold: Hold): Wallet =>
  giveBack(booking, wallet, hold, 'lapsed');

/** Frees the lots of a hold and closes it under a new state; a hold that is not open is a bug here. */
export function giveBack(booking: Booking, wallet: Wallet, hold: Hold, state: Exclude<Hold['state'], 'open'>): Wallet {
  assert(hold.state === 'open', `hold ${hold.seq} is ${hold.state}`);
  booking.desk.need(
    lotSheet,
    hold.parts.map((part) => ({ lane: hold.lane, seq: part.seq, n: part.n })),
  );
  let { dueAt, frozen } = wallet;
  for (const part of hold.parts) {
    const lot = booking.desk.read(lotSheet, { lane: hold.lane, seq: part.seq, n: part.n });
    assert(lot, `lot ${part.seq}/${part.n} of a hold is gone`);
    const free = { ...lot, held: lot.held - part.amount };
    booking.desk.put(lotSheet, free, free);
    // The wallet's own next expiry, too: where its points end together its lots say nothing of it.
    dueAt = earlier(dueAt, earlier(lotDueAt(free), wallet.expiringAt));
    if (lot.isFrozen) frozen += part.amount;
  }
  booking.desk.put(holdSheet, hold, { ...hold, state });
  return putWallet(booking.desk, { ...wallet, held: wallet.held - hold.amount, dueAt, frozen });
}
