import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { occasionAttribute } from '../occasion.ts';
import { codeText, rangeText } from '../parameter.ts';

/** What was told with an occasion is a number between two, both ends in. */
export const occasionAttributeBetween = defineCondition({
  code: 'occasion-attribute-between',
  version: 1,
  isStanding: false,
  asks: 'occasion',
  params: z.strictObject({ attribute: codeText, from: z.number().optional(), to: z.number().optional() }),
  limits: ({ attribute, from, to }) => [{ fact: `occasion number ${attribute}`, from, to }],
  text: { en: 'when its {attribute} is {range}', es: 'cuando su {attribute} es {range}' },
  missed: { en: 'its {attribute} is {value}', es: 'su {attribute} es {value}' },
  example: {
    params: { attribute: 'stars', from: 4 },
    holds: { lines: [], occasion: { name: 'review', attributes: { stars: 5 } } },
    fails: { lines: [], occasion: { name: 'review', attributes: { stars: '5' } } },
  },
  words: ({ attribute, from, to }, language) => ({ attribute, range: rangeText(from, to, language) }),
  prepare: (params) => params,
  holds({ attribute, from, to }, { basket }) {
    const value = occasionAttribute(basket, attribute);
    return typeof value === 'number' && (from === undefined || value >= from) && (to === undefined || value <= to);
  },
  miss: ({ attribute }, { basket }) => ({ attribute, value: String(occasionAttribute(basket, attribute) ?? '–') }),
});
