import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { adjudicate, compile, noteRooms, priceBasket, ruleOf } from '../../promotions/index.ts';
import type { Basket, PricedEffect, RulebookInput } from '../../promotions/index.ts';
import { recompute } from './recompute.ts';
import { recomputeDiscounts } from './recompute-discounts.ts';
import type { PlainDiscount, PlainRule } from './receipt.ts';

const CURRENCY = { code: 'EUR', decimals: 2 };
const UNITS = { currency: CURRENCY, wallets: { points: { decimals: 0 } } };

type PromotionInput = RulebookInput['promotions'][number];
const firstOn = '2020-01-01';
const off = (code: string, priority: number, kind: string, params: object, more: Partial<PromotionInput> = {}) => ({
  ...{ code, priority, firstOn, effects: [{ kind, params }] },
  ...more,
});
const food = { categories: ['food'] };

// The plainest way to write each.
const PLAIN = [
  { kind: 'n-for-m', params: { take: 3, pay: 2, lines: food, times: 2 } },
  { kind: 'percent-discount', params: { percent: '50', on: 'cheapest', rounding: 'ceiling' } },
  { kind: 'percent-discount', params: { percent: '7', base: 'initial', lines: food } },
  { kind: 'fixed-discount', params: { amount: '0.80', off: 'cheapest' } },
].map((effect, i) => ({
  ...{ code: `plain-${i}`, priority: 13, firstOn, effects: [effect] },
}));

// Every kind that takes money off, with what makes it awkward: caps, limits, groups that contend for lines.
const RULEBOOKS: readonly RulebookInput[] = [
  {
    groups: [
      { code: 'best', evaluate: 'highest', scope: 'line' },
      { code: 'one', evaluate: 'first', scope: 'line' },
    ],
    promotions: [
      off('tenth', 10, 'percent-discount', { percent: '12.5', rounding: 'half_even' }, { group: 'best' }),
      off(
        'brand',
        11,
        'fixed-discount',
        { amount: '0.99', off: 'piece', lines: { brands: ['Own'] } },
        { group: 'best' },
      ),
      off('list', 12, 'price-list', { prices: { a: '1.25', c: '0.40' } }),
      off('initial', 13, 'percent-discount', { percent: '7', base: 'initial', lines: food }),
      off('cheapest', 14, 'percent-discount', { percent: '50', on: 'cheapest', rounding: 'ceiling' }),
      off('half', 15, 'percent-discount', { percent: '33.3', per: 'receipt', base: 'initial', rounding: 'ceiling' }),
      off('left', 15, 'fixed-discount', { amount: '0.75', off: 'cheapest', spread: 'cheapest', lines: food }),
      off('gift', 15, 'gift-line', { sku: 'mug' }),
      off('three', 16, 'n-for-m', { take: 3, pay: 2, lines: food, times: 2 }),
      off('second', 16, 'n-for-m', { take: 2, pay: 1, percent: '70', spread: 'cheapest', lines: food }),
      off('rate', 17, 'spending-rate', { factor: '2' }),
      {
        ...{ code: 'both', priority: 18, firstOn, group: 'one' },
        effects: [
          { kind: 'percent-discount', params: { percent: '5', lines: food } },
          { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'line' } },
        ],
      },
      {
        ...{ code: 'rest', priority: 19, firstOn, group: 'one' },
        effects: [
          { kind: 'points-per-amount', wallet: 'points', params: { points: '3', step: '2.00', per: 'receipt' } },
        ],
      },
      {
        ...{ code: 'twice', priority: 20, firstOn },
        effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2.5', per: 'receipt' } }],
      },
    ],
  },
  {
    promotions: [
      {
        ...{ code: 'capped', priority: 10, firstOn },
        effects: [{ kind: 'percent-discount', params: { percent: '30' }, cap: '3.33' }],
      },
      off('set', 11, 'bundle', { price: '4.00', parts: [{ lines: food, pieces: 2 }, { lines: { brands: ['Own'] } }] }),
      off(
        'less',
        12,
        'fixed-discount',
        { amount: '2.50' },
        { limits: [{ per: 'receipt', of: 'money', max: '1.11', over: 'clip' }] },
      ),
      off(
        'once',
        13,
        'fixed-discount',
        { amount: '1.00', off: 'cheapest' },
        {
          limits: [
            { per: 'member', of: 'uses', max: '1', period: 'month', over: 'reject' },
            { per: 'program', of: 'money', max: '500.00', over: 'clip', budget: 'autumn' },
          ],
        },
      ),
      ...PLAIN,
      {
        ...{ code: 'earn', priority: 14, firstOn },
        effects: [
          {
            kind: 'points-per-amount',
            wallet: 'points',
            params: { points: '5', step: '1.00', per: 'receipt' },
            cap: '90',
          },
        ],
        limits: [
          { per: 'member', of: 'points', max: '100', period: { days: 7 }, over: 'clip' },
          { per: 'program', of: 'points', max: '1000', period: 'month', over: 'clip' },
        ],
      },
      {
        ...{ code: 'more', priority: 15, firstOn },
        effects: [
          { kind: 'fixed-bonus', wallet: 'points', params: { points: '40' } },
          { kind: 'multiplier', wallet: 'points', params: { factor: '3', per: 'line' } },
        ],
        limits: [{ per: 'outlet', of: 'points', max: '70', period: 'day', over: 'clip' }],
      },
    ],
  },
];

