import type { OwnerKey } from '../../platform/lanes/index.ts';
import { openBooking, type Booking } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';

/** The entries of one operation: one in its home lane, a leg in every other lane that it touches. */
export type Bookings = { readonly home: Booking; readonly legs: Map<number, { booking: Booking; owner: bigint }> };

/** The booking in an owner's lane; a leg is opened by its first use. */
export function bookingIn(deps: CheckoutDeps, bookings: Bookings, owner: OwnerKey): Booking {
  if (owner.lane === bookings.home.lane) return bookings.home;
  const known = bookings.legs.get(owner.lane);
  if (known) return known.booking;
  const booking = openBooking(bookings.home.desk, deps.accounts, owner.lane, bookings.home.at);
  bookings.legs.set(owner.lane, { booking, owner: owner.owner });
  return booking;
}
