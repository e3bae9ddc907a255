import { z } from 'zod';
import { readableNumber } from '../../../kernel/readable.ts';
import { divide } from '../../../kernel/rounding.ts';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { baseClause, earnBaseSchema, taxSchema } from '../measure.ts';
import { quantityText, roundingText } from '../parameter.ts';
import { shareAward } from '../share-points.ts';

const BANDS_MAX = 20;

/**
 * Points per amount at a rate that grows with the amount: each band's rate for what falls into it, or the reached band's
 * rate for all; a band is reached with the amount that it begins with. Rounded once per receipt; the points are shared over
 * the lines by what they cost.
 */
export const tieredRates = defineEffect({
  code: 'tiered-rates',
  version: 1,
  params: z.strictObject({
    step: quantityText,
    bands: z
      .array(z.strictObject({ from: quantityText, points: quantityText }))
      .min(1)
      .max(BANDS_MAX),
    rate: z.enum(['of_band', 'of_all']).default('of_band'),
    base: earnBaseSchema.optional(),
    tax: taxSchema.default('included'),
    lines: lineFilterSchema.optional(),
    rounding: roundingText.default('floor'),
  }),
  text: {
    en: '{wallet} per {step} spent on {lines}{base}: {bands}',
    es: '{wallet} por cada {step} en {lines}{base}: {bands}',
  },
  example: {
    params: {
      step: '10.00',
      bands: [
        { from: '0', points: '1' },
        { from: '100.00', points: '3' },
      ],
    },
    basket: { lines: [{ gross: 15_000n }] },
    points: 25n,
  },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    wallet,
    step: params.step,
    lines: lineFilterText(params.lines, language),
    base: baseClause(params.base, params.tax, language),
    bands: params.bands
      .map(({ from, points }) => {
        const word = language === 'en' ? 'from' : 'desde';
        return `${readableNumber(points, language)} ${word} ${readableNumber(from, language)}`;
      })
      .join(', '),
  }),
  resolved: (params, bench) => ({ ...params, base: params.base ?? bench.earnBase }),
  prepare(params, bench, wallet) {
    let before = -1n;
    const bands = params.bands.map(({ from, points }, i) => {
      const at = /^0(\.0+)?$/.test(from) ? 0n : bench.positive(from, bench.currencyDecimals, 'bands', i, 'from');
      if (at <= before)
        bench.problem(
          'promotions.rulebook.malformed',
          { en: 'each band starts above the one before', es: 'cada tramo empieza por encima del anterior' },
          'bands',
          i,
          'from',
        );
      before = at;
      return { from: at, points: bench.positive(points, wallet.decimals, 'bands', i, 'points') };
    });
    return {
      step: bench.positive(params.step, bench.currencyDecimals, 'step'),
      bands,
      isOfAll: params.rate === 'of_all',
      rounding: params.rounding,
      counting: bench.counting(params.lines, { of: params.base ?? bench.earnBase, tax: params.tax }),
    };
  },
  apply({ step, bands, isOfAll, rounding, counting }, facts) {
    const { at, parts: amounts, total } = facts.amount(counting);
    let worth = 0n;
    for (const [i, { from, points }] of bands.entries()) {
      if (total < from) break;
      const next = bands[i + 1]?.from;
      if (isOfAll) worth = total * points;
      else worth += ((next !== undefined && total > next ? next : total) - from) * points;
    }
    const points = divide(worth, step, rounding);
    return points === 0n ? undefined : shareAward(points, at, amounts, total, counting);
  },
});
