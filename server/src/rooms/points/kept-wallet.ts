import type { Wallet } from './wallet.ts';

/** An owner and his lane, as text that JSON can hold. */
export type KeptOwner = { readonly lane: number; readonly owner: string };

/** An amount in smallest steps, as JSON holds it: a number, or text where it is too large for one. */
export type KeptAmount = number | string;

/** A wallet after an operation: what a repeat must answer again. */
export type KeptWallet = readonly [
  walletType: number,
  booked: KeptAmount,
  pending: KeptAmount,
  held: KeptAmount,
  frozen: KeptAmount,
  owed: KeptAmount,
  expiring: KeptAmount,
  expiringAt: number,
];

export const keepWallet = (wallet: Wallet): KeptWallet => [
  wallet.walletType,
  keepAmount(wallet.booked),
  keepAmount(wallet.pending),
  keepAmount(wallet.held),
  keepAmount(wallet.frozen),
  keepAmount(wallet.owed),
  keepAmount(wallet.expiring),
  wallet.expiringAt,
];

const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** A number packs and reads faster than text; what a number cannot hold exactly is text. */
const keepAmount = (amount: bigint): KeptAmount =>
  amount <= SAFE_MAX && amount >= -SAFE_MAX ? Number(amount) : String(amount);
