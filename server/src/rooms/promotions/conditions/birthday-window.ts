import { z } from 'zod';
import { birthdayIn, epochDayOfDate } from '../../../kernel/local-date.ts';
import { memberOf } from '../samples/sample-member.ts';
import { defineCondition } from '../kind.ts';

const DAYS_MAX = 182;

/** The sale falls so many days before to so many days after the buyer's birthday. */
export const birthdayWindow = defineCondition({
  code: 'birthday-window',
  version: 1,
  isStanding: false,
  reads: ['birthday'],
  params: z.strictObject({
    before: z.int().min(0).max(DAYS_MAX).default(0),
    after: z.int().min(0).max(DAYS_MAX).default(0),
  }),
  text: {
    en: 'from {before} days before to {after} days after the birthday',
    es: 'desde {before} días antes hasta {after} días después del cumpleaños',
  },
  missed: { en: 'the birthday is {birthday}', es: 'el cumpleaños es {birthday}' },
  example: {
    params: { before: 3, after: 3 },
    holds: { member: { ...memberOf(), birthday: '11-25' } },
    fails: { member: { ...memberOf(), birthday: '11-26' } },
  },
  words: ({ before, after }) => ({ before: String(before), after: String(after) }),
  prepare: (params) => params,
  holds({ before, after }, { basket: { local, member } }) {
    const birthday = member?.birthday;
    if (birthday === undefined) return false;
    const today = epochDayOfDate(local.date);
    const year = Number(local.date.slice(0, 4));
    // A window over New Year belongs to the birthday of the year before or after.
    return [year - 1, year, year + 1].some((one) => {
      const day = epochDayOfDate(birthdayIn(one, birthday, member?.leapDay));
      return today >= day - before && today <= day + after;
    });
  },
  miss: (_, { basket: { member } }) => ({ birthday: member?.birthday ?? '–' }),
});
