import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { WEEKDAYS, weekdayNumber, weekdayText, onWeekdaysText } from '../parameter.ts';

/** The sale falls on one of the weekdays of the outlet's wall. */
export const weekdayIn = defineCondition({
  code: 'weekday-in',
  version: 1,
  isStanding: true,
  limits: (params) => [{ fact: 'weekday', oneOf: params.weekdays.map(weekdayNumber) }],
  params: z.strictObject({ weekdays: z.array(weekdayText).min(1).max(7) }),
  text: { en: 'on {weekdays}', es: 'los {weekdays}' },
  missed: { en: 'the weekday is {weekday}', es: 'el día de la semana es {weekday}' },
  example: {
    params: { weekdays: ['saturday', 'sunday'] },
    holds: { local: { date: '2026-11-22' as never, minuteOfDay: 600, weekday: 7 } },
    fails: { local: { date: '2026-11-23' as never, minuteOfDay: 600, weekday: 1 } },
  },
  words: ({ weekdays }, language) => ({ weekdays: onWeekdaysText(weekdays, language) }),
  prepare: ({ weekdays }) => new Set<number>(weekdays.map(weekdayNumber)),
  holds: (weekdays, { basket }) => weekdays.has(basket.local.weekday),
  miss: (_, { basket }) => ({ weekday: WEEKDAYS[basket.local.weekday - 1] ?? '' }),
});
