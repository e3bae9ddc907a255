import type { KeptUse } from '../cards/index.ts';
import type { KeptAmount, KeptOwner } from '../points/index.ts';
import type { Gift } from './gift.ts';

/** How a gift stands after an operation: what a repeat must answer again. Amounts in the smallest step of its currency. */
export type GiftStanding = {
  readonly state: Gift['state'];
  readonly booked: KeptAmount;
  readonly available: KeptAmount;
  readonly promotional: KeptAmount;
  readonly held: KeptAmount;
  /** Loads that await their confirmation, and whatever else is frozen. */
  readonly awaiting: KeptAmount;
  readonly owed: KeptAmount;
  readonly expiring: KeptAmount;
  readonly expiringAt: number;
};

/** An amount in another currency than the card's, with the rate it was turned by: so much of the card's for so much of it. */
export type KeptForeign = {
  readonly unit: number;
  readonly amount: KeptAmount;
  readonly numerator: KeptAmount;
  readonly denominator: KeptAmount;
};

export type GiftAct =
  | 'activation'
  | 'load'
  | 'load_confirmed'
  | 'load_reversed'
  | 'redemption'
  | 'hold'
  | 'capture'
  | 'release'
  | 'refund'
  | 'void'
  | 'cash_out'
  | 'transfer'
  | 'merge'
  | 'follow'
  | 'pin_change'
  | 'replacement'
  | 'block'
  | 'unblock'
  | 'unlock'
  | 'close'
  | 'balance';

/** What is kept of any operation on a gift: enough for its answer, its repeat, its refund and its void. Never a number. */
export type GiftRecord = {
  readonly is: 'gift';
  readonly act: GiftAct;
  readonly gift: KeptOwner;
  readonly card: string;
  readonly unit: number;
  readonly amount: KeptAmount;
  /** Who did it by hand, where a person did. */
  readonly by?: string;
  /** What of the amount was or is promotional. */
  readonly promotional?: KeptAmount;
  /** What was asked, where a redemption took less. */
  readonly asked?: KeptAmount;
  readonly foreign?: KeptForeign;
  /** The operation that is confirmed, captured, released, refunded or voided. */
  readonly of?: { readonly lane: number; readonly seq: string };
  /** Of a refund: what was over when it came back, and all that was refunded so far. */
  readonly expired?: KeptAmount;
  readonly undone?: KeptAmount;
  /** Of a hold: its end. */
  readonly endsAt?: number;
  /** A load that counts only when it is confirmed. */
  readonly awaits?: true;
  /** Of a transfer or merge: the card it went to. Of a replacement: the new card. */
  readonly to?: {
    readonly lane: number;
    readonly card: string;
    /** Of a transfer or merge: whose it is, and which lots arrived, so that it can be undone. */
    readonly owner?: string;
    readonly seq?: string;
    readonly lots?: readonly number[];
  };
  readonly reason?: string;
  /** What it counted on the limits of the card. */
  readonly use?: KeptUse;
  /** The card that was named, which gave way to the one that was changed. */
  readonly insteadOf?: string;
  /** Of a block: the cards to which value of this one was transferred before, newest first. */
  readonly movedTo?: readonly { readonly lane: number; readonly card: string }[];
  readonly standing: GiftStanding;
};

/** A reference that a void closed before its operation came. */
export type ClosedRecord = { readonly is: 'closed' };
