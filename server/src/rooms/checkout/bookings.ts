import type { Instant } from '../../kernel/instant.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { openBooking, type Booking } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';

type Leg = { readonly booking: Booking; readonly owner: bigint };

/**
 * The entries of one operation: one of whoever it is at home with, a leg for everybody else that it touches, in the same lane too. So
 * whoever asks what was done with a gift card, or with the points of one who paid for another, finds it under that owner.
 */
export type Bookings = {
  readonly home: Booking;
  readonly homeOwner: bigint;
  readonly legs: Map<bigint, Leg>;
};

/** Opens the entry at home; legs are opened by their first use. */
export const openBookings = (
  { accounts }: Pick<CheckoutDeps, 'accounts'>,
  desk: Desk<JournalEntry>,
  { lane, owner }: OwnerKey,
  at: Instant,
): Bookings => ({ home: openBooking(desk, accounts, lane, at), homeOwner: owner, legs: new Map() });

/** The booking of an owner; a leg is opened by its first use. */
export function bookingIn(
  deps: Pick<CheckoutDeps, 'accounts'>,
  bookings: Bookings,
  { lane, owner }: OwnerKey,
): Booking {
  if (owner === bookings.homeOwner) return bookings.home;
  const known = bookings.legs.get(owner);
  if (known) return known.booking;
  const booking = openBooking(bookings.home.desk, deps.accounts, lane, bookings.home.at);
  bookings.legs.set(owner, { booking, owner });
  return booking;
}

/** A leg where a receipt stands, when whoever it belongs to now stands in another lane: that lane keeps what becomes of it. */
export function bookingAtReceipt(deps: Pick<CheckoutDeps, 'accounts'>, bookings: Bookings, receipt: OwnerKey): void {
  if (receipt.lane !== bookings.home.lane) bookingIn(deps, bookings, receipt);
}
