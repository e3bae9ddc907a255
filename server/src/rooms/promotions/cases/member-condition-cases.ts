import type { LocalDate } from '../../../kernel/local-date.ts';
import type { BasketMember } from '../basket.ts';
import type { BasketChange } from '../kind.ts';
import { memberOf } from '../samples/sample-member.ts';
import type { CaseTable } from './case-tables.ts';

const day = (text: string): LocalDate => text as LocalDate;
const member = (change: Partial<BasketMember>): BasketChange => ({ member: { ...memberOf(), ...change } });
const on = (date: string, change: Partial<BasketMember>): BasketChange => ({
  ...member(change),
  local: { date: day(date), minuteOfDay: 600, weekday: 1 },
});
const nobody: BasketChange = { member: undefined };

export const memberConditionCases: readonly CaseTable[] = [
  {
    kind: 'attribute-between',
    version: 1,
    cases: [
      {
        name: 'both ends are in',
        params: { attribute: 'n', from: 1, to: 3 },
        basket: member({ attributes: { n: 3 } }),
        result: true,
      },
      { name: 'above', params: { attribute: 'n', to: 3 }, basket: member({ attributes: { n: 3.5 } }), result: false },
      {
        name: 'a text is no number',
        params: { attribute: 'n' },
        basket: member({ attributes: { n: '2' } }),
        result: false,
      },
      { name: 'nobody has none', params: { attribute: 'n' }, basket: nobody, result: false },
    ],
  },
  {
    kind: 'birthday-window',
    version: 1,
    cases: [
      { name: 'the day itself', params: {}, basket: member({ birthday: '11-22' }), result: true },
      { name: 'the day after', params: {}, basket: member({ birthday: '11-21' }), result: false },
      {
        name: 'over New Year, birthday behind',
        params: { after: 5 },
        basket: on('2027-01-02', { birthday: '12-30' }),
        result: true,
      },
      {
        name: 'over New Year, birthday ahead',
        params: { before: 5 },
        basket: on('2026-12-30', { birthday: '01-02' }),
        result: true,
      },
      {
        name: '29 February is 1 March in other years',
        params: {},
        basket: on('2027-03-01', { birthday: '02-29' }),
        result: true,
      },
      {
        name: '29 February is itself in a leap year',
        params: {},
        basket: on('2028-02-29', { birthday: '02-29' }),
        result: true,
      },
      { name: 'unknown', params: { before: 182, after: 182 }, basket: member({}), result: false },
    ],
  },
  {
    kind: 'days-since-visit',
    version: 1,
    cases: [
      {
        name: 'the same day is 0',
        params: { from: 0, to: 0 },
        basket: member({ lastPurchaseOn: day('2026-11-22') }),
        result: true,
      },
      {
        name: 'a day too many',
        params: { to: 30 },
        basket: member({ lastPurchaseOn: day('2026-10-22') }),
        result: false,
      },
      { name: 'never here', params: {}, basket: member({ purchases: 0 }), result: false },
    ],
  },
  {
    kind: 'enrolled-for',
    version: 1,
    cases: [
      {
        name: 'today is day 0',
        params: { from: 0, to: 0 },
        basket: member({ enrolledOn: day('2026-11-22') }),
        result: true,
      },
      { name: 'a year ago', params: { from: 365 }, basket: member({ enrolledOn: day('2025-11-22') }), result: true },
      {
        name: 'a day short of it',
        params: { from: 365 },
        basket: member({ enrolledOn: day('2025-11-23') }),
        result: false,
      },
      { name: 'nobody', params: {}, basket: nobody, result: false },
    ],
  },
  {
    kind: 'card-in',
    version: 1,
    cases: [
      {
        name: 'one of two ranges',
        params: { ranges: ['gold', 'black'] },
        basket: member({ card: { type: 'bonus', range: 'gold', batch: '' } }),
        result: true,
      },
      {
        name: 'of the range, but of another type',
        params: { ranges: ['gold'], types: ['multi'] },
        basket: member({ card: { type: 'bonus', range: 'gold', batch: 'cbat_1' } }),
        result: false,
      },
      {
        name: 'of the batch',
        params: { batches: ['cbat_1'] },
        basket: member({ card: { type: 'bonus', range: 'gold', batch: 'cbat_1' } }),
        result: true,
      },
      {
        name: 'a number that no range has',
        params: { ranges: ['gold'] },
        basket: member({ card: { type: 'bonus', range: '', batch: '' } }),
        result: false,
      },
      { name: 'a buyer without a card', params: { types: ['bonus'] }, basket: member({}), result: false },
      { name: 'nobody', params: { types: ['bonus'] }, basket: nobody, result: false },
    ],
  },
  {
    kind: 'segment-in',
    version: 1,
    cases: [
      { name: 'one of two', params: { segments: ['a', 'b'] }, basket: member({ segments: ['b'] }), result: true },
      { name: 'none', params: { segments: ['a'] }, basket: member({ segments: ['b'] }), result: false },
      { name: 'in no segment', params: { segments: ['a'] }, basket: member({}), result: false },
    ],
  },
  {
    kind: 'streak',
    version: 1,
    cases: [
      {
        name: 'the month after is one more',
        params: { period: 'month', n: 3 },
        basket: member({ counters: { 'streak.month': 2, 'streak.month.at': 24_321 } }),
        result: true,
      },
      {
        name: 'a second purchase of the same month is no more',
        params: { period: 'month', n: 3 },
        basket: member({ counters: { 'streak.month': 2, 'streak.month.at': 24_322 } }),
        result: false,
      },
      {
        name: 'a month left out begins anew',
        params: { period: 'month', n: 3 },
        basket: member({ counters: { 'streak.month': 2, 'streak.month.at': 24_320 } }),
        result: false,
      },
      {
        name: 'each multiple',
        params: { period: 'day', n: 2, repeats: true },
        basket: member({ counters: { 'streak.day': 3, 'streak.day.at': 20_774 } }),
        result: true,
      },
      { name: 'nobody', params: { period: 'day', n: 2 }, basket: nobody, result: false },
    ],
  },
];
