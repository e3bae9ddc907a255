import { z } from 'zod';
import { priceMayLapse } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { onReturnText, onReturnWords } from '../on-return.ts';
import { codeText, quantityText } from '../parameter.ts';

const PIECE_DECIMALS = 3;

/**
 * Goods on top for nothing: the till adds a line that names the promotion as its giver, with its price taken off. Kept though what earned them
 * came back, they are paid for out of the refund where that is asked for (`onReturn`).
 */
export const giftLine = defineEffect({
  code: 'gift-line',
  version: 1,
  gives: 'gift',
  counts: 'pieces',
  params: z.strictObject({
    sku: codeText,
    quantity: quantityText.default('1'),
    onReturn: onReturnText.default('keep'),
  }),
  text: { en: '{quantity} × {sku} as a gift{lapses}', es: '{quantity} × {sku} de regalo{lapses}' },
  example: { params: { sku: 'mug' }, basket: {}, points: 1_000n },
  undo: priceMayLapse,
  words: ({ params: { sku, quantity, onReturn } }, language) => ({
    sku,
    quantity,
    lapses: onReturnWords(onReturn, language),
  }),
  prepare: ({ sku, quantity }, bench) => ({ sku, quantity: bench.positive(quantity, PIECE_DECIMALS, 'quantity') }),
  apply: ({ sku, quantity }) => ({ points: quantity, at: [], parts: [], gift: { sku, quantity } }),
});
