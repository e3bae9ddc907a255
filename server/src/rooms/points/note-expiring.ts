import { INSTANT_NEVER } from '../../kernel/instant.ts';
import { lotsInMemory, putWallet, walletsOf, type Booking } from './booking.ts';
import type { Lot } from './lot.ts';
import { openShelf } from './store/lot.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import type { Wallet } from './wallet.ts';

const countsOf = (lot: Lot | undefined): bigint => (lot === undefined || lot.isPending ? 0n : lot.remaining);
// 32 lots of one day are counted; a wallet with more of them is told at least that much.
const DEPTH = 0;

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

/** The earliest expiry among the wallet's open lots, and how much it takes. */
function nextGroup(booking: Booking, wallet: Wallet): Pick<Wallet, 'expiring' | 'expiringAt'> {
  booking.desk.need(openShelf, [{ lane: wallet.lane, wallet: wallet.wallet, depth: DEPTH }]);
  let expiring = 0n;
  let expiringAt = INSTANT_NEVER;
  for (const lot of lotsInMemory(booking.desk, wallet)) {
    if (countsOf(lot) === 0n || lot.expiresAt > expiringAt || lot.expiresAt === INSTANT_NEVER) continue;
    if (lot.expiresAt < expiringAt) [expiring, expiringAt] = [0n, lot.expiresAt];
    expiring += countsOf(lot);
  }
  return { expiring, expiringAt };
}
