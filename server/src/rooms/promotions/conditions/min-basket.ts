import { z } from 'zod';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { defineCondition } from '../kind.ts';
import { basketLimit } from '../limit.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { baseText, earnBaseSchema, taxSchema } from '../measure.ts';
import { quantityText } from '../parameter.ts';

/** The counted lines come to an amount of money or more. */
export const minBasket = defineCondition({
  code: 'min-basket',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  limits: ({ min, ...counted }) => [basketLimit(counted, { from: min })],
  params: z.strictObject({
    min: quantityText,
    base: earnBaseSchema,
    tax: taxSchema.default('included'),
    lines: lineFilterSchema.optional(),
  }),
  text: {
    en: 'where {min} or more is spent on {lines}, {base}',
    es: 'si se gastan {min} o más en {lines}, {base}',
  },
  missed: {
    en: 'the lines that count come to {total}, not to {min}',
    es: 'las líneas que cuentan suman {total}, no {min}',
  },
  example: {
    params: { min: '20.00', base: 'net' },
    holds: { lines: [{ gross: 2_500n, discount: 500n }] },
    fails: { lines: [{ gross: 2_500n, discount: 501n }] },
  },
  words: ({ min, base, tax, lines }, language) => ({
    min,
    lines: lineFilterText(lines, language),
    base: baseText(base, tax, language),
  }),
  prepare: ({ min, base, tax, lines }, bench) => ({
    min: bench.positive(min, bench.currencyDecimals, 'min'),
    counting: bench.counting(lines, { of: base, tax }),
    decimals: bench.currencyDecimals,
  }),
  holds: ({ min, counting }, facts) => facts.amount(counting).total >= min,
  miss: ({ min, counting, decimals }, facts) => ({
    total: formatQuantity(facts.amount(counting).total, decimals),
    min: formatQuantity(min, decimals),
  }),
});
