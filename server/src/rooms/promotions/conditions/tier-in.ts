import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';

/** The buyer had one of the tiers before this purchase. Nobody known has no tier. */
export const tierIn = defineCondition({
  code: 'tier-in',
  version: 1,
  isStanding: true,
  trigger: ({ tiers }) => [{ dimension: 'tier', names: tiers }],
  limits: ({ tiers }) => [{ fact: 'tier', oneOf: tiers }],
  named: ({ tiers }) => namedIn('tier', 'tiers', tiers),
  params: z.strictObject({ tiers: codeList }),
  text: { en: 'for the tiers {tiers}', es: 'para los niveles {tiers}' },
  missed: { en: 'the tier is {tier}', es: 'el nivel es {tier}' },
  example: {
    params: { tiers: ['silver', 'gold'] },
    holds: { member: { tier: 'gold', attributes: {}, enrolledOn: '2026-01-15' as never, purchases: 3 } },
    fails: { member: undefined },
  },
  words: ({ tiers }) => ({ tiers: namesText(tiers) }),
  prepare: ({ tiers }) => new Set(tiers),
  holds: (tiers, { basket }) => basket.member !== undefined && tiers.has(basket.member.tier),
  miss: (_, { basket }) => ({ tier: basket.member?.tier ?? '–' }),
});
