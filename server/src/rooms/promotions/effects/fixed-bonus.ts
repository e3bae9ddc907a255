import { z } from 'zod';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { quantityText } from '../parameter.ts';
import { shareAward } from '../share-points.ts';

/**
 * So many points for the occasion, or for the receipt, if it has at least one of the lines. They are shared over those lines by what is paid
 * for them, evenly when nothing is, so that a return knows what each line brought.
 */
export const fixedBonus = defineEffect({
  code: 'fixed-bonus',
  version: 1,
  givesOn: 'either',
  params: z.strictObject({ points: quantityText, lines: lineFilterSchema.optional() }),
  text: { en: '{points} {wallet} for a receipt{lines}', es: '{points} {wallet} por un recibo{lines}' },
  textOnOccasion: { en: '{points} {wallet}', es: '{points} {wallet}' },
  example: { params: { points: '500' }, basket: { lines: [{ line: 1 }, { line: 2 }] }, points: 500n },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    points: params.points,
    wallet,
    lines:
      params.lines === undefined
        ? ''
        : `${language === 'en' ? ' with ' : ' con '}${lineFilterText(params.lines, language)}`,
  }),
  prepare: ({ points, lines }, bench, wallet) => ({
    points: bench.positive(points, wallet.decimals, 'points'),
    counting: bench.counting(lines, { of: 'net_of_points', tax: 'included' }),
  }),
  apply({ points, counting }, facts) {
    if (facts.basket.occasion !== undefined) return { points, at: [], parts: [] };
    const { at, parts, total } = facts.amount(counting);
    if (at.length === 0) return undefined;
    return shareAward(points, at, parts, total, counting);
  },
});
