import { z } from 'zod';
import type { Weekday } from '../../../kernel/local-date.ts';
import { defineCondition } from '../kind.ts';
import type { Limit } from '../limit.ts';
import { minuteAsText, minuteOf, minuteText, weekdayNumber, weekdayText, weekdaysText } from '../parameter.ts';

const MINUTES_PER_DAY = 1_440;
const DAYS_PER_WEEK = 7;
const numbers = (count: number, first: number): readonly number[] => Array.from({ length: count }, (_, n) => first + n);

/** The minutes of the day that belong to a window, and the weekdays on which some of it lies. */
const limitsOf = (from: number, to: number, beginsOn: readonly Weekday[] | undefined): readonly Limit[] => {
  const passesMidnight = to < from;
  const minutes = passesMidnight
    ? [...numbers(to, 0), ...numbers(MINUTES_PER_DAY - from, from)]
    : numbers(to - from, from);
  const next = (day: Weekday): number => (day % DAYS_PER_WEEK) + 1;
  const days = beginsOn?.flatMap((day) => (passesMidnight && to > 0 ? [day, next(day)] : [day]));
  return [
    // An empty window is named for itself.
    ...(minutes.length === 0 ? [] : [{ fact: 'minute of the day', oneOf: minutes }]),
    ...(days === undefined ? [] : [{ fact: 'weekday', oneOf: days }]),
  ];
};

/**
 * The sale falls between two times of the outlet's wall; the first belongs to the window, the second does not. A window
 * may pass midnight, and `beginsOn` names the weekdays on which it opens: Friday 22:00 to 02:00 takes in Saturday 01:00.
 */
export const timeWindow = defineCondition({
  code: 'time-window',
  version: 1,
  isStanding: false,
  limits: ({ from, to, beginsOn }) => limitsOf(minuteOf(from), minuteOf(to), beginsOn?.map(weekdayNumber)),
  params: z.strictObject({
    from: minuteText,
    to: minuteText,
    beginsOn: z.array(weekdayText).min(1).max(7).optional(),
  }),
  text: { en: 'between {from} and {to}{beginsOn}', es: 'entre las {from} y las {to}{beginsOn}' },
  missed: { en: 'the time is {time}', es: 'son las {time}' },
  example: {
    params: { from: '22:00', to: '02:00', beginsOn: ['friday'] },
    holds: { local: { date: '2026-11-21' as never, minuteOfDay: 60, weekday: 6 } },
    fails: { local: { date: '2026-11-20' as never, minuteOfDay: 60, weekday: 5 } },
  },
  words: ({ from, to, beginsOn }, language) => ({
    from,
    to,
    beginsOn: beginsOn === undefined ? '' : ` (${weekdaysText(beginsOn, language)})`,
  }),
  prepare({ from, to, beginsOn }, bench) {
    const window = {
      from: minuteOf(from),
      to: minuteOf(to),
      beginsOn: beginsOn && new Set<number>(beginsOn.map(weekdayNumber)),
    };
    if (window.from === window.to || window.from === 1_440) {
      const whole = {
        en: 'the window is empty: the whole day is written from 00:00 to 24:00, or without this condition',
        es: 'la franja está vacía: el día entero se escribe de 00:00 a 24:00, o sin esta condición',
      };
      bench.problem('promotions.rulebook.never_fires', whole, 'to');
    }
    return window;
  },
  holds({ from, to, beginsOn }, { basket }) {
    const { minuteOfDay, weekday } = basket.local;
    const passesMidnight = to < from;
    const isAfterMidnight = passesMidnight && minuteOfDay < to;
    if (!isAfterMidnight && (minuteOfDay < from || (!passesMidnight && minuteOfDay >= to))) return false;
    return beginsOn === undefined || beginsOn.has(isAfterMidnight ? ((weekday + 5) % 7) + 1 : weekday);
  },
  miss: (_, { basket }) => ({ time: minuteAsText(basket.local.minuteOfDay) }),
});
