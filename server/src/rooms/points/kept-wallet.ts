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
  /** Only of a wallet that is not open. */
  state?: Exclude<Wallet['state'], 'open'>,
];

export const keepWallet = (wallet: Wallet): KeptWallet => {
  const { walletType, booked, pending, held, frozen, owed, expiring, expiringAt, state } = wallet;
  const kept = [
    walletType,
    exactJson(booked),
    exactJson(pending),
    exactJson(held),
    exactJson(frozen),
    exactJson(owed),
    exactJson(expiring),
    expiringAt,
  ] as const;
  return state === 'open' ? kept : [...kept, state];
};

/** What can be spent of it, in smallest steps: nothing where it is not open. What is owed is missing, so it may be below zero. */
export const keptAvailableOf = ([, booked, , held, frozen, owed, , , state]: KeptWallet): bigint =>
  state === undefined ? BigInt(booked) - BigInt(held) - BigInt(frozen) - BigInt(owed) : 0n;
