import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LocalDate } from '../../kernel/local-date.ts';
import { adjudicate, compile, priceBasket, type Basket, type BasketLine, type Rulebook } from '../promotions/index.ts';
import { basketWithout, keepPoints } from './keep-points.ts';
import { keepBasket, readBasket } from './kept-basket.ts';
import { keepGrantOf } from './record.ts';

// Returns under prices that promotions made (semantics 3.4): thresholds, N for M, bundles, groups, stamps, points back.

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 }, promo: { decimals: 2 } } };
const food = { lines: { categories: ['food'] } };
const promotions = [
  { code: 'three-for-two', effects: [{ kind: 'n-for-m', params: { take: 3, pay: 2, ...food } }], group: 'best' },
  { code: 'tenth', effects: [{ kind: 'percent-discount', params: { percent: '10', ...food } }], group: 'best' },
  {
    code: 'set',
    effects: [
      { kind: 'bundle', params: { price: '6.00', parts: [{ lines: { skus: ['a'] } }, { lines: { skus: ['b'] } }] } },
    ],
  },
  {
    code: 'ten-off-and-points',
    conditions: [{ kind: 'min-basket', params: { min: '40.00', base: 'net' } }],
    effects: [
      { kind: 'fixed-discount', params: { amount: '3.00' } },
      { kind: 'fixed-bonus', wallet: 'points', params: { points: '500' } },
    ],
  },
  {
    code: 'base',
    effects: [
      {
        kind: 'points-per-amount',
        wallet: 'points',
        params: { points: '1', step: '1.00', per: 'receipt', steps: 'full' },
      },
    ],
  },
  {
    code: 'bands',
    effects: [
      {
        kind: 'tiered-rates',
        wallet: 'points',
        params: {
          step: '10.00',
          bands: [
            { from: '0', points: '1' },
            { from: '30.00', points: '4' },
          ],
        },
      },
    ],
  },
  {
    code: 'double',
    effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', of: ['base'], per: 'receipt', ...food } }],
  },
  {
    code: 'stamps',
    effects: [{ kind: 'stamp-card', wallet: 'points', params: { card: 'c', size: 4, points: '30', ...food } }],
  },
  { code: 'back', effects: [{ kind: 'spent-points-back', wallet: 'promo', params: { percent: '10', of: 'points' } }] },
  { code: 'credit', effects: [{ kind: 'wallet-credit', wallet: 'promo', params: { percent: '2.5' } }] },
].map((one, i) => ({ priority: i, firstOn: '2020-01-01', ...one }));

const rulebookOf = (onReturn: 'keep' | 'recheck'): Rulebook => {
  const asked = promotions.map(({ effects, ...one }) => ({
    ...one,
    effects: effects.map((effect) => ({
      ...effect,
      params: { ...effect.params, ...('wallet' in effect ? {} : { onReturn }) },
    })),
  }));
  const compiled = compile(
    { groups: [{ code: 'best', evaluate: 'highest', scope: 'line' }], promotions: asked } as never,
    units,
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.compiled as Rulebook;
};
const rulebook = rulebookOf('keep');

const line = fc.record({
  sku: fc.constantFrom('a', 'b', 'c'),
  category: fc.constantFrom('food', 'food/tea', 'pets'),
  pieces: fc.integer({ min: 1, max: 5 }),
  price: fc.integer({ min: 1, max: 2_000 }),
  share: fc.integer({ min: 0, max: 100 }),
});

type Line = typeof line extends fc.Arbitrary<infer One> ? One : never;

/** The basket as checkout keeps it: priced, paid partly with points, and read again. */
const sold = (given: readonly Line[], rulebook: Rulebook): Basket => {
  const lines = given.map(({ sku, category, pieces, price }, i): BasketLine => ({
    ...{ line: i + 1, sku, category, brand: '', labels: [], kind: 'product', quantity: BigInt(pieces) * 1_000n },
    ...{ gross: BigInt(pieces * price), discount: 0n, tax: 0n, byPoints: 0n },
  }));
  const basket: Basket = {
    ...{
      lines,
      currency: units.currency,
      outlet: { code: 'one', groups: [] },
      partner: 'p',
      channel: 'till',
      terminal: 't',
    },
    local: { date: '2026-11-22' as LocalDate, minuteOfDay: 600, weekday: 7 },
    member: {
      tier: '',
      attributes: {},
      enrolledOn: '2026-01-01' as LocalDate,
      purchases: 1,
      counters: { 'stamps.c': 3 },
    },
  };
  const { priced, lines: paid } = priceBasket(rulebook, basket);
  const perLine = paid.map(
    (one, i) => [one.line, ((one.gross - one.discount) * BigInt(given[i]!.share)) / 100n] as const,
  );
  const byPoints = new Map(perLine);
  const points = perLine.reduce((sum, [, money]) => sum + money, 0n) * 2n;
  return readBasket(
    keepBasket({
      ...basket,
      priced,
      lines: paid.map((one) => ({ ...one, byPoints: byPoints.get(one.line) ?? 0n })),
      spent: [{ wallet: 'points', points, perLine }],
    }),
  );
};

const given = fc.array(line, { minLength: 1, maxLength: 6 });
const steps = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 3 })), { maxLength: 6 });

