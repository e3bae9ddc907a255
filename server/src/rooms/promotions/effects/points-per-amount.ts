import { z } from 'zod';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { baseClause, earnBaseSchema, taxSchema } from '../measure.ts';
import { quantityText } from '../parameter.ts';
import { awardPerStep, grainOf, perStepShape, preparePerStep, roundingWords } from '../per-step.ts';

/** So many points per so much money. */
export const pointsPerAmount = defineEffect({
  code: 'points-per-amount',
  version: 1,
  params: z.strictObject({
    points: quantityText,
    step: quantityText,
    /** The rulebook's, where it is left out. */
    base: earnBaseSchema.optional(),
    tax: taxSchema.default('included'),
    lines: lineFilterSchema.optional(),
    ...perStepShape,
  }),
  text: {
    en: '{points} {wallet} per {step} spent on {lines}{base}, {rounding}',
    es: '{points} {wallet} por cada {step} en {lines}{base}, {rounding}',
  },
  example: {
    params: { points: '1', step: '10.00', base: 'net', per: 'receipt', steps: 'full' },
    basket: {
      lines: [
        { line: 1, gross: 7_000n },
        { line: 2, gross: 3_599n, discount: 99n },
      ],
    },
    points: 10n,
  },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    points: params.points,
    wallet,
    step: params.step,
    lines: lineFilterText(params.lines, language),
    base: baseClause(params.base, params.tax, language),
    rounding: roundingWords(params, language),
  }),
  resolved: (params, bench) => ({ ...params, base: params.base ?? bench.earnBase }),
  prepare(params, bench, wallet) {
    const { per, steps, rounding } = params;
    return preparePerStep({
      ...{ per, steps, rounding },
      counting: bench.counting(params.lines, { of: params.base ?? bench.earnBase, tax: params.tax }),
      points: bench.positive(params.points, wallet.decimals, 'points'),
      step: bench.positive(params.step, bench.currencyDecimals, 'step'),
      grain: grainOf(params.decimals, wallet, bench),
    });
  },
  apply: awardPerStep,
});
