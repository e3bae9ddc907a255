import { z } from 'zod';
import { defineCondition } from '../kind.ts';

/** This is the member's nth purchase, or each nth one: with n = 5 the 5th, 10th, 15th. */
export const nthPurchase = defineCondition({
  code: 'nth-purchase',
  version: 1,
  isStanding: false,
  limits: ({ n, repeats }) => [{ fact: 'purchase', from: n, to: repeats ? undefined : n }],
  params: z.strictObject({ n: z.int().min(1).max(1_000_000), repeats: z.boolean().default(false) }),
  text: { en: "on a member's purchase no. {n}{repeats}", es: 'en la compra n.º {n} de un socio{repeats}' },
  missed: { en: 'this is purchase no. {ordinal}', es: 'esta es la compra n.º {ordinal}' },
  example: {
    params: { n: 5, repeats: true },
    holds: { member: { tier: 'base', attributes: {}, enrolledOn: '2026-01-15' as never, purchases: 9 } },
    fails: { member: { tier: 'base', attributes: {}, enrolledOn: '2026-01-15' as never, purchases: 5 } },
  },
  words: ({ n, repeats }, language) => ({
    n: String(n),
    repeats: !repeats ? '' : language === 'en' ? ' and each further one by the same count' : ' y cada múltiplo',
  }),
  prepare: (params) => params,
  holds({ n, repeats }, { basket: { member } }) {
    if (member === undefined) return false;
    const ordinal = member.purchases + 1;
    return repeats ? ordinal % n === 0 : ordinal === n;
  },
  miss: (_, { basket: { member } }) => ({ ordinal: member === undefined ? '–' : String(member.purchases + 1) }),
});
