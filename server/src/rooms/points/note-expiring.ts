import { Bug } from '../../kernel/assert.ts';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { lotsInMemory, putWallet, walletsOf, type Booking } from './booking.ts';
import type { Lot } from './lot.ts';
import { ENDINGS_DEPTH_MAX, endingsSheet } from './store/endings.ts';
import { lotSheet, openShelf, SHELF_DEPTH_MAX } from './store/lot.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
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
    const next =
      expiring > 0n ? { expiring, expiringAt } : (nextSeen(booking.desk, wallet) ?? nextGroup(booking, wallet));
    putWallet(booking.desk, { ...wallet, ...next });
  }
}

/**
 * The earliest expiry among the wallet's open lots and how much it takes, where the lots that are spent first are in memory: who has just spent
 * them has seen them, and a batch need not stop for a question. Undefined where one has not looked, or not far enough.
 */
function nextSeen(desk: Desk<JournalEntry>, wallet: Wallet): Pick<Wallet, 'expiring' | 'expiringAt'> | undefined {
  const horizon = horizonOf(desk, wallet);
  if (horizon === undefined) return undefined;
  let [expiring, expiringAt] = [0n, INSTANT_NEVER];
  for (const lot of lotsInMemory(desk, wallet)) {
    const counts = countsOf(lot);
    if (counts === 0n || lot.expiresAt >= horizon) continue;
    if (lot.expiresAt === expiringAt) expiring += counts;
    else if (lot.expiresAt < expiringAt) [expiring, expiringAt] = [counts, lot.expiresAt];
  }
  return expiring > 0n || horizon === INSTANT_NEVER ? { expiring, expiringAt } : undefined;
}

/** Before which moment every lot that ends is in memory: of those that end with the last one seen there may be more. */
function horizonOf(desk: Desk<JournalEntry>, { lane, wallet }: Wallet): Instant | undefined {
  let horizon: Instant | undefined;
  for (let depth = 0; depth <= SHELF_DEPTH_MAX; depth++) {
    const shelf = desk.loaded(openShelf, { lane, wallet, depth });
    if (!shelf) break;
    horizon = shelf.horizon?.expiresAt ?? INSTANT_NEVER;
  }
  return horizon;
}

/**
 * The same, asked of the database: what it adds up, and what this batch has
 * changed of it. A moment behind the last one that was looked at is not known whole, so then one looks deeper.
 */
function nextGroup(booking: Booking, wallet: Wallet): Pick<Wallet, 'expiring' | 'expiringAt'> {
  const changes = changesByEnd(booking, wallet);
  for (let depth = 0; depth <= ENDINGS_DEPTH_MAX; depth++) {
    const key = { lane: wallet.lane, wallet: wallet.wallet, depth };
    booking.desk.need(endingsSheet, [key]);
    const { groups, isAll } = booking.desk.read(endingsSheet, key)!;
    const horizon = isAll ? INSTANT_NEVER : groups.at(-1)!.endsAt;
    const sums = new Map<Instant, bigint>(groups.map(({ endsAt, sum }) => [endsAt, sum]));
    for (const [endsAt, change] of changes) sums.set(endsAt, (sums.get(endsAt) ?? 0n) + change);
    let [expiring, expiringAt] = [0n, INSTANT_NEVER];
    for (const [endsAt, sum] of sums)
      if (sum > 0n && endsAt <= horizon && endsAt < expiringAt) [expiring, expiringAt] = [sum, endsAt];
    if (expiring > 0n || isAll) return { expiring, expiringAt };
  }
  throw new Bug(`wallet ${wallet.wallet} has too many lots`);
}

/** What this batch has made of the wallet's lots since they were loaded, by the moment at which they end. */
function changesByEnd({ desk }: Booking, wallet: Wallet): Map<Instant, bigint> {
  const changes = new Map<Instant, bigint>();
  for (const lot of lotsInMemory(desk, wallet)) {
    const change = countsOf(lot) - countsOf(desk.loaded(lotSheet, lot));
    if (change !== 0n && lot.expiresAt !== INSTANT_NEVER)
      changes.set(lot.expiresAt, (changes.get(lot.expiresAt) ?? 0n) + change);
  }
  return changes;
}
