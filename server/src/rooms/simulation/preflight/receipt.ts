import type { Instant } from '../../../kernel/instant.ts';
import type { PaidTender } from '../../checkout/index.ts';
import type { Basket, Grant, StampGrant } from '../../promotions/index.ts';
import type { QualifiedBy } from '../../tiers/index.ts';
import type { Left } from '../decide-past.ts';
import type { Taking } from '../limit-book.ts';
import type { LotPart } from '../scenarios/purse.ts';
import type { Account } from './account.ts';
import type { BasketDecided } from './decide-basket.ts';
import type { Happened } from './happened.ts';
import type { Points } from './rules.ts';

/** What points of one wallet paid, and how many of them are back. */
export type PointsPaid = {
  readonly wallet: string;
  readonly points: bigint;
  readonly parts: readonly LotPart[];
  back: bigint;
};

/** A receipt of the search: what was bought, what paid and what it gave. */
export type Receipt = {
  readonly id: string;
  readonly decided: BasketDecided;
  readonly basket: Basket;
  /** Which of the two accounts bought. */
  readonly member: number;
  readonly granted: Points;
  /** What each promotion gave. */
  readonly by: ReadonlyMap<string, bigint>;
  readonly stamps: readonly StampGrant[];
  /** In money. */
  readonly paid: bigint;
  readonly tenders: readonly PaidTender[];
  readonly payments: readonly PointsPaid[];
  /** Coupons that it used up, and from where the buyer had them. */
  readonly used: readonly string[];
  readonly usedOf: { readonly word: string; readonly from: Receipt | Happened }[];
  readonly activeAt: (grant: Pick<Grant, 'activation' | 'walletType'>) => Instant;
  /** Goods come back as long as points of the receipt wait; for ever where none does. */
  readonly returnableBefore: Instant;
  left: Left | undefined;
  takings: readonly Taking[];
  back: Map<number, bigint>;
  refunded: readonly bigint[];
  kept: Points;
  counted: QualifiedBy | undefined;
  counts: QualifiedBy | undefined;
  /** Who has it now: after a merge the one who goes on. */
  account: Account;
};

/** What points and money have paid of each line: the wallets as they were planned, money what is left. */
export const tendersOf = ({ basket, payments, due }: BasketDecided): PaidTender[] => {
  const left = basket.lines.map(({ gross, discount }) => gross - discount);
  const tenders = payments.map(({ money, perLine }, payment): PaidTender => {
    const parts = basket.lines.map(({ line }) => perLine.find(([of]) => of === line)?.[1] ?? 0n);
    for (const [i, part] of parts.entries()) left[i] = (left[i] as bigint) - part;
    return { kind: 'points', payment, amount: money, perLine: parts };
  });
  return due > 0n ? [...tenders, { kind: 'cash', payment: undefined, amount: due, perLine: left }] : tenders;
};
