import type { KeptOwner, KeptWallet } from '../points/index.ts';
import type { KeptException } from './record.ts';

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
  readonly refund: readonly { readonly kind: string; readonly amount: number }[];
  readonly recoveredMoney: number;
  readonly hasDrifted?: true;
  readonly wallets: readonly KeptWallet[];
  readonly exceptions?: readonly KeptException[];
};

/** A return whose sale is not here yet. */
export type ParkedRecord = { readonly is: 'parked' };
/** A void that came before what it voids. */
export type ClosedRecord = { readonly is: 'closed' };
