import { Bug } from '../../kernel/assert.ts';
import { INSTANT_NEVER } from '../../kernel/instant.ts';
import { lotsInMemory, putWallet, walletsOf, type Booking } from './booking.ts';
import type { Lot } from './lot.ts';
import { openShelf, SHELF_DEPTH_MAX } from './store/lot.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import type { Wallet } from './wallet.ts';

const countsOf = (lot: Lot | undefined): bigint => (lot === undefined || lot.isPending ? 0n : lot.remaining);

/** Keeps what a wallet says of its next expiry, after an entry has touched its lots. Called once, at the end of an entry. */
export function noteExpiring(booking: Booking, owner: OwnerKey): void {
  for (const wallet of walletsOf(booking.desk, owner)) {
    let { expiring, expiringAt } = wallet;
    for (const { before, after } of booking.touched) {
      if (after.wallet !== wallet.wallet || after.expiresAt === INSTANT_NEVER) continue;
      const delta = countsOf(after) - countsOf(before);
      if (after.expiresAt === expiringAt) expiring += delta;
      else if (after.expiresAt < expiringAt && delta > 0n) [expiring, expiringAt] = [countsOf(after), after.expiresAt];
    }
    if (expiring === wallet.expiring && expiringAt === wallet.expiringAt) continue;
    putWallet(booking.desk, { ...wallet, ...(expiring > 0n ? { expiring, expiringAt } : nextGroup(booking, wallet)) });
  }
}

/**
 * The earliest expiry among the wallet's open lots, and how much it takes. Looks into the shelf until it is past that expiry:
 * as long as a lot that was not looked at may end as early, neither the moment nor the sum is known.
 */
function nextGroup(booking: Booking, wallet: Wallet): Pick<Wallet, 'expiring' | 'expiringAt'> {
  for (let depth = 0; depth <= SHELF_DEPTH_MAX; depth++) {
    const key = { lane: wallet.lane, wallet: wallet.wallet, depth };
    booking.desk.need(openShelf, [key]);
    const { horizon } = booking.desk.read(openShelf, key)!;
    const group = firstGroup(lotsInMemory(booking.desk, wallet));
    if (!horizon || horizon.expiresAt === INSTANT_NEVER || group.expiringAt < horizon.expiresAt) return group;
  }
  throw new Bug(`wallet ${wallet.wallet} has too many lots`);
}

function firstGroup(lots: readonly Lot[]): Pick<Wallet, 'expiring' | 'expiringAt'> {
  let expiring = 0n;
  let expiringAt = INSTANT_NEVER;
  for (const lot of lots) {
    if (countsOf(lot) === 0n || lot.expiresAt > expiringAt || lot.expiresAt === INSTANT_NEVER) continue;
    if (lot.expiresAt < expiringAt) [expiring, expiringAt] = [0n, lot.expiresAt];
    expiring += countsOf(lot);
  }
  return { expiring, expiringAt };
}
