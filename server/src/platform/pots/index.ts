export { draw, potsNamed, recallIdle, type Draw, type PotStanding } from './draw.ts';
export { POT_NAME_LENGTH_MAX, type Pot, type PotKey } from './pot.ts';
export { reservationSheet, type Reservation, type ReservationKey } from './reservation.ts';
export { sliceSeenSheet, sliceSheet, type Slice, type SliceKey } from './slice.ts';
export { giveToPot, releaseReserved, reserve, roomOfPot, takeFromPot, type Manner } from './take.ts';
export { potSheets } from './sheets.ts';
