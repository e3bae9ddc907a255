import { assert } from '../../kernel/assert.ts';
import { MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { EFFECT, movements, allocationSheet } from '../ledger/index.ts';
import {
  currentWallet,
  isFrom,
  lotSheet,
  lotsInMemory,
  originSheet,
  partsToRestore,
  putWallet,
  restore,
  takenParts,
  touchLot,
  walletsOf,
  type Booking,
  type RestoreOrder,
} from '../points/index.ts';
import type { GiftDeps } from './deps.ts';
import type { Gift } from './gift.ts';

type Place = { readonly lane: number; readonly seq: bigint };

/**
 * Gives what an operation had taken back to the lots it came from, promotional value as promotional, from `before` to `after` of it in
 * all: a function of totals, so that parts in any order end the same. What has ended since is over at once, or lives for the grace that the
 * program gives. Gives how much was over.
 */
export function giveToLots(
  deps: Pick<GiftDeps, 'programs'>,
  booking: Booking,
  gift: Gift,
  place: Place,
  from: { readonly before: bigint; readonly after: bigint; readonly order: RestoreOrder },
  source?: typeof movements.restoration,
): bigint {
  const { desk } = booking;
  const taken = takenParts(desk.read(allocationSheet, place) ?? []);
  const parts = partsToRestore(taken, from.before, from.after, from.order);
  const keyOf = (part: { lotSeq: bigint; lotN: number }) => ({ lane: place.lane, seq: part.lotSeq, n: part.lotN });
  desk.need(lotSheet, parts.map(keyOf));
  const days = deps.programs.settings().program(gift.program).policy.restoreGraceDays;
  const graceUntil = days > 0 ? ((booking.at + days * MICROSECONDS_PER_DAY) as Instant) : undefined;
  let expired = 0n;
  for (const wallet of walletsOf(desk, gift)) {
    const own = parts.filter((part) => desk.read(lotSheet, keyOf(part))?.wallet === wallet.wallet);
    if (own.length === 0) continue;
    const options = { ...(graceUntil === undefined ? {} : { graceUntil }), ...(source ? { source } : {}) };
    expired += restore(booking, currentWallet(desk, wallet), own, options).expired;
  }
  return expired;
}

/** How much is left, free, of what an operation had put on a gift. Asks for the lots that came from it, wherever they are now. */
export function leftOfLoad(booking: Pick<Booking, 'desk'>, gift: Gift, place: Place): bigint {
  booking.desk.need(originSheet, [{ ...place, heldLane: gift.lane }]);
  let left = 0n;
  for (const wallet of walletsOf(booking.desk, gift)) {
    for (const lot of lotsInMemory(booking.desk, wallet))
      if (isFrom(lot, place.lane, place.seq)) left += lot.remaining - lot.held;
  }
  return left;
}

/** Takes what is left of a load off the gift again: money against funding, what a promotion gave against issuance. */
export function takeLoadBack(deps: Pick<GiftDeps, 'walletTypes'>, booking: Booking, gift: Gift, place: Place): bigint {
  let taken = 0n;
  for (const { wallet: id } of walletsOf(booking.desk, gift)) {
    const wallet = walletsOf(booking.desk, gift).find((one) => one.wallet === id);
    assert(wallet, 'a wallet stays');
    const move = deps.walletTypes.of(wallet.walletType).purpose === 'gift' ? movements.giftUnload : movements.clawBack;
    const accounts = booking.accounts.of(wallet.program, wallet.unit);
    for (const lot of lotsInMemory(booking.desk, wallet)) {
      const free = lot.remaining - lot.held;
      if (!isFrom(lot, place.lane, place.seq) || free === 0n) continue;
      touchLot(booking, lot, { remaining: lot.held }, EFFECT.cancel);
      booking.postings.push(...move(accounts, wallet.wallet, free));
      const now = currentWallet(booking.desk, wallet);
      putWallet(booking.desk, {
        ...now,
        booked: now.booked - free,
        frozen: lot.isFrozen ? now.frozen - free : now.frozen,
      });
      taken += free;
    }
  }
  return taken;
}
