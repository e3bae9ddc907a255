import type { CaseTable } from './case-tables.ts';

export const priceEffectCases: readonly CaseTable[] = [
  {
    kind: 'bundle',
    version: 1,
    cases: [
      {
        name: 'the dearest pieces go into the bundle',
        params: { price: '5.00', parts: [{ lines: { labels: ['a'] } }, { lines: { labels: ['b'] } }] },
        basket: {
          lines: [
            { labels: ['a'], gross: 300n },
            { labels: ['a'], gross: 400n },
            { labels: ['b'], gross: 400n },
          ],
        },
        result: [300n, 150n, 150n],
      },
      {
        name: 'a part is missing',
        params: { price: '5.00', parts: [{ lines: { labels: ['a'] } }, { lines: { labels: ['b'] } }] },
        basket: { lines: [{ labels: ['a'] }] },
        result: [],
      },
      {
        name: 'two bundles',
        params: { price: '5.00', parts: [{ lines: { skus: ['sku-1'] }, pieces: 2 }] },
        basket: { lines: [{ quantity: 5_000n, gross: 1_500n }] },
        result: [200n, 200n],
      },
      {
        name: 'cheaper already',
        params: { price: '50.00', parts: [{ lines: { skus: ['sku-1'] } }] },
        basket: {},
        result: [],
      },
    ],
  },
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
        name: 'off the cheapest',
        params: { amount: '3.00', off: 'cheapest' },
        basket: { lines: [{}, { gross: 200n }] },
        result: [200n, 200n],
      },
    ],
  },
  {
    kind: 'gift-line',
    version: 1,
    cases: [
      { name: 'one piece', params: { sku: 'mug' }, basket: {}, result: [1_000n] },
      { name: 'two pieces', params: { sku: 'mug', quantity: '2' }, basket: {}, result: [2_000n] },
      { name: 'half a kilogram', params: { sku: 'rice', quantity: '0.5' }, basket: {}, result: [500n] },
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
        name: 'six: the two cheapest',
        params: { take: 3, pay: 2, lines: {} },
        basket: {
          lines: [
            { quantity: 3_000n, gross: 900n },
            { quantity: 3_000n, gross: 600n },
          ],
        },
        result: [400n, 400n],
      },
      {
        name: 'once',
        params: { take: 3, pay: 2, lines: {}, times: 1 },
        basket: { lines: [{ quantity: 6_000n, gross: 600n }] },
        result: [100n, 100n],
      },
      {
        name: 'one of three at 10.00 is 3.33',
        params: { take: 3, pay: 2, lines: {} },
        basket: { lines: [{ quantity: 3_000n }] },
        result: [333n, 333n],
      },
      {
        name: 'what is sold by weight is no piece',
        params: { take: 2, pay: 1, lines: {} },
        basket: { lines: [{ quantity: 900n }, { quantity: 900n }, { quantity: 900n }] },
        result: [],
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
      {
        name: 'off the cheapest piece',
        params: { percent: '100', on: 'cheapest' },
        basket: { lines: [{ gross: 500n, quantity: 2_000n }, { gross: 300n }] },
        result: [250n, 250n],
      },
      { name: 'all of it', params: { percent: '100' }, basket: {}, result: [1_000n, 1_000n] },
    ],
  },
  {
    kind: 'price-list',
    version: 1,
    cases: [
      {
        name: 'by weight',
        params: { prices: { 'sku-1': '5.99' } },
        basket: { lines: [{ quantity: 1_250n }] },
        result: [251n, 251n],
      },
      { name: 'never up', params: { prices: { 'sku-1': '20.00' } }, basket: {}, result: [] },
      { name: 'another SKU', params: { prices: { other: '1.00' } }, basket: {}, result: [] },
    ],
  },
  {
    kind: 'spending-rate',
    version: 1,
    cases: [
      {
        name: 'lines of the category',
        params: { factor: '2', lines: { categories: ['food'] } },
        basket: {},
        result: [1n],
      },
      { name: 'no such lines', params: { factor: '2', lines: { categories: ['pets'] } }, basket: {}, result: [] },
      { name: 'all lines', params: { factor: '5/4' }, basket: {}, result: [1n] },
    ],
  },
];
