import type { LocalDate } from '../../kernel/local-date.ts';
import type { KeptRoom } from './limits/rooms.ts';

/** What a line sells. Vouchers, fees and gift cards earn nothing unless a promotion names their kind. */
export type LineKind = 'product' | 'service' | 'delivery' | 'voucher' | 'fee' | 'gift_card';

export const LINE_KINDS = ['product', 'service', 'delivery', 'voucher', 'fee', 'gift_card'] as const;

/** The kinds that count where a promotion names none: what is bought for its own sake, not value on its way. */
export const EARNING_LINE_KINDS: readonly LineKind[] = ['product', 'service', 'delivery'];

/** One line as it is sold. Money in the currency's smallest step, quantity in thousandths of a piece, nothing below 0. */
export type BasketLine = {
  readonly line: number;
  readonly sku: string;
  /** A path from the root of the category tree: `food/dairy/milk`. */
  readonly category: string;
  readonly brand: string;
  readonly labels: readonly string[];
  readonly kind: LineKind;
  readonly quantity: bigint;
  readonly gross: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  /** The part of the line that points pay for; gross − discount − byPoints is not below zero. */
  readonly byPoints: bigint;
  /** The part that gift cards of the house pay for; told only where a rule counts without it. */
  readonly byGifts?: bigint | undefined;
  /** Code of the promotion that gave the line away: such a line is looked at by no promotion. */
  readonly gift?: string | undefined;
};

export type AttributeValue = string | number | boolean;

export const CARD_TYPES = ['discount', 'bonus', 'multi', 'gift'] as const;

/** The card that the buyer showed: its type, and the codes of its range and its batch, empty where no stock has its number. */
export type CardShown = {
  readonly type: (typeof CARD_TYPES)[number];
  readonly range: string;
  readonly batch: string;
};

/** What a promotion may know of the buyer: as it was before this purchase. */
export type BasketMember = {
  readonly tier: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly enrolledOn: LocalDate;
  /** Purchases before this one. */
  readonly purchases: number;
  // The rest is told only where a promotion of the rulebook reads it: most sales are kept without.
  readonly segments?: readonly string[] | undefined;
  /** Month and day, `02-29`. */
  readonly birthday?: string | undefined;
  /** Of who is born on 29 February where the program celebrates him on the 28th of other years; 1 March elsewhere. */
  readonly leapDay?: 'feb_28' | undefined;
  readonly lastPurchaseOn?: LocalDate | undefined;
  readonly card?: CardShown | undefined;
  /** Stamps by card (`stamps.coffee`) and purchases in a row by period (`streak.week`), before this purchase. */
  readonly counters?: Readonly<Record<string, number>> | undefined;
};

/** Points of one wallet type that pay for the receipt, and how much of each line they pay. */
export type BasketSpent = {
  readonly wallet: string;
  readonly points: bigint;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
};

/** What an effect did to the price: decided once, before anything is paid, and a fact from then on. */
export type PricedEffect = {
  readonly promotion: string;
  readonly effect: number;
  /** Taken off each line; empty for a gift and a better rate. The line's `discount` has it in it. */
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
};

/** Something else than a purchase that brings something: a member joined, has his birthday, or did what the program names. */
export type Occasion = { readonly name: string; readonly attributes: Readonly<Record<string, AttributeValue>> };

/** Everything that a decision reads besides the rulebook. Kept with the receipt, so that it can be decided again. */
export type Basket = {
  readonly lines: readonly BasketLine[];
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly outlet: { readonly code: string; readonly groups: readonly string[] };
  readonly partner: string;
  readonly channel: string;
  readonly terminal: string;
  /** The outlet's wall when the sale occurred; weekday 1 is Monday. */
  readonly local: { readonly date: LocalDate; readonly minuteOfDay: number; readonly weekday: number };
  readonly member?: BasketMember | undefined;
  /** What happened, where it is no purchase: then there are no lines, and nothing is paid. */
  readonly occasion?: Occasion | undefined;
  /** Codes that the buyer showed. */
  readonly coupons?: readonly string[] | undefined;
  /** Kinds of what pays, `points` among them. */
  readonly tenders?: readonly string[] | undefined;
  readonly spent?: readonly BasketSpent[] | undefined;
  readonly priced?: readonly PricedEffect[] | undefined;
  /** What limits left, where somebody asked. Absent where the rulebook has none. */
  readonly rooms?: readonly KeptRoom[] | undefined;
};

/** Facts that are told only where a rulebook reads them. */
export type RareFact =
  | 'segments'
  | 'birthday'
  | 'card'
  | 'lastPurchaseOn'
  | 'counters'
  | 'coupons'
  | 'tenders'
  | 'spent'
  | 'byGifts';
