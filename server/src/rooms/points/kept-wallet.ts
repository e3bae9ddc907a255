import type { Wallet } from './wallet.ts';

/** An owner and his lane, as text that JSON can hold. */
export type KeptOwner = { readonly lane: number; readonly owner: string };

/** An amount in smallest steps, as JSON holds it: text, or a number where it is known to be a small one. */
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
  String(wallet.booked),
  String(wallet.pending),
  String(wallet.held),
  String(wallet.frozen),
  String(wallet.owed),
  String(wallet.expiring),
  wallet.expiringAt,
];
