import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import { compile } from './compile.ts';
import { basketWith } from './samples/sample-basket.ts';
import { memberOf } from './samples/sample-member.ts';
import type { CompiledRulebook } from './rulebook.ts';

// The index may only leave out what cannot fire: with it and without it the same is granted.

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const name = (...names: string[]): fc.Arbitrary<string> => fc.constantFrom(...names);
const list = (...names: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(name(...names), { minLength: 1, maxLength: 2 });
const categories = list('food', 'food/dairy', 'food/dairy/milk', 'foo', 'pets');
const filter = fc.record(
  { skus: list('a', 'b', 'c'), categories, brands: list('x', 'y'), labels: list('l', 'm') },
  { requiredKeys: [] },
);
const of = (kind: string, params: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  params.map((one) => ({ kind, params: one }));
const condition = fc.oneof(
  of(
    'lines-include',
    filter.map((lines) => ({ lines })),
  ),
  of(
    'lines-exclude',
    filter.map((none) => ({ none })),
  ),
  of(
    'min-basket',
    filter.map((lines) => ({ min: '5.00', base: 'gross', lines })),
  ),
  of(
    'max-basket',
    filter.map((lines) => ({ max: '15.00', base: 'gross', of: lines })),
  ),
  of(
    'outlet-in',
    list('one', 'two').map((outlets) => ({ outlets })),
  ),
  of(
    'outlet-group-in',
    list('city', 'land').map((groups) => ({ groups })),
  ),
  of(
    'terminal-in',
    list('till-1', 'till-2').map((terminals) => ({ outlet: 'one', terminals })),
  ),
  of(
    'tier-in',
    list('base', 'gold').map((tiers) => ({ tiers })),
  ),
  of(
    'channel-in',
    list('till', 'app').map((channels) => ({ channels })),
  ),
  of(
    'attribute-is',
    fc.constantFrom<(string | number)[]>(['1'], [1], ['1', 1]).map((values) => ({ attribute: 'n', values })),
  ),
  of(
    'segment-in',
    list('s', 't').map((segments) => ({ segments })),
  ),
  of(
    'coupon-shown',
    list('q', 'Q2').map((codes) => ({ codes })),
  ),
);
const promotion = fc.record({
  conditions: fc.array(condition, { maxLength: 3 }),
  effects: fc.array(
    fc.oneof(
      of(
        'fixed-bonus',
        filter.map((lines) => ({ points: '3', lines })),
      ),
      of('fixed-bonus', fc.constant({ points: '2' })),
    ),
    { minLength: 1, maxLength: 2 },
  ),
});
const line = fc.record({
  sku: name('a', 'b', 'c', 'd'),
  category: name('food', 'food/dairy', 'food/dairy/milk', 'food/dairyfree', 'foo', 'pets/food', ''),
  brand: name('x', 'y', ''),
  labels: fc.uniqueArray(name('l', 'm')),
});
const basket = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  outlet: fc.record({ code: name('one', 'two', 'three'), groups: fc.uniqueArray(name('city', 'land')) }),
  terminal: name('till-1', 'till-2'),
  channel: name('till', 'app'),
  coupons: fc.option(fc.uniqueArray(name('Q', 'Q2', 'Q3')), { nil: undefined }),
  member: fc.option(
    fc
      .record({
        tier: name('base', 'gold'),
        n: fc.constantFrom('1', 1, true),
        segments: fc.uniqueArray(name('s', 't', 'u')),
      })
      .map(({ tier, n, segments }) => ({ ...memberOf(), tier, attributes: { n }, segments })),
    { nil: undefined },
  ),
});

it('what the index leaves out would not have fired', () => {
  let fired = 0;
  fc.assert(
    fc.property(
      fc.array(promotion, { minLength: 1, maxLength: 12 }),
      fc.array(basket, { minLength: 1, maxLength: 4 }),
      (given, baskets) => {
        const promotions = given.map(({ conditions, effects }, i) => ({
          ...{ code: `p${i}`, priority: i, firstOn: '2020-01-01', conditions },
          effects: effects.map((effect) => ({ ...effect, wallet: 'points' })),
        }));
        const result = compile({ promotions }, units);
        // What contradicts itself is refused at publishing.
        if (!result.ok) return;
        const indexed = result.compiled;
        const whole: CompiledRulebook = { ...indexed, candidates: () => indexed.promotions };
        for (const change of baskets) {
          const seen = basketWith(change);
          const { grants } = adjudicate(indexed, seen);
          // Without the index standing conditions are asked like the others.
          const all = adjudicate(whole, seen, { explain: true }).grants;
          expect(grants).toEqual(all);
          fired += grants.length;
        }
      },
    ),
    { numRuns: 1_500, seed: 20_261_122 },
  );
  expect(fired).toBeGreaterThan(1_000);
});

it('of a thousand promotions a receipt asks the few that can fire, whatever they are found by', () => {
  const oneOf = (kind: string, params: object) => (at: number) => ({
    ...{ code: `${kind}-${at}`, priority: at, firstOn: '2020-01-01' },
    conditions: [{ kind, params: JSON.parse(JSON.stringify(params).replaceAll('%', String(at))) as object }],
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '1' } }],
  });
  const everySku = Array.from({ length: 1_000 }, (_, at) => oneOf('lines-include', { lines: { skus: ['sku-%'] } })(at));
  const candidates = (promotions: readonly object[], change: Parameters<typeof basketWith>[0]): string[] => {
    const made = compile({ promotions } as never, units);
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    return made.compiled.candidates(basketWith(change)).map(({ code }) => code);
  };
  const lines = [{ sku: 'sku-7' }, { sku: 'sku-400' }, { sku: 'sku-7' }, { sku: 'of-no-promotion' }];
  expect(candidates(everySku, { lines })).toEqual(['lines-include-7', 'lines-include-400']);
  expect(candidates(everySku, { lines: [{ sku: 'of-no-promotion' }] })).toEqual([]);
  // The one without a condition can fire on everything, and the other kinds of name are no dearer.
  const base = { ...everySku[0], code: 'base', priority: 5_000, conditions: [] };
  const mixed = [
    ...everySku.slice(0, 250),
    ...Array.from({ length: 250 }, (_, at) => oneOf('outlet-in', { outlets: ['outlet-%'] })(at + 1_000)),
    ...Array.from({ length: 250 }, (_, at) => oneOf('coupon-shown', { codes: ['C%'] })(at + 2_000)),
    ...Array.from({ length: 250 }, (_, at) =>
      oneOf('lines-include', { lines: { categories: ['food/c%'] } })(at + 3_000),
    ),
    base,
  ];
  const seen = { lines: [{ sku: 'sku-7', category: 'food/c3100/deep' }], outlet: { code: 'outlet-1005', groups: [] } };
  expect(candidates(mixed, { ...seen, coupons: ['C2009'] })).toEqual([
    ...['lines-include-7', 'outlet-in-1005', 'coupon-shown-2009', 'lines-include-3100', 'base'],
  ]);
});
