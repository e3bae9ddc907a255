import type { Sheet } from '../../../platform/lanes/index.ts';
import { celebratedSheet } from './celebrated.ts';
import { reversedSheet } from './reversed.ts';

/** The sheets of this room, behind those of members. */
export const occasionsSheets = [celebratedSheet, reversedSheet] as unknown as readonly Sheet<never, unknown>[];
