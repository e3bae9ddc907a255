import { z } from 'zod';
import { readableNumber } from '../../../kernel/readable.ts';
import { divide } from '../../../kernel/rounding.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import type { BasketLine } from '../basket.ts';
import { discountOf, payableOf, priceMayLapse } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { onReturnText, onReturnWords } from '../on-return.ts';
import { quantityText } from '../parameter.ts';

const PIECE = 1_000n;
const PRICES_MAX = 10_000;

/** Prices of a discount card by SKU: a line that costs more than its price here is brought down to it, never up. */
export const priceList = defineEffect({
  code: 'price-list',
  version: 1,
  gives: 'discount',
  params: z.strictObject({
    prices: z
      .record(z.string().min(1).max(120), quantityText)
      .refine((prices) => Object.keys(prices).length <= PRICES_MAX, 'has too many prices')
      .refine((prices) => Object.keys(prices).length > 0, 'has no price'),
    onReturn: onReturnText.default('keep'),
  }),
  trigger: ({ prices }) => [{ dimension: 'sku', names: Object.keys(prices) }],
  text: { en: 'prices of the list ({count}): {prices}{lapses}', es: 'precios de la lista ({count}): {prices}{lapses}' },
  example: {
    params: { prices: { milk: '0.80' } },
    basket: { lines: [{ sku: 'milk', gross: 200n, quantity: 2_000n }] },
    points: 40n,
  },
  undo: priceMayLapse,
  words: ({ params: { prices, onReturn } }, language) => {
    const entries = Object.entries(prices);
    const shown = entries.slice(0, 3).map(([sku, price]) => `${sku} ${readableNumber(price, language)}`);
    return {
      count: String(entries.length),
      prices: `${shown.join(', ')}${entries.length > 3 ? ', …' : ''}`,
      lapses: onReturnWords(onReturn, language),
    };
  },
  prepare({ prices }, bench) {
    const known = new Map<string, bigint>();
    for (const [sku, text] of Object.entries(prices)) {
      const parsed = parseQuantity(text, bench.currencyDecimals);
      if (parsed.ok) known.set(sku, parsed.value);
      else
        bench.problem(
          'promotions.rulebook.malformed',
          { en: `"${text}" is no price`, es: `"${text}" no es un precio` },
          'prices',
          sku,
        );
    }
    return { known, selection: bench.selection({ skus: Object.keys(prices) }) };
  },
  apply({ known, selection }, facts) {
    const at = facts.selection(selection);
    return discountOf(
      facts,
      at,
      at.map((place) => {
        const line = facts.lines[place] as BasketLine;
        const price = known.get(line.sku);
        if (price === undefined) return 0n;
        const off = payableOf(line) - divide(price * line.quantity, PIECE, 'half_up');
        return off > 0n ? off : 0n;
      }),
    );
  },
});
