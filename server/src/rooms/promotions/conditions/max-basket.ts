import { z } from 'zod';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { defineCondition } from '../kind.ts';
import { basketLimit } from '../limit.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { baseText, earnBaseSchema, taxSchema } from '../measure.ts';
import { quantityText } from '../parameter.ts';

/** The counted lines come to an amount of money or less; nothing at all is less too. */
export const maxBasket = defineCondition({
  code: 'max-basket',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  limits: ({ max, base, tax, of }) => [basketLimit({ base, tax, lines: of }, { to: max })],
  params: z.strictObject({
    max: quantityText,
    base: earnBaseSchema,
    tax: taxSchema.default('included'),
    // Not called `lines`: it holds for a basket without any of them, so no basket may be left out for want of one.
    of: lineFilterSchema.optional(),
  }),
  text: {
    en: 'where no more than {max} is spent on {lines}, {base}',
    es: 'si no se gastan más de {max} en {lines}, {base}',
  },
  missed: {
    en: 'the lines that count come to {total}, more than {max}',
    es: 'las líneas que cuentan suman {total}, más de {max}',
  },
  example: {
    params: { max: '20.00', base: 'net' },
    holds: { lines: [{ gross: 2_500n, discount: 500n }] },
    fails: { lines: [{ gross: 2_500n, discount: 499n }] },
  },
  words: ({ max, base, tax, of }, language) => ({
    max,
    lines: lineFilterText(of, language),
    base: baseText(base, tax, language),
  }),
  prepare: ({ max, base, tax, of }, bench) => ({
    max: bench.positive(max, bench.currencyDecimals, 'max'),
    counting: bench.counting(of, { of: base, tax }, 'of'),
    decimals: bench.currencyDecimals,
  }),
  holds: ({ max, counting }, facts) => facts.amount(counting).total <= max,
  miss: ({ max, counting, decimals }, facts) => ({
    total: formatQuantity(facts.amount(counting).total, decimals),
    max: formatQuantity(max, decimals),
  }),
});
