import type { CheckoutDeps } from './deps.ts';
import type { FoundSale } from './plan-return.ts';
import type { KeptRefund } from './return-record.ts';
import type { Return } from './return.ts';
import { refundsOf, shareTenders, type PaidTender } from './share-tenders.ts';
import type { Returned } from './store/returned.ts';
import { lapsedOf, moneyOfRefunds, withhold } from './withhold-lapsed.ts';

/** What the tenders of a sale give back, in all returns so far and now. */
export type RefundedTenders = {
  readonly tenders: readonly PaidTender[];
  /** The policies of its first return: all that follow go by them. */
  readonly orders: NonNullable<Returned['orders']>;
  /** In all, by tender. */
  readonly refunds: readonly bigint[];
  /** What of that was kept because discounts have ended. */
  readonly withheld: bigint;
  /** Codes of the promotions whose discounts have ended. */
  readonly withheldFor: readonly string[];
  /** What the till pays out now in money: nothing can be kept of what another processor gives back on its card itself. */
  readonly money: bigint;
};

/** Shares what goods that came back had cost over the tenders that paid them, less what promotions take back of their discounts. */
export const refundTenders = (
  deps: CheckoutDeps,
  input: Return,
  { record }: FoundSale,
  before: Returned,
  back: ReadonlyMap<number, bigint>,
): RefundedTenders => {
  const tenders = shareTenders(record);
  const { refund, restoreOrder } = input.till.program.policy;
  const orders = before.orders ?? { refund, restoreOrder };
  const refundsAt = (some: ReadonlyMap<number, bigint>): bigint[] => refundsOf(record, tenders, some, orders.refund);
  const paidBack = refundsAt(back);
  const lapsed = lapsedOf(deps.rulebooks.rulebook(record.rulebook), record, back, (some) =>
    moneyOfRefunds(tenders, refundsAt(some)),
  );
  const refunds = lapsed.money === 0n ? paidBack : withhold(tenders, paidBack, before.refunded, lapsed.money);
  const was = before.refunded.map(BigInt);
  return {
    ...{ tenders, orders, refunds, withheld: sumOf(paidBack) - sumOf(refunds), withheldFor: lapsed.promotions },
    money: moneyOfRefunds(tenders, refunds) - moneyOfRefunds(tenders, was),
  };
};

/** What each tender that is no value of the house gives back now. */
export const refundsTold = (
  tenders: readonly PaidTender[],
  refunds: readonly bigint[],
  before: Returned,
): readonly KeptRefund[] =>
  tenders.flatMap((tender, at) => {
    const amount = refunds[at] - BigInt(before.refunded[at] ?? 0);
    return tender.payment === undefined && amount > 0n ? [keepRefund(tender, amount)] : [];
  });

const keepRefund = ({ kind, outside }: PaidTender, amount: bigint): KeptRefund => ({
  kind,
  amount: Number(amount),
  ...(outside ? { outside } : {}),
});

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);
