import type { BasketChange } from '../kind.ts';
import { memberOf } from '../samples/sample-member.ts';
import type { CaseTable } from './case-tables.ts';

/** An occasion with what was told of it: nothing is bought. */
const told = (
  attributes: Record<string, string | number | boolean>,
  counters?: Record<string, number>,
): BasketChange => ({
  lines: [],
  occasion: { name: 'ride', attributes },
  member: { ...memberOf(), ...(counters && { counters }) },
});
const perKilometre = { attribute: 'kilometres', points: '2', step: '5' };

const leapling = (date: string, leapDay?: 'feb_28'): BasketChange => ({
  local: { date: date as never, minuteOfDay: 600, weekday: 7 },
  member: { ...memberOf(), birthday: '02-29', ...(leapDay && { leapDay }) },
});

export const occasionCases: readonly CaseTable[] = [
  {
    kind: 'birthday-window',
    version: 1,
    cases: [
      {
        name: '29 February on 28 February, where so said',
        params: {},
        basket: leapling('2026-02-28', 'feb_28'),
        result: true,
      },
      { name: 'and not on 1 March then', params: {}, basket: leapling('2026-03-01', 'feb_28'), result: false },
      { name: 'the day itself in a leap year', params: {}, basket: leapling('2028-02-29', 'feb_28'), result: true },
    ],
  },
  {
    kind: 'occasion-attribute-is',
    version: 1,
    cases: [
      {
        name: 'one of them',
        params: { attribute: 'bike', values: ['own'] },
        basket: told({ bike: 'own' }),
        result: true,
      },
      {
        name: 'a number is no text',
        params: { attribute: 'stars', values: [5] },
        basket: told({ stars: '5' }),
        result: false,
      },
      { name: 'not told', params: { attribute: 'bike', values: ['own'] }, basket: told({}), result: false },
      {
        name: 'nothing that every object has',
        params: { attribute: 'toString', values: [true] },
        basket: told({}),
        result: false,
      },
    ],
  },
  {
    kind: 'occasion-attribute-between',
    version: 1,
    cases: [
      {
        name: 'the end is in',
        params: { attribute: 'stars', from: 4, to: 5 },
        basket: told({ stars: 5 }),
        result: true,
      },
      { name: 'below', params: { attribute: 'stars', from: 4 }, basket: told({ stars: 3.9 }), result: false },
      {
        name: 'a text is no number',
        params: { attribute: 'stars', from: 4 },
        basket: told({ stars: '5' }),
        result: false,
      },
    ],
  },
  {
    kind: 'points-per-unit',
    version: 1,
    cases: [
      { name: 'full steps', params: perKilometre, basket: told({ kilometres: 23.4 }), result: [8n] },
      { name: 'less than a step', params: perKilometre, basket: told({ kilometres: 4.999 }), result: [] },
      {
        name: 'parts of a step, rounded up',
        params: { ...perKilometre, steps: 'exact', rounding: 'ceiling' },
        basket: told({ kilometres: 23.4 }),
        result: [10n],
      },
      {
        name: 'in hundredths',
        params: { ...perKilometre, steps: 'exact' },
        basket: told({ kilometres: 0.125 }),
        result: [5n],
        wallet: 'fine',
      },
      { name: 'a text', params: perKilometre, basket: told({ kilometres: '23' }), result: [] },
      { name: 'below zero', params: perKilometre, basket: told({ kilometres: -23 }), result: [] },
      { name: 'more than a number holds', params: perKilometre, basket: told({ kilometres: 1e300 }), result: [] },
    ],
  },
  {
    kind: 'fixed-bonus',
    version: 1,
    cases: [{ name: 'for an occasion', params: { points: '500' }, basket: told({}), result: [500n] }],
  },
  {
    kind: 'stamp-card',
    version: 1,
    cases: [
      {
        name: 'a stamp of an occasion',
        params: { card: 'rides', size: 5, points: '10' },
        basket: told({}),
        result: [],
      },
      {
        name: 'the last stamp of an occasion',
        params: { card: 'rides', size: 5, points: '10' },
        basket: told({}, { 'stamps.rides': 9 }),
        result: [10n],
      },
    ],
  },
  {
    kind: 'coupon-issue',
    version: 1,
    cases: [{ name: 'for an occasion', params: { coupon: 'A' }, basket: told({}), result: [1n] }],
  },
];
