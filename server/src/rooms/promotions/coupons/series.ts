import type { Instant } from '../../../kernel/instant.ts';

/** Whose the codes of a series are: a member's own, or of whoever bears them. */
export type Holder = 'bearer' | 'member';

/** `inert`: its codes are there for nobody. `withdrawn`: they are refused, for good. */
export type SeriesState = 'inert' | 'published' | 'withdrawn';

/** Codes with one word in front, which promotions name. Only its state ever changes. */
export type Series = {
  readonly series: number;
  readonly tenant: number;
  readonly program: number;
  /** The word, in capitals. */
  readonly code: string;
  readonly holder: Holder;
  /** How often each code may be used. */
  readonly usesMax: number;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** So long is valid what a promotion issues; to the end of the series where undefined. */
  readonly days: number | undefined;
  readonly state: SeriesState;
};

/** What the checkout asks of series: settings in memory, of which there are few. */
export type CouponSettings = {
  /** The series of a program by its word, whatever its state. */
  readonly seriesOf: (program: number, code: string) => Series | undefined;
};
