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
    kind: 'gift-line',
    version: 1,
    cases: [
      { name: 'one piece', params: { sku: 'mug' }, basket: {}, result: [1_000n] },
      { name: 'two pieces', params: { sku: 'mug', quantity: '2' }, basket: {}, result: [2_000n] },
      { name: 'half a kilogram', params: { sku: 'rice', quantity: '0.5' }, basket: {}, result: [500n] },
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
