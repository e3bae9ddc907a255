import type { Refusal } from '../../kernel/refusal.ts';
import type { Foreign } from '../giftcards/index.ts';
import type { SpendingReason, Wallet, WalletType } from '../points/index.ts';

/** Points of one wallet that pay for a receipt. */
export type Payment = {
  readonly wallet: Wallet;
  readonly type: WalletType;
  readonly points: bigint;
  readonly money: bigint;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
  /** Of a notice: points that the wallet does not have. */
  readonly uncovered: bigint;
  /** The card by which they are spent, in the wallet's lane. */
  readonly card?: bigint | undefined;
  /** The gift card that pays, instead of points; `foreign` where its currency is another one. */
  readonly gift?: { readonly card: bigint; readonly foreign: Foreign | undefined } | undefined;
};

export type Spending = {
  readonly payments: readonly Payment[];
  readonly money: bigint;
  readonly reasons: readonly SpendingReason[];
  readonly exceptions: readonly Refusal[];
};

/** What points pay of a line. */
export const paidFor = (payments: readonly Pick<Payment, 'perLine'>[], line: number): bigint => {
  let paid = 0n;
  for (const { perLine } of payments) for (const [of, money] of perLine) if (of === line) paid += money;
  return paid;
};
