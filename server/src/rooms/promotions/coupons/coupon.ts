import type { Instant } from '../../../kernel/instant.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

/** By what a coupon is found: the keyed digest of its code. */
export type CouponKey = { readonly tenant: number; readonly key: Buffer };

/** Where an operation stands, as text: `lane/seq`. */
export type PlaceText = string;

/** One code, as it stands. */
export type Coupon = CouponKey & {
  readonly series: number;
  /** The file that it was made with; 0 where a sale issued it. */
  readonly file: bigint;
  readonly lastFour: string;
  /** Undefined: of whoever bears it. */
  readonly member: OwnerKey | undefined;
  readonly usesMax: number;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly isWithdrawn: boolean;
  /** The sales that used it. */
  readonly usedBy: readonly PlaceText[];
  /** Quotes that keep it, and when each lapses. */
  readonly holds: readonly (readonly [place: PlaceText, until: number])[];
  readonly revision: number;
};
