import type { CaseTable } from './case-tables.ts';

const perLine = { points: '1', step: '1.00', per: 'line' };
const perReceipt = { points: '1', step: '1.00', per: 'receipt' };

export const effectCases: readonly CaseTable[] = [
  {
    kind: 'points-per-amount',
    version: 1,
    cases: [
      {
        name: 'each line rounded down',
        params: perLine,
        basket: { lines: [{ gross: 199n }, { gross: 199n }] },
        result: [2n, 1n, 1n],
      },
      {
        name: 'the receipt rounded down once, shared by largest remainder',
        params: perReceipt,
        basket: { lines: [{ gross: 199n }, { gross: 199n }] },
        result: [3n, 2n, 1n],
      },
      {
        name: '1 point per full 10: 105 give 10',
        params: { points: '1', step: '10.00', per: 'receipt', steps: 'full' },
        basket: { lines: [{ gross: 10_500n }] },
        result: [10n, 10n],
      },
      {
        name: '5 points per full 10: 105 give 50',
        params: { points: '5', step: '10.00', per: 'receipt', steps: 'full' },
        basket: { lines: [{ gross: 10_500n }] },
        result: [50n, 50n],
      },
      {
        name: '5 points per 10, parts of a step count: 105 give 52',
        params: { points: '5', step: '10.00', per: 'receipt' },
        basket: { lines: [{ gross: 10_500n }] },
        result: [52n, 52n],
      },
      {
        name: 'half up',
        params: { ...perLine, rounding: 'half_up' },
        basket: { lines: [{ gross: 150n }, { gross: 149n }] },
        result: [3n, 2n, 1n],
      },
      {
        name: 'half to even',
        params: { ...perLine, rounding: 'half_even' },
        basket: { lines: [{ gross: 150n }, { gross: 250n }] },
        result: [4n, 2n, 2n],
      },
      { name: 'up', params: { ...perLine, rounding: 'ceiling' }, basket: { lines: [{ gross: 1n }] }, result: [1n, 1n] },
      {
        name: 'each item rounded, then summed: 20.99 twice is 41.98',
        params: { points: '1', step: '10.00', per: 'line', rounding: 'half_up' },
        basket: { lines: [{ gross: 20_987n }, { gross: 20_987n }] },
        wallet: 'fine',
        result: [4_198n, 2_099n, 2_099n],
      },
      {
        name: 'a unit with decimals, whole points only',
        params: { points: '1', step: '10.00', per: 'receipt', decimals: 0 },
        basket: { lines: [{ gross: 1_999n }] },
        wallet: 'fine',
        result: [100n, 100n],
      },
      {
        name: 'what points pay for earns nothing',
        params: perReceipt,
        basket: { lines: [{ gross: 1_000n, byPoints: 400n }] },
        result: [6n, 6n],
      },
      {
        name: 'before discounts, when the rule says so',
        params: { ...perReceipt, base: 'gross' },
        basket: { lines: [{ gross: 1_000n, discount: 100n, byPoints: 400n }] },
        result: [10n, 10n],
      },
      {
        name: 'after discounts, points included',
        params: { ...perReceipt, base: 'net' },
        basket: { lines: [{ gross: 1_000n, discount: 100n, byPoints: 400n }] },
        result: [9n, 9n],
      },
      {
        name: 'after discounts, without what points and gift cards pay',
        params: { ...perReceipt, base: 'net_of_gift_cards' },
        basket: { lines: [{ gross: 1_000n, discount: 100n, byPoints: 200n, byGifts: 300n }] },
        result: [4n, 4n],
      },
      {
        name: 'what gift cards pay earns where the rule counts without points only',
        params: perReceipt,
        basket: { lines: [{ gross: 1_000n, byGifts: 300n }] },
        result: [10n, 10n],
      },
      {
        name: 'without tax',
        params: { ...perReceipt, tax: 'excluded' },
        basket: { lines: [{ gross: 1_000n, tax: 160n }] },
        result: [8n, 8n],
      },
      {
        name: 'vouchers, fees and gift cards earn nothing',
        params: perReceipt,
        basket: { lines: [{ kind: 'voucher' }, { kind: 'fee' }, { kind: 'gift_card' }] },
        result: [],
      },
      {
        name: 'a branch takes in what grows on it, and nothing beside',
        params: { ...perLine, lines: { categories: ['food/dairy'] } },
        basket: {
          lines: [{ category: 'food/dairy' }, { category: 'food/dairy/milk' }, { category: 'food/dairyfree' }],
        },
        result: [20n, 10n, 10n],
      },
      {
        name: 'excepted goods are out',
        params: { ...perLine, lines: { exceptCategories: ['tobacco'], exceptSkus: ['x'], exceptLabels: ['sale'] } },
        basket: { lines: [{}, { category: 'tobacco/pipe' }, { sku: 'x' }, { labels: ['new', 'sale'] }] },
        result: [10n, 10n],
      },
      {
        name: 'a millionth of the step gives nothing',
        params: { points: '1', step: '1000000.00', per: 'receipt' },
        basket: {},
        result: [],
      },
    ],
  },
  {
    kind: 'points-per-item',
    version: 1,
    cases: [
      {
        name: 'five for each piece',
        params: { points: '5', per: 'line' },
        basket: { lines: [{ quantity: 3_000n }, {}] },
        result: [20n, 15n, 5n],
      },
      {
        name: 'weighed goods count full kilograms',
        params: { points: '5', per: 'line' },
        basket: { lines: [{ quantity: 1_999n }] },
        result: [5n, 5n],
      },
      {
        name: 'weighed goods count exactly, when the rule says so',
        params: { points: '10', per: 'line', steps: 'exact' },
        basket: { lines: [{ quantity: 1_250n }] },
        result: [12n, 12n],
      },
      {
        name: 'six pieces on two lines are three pairs',
        params: { points: '1', items: '2', per: 'receipt' },
        basket: { lines: [{ quantity: 3_000n }, { quantity: 3_000n }] },
        result: [3n, 2n, 1n],
      },
    ],
  },
  {
    kind: 'fixed-bonus',
    version: 1,
    cases: [
      {
        name: 'shared by what is paid',
        params: { points: '10' },
        basket: { lines: [{ gross: 200n }, { gross: 100n }] },
        result: [10n, 7n, 3n],
      },
      {
        name: 'shared evenly when nothing is paid',
        params: { points: '10' },
        basket: { lines: [{ gross: 0n }, { gross: 0n }] },
        result: [10n, 5n, 5n],
      },
      {
        name: 'only on its lines',
        params: { points: '10', lines: { brands: ['A'] } },
        basket: { lines: [{}, { brand: 'A' }] },
        result: [10n, 10n],
      },
      {
        name: 'nothing without such a line',
        params: { points: '10', lines: { brands: ['A'] } },
        basket: {},
        result: [],
      },
    ],
  },
  {
    kind: 'multiplier',
    version: 1,
    cases: [
      {
        name: 'of the exact points: 1.9 times 2 is 3, one is there',
        params: { factor: '2', per: 'receipt' },
        basket: { lines: [{ gross: 1_900n }] },
        result: [2n, 2n],
      },
      {
        name: 'of the rounded points: 1 times 2 is 2, one is there',
        params: { factor: '2', per: 'receipt', multiplies: 'rounded' },
        basket: { lines: [{ gross: 1_900n }] },
        result: [1n, 1n],
      },
      {
        name: 'one and a half',
        params: { factor: '1.5', per: 'receipt' },
        basket: { lines: [{ gross: 10_000n }] },
        result: [5n, 5n],
      },
      {
        name: 'a fraction',
        params: { factor: '4/3', per: 'receipt' },
        basket: { lines: [{ gross: 9_000n }] },
        result: [3n, 3n],
      },
      {
        name: 'only on matching lines',
        params: { factor: '3', per: 'receipt', lines: { brands: ['A'] } },
        basket: { lines: [{ gross: 5_000n }, { gross: 5_000n, brand: 'A' }] },
        result: [10n, 10n],
      },
      {
        name: 'each line for itself',
        params: { factor: '1.5', per: 'line', multiplies: 'rounded' },
        basket: { lines: [{ gross: 3_000n }, { gross: 3_000n }] },
        result: [2n, 1n, 1n],
      },
      {
        name: 'of nothing there is nothing',
        params: { factor: '5', per: 'receipt' },
        basket: { lines: [{ gross: 100n }] },
        result: [],
      },
      {
        name: 'never below what was granted',
        params: { factor: '1.01', per: 'receipt', multiplies: 'rounded' },
        basket: { lines: [{ gross: 5_000n }] },
        result: [],
      },
    ],
  },
];
