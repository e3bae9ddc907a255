import { z } from 'zod';
import { epochDayOfDate } from '../../../kernel/local-date.ts';
import type { Basket } from '../basket.ts';
import { memberOf } from '../samples/sample-member.ts';
import { defineCondition } from '../kind.ts';
import { rangeText } from '../parameter.ts';

const DAYS_MAX = 36_500;
const sinceVisit = ({ local, member }: Basket): number | undefined =>
  member?.lastPurchaseOn === undefined ? undefined : epochDayOfDate(local.date) - epochDayOfDate(member.lastPurchaseOn);

/** The buyer's last purchase was so many days ago. Who has not bought yet was never here, so this does not hold. */
export const daysSinceVisit = defineCondition({
  code: 'days-since-visit',
  version: 1,
  isStanding: false,
  reads: ['lastPurchaseOn'],
  params: z.strictObject({
    from: z.int().min(0).max(DAYS_MAX).optional(),
    to: z.int().min(0).max(DAYS_MAX).optional(),
  }),
  limits: ({ from, to }) => [
    { fact: 'days since the last visit', from, to },
    { fact: 'purchase', from: 2 },
  ],
  text: { en: '{range} days after the last purchase', es: '{range} días después de la última compra' },
  missed: { en: 'the last purchase was {days} days ago', es: 'la última compra fue hace {days} días' },
  example: {
    params: { from: 60 },
    holds: { member: { ...memberOf(), lastPurchaseOn: '2026-09-23' as never } },
    fails: { member: { ...memberOf(), lastPurchaseOn: '2026-09-24' as never } },
  },
  words: ({ from, to }, language) => ({ range: rangeText(from ?? (to === undefined ? 0 : undefined), to, language) }),
  prepare: ({ from = 0, to = DAYS_MAX }) => ({ from, to }),
  holds({ from, to }, { basket }) {
    const days = sinceVisit(basket);
    return days !== undefined && days >= from && days <= to;
  },
  miss: (_, { basket }) => ({ days: String(sinceVisit(basket) ?? '–') }),
});
