import type { Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { expiresAt } from '../../kernel/validity.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import { EFFECT, movements, type JournalEntry } from '../ledger/index.ts';
import {
  creditLot,
  currentWallet,
  lotsInMemory,
  putWallet,
  touchLot,
  walletOfType,
  type Booking,
  type WalletType,
} from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import { loadAgainst } from './amount.ts';
import type { GiftDeps } from './deps.ts';
import type { Gift } from './gift.ts';
import { bookedOfGift, giftTypes, giftWallets } from './gift-wallets.ts';
import { usedNow } from './settle-gift.ts';
import { giftSheet } from './store/gift.ts';
import type { Terms } from './terms.ts';

/** Value to put on a gift, in the smallest step of its currency; either part may be nothing. */
export type Load = { readonly amount: bigint; readonly promotional: bigint };

/** Money that is paid in for a load, or that a return gives back as one. Only the first can be too little. */
export type LoadFrom = 'sale' | 'return';

/**
 * Why a load that happened at a moment may not be: too small or too large, or of a kind that has ended by now. A card that is sold
 * empty is not too small a load, but none.
 */
export function loadRefused(
  terms: Terms,
  program: Program,
  booked: bigint,
  { amount, promotional }: Load,
  { at, now, from }: { readonly at: Instant; readonly now: Instant; readonly from: LoadFrom },
): Refusal | undefined {
  if (from === 'sale' && amount > 0n && amount < terms.loadMin)
    return refuse('giftcards.load.too_small', { min: formatQuantity(terms.loadMin, terms.unit.decimals) });
  const tooLarge = loadAgainst(terms, booked, amount + promotional);
  if (tooLarge) return tooLarge;
  const { expiry, promotionalExpiry } = terms.content;
  const isOver =
    (amount > 0n && expiresAt(expiry, at, program.zone) <= now) ||
    (promotional > 0n && expiresAt(promotionalExpiry, at, program.zone) <= now);
  return isOver ? refuse('giftcards.terms.ended') : undefined;
}

/**
 * Puts value on a gift as new lots: what was paid in against funding, what a promotion gives against issuance. `awaits`: it stands in
 * the books at once and can be spent only when it is confirmed. The caller has asked `loadRefused`.
 */
export function loadValue(
  deps: Pick<GiftDeps, 'walletTypes' | 'accounts'>,
  booking: Booking,
  gift: Gift,
  terms: Terms,
  program: Program,
  { amount, promotional }: Load,
  options: { readonly issuer: number; readonly awaits?: boolean },
): void {
  const { expiry, promotionalExpiry } = terms.content;
  const types = giftTypes(deps.walletTypes, gift);
  const accounts = deps.accounts.of(gift.program, gift.unit);
  const put = (type: WalletType, part: bigint, endsAt: Instant, source: typeof movements.giftLoad): void => {
    if (part === 0n) return;
    const wallet = walletOfType(booking.desk, gift, type);
    const credit = {
      amount: part,
      earnedAt: booking.at,
      activeAt: booking.at,
      expiresAt: endsAt,
      issuer: options.issuer,
    };
    creditLot(booking, wallet, credit, (to, all) => source(accounts, to.wallet, all));
    if (!options.awaits) return;
    // Frozen from its birth: in the books, and nobody's to spend.
    const lot = lotsInMemory(booking.desk, wallet).find(
      (one) => one.seq === booking.seq && one.wallet === wallet.wallet,
    )!;
    touchLot(booking, lot, { isFrozen: true }, EFFECT.freeze);
    const now = currentWallet(booking.desk, wallet);
    putWallet(booking.desk, { ...now, frozen: now.frozen + lot.remaining });
  };
  put(types.promotional, promotional, expiresAt(promotionalExpiry, booking.at, program.zone), movements.accrual);
  put(types.gift, amount, expiresAt(expiry, booking.at, program.zone), movements.giftLoad);
}

/** Why value may not be added to a gift that was met: terms without reloading, a load too small or too large, a balance beyond its bound. */
export function reloadAgainst(
  deps: Pick<GiftDeps, 'walletTypes'>,
  { gift, terms }: { readonly gift: Gift; readonly terms: Terms },
  program: Program,
  load: Load,
  when: { readonly at: Instant; readonly from: LoadFrom },
  desk: Desk<JournalEntry>,
): Refusal | undefined {
  if (!terms.content.reload) return refuse('giftcards.load.not_allowed');
  const booked = bookedOfGift(giftWallets(desk, deps.walletTypes, gift));
  return loadRefused(terms, program, booked, load, { ...when, now: desk.recordedAt });
}

/** Books value onto a gift that was met, which counts as a use of it. The caller has asked `reloadAgainst`. Gives the gift as it then is. */
export function bookReload(
  deps: GiftDeps,
  booking: Booking,
  { gift, terms }: { readonly gift: Gift; readonly terms: Terms },
  program: Program,
  load: Load,
  options: { readonly issuer: number; readonly awaits?: boolean },
): Gift {
  const used = usedNow(deps, gift, booking.desk.recordedAt);
  booking.desk.put(giftSheet, used, used);
  loadValue(deps, booking, used, terms, program, load, options);
  return used;
}
