import type { CaseTable } from './case-tables.ts';

// Discounts that may lie on a set of goods: what they save is shared over it, or stays on the cheapest.
export const setEffectCases: readonly CaseTable[] = [
  {
    kind: 'fixed-discount',
    version: 1,
    cases: [
      {
        name: 'shared by what lines cost',
        params: { amount: '1.00' },
        basket: { lines: [{ gross: 200n }, { gross: 100n }] },
        result: [100n, 67n, 33n],
      },
      { name: 'no more than they cost', params: { amount: '20.00' }, basket: {}, result: [1_000n, 1_000n] },
      {
        name: 'off each whole piece',
        params: { amount: '0.50', off: 'piece' },
        basket: { lines: [{ quantity: 2_500n }] },
        result: [100n, 100n],
      },
      {
        name: 'off the cheapest, shared over all pieces',
        params: { amount: '1.50', off: 'cheapest' },
        basket: { lines: [{ gross: 1_000n }, { gross: 500n }] },
        result: [150n, 100n, 50n],
      },
      {
        name: 'off the cheapest piece, no more than one piece costs',
        params: { amount: '3.00', off: 'cheapest', spread: 'cheapest' },
        basket: { lines: [{}, { gross: 400n, quantity: 2_000n }] },
        result: [200n, 200n],
      },
      {
        name: 'what is sold by weight is no piece',
        params: { amount: '3.00', off: 'cheapest' },
        basket: { lines: [{ quantity: 900n }] },
        result: [],
      },
    ],
  },
  {
    kind: 'n-for-m',
    version: 1,
    cases: [
      {
        name: 'two of three pieces',
        params: { take: 3, pay: 2, lines: {} },
        basket: { lines: [{ quantity: 2_000n }] },
        result: [],
      },
      {
        name: 'six on two lines: two free',
        params: { take: 3, pay: 2, lines: {} },
        basket: {
          lines: [
            { quantity: 3_000n, gross: 900n },
            { quantity: 3_000n, gross: 600n },
          ],
        },
        result: [400n, 240n, 160n],
      },
      {
        name: 'one of three at 10.00 is 3.33',
        params: { take: 3, pay: 2, lines: {} },
        basket: { lines: [{ quantity: 3_000n }] },
        result: [333n, 333n],
      },
      {
        name: 'twelve of buy ten, get three: two are free, over all of them',
        params: { take: 13, pay: 10, lines: {}, partial: true },
        basket: { lines: [{ quantity: 12_000n, gross: 12_000n }] },
        result: [2_000n, 2_000n],
      },
      {
        name: 'two full sets and a part of a third',
        params: { take: 3, pay: 1, lines: {}, partial: true },
        basket: { lines: [{ quantity: 8_000n, gross: 800n }] },
        result: [500n, 500n],
      },
      {
        name: 'no part of a set that may not be',
        params: { take: 3, pay: 1, lines: {}, partial: true, times: 2 },
        basket: { lines: [{ quantity: 8_000n, gross: 800n }] },
        result: [400n, 400n],
      },
      {
        name: 'nothing beyond what is paid',
        params: { take: 13, pay: 10, lines: {}, partial: true },
        basket: { lines: [{ quantity: 10_000n, gross: 10_000n }] },
        result: [],
      },
      {
        name: 'what is sold by weight is no piece',
        params: { take: 2, pay: 1, lines: {} },
        basket: { lines: [{ quantity: 900n }, { quantity: 900n }, { quantity: 900n }] },
        result: [],
      },
      {
        name: 'one free, shared by what the three cost',
        params: { take: 3, pay: 2, lines: {} },
        basket: { lines: [{ gross: 10_000n }, { gross: 7_500n }, { gross: 5_000n }] },
        result: [5_000n, 2_222n, 1_667n, 1_111n],
      },
      {
        name: 'all of it on the cheapest',
        params: { take: 3, pay: 2, lines: {}, spread: 'cheapest' },
        basket: { lines: [{ gross: 10_000n }, { gross: 7_500n }, { gross: 5_000n }] },
        result: [5_000n, 5_000n],
      },
      {
        name: 'four of which two are at half price',
        params: { take: 4, pay: 2, percent: '50', lines: {} },
        basket: { lines: [{ quantity: 4_000n, gross: 40_000n }] },
        result: [10_000n, 10_000n],
      },
      {
        name: 'the second with 70 % off',
        params: { take: 2, pay: 1, percent: '70', lines: {} },
        basket: { lines: [{ quantity: 2_000n, gross: 298n }] },
        result: [104n, 104n],
      },
      {
        name: 'once: the dearest is of no set',
        params: { take: 2, pay: 1, lines: {}, times: 1 },
        basket: { lines: [{ gross: 300n }, { gross: 200n }, { gross: 100n }] },
        result: [100n, 67n, 33n],
      },
      {
        name: 'rounded as it says, once for all',
        params: { take: 2, pay: 1, percent: '50', rounding: 'floor', lines: {} },
        basket: { lines: [{ gross: 199n }, { gross: 199n }] },
        result: [99n, 50n, 49n],
      },
    ],
  },
  {
    kind: 'percent-discount',
    version: 1,
    cases: [
      {
        name: 'each line half up',
        params: { percent: '5' },
        basket: { lines: [{ gross: 110n }, { gross: 109n }] },
        result: [11n, 6n, 5n],
      },
      {
        name: 'after the discount of the till',
        params: { percent: '50' },
        basket: { lines: [{ discount: 500n }] },
        result: [250n, 250n],
      },
      { name: 'all of it', params: { percent: '100' }, basket: {}, result: [1_000n, 1_000n] },
      {
        name: 'four at 1.99, rounded line by line',
        params: { percent: '50' },
        basket: { lines: [{ gross: 199n }, { gross: 199n }, { gross: 199n }, { gross: 199n }] },
        result: [400n, 100n, 100n, 100n, 100n],
      },
      {
        name: 'four at 1.99, rounded once',
        params: { percent: '50', per: 'receipt' },
        basket: { lines: [{ gross: 199n }, { gross: 199n }, { gross: 199n }, { gross: 199n }] },
        result: [398n, 100n, 100n, 99n, 99n],
      },
      {
        name: 'of the cheapest, shared over all pieces',
        params: { percent: '100', on: 'cheapest' },
        basket: { lines: [{ gross: 500n, quantity: 2_000n }, { gross: 300n }] },
        result: [250n, 156n, 94n],
      },
      {
        name: 'of the cheapest, left on it',
        params: { percent: '100', on: 'cheapest', spread: 'cheapest' },
        basket: { lines: [{ gross: 500n, quantity: 2_000n }, { gross: 300n }] },
        result: [250n, 250n],
      },
      {
        name: 'nothing of nothing',
        params: { percent: '50', per: 'receipt' },
        basket: { lines: [{ gross: 0n }] },
        result: [],
      },
    ],
  },
];
