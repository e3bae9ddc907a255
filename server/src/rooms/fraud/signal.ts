import type { Instant } from '../../kernel/instant.ts';
import type { Subject } from './counted.ts';
import type { Counts, SignalAction, Window } from './watch.ts';

export const SIGNAL_STATES = ['open', 'confirmed', 'released'] as const;
/** `open` until somebody has looked; `confirmed`: it was what it looked like, what is held stays; `released`: it was not. */
export type SignalState = (typeof SIGNAL_STATES)[number];

/** A count that went over what a promotion says. */
export type Signal = Window & {
  readonly signal: bigint;
  readonly tenant: number;
  readonly subject: Subject;
  /** `cashier.uses.day.flag`. */
  readonly watch: string;
  readonly counts: Counts;
  readonly action: SignalAction;
  readonly max: bigint;
  readonly decimals: number;
  readonly rulebook: number;
  /** What was counted when it was raised. */
  readonly count: bigint;
  readonly raisedAt: Instant;
  readonly state: SignalState;
};

export type Decision = Exclude<SignalState, 'open'>;

/** What somebody said of a signal. */
export type Review = {
  readonly n: number;
  readonly decision: Decision;
  readonly note: string;
  readonly credential: bigint;
  readonly person: bigint | undefined;
  readonly at: Instant;
};
