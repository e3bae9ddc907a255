import type { KeptOwner, KeptWallet } from '../points/index.ts';
import type { KeptQualified } from './count-for-tier.ts';
import type { KeptCredit, KeptGrant, KeptIssue, SaleRecord } from './record.ts';
import type { CouponGrant, KeptTaken, StampGrant } from '../promotions/index.ts';
import type { KeptBasket, KeptRoomNumber } from './kept-basket.ts';

/** What is kept of a claim: the member, the facts that were decided on, and what was granted. */
export type ClaimRecord = {
  readonly is: 'claim';
  readonly original: { readonly lane: number; readonly seq: string };
  readonly basket: KeptBasket;
  readonly member: KeptOwner;
  readonly buyer: KeptBasket['member'];
  readonly rulebook: number;
  /** What had come back before, in thousandths by line: it was not granted for. */
  readonly returned?: Readonly<Record<string, number>>;
  /** What limits left for him, and what of them was taken. */
  readonly rooms?: readonly KeptRoomNumber[];
  readonly limited?: readonly KeptTaken[];
  /** What was counted for the member's tier. */
  readonly qualified?: KeptQualified | undefined;
  readonly grants: readonly KeptGrant[];
  /** Given at the claim; what the sale had given already stays with it. */
  readonly coupons?: readonly CouponGrant[] | undefined;
  readonly couponsIssued?: readonly KeptIssue[] | undefined;
  readonly stamps?: readonly StampGrant[] | undefined;
  readonly credits: readonly KeptCredit[];
  readonly wallets: readonly KeptWallet[];
};

/** A claim as the sale that it is told as: with what it granted, and nothing paid, since the receipt was paid when it was sold. */
export const saleOfClaim = (claim: ClaimRecord): SaleRecord => ({ ...claim, is: 'sale', payments: [], tenders: [] });
