import { exactJson } from '../../kernel/quantity.ts';
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
  exactJson(wallet.booked),
  exactJson(wallet.pending),
  exactJson(wallet.held),
  exactJson(wallet.frozen),
  exactJson(wallet.owed),
  exactJson(wallet.expiring),
  wallet.expiringAt,
];
