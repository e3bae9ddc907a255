import { z } from 'zod';
import type { BasketLine } from '../basket.ts';
import { defineCondition } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';

/** The basket has none of some goods. */
export const linesExclude = defineCondition({
  code: 'lines-exclude',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  params: z.strictObject({ none: lineFilterSchema }),
  text: { en: 'without {lines}', es: 'sin {lines}' },
  missed: { en: 'line {line} is one of them', es: 'la línea {line} es una de ellas' },
  example: {
    params: { none: { categories: ['tobacco'] } },
    holds: { lines: [{ category: 'food/dairy' }] },
    fails: { lines: [{ category: 'food/dairy' }, { category: 'tobacco/cigars' }] },
  },
  words: ({ none }, language) => ({ lines: lineFilterText(none, language) }),
  prepare: ({ none }, bench) => bench.selection(none, 'none'),
  holds: (selection, facts) => facts.selection(selection).length === 0,
  miss: (selection, facts) => ({
    line: facts
      .selection(selection)
      .map((place) => (facts.lines[place] as BasketLine).line)
      .join(', '),
  }),
});
