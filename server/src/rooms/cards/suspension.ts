import type { Instant } from '../../kernel/instant.ts';
import type { Effect } from './effect.ts';

/** Why cards are blocked together. A closed list, as for one card. */
export const SUSPENSION_REASONS = ['lost', 'stolen', 'fraud', 'recall', 'other'] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

/**
 * Reasons by which the value is meant, wherever it went; by the others it is the plastic, which new plastic puts an end to. Of one card as
 * of many.
 */
export const VALUE_REASONS = ['fraud', 'other'] as const;

/** Whether a block for this reason goes on with the value when a person puts new plastic in the place of old. */
export const isOfValue = (reason: string | undefined): boolean => VALUE_REASONS.some((one) => one === reason);

/** Whether a block that stands for one reason may become one for another: the plastic was meant, and now it is what it leads to. */
export const growsToValue = (before: string | undefined, after: string | undefined): boolean =>
  !isOfValue(before) && isOfValue(after);

/** A block of a range, a batch of it, or serials of the batch, from a moment on. */
export type Suspension = {
  readonly suspension: bigint;
  readonly tenant: number;
  readonly range: number;
  readonly batch: bigint | undefined;
  readonly serials: { readonly first: number; readonly last: number } | undefined;
  readonly reason: SuspensionReason;
  readonly effects: readonly Effect[];
  readonly from: Instant;
  readonly until: Instant;
  readonly setBy: bigint;
  readonly setAt: Instant;
  readonly liftedBy: bigint | undefined;
  readonly liftedAt: Instant | undefined;
};
