import { z } from 'zod';
import { defineCondition } from '../kind.ts';

/** The member has bought nothing before. Somebody unknown has no first purchase. */
export const firstPurchase = defineCondition({
  code: 'first-purchase',
  version: 1,
  isStanding: false,
  limits: () => [{ fact: 'purchase', from: 1, to: 1 }],
  params: z.strictObject({}),
  text: { en: "on a member's first purchase", es: 'en la primera compra de un socio' },
  missed: { en: 'purchases before this one: {purchases}', es: 'compras anteriores a esta: {purchases}' },
  example: {
    params: {},
    holds: { member: { tier: 'base', attributes: {}, enrolledOn: '2026-11-01' as never, purchases: 0 } },
    fails: { member: { tier: 'base', attributes: {}, enrolledOn: '2026-11-01' as never, purchases: 1 } },
  },
  words: () => ({}),
  prepare: () => undefined,
  holds: (_, { basket }) => basket.member?.purchases === 0,
  miss: (_, { basket }) => ({ purchases: String(basket.member?.purchases ?? '–') }),
});
