import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';

/** The sale is made by one of the partners. */
export const partnerIn = defineCondition({
  code: 'partner-in',
  version: 1,
  isStanding: true,
  trigger: ({ partners }) => [{ dimension: 'partner', names: partners }],
  limits: ({ partners }) => [{ fact: 'partner', oneOf: partners }],
  named: ({ partners }) => namedIn('partner', 'partners', partners),
  params: z.strictObject({ partners: codeList }),
  text: { en: 'with the partners {partners}', es: 'con los socios comerciales {partners}' },
  missed: { en: 'the partner is {partner}', es: 'el socio comercial es {partner}' },
  example: { params: { partners: ['grocer'] }, holds: { partner: 'grocer' }, fails: { partner: 'petrol' } },
  words: ({ partners }) => ({ partners: namesText(partners) }),
  prepare: ({ partners }) => new Set(partners),
  holds: (partners, { basket }) => partners.has(basket.partner),
  miss: (_, { basket }) => ({ partner: basket.partner }),
});
