import { z } from 'zod';
import { quantityText } from '../parameter.ts';

/** Whom a limit counts for; the last ones are refused with a sentence of their own: they are signals, not conditions. */
const PER = ['receipt', 'member', 'card', 'outlet', 'program'] as const;
export const SIGNALS = ['cashier', 'terminal', 'device', 'address', 'staff'] as const;

const PERIODS = ['day', 'week', 'month', 'quarter', 'year', 'ever'] as const;
const ROLLING_DAYS_MAX = 366;
export const LIMITS_PER_PROMOTION_MAX = 20;

/** Calendar periods of the program's zone, or the days up to and with the sale's. */
export const limitPeriodSchema = z.union([
  z.enum(PERIODS),
  z.strictObject({ days: z.int().min(1).max(ROLLING_DAYS_MAX) }),
]);
export type LimitPeriod = z.output<typeof limitPeriodSchema>;

/** A limit as it is published: what may be used, given or taken off at most, by whom, in which period. */
export const limitSchema = z.strictObject({
  per: z.enum([...PER, ...SIGNALS]),
  of: z.enum(['uses', 'points', 'money']),
  max: quantityText,
  /** Left out: for ever. Nothing for a receipt, which has no period. */
  period: limitPeriodSchema.optional(),
  /** What is more than the limit leaves is cut off, or the promotion does not act at all. */
  over: z.enum(['clip', 'reject']),
  /** Name of a budget that several promotions of the rulebook use together; only for `outlet` and `program`. */
  budget: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is no name of small letters, digits and hyphens')
    .optional(),
});
export type LimitContent = z.output<typeof limitSchema>;
export type LimitedBy = (typeof PER)[number];
