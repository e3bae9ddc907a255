import { z } from 'zod';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { defineCondition } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { quantityText } from '../parameter.ts';

// A line counts pieces in thousandths.
const PIECE_DECIMALS = 3;

/** The basket has so many pieces, or kilograms, of some goods. */
export const linesInclude = defineCondition({
  code: 'lines-include',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  params: z.strictObject({ lines: lineFilterSchema, min: quantityText.default('1') }),
  text: { en: 'with {min} or more of {lines}', es: 'con {min} o más de {lines}' },
  missed: { en: 'the basket has {total} of them, not {min}', es: 'la cesta tiene {total} de ellos, no {min}' },
  example: {
    params: { lines: { categories: ['food/dairy'] }, min: '2' },
    holds: { lines: [{ category: 'food/dairy/milk', quantity: 2_000n }] },
    fails: { lines: [{ category: 'food/dairyfree', quantity: 2_000n }] },
  },
  words: ({ lines, min }, language) => ({ lines: lineFilterText(lines, language), min }),
  prepare: ({ lines, min }, bench) => ({
    min: bench.positive(min, PIECE_DECIMALS, 'min'),
    counting: bench.counting(lines, { of: 'quantity', tax: 'included' }),
  }),
  holds: ({ min, counting }, facts) => facts.amount(counting).total >= min,
  miss: ({ min, counting }, facts) => ({
    total: formatQuantity(facts.amount(counting).total, PIECE_DECIMALS),
    min: formatQuantity(min, PIECE_DECIMALS),
  }),
});
