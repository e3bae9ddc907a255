import { assert, Bug } from '../../kernel/assert.ts';
import { EFFECT } from '../ledger/index.ts';
import { currentWallet, lotsInMemory, putWallet, touchLot, type Booking } from './booking.ts';
import { compareLots, spendableOf, type Lot } from './lot.ts';
import { openShelf, SHELF_DEPTH_MAX } from './store/lot.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { availableOf, type Wallet } from './wallet.ts';

export type Taken = { readonly lot: Lot; readonly amount: bigint };

/**
 * The lots that would pay `amount`, in the order of semantics 3.1. Looks as deep into the wallet as the amount asks and no
 * deeper: a wallet of a hundred thousand lots costs no more than one of ten. The caller has checked what is available.
 */
export function chooseLots(desk: Desk<JournalEntry>, wallet: Wallet, amount: bigint): Taken[] {
  for (let depth = 0; depth <= SHELF_DEPTH_MAX; depth++) {
    const key = { lane: wallet.lane, wallet: wallet.wallet, depth };
    desk.need(openShelf, [key]);
    const { horizon } = desk.read(openShelf, key)!;
    const chosen: Taken[] = [];
    let left = amount;
    for (const lot of lotsInMemory(desk, wallet).sort(compareLots)) {
      if (left === 0n) break;
      // Behind the horizon there may be lots between the ones in memory.
      if (horizon && compareLots(lot, horizon) > 0) break;
      const spendable = spendableOf(lot);
      if (spendable === 0n) continue;
      const part = spendable < left ? spendable : left;
      chosen.push({ lot, amount: part });
      left -= part;
    }
    if (left === 0n) return chosen;
    assert(horizon, `wallet ${wallet.wallet} lacks ${left} of ${amount} although its balance covers it`);
  }
  throw new Bug(`wallet ${wallet.wallet} has too many lots`);
}

/** Takes an amount from a wallet's lots and its booked balance; the caller adds the postings. Insufficient is a bug here. */
export function takeFromLots(booking: Booking, wallet: Wallet, amount: bigint): { wallet: Wallet; taken: Taken[] } {
  assert(amount <= availableOf(wallet), 'more is taken than is available');
  const taken = amount === 0n ? [] : chooseLots(booking.desk, wallet, amount);
  for (const { lot, amount: part } of taken) touchLot(booking, lot, { remaining: lot.remaining - part }, EFFECT.take);
  const before = currentWallet(booking.desk, wallet);
  return { wallet: putWallet(booking.desk, { ...before, booked: before.booked - amount }), taken };
}
