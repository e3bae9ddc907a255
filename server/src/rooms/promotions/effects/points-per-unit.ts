import { z } from 'zod';
import { parseQuantity } from '../../../kernel/quantity.ts';
import { divide } from '../../../kernel/rounding.ts';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { occasionAttribute } from '../occasion.ts';
import { codeText, quantityText, roundingText } from '../parameter.ts';
import { grainOf, roundingWords } from '../per-step.ts';

/** Numbers that are told count in thousandths; finer ones are cut off. */
const TOLD_DECIMALS = 3;
const THOUSAND = 1_000;

/** A told number in whole thousandths; zero for what is no number above zero, or beyond what a number holds exactly. */
const thousandthsOf = (value: unknown): bigint => {
  if (typeof value !== 'number' || !(value > 0) || value > Number.MAX_SAFE_INTEGER / THOUSAND) return 0n;
  const read = parseQuantity(value.toFixed(TOLD_DECIMALS), TOLD_DECIMALS);
  return read.ok ? read.value : 0n;
};

/** So many points per so much of a number that is told with an occasion: kilometres walked, litres brought back, minutes of a lesson. */
export const pointsPerUnit = defineEffect({
  code: 'points-per-unit',
  version: 1,
  givesOn: 'occasion',
  params: z.strictObject({
    attribute: codeText,
    points: quantityText,
    step: quantityText.default('1'),
    /** `full`: only whole steps count. `exact`: parts of a step count, and the points are rounded. */
    steps: z.enum(['full', 'exact']).default('full'),
    rounding: roundingText.default('floor'),
    decimals: z.int().min(0).max(4).optional(),
  }),
  text: {
    en: '{points} {wallet} per {step} of {attribute}, {rounding}',
    es: '{points} {wallet} por cada {step} de {attribute}, {rounding}',
  },
  example: {
    params: { attribute: 'kilometres', points: '2', step: '5' },
    basket: { lines: [], occasion: { name: 'ride', attributes: { kilometres: 23.4 } } },
    points: 8n,
  },
  undo: decideAgain,
  words: ({ params, wallet }, language) => ({
    points: params.points,
    wallet,
    step: params.step,
    attribute: params.attribute,
    rounding: roundingWords({ ...params, per: 'receipt' }, language).replace(/ (per receipt|por recibo)$/, ''),
  }),
  prepare: ({ attribute, points, step, steps, rounding, decimals }, bench, wallet) => ({
    ...{ attribute, rounding, isFull: steps === 'full' },
    points: bench.positive(points, wallet.decimals, 'points'),
    step: bench.positive(step, TOLD_DECIMALS, 'step'),
    grain: grainOf(decimals, wallet, bench),
  }),
  apply({ attribute, points, step, isFull, rounding, grain }, { basket }) {
    const told = thousandthsOf(occasionAttribute(basket, attribute));
    // Whoever runs the program keeps what floor cuts off.
    const given = isFull ? (told / step) * points : divide(told * points, step * grain, rounding) * grain;
    return given === 0n ? undefined : { points: given, at: [], parts: [] };
  },
});
