import { z } from 'zod';
import type { Basket } from '../basket.ts';
import { memberOf } from '../samples/sample-member.ts';
import { defineCondition } from '../kind.ts';
import { codeText, rangeText } from '../parameter.ts';

const valueOf = (attribute: string, { member }: Basket): number | undefined => {
  if (member === undefined || !Object.hasOwn(member.attributes, attribute)) return undefined;
  const value = member.attributes[attribute];
  return typeof value === 'number' ? value : undefined;
};

/** A custom attribute of the buyer is a number between two, both ends in. */
export const attributeBetween = defineCondition({
  code: 'attribute-between',
  version: 1,
  isStanding: false,
  params: z.strictObject({ attribute: codeText, from: z.number().optional(), to: z.number().optional() }),
  limits: ({ attribute, from, to }) => [{ fact: `number ${attribute}`, from, to }],
  text: {
    en: 'for members whose {attribute} is {range}',
    es: 'para socios cuyo {attribute} es {range}',
  },
  missed: { en: '{attribute} is {value}', es: '{attribute} es {value}' },
  example: {
    params: { attribute: 'children', from: 2 },
    holds: { member: { ...memberOf(), attributes: { children: 2 } } },
    fails: { member: { ...memberOf(), attributes: { children: '3' } } },
  },
  words: ({ attribute, from, to }, language) => ({ attribute, range: rangeText(from, to, language) }),
  prepare: (params) => params,
  holds({ attribute, from, to }, { basket }) {
    const value = valueOf(attribute, basket);
    return value !== undefined && (from === undefined || value >= from) && (to === undefined || value <= to);
  },
  miss: ({ attribute }, { basket }) => ({ attribute, value: String(valueOf(attribute, basket) ?? '–') }),
});
