import type { BasketChange } from '../kind.ts';
import { memberOf } from '../samples/sample-member.ts';
import type { CaseTable } from './case-tables.ts';

const bands = [
  { from: '0', points: '1' },
  { from: '50.00', points: '2' },
];
const stamps = (count: number, quantity: bigint): BasketChange => ({
  lines: [{ quantity }],
  member: { ...memberOf(), counters: { 'stamps.cup': count } },
});
const cup = { card: 'cup', size: 5, points: '10' };
const spent = (points: bigint): BasketChange => ({
  lines: [{ byPoints: 300n }, { byPoints: 100n }],
  spent: [
    {
      wallet: 'points',
      points,
      perLine: [
        [1, 300n],
        [2, 100n],
      ],
    },
  ],
});

export const moreEffectCases: readonly CaseTable[] = [
  {
    kind: 'coupon-issue',
    version: 1,
    cases: [
      { name: 'one', params: { coupon: 'A' }, basket: {}, result: [1n] },
      { name: 'several', params: { coupon: 'A', count: 3 }, basket: {}, result: [3n] },
      {
        name: 'to nobody too: the receipt keeps it',
        params: { coupon: 'A' },
        basket: { member: undefined },
        result: [1n],
      },
    ],
  },
  {
    kind: 'spent-points-back',
    version: 1,
    cases: [
      { name: 'a tenth, by what they pay', params: { percent: '10' }, basket: spent(80n), result: [8n, 6n, 2n] },
      { name: 'rounded down', params: { percent: '10' }, basket: spent(9n), result: [] },
      { name: 'another wallet', params: { percent: '10', of: 'promo' }, basket: spent(80n), result: [] },
      { name: 'nothing spent', params: { percent: '10' }, basket: {}, result: [] },
    ],
  },
  {
    kind: 'stamp-card',
    version: 1,
    cases: [
      { name: 'not full yet', params: cup, basket: stamps(3, 1_000n), result: [] },
      { name: 'full with this piece', params: cup, basket: stamps(4, 1_000n), result: [10n, 10n] },
      { name: 'full twice', params: cup, basket: stamps(4, 6_000n), result: [20n, 20n] },
      { name: 'stamps of full cards are behind', params: cup, basket: stamps(9, 1_000n), result: [10n, 10n] },
      { name: 'one for the receipt', params: { ...cup, stampFor: 'receipt' }, basket: stamps(3, 9_000n), result: [] },
      {
        name: 'nobody collects none',
        params: cup,
        basket: { lines: [{ quantity: 9_000n }], member: undefined },
        result: [],
      },
    ],
  },
  {
    kind: 'tiered-rates',
    version: 1,
    cases: [
      {
        name: 'each band its own',
        params: { step: '10.00', bands },
        basket: { lines: [{ gross: 6_000n }] },
        result: [7n, 7n],
      },
      {
        name: 'the reached band for all',
        params: { step: '10.00', bands, rate: 'of_all' },
        basket: { lines: [{ gross: 6_000n }] },
        result: [12n, 12n],
      },
      {
        name: 'a band begins with its own amount',
        params: { step: '10.00', bands, rate: 'of_all' },
        basket: { lines: [{ gross: 5_000n }] },
        result: [10n, 10n],
      },
      {
        name: 'a cent below is still of the band below',
        params: { step: '10.00', bands, rate: 'of_all' },
        basket: { lines: [{ gross: 4_999n }] },
        result: [4n, 4n],
      },
      {
        name: 'shared by lines',
        params: { step: '10.00', bands },
        basket: { lines: [{ gross: 4_500n }, { gross: 1_500n }] },
        result: [7n, 5n, 2n],
      },
    ],
  },
  {
    kind: 'wallet-credit',
    version: 1,
    cases: [
      { name: 'in a unit with two decimals', params: { percent: '5' }, basket: {}, wallet: 'fine', result: [50n, 50n] },
      { name: 'in one without', params: { percent: '5' }, basket: { lines: [{ gross: 3_999n }] }, result: [1n, 1n] },
      {
        name: 'what points pay earns nothing',
        params: { percent: '10' },
        basket: { lines: [{ byPoints: 1_000n }] },
        result: [],
      },
    ],
  },
];
