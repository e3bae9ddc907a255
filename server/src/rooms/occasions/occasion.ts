import type { Instant } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import type { KeptBasket, KeptCredit, KeptGrant, KeptIssue } from '../checkout/index.ts';
import type { Outlet, Partner } from '../partners/index.ts';
import type { KeptOwner, KeptWallet } from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import type { CouponGrant, KeptTaken, Occasion, StampGrant } from '../promotions/index.ts';

/** Something that brings a member something without a purchase: what happened, to whom, where and when. */
export type OccasionAsked = {
  readonly program: Program;
  readonly member: OwnerKey & { readonly tenant: number };
  /** The card that was shown. */
  readonly card?: bigint | undefined;
  readonly occasion: Occasion;
  readonly at: Instant;
  readonly channel: string;
  /** Of a birthday: the calendar year that has it. One that is made up for may lie in the next. */
  readonly year?: number | undefined;
  /** Where it happened; nowhere for what the program itself sees. */
  readonly outlet?: Outlet | undefined;
  /** Who issues the points; the program itself where nobody does. */
  readonly partner?: Partner | undefined;
  readonly credential?: bigint | undefined;
  readonly raw?: string | undefined;
};

/** What is kept of an occasion: the facts that were decided on, and what they brought. Plain JSON, nothing personal. */
export type OccasionRecord = {
  readonly is: 'occasion';
  readonly basket: KeptBasket;
  readonly member: KeptOwner;
  readonly card?: string | undefined;
  readonly rulebook: number;
  /** Of a birthday: the calendar year that has it. */
  readonly year?: number | undefined;
  /** What was taken of limits; what they left stands in the basket. */
  readonly limited?: readonly KeptTaken[] | undefined;
  readonly grants: readonly KeptGrant[];
  readonly coupons?: readonly CouponGrant[] | undefined;
  readonly couponsIssued?: readonly KeptIssue[] | undefined;
  readonly stamps?: readonly StampGrant[] | undefined;
  readonly credits: readonly KeptCredit[];
  /** The program's wallets of the member after it. */
  readonly wallets: readonly KeptWallet[];
};

export const OCCASION_KIND = 'occasions.occasion';
