import { z } from 'zod';
import { instantText, quantityText } from './common.ts';

/** Points that were given, with their beginning and end. */
export const earnedSchema = z.strictObject({
  walletType: z.string(),
  points: quantityText,
  unit: z.string().describe('Code of the unit that the quantities count'),
  isPending: z.boolean(),
  activeAt: instantText.optional(),
  expiresAt: instantText.optional().describe('Absent: does not end'),
});
