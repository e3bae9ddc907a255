import { z } from 'zod';
import type { BasketLine } from '../basket.ts';
import { discountOf, piecesOn, priceStays, shareDiscount, takePieces } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { quantityText } from '../parameter.ts';

const PIECE = 1_000n;

/** So much money off the lines together, off each whole piece, or off the cheapest piece; never more than they cost. */
export const fixedDiscount = defineEffect({
  code: 'fixed-discount',
  version: 1,
  gives: 'discount',
  params: z.strictObject({
    amount: quantityText,
    off: z.enum(['lines', 'piece', 'cheapest']).default('lines'),
    lines: lineFilterSchema.optional(),
  }),
  text: { en: '{amount} off {what}{lines}', es: '{amount} de descuento en {what}{lines}' },
  example: { params: { amount: '5.00' }, basket: { lines: [{ gross: 1_000n }, { gross: 2_000n }] }, points: 500n },
  undo: priceStays,
  words: ({ params: { amount, off, lines } }, language) => ({
    amount,
    what: {
      en: { lines: '', piece: 'each of ', cheapest: 'the cheapest of ' },
      es: { lines: '', piece: 'cada uno de ', cheapest: 'lo más barato de ' },
    }[language][off],
    lines: lineFilterText(lines, language),
  }),
  prepare: ({ amount, off, lines }, bench) => ({
    amount: bench.positive(amount, bench.currencyDecimals, 'amount'),
    off,
    selection: bench.selection(lines),
  }),
  apply({ amount, off, selection }, facts) {
    const at = facts.selection(selection);
    if (off === 'lines') return shareDiscount(facts, at, amount);
    if (off === 'piece')
      return discountOf(
        facts,
        at,
        at.map((place) => ((facts.lines[place] as BasketLine).quantity / PIECE) * amount),
      );
    const [one] = takePieces(piecesOn(facts, at), 1n);
    return one && discountOf(facts, [one.piece.place], [amount]);
  },
});
