import type { Instant } from '../../kernel/instant.ts';
import { exactJson } from '../../kernel/quantity.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import {
  availableOfGift,
  giftSheet,
  giftWallets,
  holdOnGift,
  keepForeign,
  releaseOnGift,
  settleGift,
} from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { walletsOf } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { SalePlan } from './plan-sale.ts';
import type { KeptPayment } from './record.ts';
import type { QuotePromise, Sale } from './sale.ts';
import { settledUpTo } from './settled-up-to.ts';
import type { Payment } from './payment.ts';

/**
 * Holds on every gift card what it would pay of a quoted receipt. Each is a hold of the gift card like any other: an entry of its own in
 * the card's lane, that lapses with the quote, and that may be released by itself.
 */
export function holdGifts(
  deps: CheckoutDeps,
  { till }: Sale,
  payments: readonly Payment[],
  desk: Desk<JournalEntry>,
  endsAt: Instant,
): NonNullable<QuotePromise['giftHolds']> {
  const byGift = Map.groupBy(
    payments.filter(({ gift }) => gift !== undefined),
    ({ wallet }) => wallet.owner,
  );
  return [...byGift.values()].flatMap((parts) => {
    const gift = desk.read(giftSheet, parts[0]!.wallet);
    if (!gift) return [];
    const shares = parts.map(({ wallet, points }) => ({
      wallet: walletsOf(desk, gift).find((one) => one.wallet === wallet.wallet) ?? wallet,
      amount: points,
    }));
    const amount = shares.reduce((sum, share) => sum + share.amount, 0n);
    const foreign = parts[0]!.gift!.foreign;
    const held = holdOnGift(deps.gifts, gift, { shares, amount, asked: amount, foreign, endsAt, till }, desk);
    return held.ok ? [{ lane: held.lane, seq: String(held.seq) }] : [];
  });
}

/** Gives back what a quote held on the gift cards that are to pay now. What has lapsed or was released is passed over. */
export function releaseGifts(deps: CheckoutDeps, sale: Sale, plan: SalePlan, desk: Desk<JournalEntry>): void {
  for (const held of sale.quote?.giftHolds ?? []) {
    const place = { lane: held.lane, seq: BigInt(held.seq) };
    for (const found of plan.gifts.values()) {
      if (found.lane !== place.lane || !desk.read(giftSheet, found)) continue;
      const gift = settleGift(deps.gifts, found, desk, settledUpTo(sale, desk.recordedAt));
      releaseOnGift(deps.gifts, gift, place, sale.till, desk);
    }
  }
}

/** A payment of a held quote, as it is told: what a gift card can pay besides it. */
export const keepHeldGift = (
  deps: CheckoutDeps,
  desk: Desk<JournalEntry>,
  { wallet, gift }: Payment,
): Pick<KeptPayment, 'gift'> =>
  gift
    ? {
        gift: {
          card: String(gift.card),
          left: exactJson(availableOfGift(giftWallets(desk, deps.walletTypes, wallet))),
          ...(gift.foreign ? { foreign: keepForeign(gift.foreign) } : {}),
        },
      }
    : {};
