import { debtSheet } from './debt.ts';
import { daySpentSheet } from './day-spent.ts';
import { holdSheet } from './hold.ts';
import { lotSheet } from './lot.ts';
import { reversalSheet } from './reversal.ts';
import { accountSheet } from './wallet.ts';

/** The sheets of this room that are written, in the order in which they are. */
export const pointsSheets = [accountSheet, lotSheet, holdSheet, debtSheet, reversalSheet, daySpentSheet] as const;
