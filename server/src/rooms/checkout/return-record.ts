import type { KeptAmount, KeptOwner, KeptWallet } from '../points/index.ts';
import type { KeptException, KeptOutside } from './record.ts';

/** How the points of one wallet type were got back. Smallest steps. */
export type KeptBack = {
  readonly wallet: string;
  readonly walletType: number;
  readonly points: number;
  readonly cancelled: number;
  readonly taken: number;
  readonly owed: number;
  readonly writtenOff: number;
  readonly recovered: number;
  readonly forgiven: number;
};

/** Points that had paid and came back to their lots. */
export type KeptRestored = {
  readonly wallet: string;
  readonly walletType: number;
  readonly points: number;
  readonly expired: number;
  readonly payer?: KeptOwner;
  /** The gift card that it went back to. */
  readonly card?: string;
};

/** What one tender gets back in money, in the smallest step of the receipt's currency. */
export type KeptRefund = { readonly kind: string; readonly amount: number; readonly outside?: KeptOutside };

/** The gift card that took the money of a return; `seq` is the entry in its lane. */
export type KeptOnto = {
  readonly card: string;
  readonly gift: KeptOwner & { readonly seq: string };
  readonly unit: number;
  readonly amount: KeptAmount;
  /** What it can pay after it. */
  readonly left: KeptAmount;
  readonly isNew: boolean;
  /** What the tenders would have got. */
  readonly instead: readonly KeptRefund[];
};

/** What is kept of a return, or of a void of a sale. */
export type ReturnRecord = {
  readonly is: 'return' | 'void';
  readonly original: { readonly lane: number; readonly seq: string };
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly member?: KeptOwner | undefined;
  readonly lines: readonly (readonly [line: number, quantity: number])[];
  readonly isWhole: boolean;
  readonly back: readonly KeptBack[];
  readonly regranted: readonly { readonly walletType: number; readonly points: number }[];
  readonly restored: readonly KeptRestored[];
  readonly refund: readonly KeptRefund[];
  readonly onto?: KeptOnto;
  readonly recoveredMoney: number;
  /** Money kept for discounts that what stays does not earn any more, by all returns so far; out of `refund` already. */
  readonly withheld?: number;
  /** Codes of the promotions whose discounts those are. */
  readonly withheldFor?: readonly string[];
  readonly hasDrifted?: true;
  readonly wallets: readonly KeptWallet[];
  readonly exceptions?: readonly KeptException[];
};

/** A return whose sale is not here yet. */
export type ParkedRecord = { readonly is: 'parked' };
/** A void that came before what it voids. */
export type ClosedRecord = { readonly is: 'closed' };
