import { z } from 'zod';
import { readableNumber } from '../../../kernel/readable.ts';
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
  const share = readableNumber(percent, language);
  if (language === 'en') return isFree ? 'the cheapest free' : `${share} % off the cheapest`;
  return isFree ? 'gratis los más baratos' : `${share} % de descuento en los más baratos`;
};

const PARTLY = { en: ', in part of a set too', es: ', también en parte de un grupo' } as const;

/**
 * Of each full n pieces m cost what they cost, and the cheapest of all have so many percent off: all of it is 3 for 2, half of it with 2 for 1
 * is the second at half price. Full sets are made of the cheapest pieces, and what they save is shared over all of these (`spread`): left on
 * the cheapest it gives these away to whoever brings the dear ones back. With `partial` a set need not be full: of *buy 10, get 3* whoever takes
 * 12 has 2 of them free.
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
    /** Whether a last set that is not full gives what it has beyond the pieces that are paid. */
    partial: z.boolean().default(false),
    /** Off the cheapest, together rounded once. */
    percent: percentText.default('100'),
    spread: spreadText.default('set'),
    onReturn: onReturnText.default('keep'),
    rounding: roundingText.default('half_up'),
  }),
  text: {
    en: '{take} for {pay} of {lines}, {off}{partly}{shared}{lapses}',
    es: '{take} por {pay} en {lines}, {off}{partly}{shared}{lapses}',
  },
  example: {
    params: { take: 2, pay: 1, percent: '50', lines: { categories: ['food'] } },
    basket: { lines: [{ gross: 300n }, { gross: 200n }] },
    points: 100n,
  },
  undo: priceMayLapse,
  words: ({ params: { take, pay, percent, partial, spread, onReturn, lines } }, language) => ({
    take: String(take),
    pay: String(pay),
    lines: lineFilterText(lines, language),
    off: offWords(percent, language),
    partly: partial ? PARTLY[language] : '',
    shared: spreadWords(spread, language),
    lapses: onReturnWords(onReturn, language),
  }),
  prepare({ take, pay, lines, times, partial, percent, spread, rounding }, bench) {
    if (pay >= take)
      bench.problem(
        'promotions.rulebook.never_fires',
        { en: `${take} for ${pay} gives nothing`, es: `${take} por ${pay} no da nada` },
        'pay',
      );
    return {
      take: BigInt(take),
      less: BigInt(take - pay),
      pay: BigInt(pay),
      isPartial: partial,
      times: times === undefined ? undefined : BigInt(times),
      share: percentOf(percent, bench, 'all'),
      ...{ spread, rounding, selection: bench.selection(lines) },
    };
  },
  apply({ take, less, pay, isPartial, times, share, spread, rounding, selection }, facts) {
    const pieces = piecesOn(facts, facts.selection(selection));
    const count = pieces.reduce((sum, one) => sum + one.count, 0n);
    const full = count / take;
    const often = times !== undefined && times < full ? times : full;
    // What is left behind the full sets, where one more is allowed.
    const rest = isPartial && (times === undefined || full < times) ? count - full * take : 0n;
    const more = rest > pay ? rest - pay : 0n;
    const free = often * less + more;
    if (free <= 0n) return undefined;
    const cheapest = takePieces(pieces, free);
    const off = divide(costOfPieces(cheapest) * share.numerator, share.denominator, rounding);
    const all = takePieces(pieces, often * take + (more > 0n ? rest : 0n));
    return takeOffSet(facts, off, { spread, cheapest, all });
  },
});
