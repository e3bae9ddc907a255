import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { minuteAsText, minuteOf, minuteText, weekdayNumber, weekdayText, weekdaysText } from '../parameter.ts';

/**
 * The sale falls between two times of the outlet's wall; the first belongs to the window, the second does not. A window
 * may pass midnight, and `beginsOn` names the weekdays on which it opens: Friday 22:00 to 02:00 takes in Saturday 01:00.
 */
export const timeWindow = defineCondition({
  code: 'time-window',
  version: 1,
  isStanding: false,
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
      bench.problem('promotions.rulebook.never_fires', 'the window is empty', 'to');
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
