import { z } from 'zod';
import { epochDayOfDate } from '../../../kernel/local-date.ts';
import type { BasketMember } from '../basket.ts';
import { memberOf } from '../samples/sample-member.ts';
import { defineCondition } from '../kind.ts';
import { rangeText } from '../parameter.ts';

const DAYS_MAX = 36_500;
const ageOf = (member: BasketMember, date: BasketMember['enrolledOn']): number =>
  epochDayOfDate(date) - epochDayOfDate(member.enrolledOn);

/** The buyer enrolled so many days ago; the day of enrolment is day 0. */
export const enrolledFor = defineCondition({
  code: 'enrolled-for',
  version: 1,
  isStanding: false,
  params: z.strictObject({
    from: z.int().min(0).max(DAYS_MAX).optional(),
    to: z.int().min(0).max(DAYS_MAX).optional(),
  }),
  limits: ({ from, to }) => [{ fact: 'days since enrolment', from, to }],
  text: { en: '{range} days after enrolment', es: '{range} días después del alta' },
  missed: { en: 'enrolment was {days} days ago', es: 'el alta fue hace {days} días' },
  example: {
    params: { to: 30 },
    holds: { member: { ...memberOf(), enrolledOn: '2026-10-23' as never } },
    fails: { member: { ...memberOf(), enrolledOn: '2026-10-22' as never } },
  },
  words: ({ from, to }, language) => ({ range: rangeText(from ?? (to === undefined ? 0 : undefined), to, language) }),
  prepare: ({ from = 0, to = DAYS_MAX }) => ({ from, to }),
  holds({ from, to }, { basket: { local, member } }) {
    if (member === undefined) return false;
    const age = ageOf(member, local.date);
    return age >= from && age <= to;
  },
  miss: (_, { basket: { local, member } }) => ({
    days: member === undefined ? '–' : String(ageOf(member, local.date)),
  }),
});
