import { Bug } from '../../kernel/assert.ts';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import type { Desk, Sheet } from '../../platform/lanes/index.ts';
import { EFFECT, movements, type Accounts, type JournalEntry } from '../ledger/index.ts';
import { currentWallet, earlier, lotsInMemory, openBooking, putWallet, touchLot, type Booking } from './booking.ts';
import { compareLots, type Lot } from './lot.ts';
import { giveHoldUseBack } from './give-hold-use-back.ts';
import { lapse } from './release.ts';
import { repay } from './repay.ts';
import { holdSheet, openHoldSheet } from './store/hold.ts';
import { openShelf, pendingShelf, SHELF_DEPTH_MAX, type Shelf, type ShelfKey } from './store/lot.ts';
import type { Wallet } from './wallet.ts';

/** Appends the entry of something that time alone has done. */
export type Append = (
  booking: Booking,
  kind: 'points.activation' | 'points.expiry' | 'points.lapse',
  wallet: Wallet,
) => void;

/**
 * Does to a wallet what time alone has done to it up to `upTo`, each at its own due moment: activate what is pending, let
 * holds lapse, expire (the order of semantics 3.3). A pure function of the owner's facts and the clock: a balance never
 * depends on the sweep that also calls this. Where all points of the wallet end together (`isIdle`), lots have no end but the wallet's.
 */
export function settle(
  desk: Desk<JournalEntry>,
  accounts: Accounts,
  wallet: Wallet,
  upTo: Instant,
  append: Append,
  isIdle: () => boolean = () => false,
): Wallet {
  if (wallet.dueAt > upTo) return wallet;
  const together = isIdle() ? wallet.expiringAt : INSTANT_NEVER;
  const endOf = ({ expiresAt }: Lot): Instant => earlier(expiresAt, together);
  const unseen = earlier(
    look(desk, pendingShelf, wallet, upTo, (lot) => lot.activeAt),
    look(desk, openShelf, wallet, upTo, endOf),
  );
  desk.need(openHoldSheet, [wallet]);
  for (let now = currentWallet(desk, wallet); ; now = currentWallet(desk, wallet)) {
    const dueAt = earlier(nextDue(desk, now, endOf), unseen);
    if (dueAt > upTo) return putWallet(desk, { ...now, ...(together <= upTo && idledOut(now)), dueAt });
    activate(desk, accounts, now, dueAt, append);
    lapseHolds(desk, accounts, currentWallet(desk, now), dueAt, append);
    expire(desk, accounts, currentWallet(desk, now), dueAt, append, endOf);
  }
}

/** What a wallet says whose points have ended together: nothing ends any more. What is held waits for its hold, and ends with it. */
const idledOut = ({ booked, pending }: Wallet): Partial<Wallet> =>
  booked + pending === 0n ? { expiring: 0n, expiringAt: INSTANT_NEVER } : {};

/**
 * Looks into a shelf until it is at its end, or past everything that is due. Gives the moment before which nothing falls due
 * among the lots that were not looked at: those in memory may all be held, and a lot behind them may be due first.
 */
function look(
  desk: Desk<JournalEntry>,
  shelf: Sheet<ShelfKey, Shelf>,
  wallet: Wallet,
  upTo: Instant,
  due: (lot: Lot) => Instant,
): Instant {
  for (let depth = 0; depth <= SHELF_DEPTH_MAX; depth++) {
    const key = { lane: wallet.lane, wallet: wallet.wallet, depth };
    desk.need(shelf, [key]);
    const { horizon } = desk.read(shelf, key)!;
    if (!horizon) return INSTANT_NEVER;
    if (due(horizon) > upTo) return due(horizon);
  }
  throw new Bug(`wallet ${wallet.wallet} has too many lots`);
}

/** The next moment at which time changes this wallet. A lot under a hold waits for the hold. */
function nextDue(desk: Desk<JournalEntry>, wallet: Wallet, endOf: (lot: Lot) => Instant): Instant {
  let due = INSTANT_NEVER;
  for (const lot of lotsInMemory(desk, wallet)) {
    if (lot.isPending) due = earlier(due, lot.activeAt);
    else if (lot.remaining > lot.held) due = earlier(due, endOf(lot));
  }
  for (const hold of desk.known(holdSheet)) {
    if (hold.wallet === wallet.wallet && hold.lane === wallet.lane && hold.state === 'open')
      due = earlier(due, hold.expiresAt);
  }
  return due;
}

function activate(desk: Desk<JournalEntry>, accounts: Accounts, wallet: Wallet, at: Instant, append: Append): void {
  const due = lotsInMemory(desk, wallet)
    .filter((lot) => lot.isPending && lot.activeAt <= at)
    .sort(compareLots);
  if (due.length === 0) return;
  const booking = openBooking(desk, accounts, wallet.lane, at);
  let now = wallet;
  for (const lot of due) {
    const active = touchLot(booking, lot, { isPending: false }, EFFECT.activate);
    booking.postings.push(
      ...movements.activation(accounts.of(wallet.program, wallet.unit), wallet.wallet, lot.remaining),
    );
    now = putWallet(desk, {
      ...now,
      pending: now.pending - lot.remaining,
      booked: now.booked + lot.remaining,
      frozen: lot.isFrozen ? now.frozen + lot.remaining : now.frozen,
    });
    if (now.owed > 0n && !lot.isFrozen) now = repay(booking, now, active);
  }
  append(booking, 'points.activation', wallet);
}

function lapseHolds(desk: Desk<JournalEntry>, accounts: Accounts, wallet: Wallet, at: Instant, append: Append): void {
  const due = desk
    .known(holdSheet)
    .filter(
      (hold) =>
        hold.wallet === wallet.wallet && hold.lane === wallet.lane && hold.state === 'open' && hold.expiresAt <= at,
    );
  if (due.length === 0) return;
  const booking = openBooking(desk, accounts, wallet.lane, at);
  for (const hold of due) {
    lapse(booking, currentWallet(desk, wallet), hold);
    // A hold on several wallets was one use of the card.
    if (hold.n === 0) giveHoldUseBack(desk, hold);
  }
  append(booking, 'points.lapse', wallet);
}

function expire(
  desk: Desk<JournalEntry>,
  accounts: Accounts,
  wallet: Wallet,
  at: Instant,
  append: Append,
  endOf: (lot: Lot) => Instant,
): void {
  const due = lotsInMemory(desk, wallet)
    .filter((lot) => !lot.isPending && endOf(lot) <= at && lot.remaining > lot.held)
    .sort(compareLots);
  if (due.length === 0) return;
  const booking = openBooking(desk, accounts, wallet.lane, at);
  let now = wallet;
  for (const lot of due) {
    const free = lot.remaining - lot.held;
    touchLot(booking, lot, { remaining: lot.held }, EFFECT.expire);
    booking.postings.push(...movements.expiry(accounts.of(wallet.program, wallet.unit), wallet.wallet, free));
    now = putWallet(desk, { ...now, booked: now.booked - free, frozen: lot.isFrozen ? now.frozen - free : now.frozen });
  }
  append(booking, 'points.expiry', wallet);
}
