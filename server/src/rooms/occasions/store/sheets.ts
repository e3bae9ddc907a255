import type { Sheet } from '../../../platform/lanes/index.ts';
import { celebratedSheet } from './celebrated.ts';

/** The sheets of this room, behind those of members. */
export const occasionsSheets = [celebratedSheet] as unknown as readonly Sheet<never, unknown>[];
