import { EFFECT } from '../ledger/index.ts';
import { currentWallet, lotsInMemory, putWallet, touchLot, type Booking } from './booking.ts';
import { isFrom } from './lot.ts';
import { originSheet } from './store/lot.ts';
import type { Wallet } from './wallet.ts';

/** Makes the lots that an operation granted unspendable without blocking the member; what is held stays held. */
export const freezeLots = (booking: Booking, wallet: Wallet, origin: { lane: number; seq: bigint }): Wallet =>
  mark(booking, wallet, origin, true);

/** Makes frozen lots spendable again. */
export const unfreezeLots = (booking: Booking, wallet: Wallet, origin: { lane: number; seq: bigint }): Wallet =>
  mark(booking, wallet, origin, false);

function mark(booking: Booking, wallet: Wallet, origin: { lane: number; seq: bigint }, isFrozen: boolean): Wallet {
  booking.desk.need(originSheet, [{ ...origin, heldLane: wallet.lane }]);
  let change = 0n;
  for (const lot of lotsInMemory(booking.desk, wallet)) {
    if (!isFrom(lot, origin.lane, origin.seq) || lot.isFrozen === isFrozen || lot.remaining === 0n) continue;
    touchLot(booking, lot, { isFrozen }, isFrozen ? EFFECT.freeze : EFFECT.unfreeze);
    if (!lot.isPending) change += lot.remaining - lot.held;
  }
  const before = currentWallet(booking.desk, wallet);
  return putWallet(booking.desk, { ...before, frozen: isFrozen ? before.frozen + change : before.frozen - change });
}
