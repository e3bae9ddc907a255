import { changeSheet } from './change.ts';
import { standingSheet } from './standing.ts';

/** The sheets of this room that are written, in the order in which they are. */
export const tiersSheets = [standingSheet, changeSheet] as const;
