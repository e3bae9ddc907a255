import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';

/** Calendar periods, or any so many days in a row. */
export type DayPeriod = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'ever' | { readonly days: number };
/** Any so many minutes in a row: up to a receipt and so long before it. */
export type Span = { readonly minutes: number };
export type WatchPeriod = DayPeriod | Span;
export type WatchedBy = 'cashier' | 'terminal' | 'outlet';
export type Counts = 'uses' | 'points' | 'money';
/** By which days it is counted: those of the purchase, or those on which receipts arrived. */
export type WatchClock = 'purchase' | 'arrival';
export type SignalAction = 'flag' | 'review' | 'hold';

/** What of a promotion is watched, at whose hands, and how much of it raises a signal. */
export type Watch = {
  /** `cashier.uses.day.flag`: the same in every version of a promotion. */
  readonly key: string;
  readonly per: WatchedBy;
  readonly of: Counts;
  /** More than this raises a signal. */
  readonly max: bigint;
  readonly decimals: number;
  readonly period: WatchPeriod;
  readonly action: SignalAction;
  readonly time: WatchClock;
  /** Each member by himself. */
  readonly each?: 'member' | undefined;
};

/** First and last day; both belong to it. `span` is there where it begins and ends within days: both moments belong to it. */
export type Window = {
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly span?: { readonly from: Instant; readonly until: Instant } | undefined;
};

/** What a subject did at one moment. */
export type Moment = {
  readonly at: Instant;
  readonly on: LocalDate;
  readonly uses: bigint;
  readonly points: bigint;
  readonly money: bigint;
};

/** What a subject did on one day. */
export type DayTally = {
  readonly on: LocalDate;
  readonly uses: bigint;
  readonly points: bigint;
  readonly money: bigint;
};

/** A window in which more was counted than its watch allows. */
export type Passed = Window & { readonly count: bigint };
