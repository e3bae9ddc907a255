import { want } from '../../platform/lanes/index.ts';
import { releaseReserved, reservationSheet } from '../../platform/pots/index.ts';
import { planOnOriginal, releaseOnGift, settleGift } from '../giftcards/index.ts';
import type { QuoteSlot } from '../points/index.ts';
import { couponSheet, releaseCoupons } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { QuoteRecord } from './quote-sale.ts';
import { couponKeysOf } from './record.ts';

/**
 * What a held quote keeps besides points: parts of budgets, coupons, and value of gift cards. What has lapsed, was released by itself, or
 * went into the sale is passed over.
 */
export const keptByQuote =
  (deps: Pick<CheckoutDeps, 'gifts'>): QuoteSlot =>
  async ({ kept, place, till }, look) => {
    const { promise } = kept.record as QuoteRecord;
    const found = await Promise.all(
      (promise.giftHolds ?? []).map(({ lane, seq }) => {
        // Held by the very quote that the sender may name.
        const original = { lane, seq: BigInt(seq), mayName: () => true };
        return planOnOriginal({ till, receivedAt: kept.recordedAt, original }, ['hold'], look);
      }),
    );
    const gifts = found.flatMap((one) => ('refusal' in one ? [] : [one]));
    const { tenant } = till.program;
    const coupons = couponKeysOf(tenant, promise.coupons);
    return {
      owners: gifts.flatMap(({ owners }) => owners),
      wants: [
        ...gifts.flatMap(({ wants }) => wants),
        ...coupons.map((key) => want(couponSheet, key)),
        ...(promise.reserves ? [want(reservationSheet, place)] : []),
      ],
      giveBack(desk) {
        // All of them, whichever is first found to be kept still.
        const freed = [
          promise.reserves === true && releaseReserved(desk, place),
          releaseCoupons(desk, coupons, place),
          ...gifts.map(({ found: gift, operation }) => {
            const settled = settleGift(deps.gifts, gift, desk, desk.recordedAt);
            return releaseOnGift(deps.gifts, settled, operation, till, desk);
          }),
        ];
        return freed.includes(true);
      },
    };
  };
