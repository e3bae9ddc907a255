import type { Instant } from '../../kernel/instant.ts';

/** Tried in vain and to be tried again; not tried because it stands behind such a one; given up. */
export type FailedEventState = 'failing' | 'waiting' | 'dead';

/** An event that an endpoint has not got although its cursor is past it. What it says is read from the journal again. */
export type FailedEvent = {
  readonly lane: number;
  readonly seq: bigint;
  readonly owner: string;
  readonly type: string;
  readonly state: FailedEventState;
  readonly attempts: number;
  readonly nextAttemptAt: Instant;
  /** Until then later events of its owner wait behind it. */
  readonly passableAt: Instant;
  readonly firstFailedAt: Instant;
  readonly lastStatus: number | undefined;
  readonly lastError: string | undefined;
};

/** Undelivered events of one endpoint; past it the cursor stands, and the journal itself is the queue. */
export const UNDELIVERED_MAX = 1_000;
