import type { LocalDate } from '../../kernel/local-date.ts';
import type { KeptUse } from '../cards/index.ts';
import type { KeptForeign } from '../giftcards/index.ts';
import type { KeptAmount, KeptOwner, KeptWallet, SpendingReason } from '../points/index.ts';
import type { CouponGrant, CouponMet, Gift, Grant, KeptTaken, StampGrant } from '../promotions/index.ts';
import type { KeptQualified } from './count-for-tier.ts';
import type { KeptBasket } from './kept-basket.ts';

/**
 * A grant, per line. Its derivation is not written out: facts and version, which are kept, give it again exactly (a return
 * checks that they do), and an explanation is made from them when somebody asks.
 */
export type KeptGrant = {
  readonly promotion: string;
  readonly version: number;
  readonly effect: number;
  readonly wallet: string;
  readonly points: number;
  readonly perLine: readonly (readonly [line: number, points: number])[];
  /** What it would have been without cap and limits, where these cut it: without it no return could tell a changed result. */
  readonly uncapped?: string;
};

export const keepGrantOf = (grant: Grant): KeptGrant => ({
  promotion: grant.promotion,
  version: grant.version,
  effect: grant.derivation.rule.effect,
  wallet: grant.walletType,
  points: Number(grant.points),
  perLine: grant.perLine.map(([line, points]) => [line, Number(points)]),
  ...(grant.derivation.uncapped !== undefined && { uncapped: grant.derivation.uncapped }),
});

/** What a sale gave besides points, where it gave any. */
export const keepGiven = ({
  gifts,
  coupons,
  stamps,
}: {
  readonly gifts: readonly Gift[];
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
}): Pick<SaleRecord, 'gifts' | 'coupons' | 'stamps'> => ({
  ...(gifts.length > 0 && { gifts: gifts.map((gift) => ({ ...gift, quantity: Number(gift.quantity) })) }),
  ...(coupons.length > 0 && { coupons }),
  ...(stamps.length > 0 && { stamps }),
});

/** What points paid: which wallet of whom, how many points for how much money, for which lines. */
export type KeptPayment = {
  readonly wallet: string;
  readonly walletType: number;
  readonly points: number;
  readonly money: number;
  readonly perLine: readonly (readonly [line: number, money: number])[];
  /** The card by which they were spent. */
  readonly card?: string;
  /** Whose, when not the member's own; `seq` is the leg in that lane. */
  readonly payer?: KeptOwner & { readonly seq: string };
  /** Of a notice: points that no lot covered, booked as debt or write-off. */
  readonly gift?: KeptPaidGift;
  readonly uncovered?: number;
  /** The part of them that he owes; the rest was written off. */
  readonly owed?: number;
};

/** The gift card that paid, what it can pay after it, and the rate where its currency is another one. */
export type KeptPaidGift = {
  readonly card: string;
  readonly left: KeptAmount;
  readonly foreign?: KeptForeign;
};

/** A gift card that the sale activated; `seq` is the entry in its lane. Amounts in its own currency. */
export type KeptSoldCard = {
  readonly line: number;
  readonly gift: KeptOwner & { readonly seq: string };
  readonly card: string;
  readonly unit: number;
  readonly amount: KeptAmount;
  readonly promotional: KeptAmount;
};

/** A lot that the sale made. */
export type KeptCredit = {
  readonly walletType: number;
  readonly points: number;
  readonly isPending: boolean;
  readonly activeAt: number;
  readonly expiresAt: number;
  /** Who pays for it, where somebody does. */
  readonly fund?: readonly [issuer: number, contract: number];
};

/** A code that was used up. */
export type KeptCoupon = {
  readonly word: string;
  readonly key: string;
  readonly lastFour: string;
  /** Nothing was given for it: the till had taken it. */
  readonly isForced?: true;
};
export const keepCoupon = ({ word, key, lastFour, isForced }: CouponMet): KeptCoupon => ({
  ...{ word, lastFour, ...(isForced && { isForced }) },
  key: key.key.toString('base64'),
});

/** By what codes are found, of their digests as records and quotes keep them. */
export const couponKeysOf = (tenant: number, kept: readonly string[] = []): CouponMet['key'][] =>
  kept.map((key) => ({ tenant, key: Buffer.from(key, 'base64') }));

/** Codes that were issued: which are told by the place of the operation, so that they stand nowhere. */
export type KeptIssue = {
  readonly promotion: string;
  readonly coupon: string;
  readonly first: number;
  readonly count: number;
  readonly validUntil: number;
};

export type KeptException = { readonly code: string; readonly facts?: Readonly<Record<string, string>> };

/** Other tenders, in the order of the till. Only where there are several is each one's part of each line kept. */
export type KeptTender = { readonly kind: string; readonly amount: number; readonly outside?: KeptOutside };

/** The payment at another company's processor by which a tender was paid, or is given back. */
export type KeptOutside = { readonly payment: string; readonly processor: string };

/** What is kept of a confirmed sale: everything that proof, repeat, return and claim need. */
export type SaleRecord = {
  readonly is: 'sale';
  readonly basket: KeptBasket;
  readonly rulebook: number;
  readonly member?: KeptOwner | undefined;
  readonly card?: string | undefined;
  /** What was counted on cards with limits. */
  readonly uses?: readonly KeptUse[] | undefined;
  /** What was taken of the limits of promotions. */
  readonly limited?: readonly KeptTaken[] | undefined;
  /** The day on which limits counted what points paid, where there are any. */
  readonly spentOn?: LocalDate | undefined;
  /** What was counted for the member's tier. */
  readonly qualified?: KeptQualified | undefined;
  /** The price list of the card that was shown. */
  readonly priceList?: string | undefined;
  readonly grants: readonly KeptGrant[];
  readonly credits: readonly KeptCredit[];
  readonly payments: readonly KeptPayment[];
  readonly sold?: readonly KeptSoldCard[] | undefined;
  readonly tenders: readonly KeptTender[];
  readonly gifts?:
    | readonly { readonly promotion: string; readonly sku: string; readonly quantity: number }[]
    | undefined;
  readonly coupons?: readonly CouponGrant[] | undefined;
  readonly stamps?: readonly StampGrant[] | undefined;
  /** Codes of the buyer's that it used up, by their digest. */
  readonly couponsUsed?: readonly KeptCoupon[] | undefined;
  /** Codes that it issued: out of its place, from the first on. */
  readonly couponsIssued?: readonly KeptIssue[] | undefined;
  readonly wallets: readonly KeptWallet[];
  /** Why wallets could not pay, or no more, where points were asked for. */
  readonly notPaying?: readonly SpendingReason[] | undefined;
  readonly exceptions?: readonly KeptException[];
  readonly receiptNumber?: string | undefined;
  readonly cashier?: string | undefined;
  /** Which credential sent it: `appendEntry` adds it, here as everywhere. */
  readonly by?: string;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly reason?: string | undefined;
};
