import { z } from 'zod';
import { quantityText } from '../parameter.ts';
import { limitPeriodSchema, type LimitPeriod } from './limit-content.ts';

export const SIGNALS_PER_PROMOTION_MAX = 20;

/** What is done when a signal is raised: it is told; somebody has to look at it; what the receipts gave is frozen until he has. */
export const SIGNAL_ACTIONS = ['flag', 'review', 'hold'] as const;

const MINUTES_PER_HOUR = 60;
const HOURS_MAX = 24;

/** As limits have them, or any so many minutes or hours in a row: what is longer than a day has days. */
const signalPeriodSchema = z.union([
  limitPeriodSchema,
  z.strictObject({
    minutes: z
      .int()
      .min(1)
      .max(HOURS_MAX * MINUTES_PER_HOUR),
  }),
  z.strictObject({ hours: z.int().min(1).max(HOURS_MAX) }),
]);
/** Ready to be counted: hours are minutes. */
export type SignalPeriod = LimitPeriod | { readonly minutes: number };

export const periodOfSignal = (period: z.output<typeof signalPeriodSchema>): SignalPeriod =>
  typeof period === 'object' && 'hours' in period ? { minutes: period.hours * MINUTES_PER_HOUR } : period;

/**
 * More than what at whose hands raises a signal. No condition: it is counted after the sale and changes nothing of it. `time` is the
 * clock by which it is counted: that of the purchase, or that of the arrival, by which only what came online counts. `each`: each member is
 * counted by himself at those hands; who is not known is not counted then.
 */
export const signalSchema = z.strictObject({
  per: z.enum(['cashier', 'terminal', 'outlet']),
  of: z.enum(['uses', 'points', 'money']),
  max: quantityText,
  period: signalPeriodSchema,
  action: z.enum(SIGNAL_ACTIONS),
  time: z.enum(['purchase', 'arrival']).optional(),
  each: z.literal('member').optional(),
});
export type SignalContent = z.output<typeof signalSchema>;
