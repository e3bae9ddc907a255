import { z } from 'zod';
import { quantityText } from '../parameter.ts';
import { limitPeriodSchema } from './limit-content.ts';

export const SIGNALS_PER_PROMOTION_MAX = 20;

/** What is done when a signal is raised: it is told; somebody has to look at it; what the receipts gave is frozen until he has. */
export const SIGNAL_ACTIONS = ['flag', 'review', 'hold'] as const;

/**
 * More than what at whose hands raises a signal. No condition: it is counted after the sale and changes nothing of it. `time` is the
 * clock by which its days are counted: that of the purchase, or that of the arrival, by which only what came online counts.
 */
export const signalSchema = z.strictObject({
  per: z.enum(['cashier', 'terminal', 'outlet']),
  of: z.enum(['uses', 'points', 'money']),
  max: quantityText,
  period: limitPeriodSchema,
  action: z.enum(SIGNAL_ACTIONS),
  time: z.enum(['purchase', 'arrival']).optional(),
});
export type SignalContent = z.output<typeof signalSchema>;
