import { createPricesLeft, pricesLeft, type Basket, type CompiledRulebook } from '../promotions/index.ts';
import { basketOf, basketWithout } from './keep-points.ts';
import type { SaleRecord } from './record.ts';
import type { PaidTender } from './share-tenders.ts';

/** What of each line has come back, in thousandths of a piece. */
type Back = ReadonlyMap<number, bigint>;

/** What the tenders that may be lessened give back of money when so much of each line is back; never less for more. */
export type MoneyBack = (back: Back) => bigint;

// Ways to have brought goods back piece by piece: 5 µs each for a receipt of ten lines, 100 µs for two hundred, and only where a discount has ended.
const WAYS_MAX = 256;

/**
 * What is kept from the refund because promotions end their discount on what stays (`onReturn: recheck`), in the smallest step of the receipt's
 * currency; nothing for a basket that came back whole, so that all of its returns together refund what was paid. Nobody pays in for goods that he
 * brings, so the order would matter where a thing costs less than the discount that falls with it: whoever brings the printer first has its
 * price, whoever brings the paper first has broken the bundle. All have what the best order has: what stays costs as little as with whatever of the
 * other goods would have made it cheapest. Exact for up to 256 ways to bring the goods one after another; of more it looks at whole lines.
 */
export const lapsedMoney = (rulebook: CompiledRulebook, whole: Basket, back: Back, moneyBack: MoneyBack): bigint => {
  if (!whole.priced?.length) return 0n;
  const leftOf = createPricesLeft(rulebook, whole);
  const lapsedAt = (some: Back): bigint =>
    leftOf(basketWithout(whole, some))
      .lapsed.flatMap(({ perLine }) => perLine)
      .reduce((sum, [, money]) => sum + money, 0n);
  const lapsed = lapsedAt(back);
  if (lapsed === 0n) return 0n;
  const all = moneyBack(back);
  let most = all > lapsed ? all - lapsed : 0n;
  for (const some of waysTo(whole, back)) {
    const refund = moneyBack(some);
    // Less lapses than comes back, or this way is none of the better ones.
    if (refund <= most) continue;
    const left = refund - lapsedAt(some);
    if (left > most) most = left;
  }
  return all - most;
};

/** What is kept of the refund, and for whose discounts. */
export type Lapsed = { readonly money: bigint; readonly promotions: readonly string[] };

const NOTHING_LAPSED: Lapsed = { money: 0n, promotions: [] };

/** The same of a sale's record, with the promotions by code; a receipt without discounts of promotions is not even read. */
export const lapsedOf = (
  rulebook: CompiledRulebook | undefined,
  record: SaleRecord,
  back: Back,
  moneyBack: MoneyBack,
): Lapsed => {
  if (!rulebook || !record.basket.priced?.length) return NOTHING_LAPSED;
  const whole = basketOf(record);
  const money = lapsedMoney(rulebook, whole, back, moneyBack);
  if (money === 0n) return NOTHING_LAPSED;
  const { lapsed } = pricesLeft(rulebook, whole, basketWithout(whole, back));
  return { money, promotions: [...new Set(lapsed.map(({ promotion }) => promotion))] };
};

const PIECE = 1_000n;

/** Every part of what came back that may have come back first: piece by piece, or line by line where that is too much. */
function waysTo({ lines }: Basket, back: Back): Iterable<Back> {
  const came = lines.flatMap(({ line, quantity }) => {
    const of = back.get(line) ?? 0n;
    const isPieces = quantity % PIECE === 0n && of % PIECE === 0n;
    return of === 0n ? [] : [{ line, of, steps: isPieces ? of / PIECE : 1n }];
  });
  const waysBy = (one: (steps: bigint) => bigint): bigint =>
    came.reduce((all, { steps }) => all * (one(steps) + 1n), 1n);
  if (waysBy((steps) => steps) <= BigInt(WAYS_MAX)) return partsOf(came);
  const whole = came.map((one) => ({ ...one, steps: 1n }));
  if (waysBy(() => 1n) <= BigInt(WAYS_MAX)) return partsOf(whole);
  return whole.map((out) => new Map(whole.filter((one) => one !== out).map(({ line, of }) => [line, of])));
}

type Came = { readonly line: number; readonly of: bigint; readonly steps: bigint };

function* partsOf([first, ...rest]: readonly Came[]): Generator<Back> {
  if (first === undefined) return yield new Map();
  for (const some of partsOf(rest))
    for (let step = 0n; step <= first.steps; step++)
      yield step === 0n ? some : new Map([...some, [first.line, (first.of * step) / first.steps]]);
}

/** Whether a refund onto the tender may be lessened: points, gift cards and other companies' cards get back what they paid. */
const isLessened = ({ payment, outside }: PaidTender): boolean => payment === undefined && !outside;

/** What of refunds is money that may be kept. */
export const moneyOfRefunds = (tenders: readonly PaidTender[], refunds: readonly bigint[]): bigint =>
  refunds.reduce((sum, refund, at) => (isLessened(tenders[at]) ? sum + refund : sum), 0n);

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
      const most = isLessened(tenders[at]) ? refund - BigInt(refunded[at] ?? 0) : 0n;
      const kept = most <= 0n ? 0n : most < left ? most : left;
      left -= kept;
      return refund - kept;
    })
    .toReversed();
}
