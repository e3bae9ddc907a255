import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';

/** The sale is made at one of the outlets. */
export const outletIn = defineCondition({
  code: 'outlet-in',
  version: 1,
  isStanding: true,
  trigger: ({ outlets }) => [{ dimension: 'outlet', names: outlets }],
  limits: ({ outlets }) => [{ fact: 'outlet', oneOf: outlets }],
  named: ({ outlets }) => namedIn('outlet', 'outlets', outlets),
  params: z.strictObject({ outlets: codeList }),
  text: { en: 'at the outlets {outlets}', es: 'en los locales {outlets}' },
  missed: { en: 'the outlet is {outlet}', es: 'el local es {outlet}' },
  example: {
    params: { outlets: ['centre', 'harbour'] },
    holds: { outlet: { code: 'harbour', groups: [] } },
    fails: { outlet: { code: 'airport', groups: [] } },
  },
  words: ({ outlets }) => ({ outlets: namesText(outlets) }),
  prepare: ({ outlets }) => new Set(outlets),
  holds: (outlets, { basket }) => outlets.has(basket.outlet.code),
  miss: (_, { basket }) => ({ outlet: basket.outlet.code }),
});
