import { reservationSheet } from './reservation.ts';
import { sliceSheet } from './slice.ts';

/** The sheets of pots, in the order in which they are written. */
export const potSheets = [sliceSheet, reservationSheet] as const;
