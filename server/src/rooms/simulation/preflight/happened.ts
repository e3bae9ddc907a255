import type { CouponGrant, StampGrant } from '../../promotions/index.ts';
import type { Taking } from '../limit-book.ts';
import type { Points } from './rules.ts';

/** An occasion of the search: to whom it happened, and what it gave. */
export type Happened = {
  readonly id: string;
  /** Which of the two accounts. */
  readonly member: number;
  readonly granted: Points;
  /** What each promotion gave, in points of all wallets, and by wallet. */
  readonly by: ReadonlyMap<string, bigint>;
  readonly pointsBy: ReadonlyMap<string, Points>;
  readonly stamps: readonly StampGrant[];
  readonly coupons: readonly CouponGrant[];
  takings: readonly Taking[];
  isReversed: boolean;
};
