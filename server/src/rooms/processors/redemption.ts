import type { Instant } from '../../kernel/instant.ts';

/**
 * asking: being asked now, or somebody died doing it. approved, declined: as the processor said. not_sent: it never heard of it,
 * so that the same reference may try again. unknown: nobody knows, and it is found out. reversing: being undone until that is
 * certain. reversed, not_done: for certain nothing is paid. voided: its reversal came before it.
 */
export type RedemptionState =
  | 'asking'
  | 'approved'
  | 'declined'
  | 'not_sent'
  | 'unknown'
  | 'reversing'
  | 'reversed'
  | 'not_done'
  | 'voided';

/** A payment that is passed through to a processor. */
export type Redemption = {
  readonly redemption: bigint;
  readonly tenant: number;
  readonly space: bigint;
  readonly processor: number;
  readonly card: bigint;
  /** What is asked for; once it is paid, what was paid. */
  readonly amount: bigint;
  readonly asked: bigint;
  /** A part of what is asked is taken too. */
  readonly isPartial: boolean;
  readonly content: Buffer;
  readonly state: RedemptionState;
  /** True once the processor has said that it is paid. */
  readonly isDone: boolean;
  readonly reason: string;
  readonly outsideId: string;
  readonly balance: bigint | undefined;
  readonly attempts: number;
  readonly absentSince: Instant | undefined;
  readonly askedAt: Instant;
  readonly stateAt: Instant;
};

/** What a caller calls a payment. */
export type PaymentName = { readonly tenant: number; readonly space: bigint; readonly reference: string };

/** True while nobody can say whether it is paid. */
export const isOpen = ({ state }: Pick<Redemption, 'state'>): boolean =>
  state === 'asking' || state === 'unknown' || state === 'reversing';
