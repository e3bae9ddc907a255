import { formatQuantity, parseQuantity, type Unit } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { CardSettings, Range } from '../cards/index.ts';
import { GIFT_BALANCE_MAX } from './gift.ts';
import { lawAgainst, type TermsContent } from './terms.ts';

/** Why the stock of a range cannot be sold on terms in a currency. */
function rangeAgainst(range: Range | undefined, code: string, { unit, code: currency }: Unit): Refusal | undefined {
  if (!range) return refuse('cards.range.unknown', { code });
  const is =
    range.type !== 'gift'
      ? range.type
      : range.systemOfRecord === 'elsewhere'
        ? 'kept by a processor'
        : range.unit !== undefined && range.unit !== unit
          ? `not in ${currency}`
          : undefined;
  return is === undefined ? undefined : refuse('giftcards.terms.range_unfit', { range: code, is });
}

/**
 * What stands against the content of terms in a currency: amounts that it does not hold, a card range that is not there or whose cards
 * cannot be sold on them, and what the law that they name does not allow.
 */
export function contentAgainst(
  content: TermsContent,
  unit: Unit,
  tenant: number,
  cards: Pick<CardSettings, 'rangeByCode'>,
): Refusal | undefined {
  for (const text of [content.loadMin, content.loadMax, content.balanceMax, content.fee?.amount]) {
    const read = text === undefined ? undefined : parseQuantity(text, unit.decimals);
    if (read && !read.ok) return read;
    if (read && read.value > GIFT_BALANCE_MAX)
      return refuse('giftcards.card.balance_too_large', { max: formatQuantity(GIFT_BALANCE_MAX, unit.decimals) });
  }
  const unfit =
    content.range === undefined
      ? undefined
      : rangeAgainst(cards.rangeByCode(tenant, content.range), content.range, unit);
  if (unfit) return unfit;
  const law = lawAgainst(content);
  return law && refuse('giftcards.terms.unlawful', { what: law, law: content.checkedAs! });
}
