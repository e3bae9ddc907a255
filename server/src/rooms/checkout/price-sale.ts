import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  priceBasket,
  type Basket,
  type Gift,
  type PricedEffect,
  type Rooms,
  type Rulebook,
  type SpendingRate,
} from '../promotions/index.ts';
import type { Sale, SoldLine } from './sale.ts';

/** A sale with what promotions did to its price: lines as they are to be paid, and what stood against the till's own. */
export type PricedSale = {
  readonly lines: readonly SoldLine[];
  readonly priced: readonly PricedEffect[];
  readonly gifts: readonly Gift[];
  readonly rates: readonly SpendingRate[];
  readonly against: readonly Refusal[];
};

/** A line before promotions: the till's own discount only. */
const ownLine = (line: SoldLine): SoldLine =>
  line.byPromotions === undefined ? line : { ...line, discount: line.discount - line.byPromotions };

/** The till says that promotions changed a price, or was told so: where none does any more, that is looked at too. */
const takesPart = ({ lines, quote }: Sale): boolean =>
  quote?.discounts !== undefined || lines.some(({ byPromotions, gift }) => (byPromotions ?? gift) !== undefined);

/**
 * Decides discounts, gifts and rates of spending of a sale. A quote takes them off; a confirm has them in its lines already and
 * says so by `byPromotions`, line by line: they are compared with what its quote promised, and may not be more than
 * is decided now. A till that takes nothing off and was promised nothing takes no part, and its lines stay as they are.
 */
export function priceSale(
  sale: Sale,
  rulebook: Rulebook,
  facts: Omit<Basket, 'lines'>,
  asks: 'quote' | 'confirm',
  rooms?: Rooms,
): PricedSale {
  if (!rulebook.hasPricing && !takesPart(sale))
    return { lines: sale.lines, priced: [], gifts: [], rates: [], against: [] };
  const own = sale.lines.map(ownLine);
  const basket: Basket = { ...facts, lines: own.map((line) => ({ ...line, byPoints: 0n })) };
  const { priced, gifts, rates } = priceBasket(rulebook, basket, rooms);
  const decided = sumByLine(priced);
  if (asks === 'quote') {
    const lines = own.map((line) => {
      const off = decided.get(line.line);
      return off === undefined ? line : { ...line, discount: line.discount + off, byPromotions: off };
    });
    return { lines, priced, gifts, rates, against: giftsAgainst(sale, gifts) };
  }
  const applied = new Map(sale.lines.flatMap(({ line, byPromotions }) => (byPromotions ? [[line, byPromotions]] : [])));
  const against = [...discountsAgainst(sale, applied, decided), ...giftsAgainst(sale, gifts)];
  return { lines: sale.lines, priced: cutToApplied(priced, applied), gifts, rates, against };
}

const sumByLine = (priced: readonly PricedEffect[]): Map<number, bigint> => {
  const sums = new Map<number, bigint>();
  for (const { perLine } of priced) for (const [line, money] of perLine) sums.set(line, (sums.get(line) ?? 0n) + money);
  return sums;
};

/** Discounts by line as a quote promises them. */
export const promisedDiscounts = (priced: readonly PricedEffect[]): Record<string, string> =>
  Object.fromEntries([...sumByLine(priced)].map(([line, money]) => [String(line), String(money)]));

function discountsAgainst(
  { quote, lines, till }: Sale,
  applied: ReadonlyMap<number, bigint>,
  decided: ReadonlyMap<number, bigint>,
): Refusal[] {
  const money = (amount: bigint): string => formatQuantity(amount, till.program.currency.decimals);
  const promised = quote?.discounts;
  for (const { line } of lines) {
    const off = applied.get(line) ?? 0n;
    const was = promised === undefined ? undefined : BigInt(promised[String(line)] ?? '0');
    if (was !== undefined && off !== was)
      return [refuse('checkout.discount.differs', { line: String(line), applied: money(off), promised: money(was) })];
    const now = decided.get(line) ?? 0n;
    // What was promised and is not there any more was somebody else's meanwhile: the till quotes again.
    if (off > now && was !== undefined) return [refuse('checkout.quote.stale')];
    if (off > now)
      return [
        refuse('checkout.discount.not_granted', { line: String(line), applied: money(off), granted: money(now) }),
      ];
  }
  return [];
}

/** Gift lines that no promotion gives, or not so much of them. */
function giftsAgainst({ lines }: Sale, gifts: readonly Gift[]): Refusal[] {
  const left = new Map(gifts.map(({ promotion, sku, quantity }) => [`${promotion} ${sku}`, quantity]));
  for (const { line, gift, sku, quantity } of lines) {
    if (gift === undefined) continue;
    const key = `${gift} ${sku}`;
    const rest = (left.get(key) ?? 0n) - quantity;
    if (rest < 0n) return [refuse('checkout.gift.not_granted', { line: String(line), sku, promotion: gift })];
    left.set(key, rest);
  }
  return [];
}

/** What was decided, cut to what the till took off: the last effects on a line give way. */
function cutToApplied(priced: readonly PricedEffect[], applied: ReadonlyMap<number, bigint>): PricedEffect[] {
  const left = new Map(applied);
  return priced.flatMap((one) => {
    const perLine = one.perLine.flatMap(([line, money]) => {
      const rest = left.get(line) ?? 0n;
      const taken = money < rest ? money : rest;
      left.set(line, rest - taken);
      return taken === 0n ? [] : [[line, taken] as const];
    });
    // A discount of which nothing was taken off was not given; gifts and rates have no lines from the start.
    return one.perLine.length > 0 && perLine.length === 0 ? [] : [{ ...one, perLine }];
  });
}
