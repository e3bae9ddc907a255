import { z } from 'zod';
import type { Basket } from '../basket.ts';
import { memberOf } from '../samples/sample-member.ts';
import { defineCondition } from '../kind.ts';
import { STREAK_PERIODS, streakWith } from '../streak.ts';
import type { StreakPeriod } from '../streak.ts';

const WORDS = {
  en: { day: 'days', week: 'weeks', month: 'months' },
  es: { day: 'días', week: 'semanas', month: 'meses' },
} as const;

const PERIODS_PER_YEAR: Readonly<Record<StreakPeriod, number>> = { day: 365, week: 52, month: 12 };
// What was bought before the promotion, and before a migration, counts as well: only what no life is long enough for can never be.
const YEARS_MAX = 100;

const streakOf = (period: StreakPeriod, { local, member }: Basket): number =>
  member === undefined ? 0 : streakWith(period, local.date, member.counters);

/** With this purchase the buyer has bought in so many days, weeks or months in a row. Counted since a rulebook first asked. */
export const streak = defineCondition({
  code: 'streak',
  version: 1,
  isStanding: false,
  reads: ['counters'],
  params: z.strictObject({
    period: z.enum(STREAK_PERIODS),
    n: z.int().min(2).max(10_000),
    /** Also at each further multiple: with n = 4 the 4th, 8th, 12th week. */
    repeats: z.boolean().default(false),
  }),
  // So many periods in a row are so many purchases at least.
  limits: ({ n }) => [{ fact: 'purchase', from: n }],
  text: {
    en: 'with a purchase in {n} {period} in a row{repeats}',
    es: 'con compra en {n} {period} sin interrupción{repeats}',
  },
  missed: { en: 'in a row so far: {count}', es: 'sin interrupción hasta ahora: {count}' },
  example: {
    params: { period: 'week', n: 3 },
    // The sample's day is in week 2967 since 1970.
    holds: { member: { ...memberOf(), counters: { 'streak.week': 2, 'streak.week.at': 2_966 } } },
    fails: { member: { ...memberOf(), counters: { 'streak.week': 2, 'streak.week.at': 2_965 } } },
  },
  words: ({ n, period, repeats }, language) => ({
    n: String(n),
    period: WORDS[language][period],
    repeats: !repeats ? '' : language === 'en' ? ' and each further multiple' : ' y cada múltiplo',
  }),
  prepare: (params) => params,
  check({ period, n }, bench) {
    if (n <= PERIODS_PER_YEAR[period] * YEARS_MAX) return;
    const what = {
      en: `${n} ${WORDS.en[period]} in a row are more than ${YEARS_MAX} years, and nobody buys for so long`,
      es: `${n} ${WORDS.es[period]} sin interrupción son más de ${YEARS_MAX} años, y nadie compra durante tanto tiempo`,
    };
    bench.problem('promotions.rulebook.never_fires', what, 'params', 'n');
  },
  holds({ period, n, repeats }, { basket }) {
    const count = streakOf(period, basket);
    return repeats ? count > 0 && count % n === 0 : count === n;
  },
  miss: ({ period }, { basket }) => ({ count: String(streakOf(period, basket)) }),
});
