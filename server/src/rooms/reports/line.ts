import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Place } from './operation.ts';

/** What a row's postings come to in one unit, in its smallest step; see 0019-keep-operation-lines.sql. */
export type Figures = {
  readonly earned: bigint;
  readonly spent: bigint;
  readonly loaded: bigint;
  readonly expired: bigint;
  readonly changed: bigint;
};

export const NO_FIGURES: Figures = { earned: 0n, spent: 0n, loaded: 0n, expired: 0n, changed: 0n };

/** A row of `reports.operation_line`. */
export type Line = Figures & {
  readonly tenant: number;
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly isHead: boolean;
  readonly home: Place | undefined;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly bookedOn: LocalDate;
  readonly owner: bigint;
  readonly card: bigint;
  readonly amount: bigint;
  readonly program: number;
  readonly outlet: number;
  readonly terminal: number;
  /** Marks, as are those below. Zero is none. */
  readonly kind: number;
  readonly cashier: number;
  readonly cardRange: number;
  readonly unit: number;
  readonly currency: number;
  readonly flags: number;
  readonly marks: readonly number[];
  /** Those of the marks by which lines are added up. */
  readonly summed: readonly number[];
  readonly receipt: string | undefined;
  /** Why, of what was done by hand. */
  readonly reason: string | undefined;
};
