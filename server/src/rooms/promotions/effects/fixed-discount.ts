import { z } from 'zod';
import type { BasketLine } from '../basket.ts';
import {
  costOfPieces,
  discountOf,
  piecesOn,
  priceMayLapse,
  shareDiscount,
  takeOffSet,
  takePieces,
} from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { onReturnText, onReturnWords } from '../on-return.ts';
import { quantityText } from '../parameter.ts';
import { spreadText, spreadWords } from '../spread.ts';

const PIECE = 1_000n;

/**
 * So much money off the lines together, off each whole piece, or off the cheapest piece; never more than they cost. What the cheapest saves,
 * at most what one piece costs, is shared over all pieces that it is the cheapest of (`spread`).
 */
export const fixedDiscount = defineEffect({
  code: 'fixed-discount',
  version: 1,
  gives: 'discount',
  params: z.strictObject({
    amount: quantityText,
    off: z.enum(['lines', 'piece', 'cheapest']).default('lines'),
    lines: lineFilterSchema.optional(),
    spread: spreadText.default('set'),
    onReturn: onReturnText.default('keep'),
  }),
  text: {
    en: '{amount} off {what}{lines}{shared}{lapses}',
    es: '{amount} de descuento en {what}{lines}{shared}{lapses}',
  },
  example: {
    params: { amount: '5.00', off: 'cheapest' },
    basket: { lines: [{ gross: 1_000n }, { gross: 2_000n }] },
    points: 500n,
  },
  undo: priceMayLapse,
  words: ({ params: { amount, off, lines, spread, onReturn } }, language) => ({
    amount,
    what: {
      en: { lines: '', piece: 'each of ', cheapest: 'the cheapest of ' },
      es: { lines: '', piece: 'cada uno de ', cheapest: 'lo más barato de ' },
    }[language][off],
    lines: lineFilterText(lines, language),
    shared: off === 'cheapest' ? spreadWords(spread, language) : '',
    lapses: onReturnWords(onReturn, language),
  }),
  prepare: ({ amount, off, lines, spread }, bench) => ({
    amount: bench.positive(amount, bench.currencyDecimals, 'amount'),
    off,
    spread,
    selection: bench.selection(lines),
  }),
  apply({ amount, off, spread, selection }, facts) {
    const at = facts.selection(selection);
    if (off === 'lines') return shareDiscount(facts, at, amount);
    if (off === 'piece')
      return discountOf(
        facts,
        at,
        at.map((place) => ((facts.lines[place] as BasketLine).quantity / PIECE) * amount),
      );
    const pieces = piecesOn(facts, at);
    const cheapest = takePieces(pieces, 1n);
    const cost = costOfPieces(cheapest);
    const all = pieces.map((piece) => ({ piece, count: piece.count }));
    return takeOffSet(facts, amount < cost ? amount : cost, { spread, cheapest, all });
  },
});
