import type { Instant } from '../../kernel/instant.ts';

/** How a discrepancy's name outside begins. */
export const DISCREPANCY = 'pdi';

/**
 * gap: the balance jumps between two neighbours. restated: a line is told otherwise than before. vanished: a line is told no more.
 * inserted: a line appears before what had been read already. balance_differs: the balance is not what history makes it.
 * not_undone: a payment was to be undone, and the processor says no. refund_refused: value was to go back to the card, and did not.
 * payment_missing: we passed a payment through, and history lacks it. payment_unexpected: history has one that is not, or no longer.
 */
export type DiscrepancyKind =
  | 'gap'
  | 'restated'
  | 'vanished'
  | 'inserted'
  | 'balance_differs'
  | 'payment_missing'
  | 'payment_unexpected'
  | 'not_undone'
  | 'refund_refused';

/** Something that does not fit, found by comparing. `subject` tells it from others of its kind on the card. */
export type Finding = {
  readonly kind: DiscrepancyKind;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** A finding that is kept for a person. */
export type Discrepancy = Finding & {
  readonly discrepancy: bigint;
  readonly tenant: number;
  readonly processor: number;
  readonly card: bigint;
  readonly lastFour: string;
  readonly state: 'open' | 'closed';
  readonly note: string;
  readonly foundAt: Instant;
  readonly seenAt: Instant;
  readonly closedAt: Instant | undefined;
};
