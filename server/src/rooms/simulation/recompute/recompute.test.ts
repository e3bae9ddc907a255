import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { adjudicate, compile, twentyPromotions } from '../../promotions/index.ts';
import type { Basket, RulebookInput } from '../../promotions/index.ts';
import { recompute } from './recompute.ts';

const CURRENCY = { code: 'EUR', decimals: 2 };
const units = (points: number) => ({
  currency: CURRENCY,
  wallets: { points: { decimals: points }, promo: { decimals: 0 } },
});

type Effect = RulebookInput['promotions'][number]['effects'][number];
const firstOn = '2020-01-01';
const one = (code: string, priority: number, effect: Effect) => ({ code, priority, firstOn, effects: [effect] });
const lines = { categories: ['food'], exceptBrands: ['Brand'], priceTo: '20.00' };

// Every kind that gives points, with what makes it awkward.
const ALL_KINDS = [
  one('amount', 10, {
    kind: 'points-per-amount',
    wallet: 'points',
    params: { points: '1', step: '3.33', per: 'line', rounding: 'half_even', tax: 'excluded' },
  }),
  one('full', 11, {
    kind: 'points-per-amount',
    wallet: 'points',
    params: { points: '5', step: '10.00', per: 'receipt', steps: 'full', base: 'gross' },
  }),
  one('pieces', 12, {
    kind: 'points-per-item',
    wallet: 'points',
    params: { points: '2', items: '3', per: 'receipt', lines },
  }),
  one('bands', 13, {
    kind: 'tiered-rates',
    wallet: 'points',
    params: {
      step: '7.00',
      bands: [
        { from: '0', points: '1' },
        { from: '20.00', points: '4' },
      ],
      rounding: 'ceiling',
    },
  }),
  one('capped', 14, {
    kind: 'points-per-amount',
    wallet: 'points',
    cap: '25',
    params: { points: '3', step: '1.00', per: 'receipt' },
  }),
  one('bonus', 15, { kind: 'fixed-bonus', wallet: 'points', params: { points: '37', lines } }),
  one('credit', 16, { kind: 'wallet-credit', wallet: 'points', params: { percent: '12.5', rounding: 'half_up' } }),
  one('stamps', 17, { kind: 'stamp-card', wallet: 'points', params: { card: 'tea', size: 3, points: '11' } }),
  one('back', 18, { kind: 'spent-points-back', wallet: 'points', params: { percent: '33.3' } }),
  one('twice', 20, { kind: 'multiplier', wallet: 'points', params: { factor: '5/3', per: 'receipt' } }),
  one('thrice', 21, {
    kind: 'multiplier',
    wallet: 'points',
    params: { factor: '2.5', per: 'line', multiplies: 'rounded', lines },
  }),
  one('more', 22, {
    kind: 'multiplier',
    wallet: 'points',
    cap: '9',
    params: { factor: '2', per: 'line', of: ['amount', 'capped'] },
  }),
];

const lineArb = fc.record({
  sku: fc.constantFrom('a', 'b', 'c'),
  category: fc.constantFrom('food/bread', 'food', 'foodless', 'food/dairy', 'food/produce/fruit', 'drinks'),
  brand: fc.constantFrom('Own', 'Brand'),
  labels: fc.constantFrom<readonly string[]>([], ['organic'], ['own-brand', 'organic']),
  kind: fc.constantFrom('product' as const, 'voucher' as const, 'delivery' as const),
  quantity: fc.bigInt(1n, 9_000n),
  gross: fc.bigInt(0n, 9_999n),
  share: fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })),
});

const basketArb = fc
  .record({
    all: fc.array(lineArb, { minLength: 1, maxLength: 8 }),
    stamps: fc.nat(5),
    minute: fc.nat(1_439),
    purchases: fc.nat(9),
  })
  .map(({ all, stamps, minute, purchases }): Basket => {
    const made = all.map(({ share: [off, paid], ...line }, i) => {
      const discount = (line.gross * BigInt(off)) / 100n;
      const byPoints = ((line.gross - discount) * BigInt(paid)) / 100n;
      return { ...line, line: i + 1, discount, byPoints, tax: line.gross / 11n };
    });
    return {
      ...{
        lines: made,
        currency: CURRENCY,
        outlet: { code: 'centre', groups: ['city'] },
        partner: 'p',
        channel: 'app',
      },
      ...{ terminal: 't', local: { date: '2026-11-25' as never, minuteOfDay: minute, weekday: 3 } },
      member: {
        tier: 'gold',
        attributes: {},
        enrolledOn: '2025-01-01' as never,
        purchases,
        counters: { 'stamps.tea': stamps },
      },
      spent: [{ wallet: 'points', points: 77n, perLine: made.map(({ line, byPoints }) => [line, byPoints] as const) }],
    };
  });

const rulebooks = [
  { promotions: twentyPromotions, decimals: 0 },
  { promotions: { promotions: ALL_KINDS }, decimals: 0 },
  { promotions: { promotions: ALL_KINDS, earnBase: 'net' as const }, decimals: 2 },
].map(({ promotions, decimals }) => {
  const result = compile(promotions, units(decimals));
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return result.compiled;
});

test('what the engine grants comes out again, line by line, for every kind that gives points', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(basketArb, (basket) => {
      for (const rulebook of rulebooks) {
        const { grants } = adjudicate(rulebook, basket);
        for (const { derivation } of grants) seen.add(derivation.rule.kind);
        expect(recompute({ ...basket, counters: basket.member?.counters }, grants)).toEqual([]);
      }
    }),
    { numRuns: 400, seed: 20_261_122 },
  );
  expect([...seen].sort()).toEqual([
    ...['fixed-bonus', 'multiplier', 'points-per-amount', 'points-per-item', 'spent-points-back', 'stamp-card'],
    ...['tiered-rates', 'wallet-credit'],
  ]);
});

test('a point more or less, on the receipt or on a line, is found', () => {
  const [basket] = fc.sample(basketArb, { numRuns: 1, seed: 7 }) as [Basket];
  const { grants } = adjudicate(rulebooks[1] as (typeof rulebooks)[number], basket);
  const [first] = grants;
  assert(first !== undefined, 'something was granted');
  const changed = [
    { ...first, points: first.points + 1n },
    { ...first, perLine: first.perLine.map(([line, points]) => [line, points - 1n] as const) },
    { ...first, derivation: { ...first.derivation, amounts: [] } },
    { ...first, derivation: { ...first.derivation, rule: { ...first.derivation.rule, version: 9 } } },
  ];
  const what = changed.map((grant) => recompute({ ...basket, counters: basket.member?.counters }, [grant])[0]?.what);
  expect(what).toEqual(['points', 'lines', 'amounts', 'kind']);
});

test('it imports nothing but itself', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  for (const file of files) {
    const imports = [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/from '([^']+)'/g)];
    for (const [, path] of imports) expect(files.map((name) => `./${name}`)).toContain(path);
  }
  expect(files.length).toBeGreaterThan(2);
});
