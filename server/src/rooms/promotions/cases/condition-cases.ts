import type { LocalDate } from '../../../kernel/local-date.ts';
import type { BasketChange } from '../kind.ts';
import type { CaseTable } from './case-tables.ts';

const day = (text: string): LocalDate => text as LocalDate;
const local = (date: string, minuteOfDay: number, weekday: number): BasketChange => ({
  local: { date: day(date), minuteOfDay, weekday },
});
const at = (minuteOfDay: number, weekday = 7): BasketChange => local('2026-11-22', minuteOfDay, weekday);
const outlet = (code: string, ...groups: string[]): BasketChange => ({ outlet: { code, groups } });
const member = (change: {
  tier?: string;
  attributes?: Record<string, string | number | boolean>;
  purchases?: number;
}): BasketChange => ({
  member: { tier: 'base', attributes: {}, enrolledOn: day('2026-01-15'), purchases: 3, ...change },
});
const nobody: BasketChange = { member: undefined };

export const conditionCases: readonly CaseTable[] = [
  {
    kind: 'attribute-is',
    version: 1,
    cases: [
      {
        name: 'the text "1" is not the number 1',
        params: { attribute: 'n', values: [1] },
        basket: member({ attributes: { n: '1' } }),
        result: false,
      },
      {
        name: 'false is a value',
        params: { attribute: 'b', values: [false] },
        basket: member({ attributes: { b: false } }),
        result: true,
      },
      {
        name: 'what every object has is no attribute',
        params: { attribute: 'constructor', values: ['x'] },
        basket: member({}),
        result: false,
      },
      { name: 'nobody has no attributes', params: { attribute: 'n', values: [1] }, basket: nobody, result: false },
    ],
  },
  {
    kind: 'channel-in',
    version: 1,
    cases: [
      { name: 'one of two', params: { channels: ['app', 'web'] }, basket: { channel: 'web' }, result: true },
      { name: 'none of them', params: { channels: ['app', 'web'] }, basket: { channel: 'till' }, result: false },
      { name: 'capitals differ', params: { channels: ['app'] }, basket: { channel: 'App' }, result: false },
    ],
  },
  {
    kind: 'date-window',
    version: 1,
    cases: [
      {
        name: 'the first day belongs to it',
        params: { firstOn: '2026-11-22', lastOn: '2026-11-30' },
        basket: local('2026-11-22', 0, 7),
        result: true,
      },
      {
        name: 'the last day belongs to it',
        params: { firstOn: '2026-11-01', lastOn: '2026-11-22' },
        basket: local('2026-11-22', 1_439, 7),
        result: true,
      },
      {
        name: 'the day after does not',
        params: { lastOn: '2026-11-22' },
        basket: local('2026-11-23', 0, 1),
        result: false,
      },
      {
        name: 'without an end it goes on',
        params: { firstOn: '2026-11-22' },
        basket: local('2099-01-01', 0, 4),
        result: true,
      },
    ],
  },
  {
    kind: 'first-purchase',
    version: 1,
    cases: [
      { name: 'none before', params: {}, basket: member({ purchases: 0 }), result: true },
      { name: 'one before', params: {}, basket: member({ purchases: 1 }), result: false },
      { name: 'nobody has no first purchase', params: {}, basket: nobody, result: false },
    ],
  },
  {
    kind: 'lines-include',
    version: 1,
    cases: [
      {
        name: 'one piece is enough where no number is said',
        params: { lines: { skus: ['sku-1'] } },
        basket: {},
        result: true,
      },
      {
        name: 'pieces of several lines are added',
        params: { lines: { brands: ['A'] }, min: '2' },
        basket: { lines: [{ brand: 'A' }, { brand: 'A' }] },
        result: true,
      },
      {
        name: 'a half kilogram is not one',
        params: { lines: { categories: ['food'] } },
        basket: { lines: [{ quantity: 500n }] },
        result: false,
      },
      {
        name: 'an excepted label is out',
        params: { lines: { brands: ['A'], exceptLabels: ['sale'] } },
        basket: { lines: [{ brand: 'A', labels: ['sale'] }] },
        result: false,
      },
    ],
  },
  {
    kind: 'min-basket',
    version: 1,
    cases: [
      { name: 'exactly the amount is enough', params: { min: '10.00', base: 'gross' }, basket: {}, result: true },
      { name: 'a cent less is not', params: { min: '10.01', base: 'gross' }, basket: {}, result: false },
      {
        name: 'a discount counts against it after discounts',
        params: { min: '10.00', base: 'net' },
        basket: { lines: [{ discount: 1n }] },
        result: false,
      },
      {
        name: 'paid by points counts after discounts',
        params: { min: '10.00', base: 'net' },
        basket: { lines: [{ byPoints: 1_000n }] },
        result: true,
      },
      {
        name: 'paid by points does not count without points',
        params: { min: '10.00', base: 'net_of_points' },
        basket: { lines: [{ byPoints: 1n }] },
        result: false,
      },
      {
        name: 'without tax',
        params: { min: '10.00', base: 'gross', tax: 'excluded' },
        basket: { lines: [{ gross: 1_200n, tax: 200n }] },
        result: true,
      },
      {
        name: 'gift cards do not count',
        params: { min: '10.00', base: 'gross' },
        basket: { lines: [{ kind: 'gift_card', gross: 5_000n }] },
        result: false,
      },
      {
        name: 'gift cards count where they are named',
        params: { min: '10.00', base: 'gross', lines: { kinds: ['gift_card'] } },
        basket: { lines: [{ kind: 'gift_card', gross: 5_000n }] },
        result: true,
      },
    ],
  },
  {
    kind: 'nth-purchase',
    version: 1,
    cases: [
      { name: 'four before make the fifth', params: { n: 5 }, basket: member({ purchases: 4 }), result: true },
      { name: 'the tenth is no fifth', params: { n: 5 }, basket: member({ purchases: 9 }), result: false },
      {
        name: 'the tenth is a repeated fifth',
        params: { n: 5, repeats: true },
        basket: member({ purchases: 9 }),
        result: true,
      },
      { name: 'nobody does not count', params: { n: 1, repeats: true }, basket: nobody, result: false },
    ],
  },
  {
    kind: 'outlet-group-in',
    version: 1,
    cases: [
      { name: 'any of its groups', params: { groups: ['b', 'c'] }, basket: outlet('x', 'a', 'b'), result: true },
      { name: 'none of its groups', params: { groups: ['b'] }, basket: outlet('x', 'a'), result: false },
      { name: 'an outlet without groups', params: { groups: ['b'] }, basket: outlet('b'), result: false },
    ],
  },
  {
    kind: 'outlet-in',
    version: 1,
    cases: [
      { name: 'it is the one', params: { outlets: ['x'] }, basket: outlet('x'), result: true },
      { name: 'it is another', params: { outlets: ['x'] }, basket: outlet('y'), result: false },
      {
        name: 'a group of that name is no outlet',
        params: { outlets: ['x'] },
        basket: outlet('y', 'x'),
        result: false,
      },
    ],
  },
  {
    kind: 'partner-in',
    version: 1,
    cases: [
      { name: 'it is the one', params: { partners: ['p', 'q'] }, basket: { partner: 'q' }, result: true },
      { name: 'it is another', params: { partners: ['p', 'q'] }, basket: { partner: 'r' }, result: false },
      {
        name: 'part of a name is not the name',
        params: { partners: ['petrol'] },
        basket: { partner: 'petro' },
        result: false,
      },
    ],
  },
  {
    kind: 'tier-in',
    version: 1,
    cases: [
      {
        name: 'the tier before the purchase',
        params: { tiers: ['gold'] },
        basket: member({ tier: 'gold' }),
        result: true,
      },
      { name: 'another tier', params: { tiers: ['gold'] }, basket: member({ tier: 'silver' }), result: false },
      { name: 'nobody has no tier', params: { tiers: ['base'] }, basket: nobody, result: false },
    ],
  },
  {
    kind: 'time-window',
    version: 1,
    cases: [
      { name: 'the first minute belongs to it', params: { from: '10:00', to: '11:00' }, basket: at(600), result: true },
      { name: 'the last does not', params: { from: '10:00', to: '11:00' }, basket: at(660), result: false },
      { name: 'through midnight, before', params: { from: '22:00', to: '02:00' }, basket: at(1_439), result: true },
      { name: 'through midnight, after', params: { from: '22:00', to: '02:00' }, basket: at(119), result: true },
      { name: 'through midnight, at its end', params: { from: '22:00', to: '02:00' }, basket: at(120), result: false },
      { name: 'to the end of the day', params: { from: '22:00', to: '24:00' }, basket: at(1_439), result: true },
      {
        name: 'after midnight the day before counts',
        params: { from: '22:00', to: '02:00', beginsOn: ['sunday'] },
        basket: at(60, 1),
        result: true,
      },
      {
        name: 'before midnight the day itself counts',
        params: { from: '22:00', to: '02:00', beginsOn: ['sunday'] },
        basket: at(1_380, 1),
        result: false,
      },
    ],
  },
  {
    kind: 'weekday-in',
    version: 1,
    cases: [
      { name: 'Monday is the first', params: { weekdays: ['monday'] }, basket: at(0, 1), result: true },
      { name: 'Sunday is the seventh', params: { weekdays: ['sunday'] }, basket: at(0, 7), result: true },
      { name: 'Saturday is not Sunday', params: { weekdays: ['sunday'] }, basket: at(0, 6), result: false },
    ],
  },
];
