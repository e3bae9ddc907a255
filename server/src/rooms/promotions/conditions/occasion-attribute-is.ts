import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { occasionAttribute } from '../occasion.ts';
import { codeText, namesText } from '../parameter.ts';

/** What was told with an occasion has one of the values, of the same type: the text "1" is not the number 1. */
export const occasionAttributeIs = defineCondition({
  code: 'occasion-attribute-is',
  version: 1,
  isStanding: false,
  asks: 'occasion',
  limits: ({ attribute, values }) => [{ fact: `occasion ${attribute}`, oneOf: values }],
  params: z.strictObject({
    attribute: codeText,
    values: z
      .array(z.union([z.string().max(200), z.number(), z.boolean()]))
      .min(1)
      .max(1_000),
  }),
  text: { en: 'when its {attribute} is {values}', es: 'cuando su {attribute} es {values}' },
  missed: { en: 'its {attribute} is {value}', es: 'su {attribute} es {value}' },
  example: {
    params: { attribute: 'platform', values: ['ios', 'android'] },
    holds: { lines: [], occasion: { name: 'app-installed', attributes: { platform: 'ios' } } },
    fails: { lines: [], occasion: { name: 'app-installed', attributes: { platform: 'web' } } },
  },
  words: ({ attribute, values }) => ({ attribute, values: namesText(values) }),
  prepare: ({ attribute, values }) => ({ attribute, values: new Set<string | number | boolean>(values) }),
  holds({ attribute, values }, { basket }) {
    const value = occasionAttribute(basket, attribute);
    return value !== undefined && values.has(value);
  },
  miss: ({ attribute }, { basket }) => ({ attribute, value: String(occasionAttribute(basket, attribute) ?? '–') }),
});
