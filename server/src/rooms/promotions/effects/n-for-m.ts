import { z } from 'zod';
import { discountOf, piecesOn, priceOf, priceStays, takePieces } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';

const PIECES_MAX = 1_000;

/** Take n pieces, pay for m: of all whole pieces the cheapest are free, n − m for each full n. */
export const nForM = defineEffect({
  code: 'n-for-m',
  version: 1,
  gives: 'discount',
  params: z.strictObject({
    take: z.int().min(2).max(PIECES_MAX),
    pay: z.int().min(1).max(PIECES_MAX),
    lines: lineFilterSchema,
    /** How many times on one receipt; as often as it goes where it is left out. */
    times: z.int().min(1).max(PIECES_MAX).optional(),
  }),
  text: {
    en: '{take} for {pay} of {lines}, the cheapest free',
    es: '{take} por {pay} en {lines}, gratis los más baratos',
  },
  example: {
    params: { take: 3, pay: 2, lines: { categories: ['food'] } },
    basket: { lines: [{ gross: 300n }, { gross: 200n }, { gross: 250n }] },
    points: 200n,
  },
  undo: priceStays,
  words: ({ params: { take, pay, lines } }, language) => ({
    take: String(take),
    pay: String(pay),
    lines: lineFilterText(lines, language),
  }),
  prepare({ take, pay, lines, times }, bench) {
    if (pay >= take) bench.problem('promotions.rulebook.never_fires', `${take} for ${pay} gives nothing`, 'pay');
    return {
      take: BigInt(take),
      free: BigInt(take - pay),
      times: times === undefined ? undefined : BigInt(times),
      selection: bench.selection(lines),
    };
  },
  apply({ take, free, times, selection }, facts) {
    const pieces = piecesOn(facts, facts.selection(selection));
    const full = pieces.reduce((sum, { count }) => sum + count, 0n) / take;
    const often = times !== undefined && times < full ? times : full;
    if (often <= 0n || free <= 0n) return undefined;
    const taken = takePieces(pieces, often * free);
    return discountOf(
      facts,
      taken.map(({ piece }) => piece.place),
      taken.map(({ piece, count }) => priceOf(piece, count)),
    );
  },
});
