import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { ReferenceKey } from '../../platform/lanes/index.ts';
import type { Identity } from '../cards/index.ts';
import type { GiftName, NewGift } from '../giftcards/index.ts';
import type { Till } from '../partners/index.ts';
import type { BasketLine } from '../promotions/index.ts';
import type { OutsideUse } from './outside/outside-tender.ts';

/** Asked or told (architecture 14): a request may be refused, a notice is booked and marked. */
export type Manner = 'request' | 'notice';

/** A line as the till sold it; what points pay of it is decided here. */
export type SoldLine = Omit<BasketLine, 'byPoints'> & {
  /** The part of its discount that promotions gave, as the till took it off. */
  readonly byPromotions?: bigint | undefined;
};

/** How a part of a receipt is paid. Points say money or points; `payer` when another member pays than the one who earns. */
export type Tender =
  | {
      readonly kind: 'points';
      readonly asked: { money: bigint } | { points: string } | 'most';
      readonly walletType?: string;
      readonly payer?: Identity;
    }
  | {
      readonly kind: 'gift_card';
      readonly gift: GiftName;
      readonly pin: string | undefined;
      /** Money of the receipt; `most`: as much as is due and there. */
      readonly wanted: bigint | 'most';
      readonly short: 'decline' | 'partial';
    }
  | { readonly kind: string; readonly amount: bigint; readonly outside?: OutsideUse };

/** A gift card that the receipt sells: its line, and what will stand on it in its own currency. */
export type CardSold = NewGift & {
  readonly line: number;
  readonly amount: bigint;
  readonly promotional: bigint;
};

/** What a quote promised: a confirm fails as stale only if it would take more from the member, or give the buyer less. */
export type QuotePromise = {
  readonly spent: Readonly<Record<string, string>>;
  readonly money: string;
  readonly earned: Readonly<Record<string, string>>;
  /** Taken off by promotions, by line; absent where nothing is. */
  readonly discounts?: Readonly<Record<string, string>>;
  readonly expiresAt: number;
  /** It keeps something of a budget too, under the same operation. */
  readonly reserves?: true;
  /** The operation that holds the points, if the quote did. */
  readonly hold?: { readonly lane: number; readonly seq: string };
  /** The holds on the gift cards that would pay. */
  readonly giftHolds?: readonly { readonly lane: number; readonly seq: string }[];
  /** The codes of coupons that it keeps, by their digests. */
  readonly coupons?: readonly string[];
};

/** A receipt to be confirmed or quoted, validated: the till, the buyer, lines and tenders in smallest steps. */
export type Sale = {
  readonly till: Till;
  /** The name under which returns will find it; absent for a quote. */
  readonly reference: ReferenceKey | undefined;
  /** When it came in, by this process's clock: only to foresee what may be due. */
  readonly receivedAt: Instant;
  readonly manner: Manner;
  /** What stood against a notice before it was looked at (closed outlet, closed program). */
  readonly exceptions: readonly Refusal[];
  readonly occurredAt: Instant;
  readonly channel: string;
  readonly identity: Identity | undefined;
  /** The phone was proved by a code, so spending by phone alone is allowed. */
  readonly isPhoneProved: boolean;
  readonly lines: readonly SoldLine[];
  readonly tenders: readonly Tender[];
  /** Codes that the buyer showed. */
  readonly coupons?: readonly string[] | undefined;
  /** They are used up also where they give nothing: the till has taken them from the buyer. */
  readonly forcesCoupons?: boolean | undefined;
  /** Gift cards that are activated with the sale, in the same batch. */
  readonly cardsSold: readonly CardSold[];
  readonly quote: QuotePromise | undefined;
  readonly isOffline: boolean;
  readonly receiptNumber: string | undefined;
  readonly cashier: string | undefined;
  /** Custom facts of the receipt, and of lines by line number: kept, searchable later, readable by rules. */
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  /** The message as it came, identities masked. */
  readonly raw: string | undefined;
};

/** What is to be paid for a line: gross less the till's own discount. */
export const dueOf = (line: SoldLine): bigint => line.gross - line.discount;

/** What is to be paid for the whole receipt. */
export const totalDue = (lines: readonly SoldLine[]): bigint => lines.reduce((sum, line) => sum + dueOf(line), 0n);
