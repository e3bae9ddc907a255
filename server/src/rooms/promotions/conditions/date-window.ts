import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { dateText } from '../parameter.ts';

/** The sale falls on one of the days, counted on the outlet's wall; both ends belong to it. */
export const dateWindow = defineCondition({
  code: 'date-window',
  version: 1,
  isStanding: true,
  limits: ({ firstOn, lastOn }) => [{ fact: 'date', from: firstOn, to: lastOn }],
  params: z.strictObject({ firstOn: dateText.optional(), lastOn: dateText.optional() }),
  text: { en: 'from {firstOn} through {lastOn}', es: 'del {firstOn} al {lastOn} inclusive' },
  missed: { en: 'the day is {date}', es: 'el día es {date}' },
  example: {
    params: { firstOn: '2026-12-01', lastOn: '2026-12-24' },
    holds: { local: { date: '2026-12-24' as never, minuteOfDay: 1_439, weekday: 4 } },
    fails: { local: { date: '2026-12-25' as never, minuteOfDay: 0, weekday: 5 } },
  },
  words: ({ firstOn, lastOn }) => ({ firstOn: firstOn ?? '…', lastOn: lastOn ?? '…' }),
  prepare(params, bench) {
    if (params.firstOn !== undefined && params.lastOn !== undefined && params.lastOn < params.firstOn) {
      bench.problem(
        'promotions.rulebook.never_fires',
        { en: 'the window ends before it starts', es: 'el plazo termina antes de empezar' },
        'lastOn',
      );
    }
    return params;
  },
  holds: ({ firstOn, lastOn }, { basket }) =>
    (firstOn === undefined || basket.local.date >= firstOn) && (lastOn === undefined || basket.local.date <= lastOn),
  miss: (_, { basket }) => ({ date: basket.local.date }),
});
