import type { Wallet } from './wallet.ts';

/** An owner and his lane, as text that JSON can hold. */
export type KeptOwner = { readonly lane: number; readonly owner: string };

/** A wallet after an operation: what a repeat must answer again. Amounts in smallest steps. */
export type KeptWallet = readonly [
  walletType: number,
  booked: number,
  pending: number,
  held: number,
  frozen: number,
  owed: number,
  expiring: number,
  expiringAt: number,
];

export const keepWallet = (wallet: Wallet): KeptWallet => [
  wallet.walletType,
  Number(wallet.booked),
  Number(wallet.pending),
  Number(wallet.held),
  Number(wallet.frozen),
  Number(wallet.owed),
  Number(wallet.expiring),
  wallet.expiringAt,
];