const compiled = RULEBOOKS.map((content) => {
  const result = compile(content, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return result;
});

const lineArb = fc.record({
  sku: fc.constantFrom('a', 'b', 'c'),
  category: fc.constantFrom('food/bread', 'food', 'drinks'),
  brand: fc.constantFrom('Own', 'Brand'),
  labels: fc.constant<readonly string[]>([]),
  kind: fc.constantFrom('product' as const, 'product' as const, 'voucher' as const),
  quantity: fc.oneof(fc.constantFrom(1_000n, 2_000n, 3_000n), fc.bigInt(1n, 4_500n)),
  gross: fc.bigInt(0n, 1_999n),
  own: fc.constantFrom(0, 0, 0, 20, 100),
});

const basketArb = fc.array(lineArb, { minLength: 1, maxLength: 7 }).map((all): Basket => ({
  lines: all.map(({ own, ...line }, i) => ({
    ...{ ...line, line: i + 1, discount: (line.gross * BigInt(own)) / 100n, tax: 0n, byPoints: 0n },
  })),
  ...{ currency: CURRENCY, outlet: { code: 'centre', groups: [] }, partner: 'p', channel: 'app', terminal: 't' },
  local: { date: '2026-11-25' as never, minuteOfDay: 600, weekday: 3 },
  member: { tier: '', attributes: {}, enrolledOn: '2025-01-01' as never, purchases: 3 },
}));

/** A receipt as it is recorded: prices decided, then points, on what limits leave. */
const recordedArb = fc
  .record({
    basket: basketArb,
    book: fc.nat(RULEBOOKS.length - 1),
    left: fc.constantFrom(0n, 1n, 13n, 77n, 10_000n),
    // What the till really took off, in percent of what was decided.
    applied: fc.constantFrom(100n, 100n, 100n, 60n),
  })
  .map(({ basket, book, left, applied }) => {
    const { compiled: rulebook, content } = compiled[book] as (typeof compiled)[number];
    const rooms = noteRooms({ room: (_promotion, _limit, wanted) => (wanted < left ? wanted : left) });
    const pricing = priceBasket(rulebook, basket, rooms);
    const off = new Map<number, bigint>();
    for (const { perLine } of pricing.priced)
      for (const [line, money] of perLine) off.set(line, (off.get(line) ?? 0n) + money);
    for (const [line, money] of off) off.set(line, (money * applied) / 100n);
    const priced = applied === 100n ? pricing.priced : cutTo(pricing.priced, off);
    const lines = basket.lines.map((line) => ({ ...line, discount: line.discount + (off.get(line.line) ?? 0n) }));
    const paid: Basket = { ...basket, lines, ...(priced.length > 0 && { priced }) };
    const { grants } = adjudicate(rulebook, paid, { rooms });
    const told = priced.map(({ promotion, effect, perLine }): PlainDiscount => ({
      ...{ promotion, perLine, rule: ruleOf(rulebook, promotion, effect) as PlainRule },
    }));
    const kept = rooms.facts();
    return { receipt: { lines, priced, ...(kept.length > 0 && { rooms: kept }) }, told, grants, content, applied };
  });

/** As the checkout does it: the last effects on a line give way. */
const cutTo = (priced: readonly PricedEffect[], off: ReadonlyMap<number, bigint>): PricedEffect[] => {
  const left = new Map(off);
  return priced.flatMap((one) => {
    const perLine = one.perLine.flatMap(([line, money]) => {
      const rest = left.get(line) ?? 0n;
      const taken = money < rest ? money : rest;
      left.set(line, rest - taken);
      return taken === 0n ? [] : [[line, taken] as const];
    });
    return one.perLine.length > 0 && perLine.length === 0 ? [] : [{ ...one, perLine }];
  });
};

test('what the engine takes off comes out again for every kind, with caps, limits and groups, and the points after it', () => {
  const seen = new Set<string>();
  let short = 0;
  fc.assert(
    fc.property(recordedArb, ({ receipt, told, grants, content, applied }) => {
      if (applied !== 100n) return;
      for (const { rule, perLine } of told) if (perLine.length > 0) seen.add(`${rule.kind} ${rule.version}`);
      if (grants.some(({ derivation }) => derivation.uncapped !== undefined)) short += 1;
      expect(recomputeDiscounts(receipt, told, content)).toEqual({ differences: [], tookLess: false });
      expect(recompute(receipt, grants, content)).toEqual([]);
    }),
    { numRuns: 600, seed: 20_261_122 },
  );
  expect([...seen].sort()).toEqual(['bundle 1', 'fixed-discount 1', 'n-for-m 1', 'percent-discount 1', 'price-list 1']);
  expect(short).toBeGreaterThan(50);
});

test('a till that took less off than was decided is told of, not blamed', () => {
  let less = 0;
  fc.assert(
    fc.property(recordedArb, ({ receipt, told, content, applied }) => {
      if (applied === 100n || told.length === 0) return;
      const again = recomputeDiscounts(receipt, told, content);
      expect(again.differences).toEqual([]);
      if (again.tookLess) less += 1;
    }),
    { numRuns: 400, seed: 11 },
  );
  expect(less).toBeGreaterThan(20);
});

test('where a till took less off, more than a promotion gives in all is found all the same', () => {
  let found = 0;
  fc.assert(
    fc.property(recordedArb, ({ receipt, told, content, applied }) => {
      const { tookLess } = recomputeDiscounts(receipt, told, content);
      const last = told.findLastIndex(({ perLine }) => perLine.length > 0);
      if (applied === 100n || !tookLess || last < 0) return;
      const one = told[last] as PlainDiscount;
      const [[line, money], ...rest] = one.perLine as [readonly [number, bigint], ...(readonly [number, bigint])[]];
      // A line costs up to 19.99, and all seven of them less than this.
      const more = 20_000n;
      const changed = told.with(last, { ...one, perLine: [[line, money + more], ...rest] });
      const lines = receipt.lines.map((it) => (it.line === line ? { ...it, discount: it.discount + more } : it));
      const again = recomputeDiscounts({ ...receipt, lines }, changed, content);
      expect(again.differences.map(({ promotion, what }) => `${promotion} ${what}`)).toContain(
        `${one.promotion} discount`,
      );
      found += 1;
    }),
    { numRuns: 600, seed: 12 },
  );
  expect(found).toBeGreaterThan(20);
});

test('a cent more off a line is found, by the promotion that is said to have taken it', () => {
  let found = 0;
  fc.assert(
    fc.property(recordedArb, ({ receipt, told, content, applied }) => {
      const at = told.findIndex(({ perLine }) => perLine.length > 0);
      if (applied !== 100n || at < 0) return;
      const one = told[at] as PlainDiscount;
      const [[line, money], ...rest] = one.perLine as [readonly [number, bigint], ...(readonly [number, bigint])[]];
      const changed = told.with(at, { ...one, perLine: [[line, money + 1n], ...rest] });
      const lines = receipt.lines.map((it) => (it.line === line ? { ...it, discount: it.discount + 1n } : it));
      const { differences } = recomputeDiscounts({ ...receipt, lines }, changed, content);
      expect(differences[0]).toMatchObject({ promotion: one.promotion, what: 'discount' });
      found += 1;
    }),
    { numRuns: 200, seed: 5 },
  );
  expect(found).toBeGreaterThan(50);
});

test('a rule that is not the published one, and more than a limit left, are found and named', () => {
  const [sample] = fc.sample(
    recordedArb.filter(
      ({ grants, applied }) => applied === 100n && grants.some(({ promotion }) => promotion === 'earn'),
    ),
    { numRuns: 1, seed: 3 },
  );
  assert(sample !== undefined, 'a receipt on which something was earned');
  const { receipt, grants, content } = sample;
  const earned = grants.filter(({ promotion }) => promotion === 'earn');
  const other = {
    ...content,
    promotions: content.promotions.map((one) =>
      one.code === 'earn' ? { ...one, effects: [{ ...one.effects[0]!, params: { points: '9', step: '1.00' } }] } : one,
    ),
  };
  expect(recompute(receipt, earned, other)[0]).toMatchObject({ promotion: 'earn', effect: 0, what: 'rule' });
  const rooms = [['earn', 'member.points.7days', 2n] as const];
  expect(recompute({ ...receipt, rooms }, earned, content)[0]?.what).toBe('limit');
});
