import { z } from 'zod';
import { priceStays } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { codeText, quantityText } from '../parameter.ts';

const PIECE_DECIMALS = 3;

/** Goods on top for nothing: the till adds a line that names the promotion as its giver. */
export const giftLine = defineEffect({
  code: 'gift-line',
  version: 1,
  gives: 'gift',
  counts: 'pieces',
  params: z.strictObject({ sku: codeText, quantity: quantityText.default('1') }),
  text: { en: '{quantity} × {sku} as a gift', es: '{quantity} × {sku} de regalo' },
  example: { params: { sku: 'mug' }, basket: {}, points: 1_000n },
  undo: priceStays,
  words: ({ params: { sku, quantity } }) => ({ sku, quantity }),
  prepare: ({ sku, quantity }, bench) => ({ sku, quantity: bench.positive(quantity, PIECE_DECIMALS, 'quantity') }),
  apply: ({ sku, quantity }) => ({ points: quantity, at: [], parts: [], gift: { sku, quantity } }),
});
