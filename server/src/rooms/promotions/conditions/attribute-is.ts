import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { codeText, namesText } from '../parameter.ts';
import { attributeName } from '../trigger.ts';

/** A custom attribute of the buyer has one of the values, of the same type: the text "1" is not the number 1. */
export const attributeIs = defineCondition({
  code: 'attribute-is',
  version: 1,
  isStanding: false,
  trigger: ({ attribute, values }) => [
    { dimension: 'attribute', names: values.map((value) => attributeName(attribute, value)) },
  ],
  limits: ({ attribute, values }) => [{ fact: `attribute ${attribute}`, oneOf: values }],
  params: z.strictObject({
    attribute: codeText,
    values: z
      .array(z.union([z.string().max(200), z.number(), z.boolean()]))
      .min(1)
      .max(1_000),
  }),
  text: { en: 'for members whose {attribute} is {values}', es: 'para socios cuyo {attribute} es {values}' },
  missed: { en: '{attribute} is {value}', es: '{attribute} es {value}' },
  example: {
    params: { attribute: 'pet', values: ['cat', 'dog'] },
    holds: { member: { tier: 'base', attributes: { pet: 'cat' }, enrolledOn: '2026-01-15' as never, purchases: 3 } },
    fails: { member: { tier: 'base', attributes: {}, enrolledOn: '2026-01-15' as never, purchases: 3 } },
  },
  words: ({ attribute, values }) => ({ attribute, values: namesText(values) }),
  prepare: ({ attribute, values }) => ({ attribute, values: new Set(values) }),
  holds: ({ attribute, values }, { basket: { member } }) =>
    // Own properties only: an attribute named like something every object has must not be found.
    member !== undefined &&
    Object.hasOwn(member.attributes, attribute) &&
    values.has(member.attributes[attribute] as string),
  miss: ({ attribute }, { basket: { member } }) => ({
    attribute,
    value:
      member !== undefined && Object.hasOwn(member.attributes, attribute) ? String(member.attributes[attribute]) : '–',
  }),
});
