import type { NewSale } from '../../../../../contract/checkout.ts';
import { parseQuantity, QUANTITY_MAX } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { InputRefusal } from '../../../platform/http/problem.ts';
import type { CardSold, SoldLine } from '../sale.ts';
import { at } from './invalid.ts';
import type { Content } from './message-content.ts';
import type { Read } from './room-endpoint.ts';

const PIECE_DECIMALS = 3;
const ONE_PIECE = 1_000n;

type LineFields = NewSale['lines'][number];

export type ReadLines = {
  readonly lines: readonly SoldLine[];
  /** Custom facts by line number; undefined where no line has any. */
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
  readonly cardsSold: readonly CardSold[];
};

/**
 * Reads the lines of a receipt into smallest steps. Refuses amounts that are negative, too large or too fine for the currency,
 * an amount for no quantity, a discount or tax above its line, a line number that stands twice, and a receipt that sums to more than can be booked.
 */
export function readLines(given: readonly LineFields[], decimals: number): Read<ReadLines> {
  const lines: SoldLine[] = [];
  const numbers = new Set<number>();
  let attributes: Record<string, unknown> | undefined;
  const cardsSold: CardSold[] = [];
  let sum = 0n;
  for (const [index, one] of given.entries()) {
    const line = one.line ?? index + 1;
    if (numbers.has(line)) return refuse('checkout.line.repeated', { line: String(line) });
    numbers.add(line);
    const quantity = one.quantity === '1' ? ONE_PIECE : read(one, 'quantity', PIECE_DECIMALS, index);
    const gross = read(one, 'amount', decimals, index);
    const discount = one.discount === '0' ? 0n : read(one, 'discount', decimals, index);
    const tax = one.tax === '0' ? 0n : read(one, 'tax', decimals, index);
    if (typeof quantity !== 'bigint') return quantity;
    if (typeof gross !== 'bigint') return gross;
    if (typeof discount !== 'bigint') return discount;
    if (typeof tax !== 'bigint') return tax;
    // Nothing of it could ever come back by itself.
    if (quantity === 0n && gross > 0n)
      return refuse('checkout.line.nothing_sold', { line: String(line), amount: one.amount });
    if (discount > gross) return tooMuch(line, 'discount', one);
    if (tax > gross) return tooMuch(line, 'tax', one);
    sum += gross;
    if (one.attributes) (attributes ??= {})[String(line)] = one.attributes;
    const { sku, category, brand, labels, kind } = one;
    if (one.giftCard) {
      const { card, amount, promotional = '0', terms, newPin } = one.giftCard;
      const load = amount === undefined ? gross : readCard(amount, decimals, index);
      const granted = readCard(promotional, decimals, index);
      if (typeof load !== 'bigint') return load;
      if (typeof granted !== 'bigint') return granted;
      cardsSold.push({ number: card.number, terms, newPin, line, amount: load, promotional: granted });
    }
    const byPromotions = readPromotions(one, discount, decimals, index);
    if (typeof byPromotions === 'object') return byPromotions;
    const sold: SoldLine = { line, sku, category, brand, labels, kind, quantity, gross, discount, tax };
    if (byPromotions === undefined && one.giftOf === undefined) {
      lines.push(sold);
      continue;
    }
    lines.push({
      ...sold,
      ...(byPromotions !== undefined && { byPromotions }),
      ...(one.giftOf !== undefined && { gift: one.giftOf }),
    });
  }
  return sum > QUANTITY_MAX ? refuse('checkout.receipt.too_large') : { ok: true, lines, attributes, cardsSold };
}

function read(
  line: LineFields,
  field: 'quantity' | 'amount' | 'discount' | 'tax',
  decimals: number,
  index: number,
): bigint | InputRefusal {
  const parsed = parseQuantity(line[field], decimals);
  return parsed.ok ? parsed.value : at(`lines.${index}.${field}`, parsed);
}

function readCard(text: string, decimals: number, index: number): bigint | InputRefusal {
  const parsed = parseQuantity(text, decimals);
  return parsed.ok ? parsed.value : at(`lines.${index}.giftCard`, parsed);
}

/** A card sold as a part of a message's content, without its PIN. */
export const cardSoldContent = ({ line, number, terms, amount, promotional }: CardSold): Content => [
  ...[line, number, terms, Number(amount), Number(promotional)],
];

/** What of the discount promotions gave; never more than the discount. */
function readPromotions(
  line: LineFields,
  discount: bigint,
  decimals: number,
  index: number,
): bigint | undefined | InputRefusal {
  if (line.promotionDiscount === undefined) return undefined;
  const parsed = parseQuantity(line.promotionDiscount, decimals);
  if (!parsed.ok) return at(`lines.${index}.promotionDiscount`, parsed);
  if (parsed.value <= discount) return parsed.value === 0n ? undefined : parsed.value;
  return refuse('checkout.line.amount_invalid', {
    line: String(line.line ?? index + 1),
    field: 'promotionDiscount',
    given: line.promotionDiscount,
    amount: line.discount,
  });
}

const tooMuch = (line: number, field: 'discount' | 'tax', given: LineFields): InputRefusal =>
  refuse('checkout.line.amount_invalid', { line: String(line), field, given: given[field], amount: given.amount });

/** A line as a part of a message's content. */
export const lineContent = (sold: SoldLine): Content => {
  const { line, sku, category, brand, labels, kind, quantity, gross, discount, tax, byPromotions, gift } = sold;
  const amounts = [Number(quantity), Number(gross), Number(discount), Number(tax)] as const;
  const content: Content[] = [line, sku, category, brand, labels, kind, ...amounts];
  if (byPromotions !== undefined) content.push(Number(byPromotions));
  if (gift !== undefined) content.push(gift);
  return content;
};