const back = (basket: Basket, order: readonly (readonly [number, number])[]): Map<number, bigint> => {
  const all = new Map<number, bigint>();
  for (const [place, pieces] of order) {
    const one = basket.lines[place % basket.lines.length] as BasketLine;
    const sum = (all.get(one.line) ?? 0n) + BigInt(pieces) * 1_000n;
    all.set(one.line, sum > one.quantity ? one.quantity : sum);
  }
  return all;
};

it.each(['keep', 'recheck'] as const)(
  'any order of partial returns ends the same, and never with more than was granted (%s)',
  (onReturn) => {
    const rulebook = rulebookOf(onReturn);
    let discounted = 0;
    let lessened = 0;
    fc.assert(
      fc.property(given, steps, fc.nat(), (lines, order, turn) => {
        const basket = sold(lines, rulebook);
        const grants = adjudicate(rulebook, basket).grants.map(keepGrantOf);
        if (basket.priced !== undefined) discounted++;
        const granted = keepPoints(rulebook, basket, grants, new Map());
        expect(granted.hasDrifted).toBe(false);
        const turned = order.map((_, i) => order[(i + turn) % order.length]!);
        const one = keepPoints(rulebook, basket, grants, back(basket, order));
        const other = keepPoints(rulebook, basket, grants, back(basket, turned));
        expect([...one.kept]).toEqual([...other.kept]);
        for (const [type, points] of one.kept) {
          expect(points >= 0n && points <= granted.kept.get(type)!).toBe(true);
          if (points < granted.kept.get(type)!) lessened++;
        }
        const everything = new Map(basket.lines.map(({ line: number, quantity }) => [number, quantity]));
        for (const points of keepPoints(rulebook, basket, grants, everything).kept.values()) expect(points).toBe(0n);
      }),
      { numRuns: 1_000, seed: 34 },
    );
    expect(discounted).toBeGreaterThan(200);
    expect(lessened).toBeGreaterThan(200);
  },
);

it('what stays on a line keeps its part of what was taken off and of what points paid', () => {
  fc.assert(
    fc.property(given, steps, (lines, order) => {
      const basket = sold(lines, rulebook);
      const rest = basketWithout(basket, back(basket, order));
      for (const { discount, gross, byPoints } of rest.lines) {
        expect(discount >= 0n && byPoints >= 0n && discount + byPoints <= gross + 2n).toBe(true);
      }
      const off = (all: Basket): bigint =>
        (all.priced ?? []).flatMap(({ perLine }) => perLine).reduce((sum, [, part]) => sum + part, 0n);
      expect(off(rest) <= off(basket)).toBe(true);
    }),
    { numRuns: 300, seed: 35 },
  );
});

it('points of a promotion that also lowered the price go when the rest falls below its threshold, the price stays', () => {
  const basket = sold(
    [
      { sku: 'c', category: 'pets', pieces: 2, price: 2_500, share: 0 },
      { sku: 'c', category: 'pets', pieces: 1, price: 100, share: 0 },
    ],
    rulebook,
  );
  const grants = adjudicate(rulebook, basket).grants;
  expect(grants.some(({ promotion }) => promotion === 'ten-off-and-points')).toBe(true);
  const rest = basketWithout(basket, new Map([[1, 1_000n]]));
  expect(rest.priced?.find(({ promotion }) => promotion === 'ten-off-and-points')?.perLine).not.toEqual([]);
  expect(adjudicate(rulebook, rest).grants.some(({ promotion }) => promotion === 'ten-off-and-points')).toBe(false);
});
