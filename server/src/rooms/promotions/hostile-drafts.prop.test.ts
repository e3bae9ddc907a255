import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import type { Basket } from './basket.ts';
import { compile } from './compile.ts';
import { conditionKinds, effectKinds } from './kinds.ts';
import { priceBasket } from './price-basket.ts';
import { basketWith } from './samples/sample-basket.ts';

// Drafts as nobody means them: the examples of all kinds put together at random, and then something in them is something else.

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 }, fine: { decimals: 4 } } };

type Json = unknown;
const copy = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

const condition = fc
  .constantFrom(...conditionKinds.filter(({ asks }) => asks !== 'occasion'))
  .map(({ code, example }) => ({
    ...{ kind: code, params: copy(example.params) },
  }));
const effect = fc
  .constantFrom(...effectKinds.filter(({ givesOn }) => givesOn !== 'occasion'))
  .map(({ code, example, gives }) => ({
    ...{ kind: code, params: copy(example.params) },
    ...(gives === 'points' && { wallet: 'points' }),
  }));
const promotion = fc.record(
  {
    firstOn: fc.constantFrom('2020-01-01', '2026-11-22'),
    lastOn: fc.constant('2026-12-31'),
    conditions: fc.array(condition, { maxLength: 2 }),
    effects: fc.array(effect, { minLength: 1, maxLength: 2 }),
    excludes: fc.constantFrom<string[]>([], ['p0']),
    group: fc.constantFrom('g', 'h'),
    stacking: fc.constantFrom('never', 'always', 'common'),
    stop: fc.boolean(),
    limits: fc.constantFrom<object[]>([], [{ per: 'member', of: 'uses', max: '1', period: 'day', over: 'clip' }]),
  },
  { requiredKeys: ['firstOn', 'effects'] },
);
const GROUPS = [
  { code: 'g', evaluate: 'highest', scope: 'line' },
  { code: 'h', evaluate: 'first', scope: 'basket' },
];
const draft = fc.array(promotion, { minLength: 1, maxLength: 3 }).map((promotions) => ({
  groups: GROUPS,
  promotions: promotions.map((one, i) => ({ ...one, code: `p${i}`, priority: i, ...(i === 0 && { excludes: [] }) })),
}));

const HOSTILE: readonly Json[] = [
  null,
  '',
  '0',
  '-1',
  '0.00001',
  '999999999999999.9999',
  '1e9',
  'NaN',
  '__proto__',
  'constructor',
  '1/0',
  '0/5',
  '24:01',
  '2026-02-30',
  '9999-12-31',
  'x'.repeat(5_000),
  '🙂\u0000',
  0,
  -1,
  1.5,
  1e21,
  true,
  [],
  {},
  [[]],
  { toString: 'no' },
  ['a', 'a'],
  'total >',
  'lines.all(l, lines.all(m, lines.all(n, true)))',
  'total / 0 > 1',
];
const chaos = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...HOSTILE)), { maxLength: 2 });

/** Every place in a draft, from the top down. */
const placesIn = (value: Json, at: readonly (string | number)[] = []): (readonly (string | number)[])[] => [
  ...(at.length > 0 ? [at] : []),
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))
    : []),
];

const changed = (given: Json, changes: readonly (readonly [number, Json])[]): Json => {
  const made = copy(given);
  for (const [turn, value] of changes) {
    const places = placesIn(made);
    const place = places[turn % Math.max(1, places.length)];
    if (place === undefined) continue;
    let holder = made as Record<string | number, Json>;
    for (const step of place.slice(0, -1)) holder = holder[step] as Record<string | number, Json>;
    holder[place.at(-1) as string] = copy(value);
  }
  return made;
};

const BASKETS: readonly Basket[] = [
  basketWith({}),
  basketWith({ lines: [] }),
  basketWith({ lines: [{ gross: 0n, quantity: 0n }] }),
  basketWith({ member: undefined }),
  basketWith({
    lines: [
      { sku: 'coffee', category: 'food/tea', quantity: 7_333n, gross: 1n },
      { line: 2, gross: 999_999_999_999_999n, labels: ['a', 'own-brand'] },
      { line: 3, sku: 'milk', kind: 'voucher', discount: 5n, gross: 5n },
    ],
    coupons: ['MUG', 'X'],
    tenders: ['points', 'cash'],
  }),
];

/** What a rulebook makes of a basket: prices, then points, as at the till. */
const decide = (compiled: Parameters<typeof priceBasket>[0], basket: Basket): void => {
  const { priced, lines } = priceBasket(compiled, basket);
  for (const { gross, discount } of lines) expect(discount <= gross || discount === 5n).toBe(true);
  const { grants } = adjudicate(
    compiled,
    { ...basket, lines, ...(priced.length > 0 && { priced }) },
    { explain: true },
  );
  for (const { points, perLine } of grants) {
    expect(points > 0n).toBe(true);
    if (perLine.length > 0) expect(perLine.reduce((sum, [, part]) => sum + part, 0n)).toBe(points);
  }
};

test('whatever a draft says, it is refused with its place or decides every basket', () => {
  const told = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(draft, chaos, (given, changes) => {
      const result = compile(changed(given, changes), units);
      if (!result.ok) {
        told.refused++;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { code, what } of result.problems) expect([code, typeof what]).toEqual([code, 'string']);
        return;
      }
      told.taken++;
      for (const basket of BASKETS) decide(result.compiled, basket);
    }),
    { numRuns: 2_000, seed: 2_611 },
  );
  expect(told.taken).toBeGreaterThan(200);
  expect(told.refused).toBeGreaterThan(200);
});
