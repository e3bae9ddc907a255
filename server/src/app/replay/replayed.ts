import type { Instant } from '../../kernel/instant.ts';
import type { SoldLine, Tender } from '../../rooms/checkout/index.ts';
import type { PlaceInput } from './place.ts';

/** Source lines with one fate. `amount` in the source's own decimals, credits negative. */
export type Tally = { readonly fate: string; readonly lines: number; readonly amount: bigint };

type Booking = {
  /** The day of the source, `2011-01-04`: totals are told by it. */
  readonly day: string;
  /** Always the same for the same piece of the source, so that delivering it again is a repeat. */
  readonly reference: string;
  /** Operations with the same chain are told one after another, each after the answer to the one before; absent: no order is needed. */
  readonly chain: string | undefined;
  readonly outlet: string;
  readonly occurredAt: Instant;
  /** What becomes of its source lines when it is booked. */
  readonly tallies: readonly Tally[];
  /** What the journal has to say in the end, in the currency's smallest step: the total of a sale, the refund of a return. */
  readonly expected: bigint;
  /** Booked less source, where a line does not come out in whole steps. In the source's decimals. */
  readonly rounding: bigint;
};

/** A receipt of the source as a till would tell it. */
export type ReplayedSale = Booking & {
  readonly is: 'sale';
  /** The buyer's id in the source; absent for an anonymous receipt. */
  readonly member: string | undefined;
  readonly channel: string;
  readonly lines: readonly SoldLine[];
  readonly tenders: readonly Tender[];
  readonly receiptNumber: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
};

/** Goods of one sale of the source that came back. Quantities in thousandths of a piece. */
export type ReplayedReturn = Booking & {
  readonly is: 'return';
  readonly sale: string;
  readonly lines: readonly { readonly line: number; readonly quantity: bigint }[];
  /** What the journal gives back less what the source gave back: the sale's price less the credit's. In the source's decimals. */
  readonly priceDifference: bigint;
};

/** Source lines that are not booked, by class. */
export type Rejected = { readonly is: 'rejected'; readonly day: string; readonly tally: Tally };

/** A piece of the source has been read through: how much was in it, summed before anything was made of it. */
export type PieceRead = {
  readonly is: 'read';
  readonly day: string;
  readonly files: number;
  readonly lines: number;
  readonly amount: bigint;
  /** How far the source is read, in whatever it counts. */
  readonly done: number;
  readonly total: number;
};

export type Replayed = ReplayedSale | ReplayedReturn | Rejected | PieceRead;

/** Days of the source, both included; absent is open. */
export type Period = { readonly from?: string | undefined; readonly to?: string | undefined };

/** A set of files that can be replayed. */
export type ReplaySource = {
  readonly name: string;
  readonly place: PlaceInput;
  /** Decimals in which the source's money is summed: enough for every amount in it. */
  readonly decimals: number;
  /** What `done` and `total` count. */
  readonly unit: string;
  /** Attributes of its receipts in which stand the points that the old system gave, by wallet type; absent where it tells none. */
  readonly told?: Readonly<Record<string, string>> | undefined;
  /** The fates that lines may have, in words. */
  readonly fates: Readonly<Record<string, string>>;
  /** In the order of time. */
  read(): AsyncIterable<Replayed> | Iterable<Replayed>;
};
