import { z } from 'zod';
import { divide } from '../../../kernel/rounding.ts';
import { costOfPieces, piecesOn, priceMayLapse, takeOffSet, takePieces } from '../discount.ts';
import { defineEffect } from '../kind.ts';
import type { Language } from '../language.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { onReturnText, onReturnWords } from '../on-return.ts';
import { percentText, roundingText } from '../parameter.ts';
import { percentOf } from '../percent.ts';
import { spreadText, spreadWords } from '../spread.ts';

const PIECES_MAX = 1_000;

const offWords = (percent: string, language: Language): string => {
  const isFree = Number(percent) === 100;
  if (language === 'en') return isFree ? 'the cheapest free' : `${percent} % off the cheapest`;
  return isFree ? 'gratis los más baratos' : `${percent} % de descuento en los más baratos`;
};

/**
 * Of each full n pieces m cost what they cost, and the cheapest of all have so many percent off: all of it is 3 for 2, half of it with 2 for 1
 * is the second at half price. Full sets are made of the cheapest pieces, and what they save is shared over all of these (`spread`): left on
 * the cheapest it gives these away to whoever brings the dear ones back.
 */
export const nForM = defineEffect({
  code: 'n-for-m',
  version: 1,
  gives: 'discount',
  isOfSet: true,
  params: z.strictObject({
    take: z.int().min(2).max(PIECES_MAX),
    pay: z.int().min(1).max(PIECES_MAX),
    lines: lineFilterSchema,
    /** How many times on one receipt; as often as it goes where it is left out. */
    times: z.int().min(1).max(PIECES_MAX).optional(),
    /** Off the cheapest, together rounded once. */
    percent: percentText.default('100'),
    spread: spreadText.default('set'),
    onReturn: onReturnText.default('keep'),
    rounding: roundingText.default('half_up'),
  }),
  text: {
    en: '{take} for {pay} of {lines}, {off}{shared}{lapses}',
    es: '{take} por {pay} en {lines}, {off}{shared}{lapses}',
  },
  example: {
    params: { take: 2, pay: 1, percent: '50', lines: { categories: ['food'] } },
    basket: { lines: [{ gross: 300n }, { gross: 200n }] },
    points: 100n,
  },
  undo: priceMayLapse,
  words: ({ params: { take, pay, percent, spread, onReturn, lines } }, language) => ({
    take: String(take),
    pay: String(pay),
    lines: lineFilterText(lines, language),
    off: offWords(percent, language),
    shared: spreadWords(spread, language),
    lapses: onReturnWords(onReturn, language),
  }),
  prepare({ take, pay, lines, times, percent, spread, rounding }, bench) {
    if (pay >= take) bench.problem('promotions.rulebook.never_fires', `${take} for ${pay} gives nothing`, 'pay');
    return {
      take: BigInt(take),
      less: BigInt(take - pay),
      times: times === undefined ? undefined : BigInt(times),
      share: percentOf(percent, bench, 'all'),
      ...{ spread, rounding, selection: bench.selection(lines) },
    };
  },
  apply({ take, less, times, share, spread, rounding, selection }, facts) {
    const pieces = piecesOn(facts, facts.selection(selection));
    const full = pieces.reduce((sum, { count }) => sum + count, 0n) / take;
    const often = times !== undefined && times < full ? times : full;
    if (often <= 0n || less <= 0n) return undefined;
    const cheapest = takePieces(pieces, often * less);
    const off = divide(costOfPieces(cheapest) * share.numerator, share.denominator, rounding);
    return takeOffSet(facts, off, { spread, cheapest, all: takePieces(pieces, often * take) });
  },
});
