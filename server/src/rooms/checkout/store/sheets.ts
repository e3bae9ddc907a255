import { claimSheet } from './claim.ts';
import { exceptionSheet } from './exception.ts';
import { outsideEndSheet } from './outside-end.ts';
import { parkedSheet } from './parked-return.ts';
import { returnedSheet } from './returned.ts';

/** The sheets of this room that are written, in the order in which they are. */
export const checkoutSheets = [returnedSheet, claimSheet, parkedSheet, exceptionSheet, outsideEndSheet] as const;
