import { lapsedPrices, type Basket, type CompiledRulebook } from '../promotions/index.ts';
import { basketOf, basketWithout } from './keep-points.ts';
import type { SaleRecord } from './record.ts';
import type { PaidTender } from './share-tenders.ts';

/**
 * What the rest of a basket was given off by promotions that take it back when their conditions do not hold any more; nothing for a basket that
 * came back whole, so that all of its returns together refund what was paid. In the smallest step of the receipt's currency.
 */
export const lapsedMoney = (rulebook: CompiledRulebook, whole: Basket, back: ReadonlyMap<number, bigint>): bigint =>
  whole.priced?.length
    ? lapsedPrices(rulebook, whole, basketWithout(whole, back))
        .flatMap(({ perLine }) => perLine)
        .reduce((sum, [, money]) => sum + money, 0n)
    : 0n;

/** The same of a sale's record; a receipt without discounts of promotions is not even read. */
export const lapsedOf = (
  rulebook: CompiledRulebook | undefined,
  record: SaleRecord,
  back: ReadonlyMap<number, bigint>,
): bigint => (rulebook && record.basket.priced?.length ? lapsedMoney(rulebook, basketOf(record), back) : 0n);

/**
 * Refunds in all, less what has lapsed: out of money only, the last tender first, and never below what was refunded before. Nobody is asked to pay
 * in for goods that he brings, points and gift cards get back what they paid, and what another processor gives back is not ours to lessen.
 */
export function withhold(
  tenders: readonly PaidTender[],
  refunds: readonly bigint[],
  refunded: readonly (number | bigint)[],
  lapsed: bigint,
): bigint[] {
  let left = lapsed;
  return refunds
    .toReversed()
    .map((refund, i) => {
      const at = refunds.length - 1 - i;
      const { payment, outside } = tenders[at];
      const most = payment === undefined && !outside ? refund - BigInt(refunded[at] ?? 0) : 0n;
      const kept = most <= 0n ? 0n : most < left ? most : left;
      left -= kept;
      return refund - kept;
    })
    .toReversed();
}
