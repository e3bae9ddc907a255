import { z } from 'zod';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { quantityText } from '../parameter.ts';
import { awardPerStep, grainOf, perStepShape, preparePerStep, roundingWords } from '../per-step.ts';

// A line counts pieces in thousandths.
const PIECE_DECIMALS = 3;

/** So many points per so many pieces, or kilograms where goods are weighed. */
export const pointsPerItem = defineEffect({
  code: 'points-per-item',
  version: 1,
  counts: 'pieces',
  params: z.strictObject({
    points: quantityText,
    items: quantityText.default('1'),
    lines: lineFilterSchema.optional(),
    ...perStepShape,
    steps: perStepShape.steps.unwrap().default('full'),
  }),
  text: {
    en: '{points} {wallet} per {items} of {lines}, {rounding}',
    es: '{points} {wallet} por cada {items} de {lines}, {rounding}',
  },
  example: {
    params: { points: '5', items: '2', lines: { brands: ['Alba'] }, per: 'receipt' },
    basket: {
      lines: [{ line: 1, brand: 'Alba', quantity: 3_000n }, { line: 2, brand: 'Alba', quantity: 2_000n }, { line: 3 }],
    },
    points: 10n,
  },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    points: params.points,
    wallet,
    items: params.items,
    lines: lineFilterText(params.lines, language),
    rounding: roundingWords(params, language),
  }),
  prepare(params, bench, wallet) {
    const { per, steps, rounding } = params;
    return preparePerStep({
      ...{ per, steps, rounding },
      counting: bench.counting(params.lines, { of: 'quantity', tax: 'included' }),
      points: bench.positive(params.points, wallet.decimals, 'points'),
      step: bench.positive(params.items, PIECE_DECIMALS, 'items'),
      grain: grainOf(params.decimals, wallet, bench),
    });
  },
  apply: awardPerStep,
});
