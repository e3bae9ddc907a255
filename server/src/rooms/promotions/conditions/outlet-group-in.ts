import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';

/** The sale is made at an outlet of one of the groups. */
export const outletGroupIn = defineCondition({
  code: 'outlet-group-in',
  version: 1,
  isStanding: true,
  trigger: ({ groups }) => [{ dimension: 'group', names: groups }],
  named: ({ groups }) => namedIn('outlet_group', 'groups', groups),
  params: z.strictObject({ groups: codeList }),
  text: { en: 'at outlets of the groups {groups}', es: 'en locales de los grupos {groups}' },
  missed: {
    en: 'the outlet {outlet} is of none of the groups',
    es: 'el local {outlet} no es de ninguno de los grupos',
  },
  example: {
    params: { groups: ['city'] },
    holds: { outlet: { code: 'centre', groups: ['city', 'large'] } },
    fails: { outlet: { code: 'village', groups: ['small'] } },
  },
  words: ({ groups }) => ({ groups: namesText(groups) }),
  prepare: ({ groups }) => new Set(groups),
  holds: (groups, { basket }) => basket.outlet.groups.some((group) => groups.has(group)),
  miss: (_, { basket }) => ({ outlet: basket.outlet.code }),
});
