import { aftermathSheet } from './aftermath.ts';
import { giftSheet } from './gift.ts';
import { proofSheet } from './proof.ts';

/** The sheets of this room that are written, behind those of the room points. */
export const giftcardsSheets = [giftSheet, aftermathSheet, proofSheet] as const;
