import { assert } from '../../kernel/assert.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { availableOf, walletsOf, type Wallet, type WalletType, type WalletTypes } from '../points/index.ts';

/** Both kinds of value of a gift, promotional first: in this order they are spent. */
export function giftWallets(desk: Desk<JournalEntry>, walletTypes: WalletTypes, gift: OwnerKey): Wallet[] {
  const wallets = walletsOf(desk, gift);
  const isPromotional = (wallet: Wallet): boolean => walletTypes.of(wallet.walletType).purpose === 'gift_promotional';
  return [...wallets.filter(isPromotional), ...wallets.filter((wallet) => !isPromotional(wallet))];
}

/** The wallet types of a gift's currency; a gift without them is a bug. */
export function giftTypes(
  walletTypes: WalletTypes,
  { program, unit }: { readonly program: number; readonly unit: number },
): { readonly gift: WalletType; readonly promotional: WalletType } {
  const types = walletTypes.ofGifts(program, unit);
  assert(types, `program ${program} has wallets for gift cards in unit ${unit}`);
  return types;
}

/** What a gift can pay now, in its smallest step. What it owes, a notice having paid with more than was there, the next load repays. */
export const availableOfGift = (wallets: readonly Wallet[]): bigint =>
  wallets.reduce((sum, wallet) => sum + (wallet.state === 'open' ? availableOf(wallet) : 0n), 0n);

/** What a gift holds in its books, held and awaiting value included. */
export const bookedOfGift = (wallets: readonly Wallet[]): bigint =>
  wallets.reduce((sum, wallet) => sum + wallet.booked, 0n);

export type WalletShare = { readonly wallet: Wallet; readonly amount: bigint };

/** From which wallets an amount is taken: promotional value first. The caller has checked what is available. */
export function shareOverWallets(wallets: readonly Wallet[], amount: bigint): WalletShare[] {
  const shares: WalletShare[] = [];
  let left = amount;
  for (const wallet of wallets) {
    const available = availableOf(wallet);
    const part = available < left ? available : left;
    if (part > 0n) shares.push({ wallet, amount: part });
    left -= part;
  }
  assert(left === 0n, 'a gift is asked for no more than it has');
  return shares;
}
