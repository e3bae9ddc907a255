import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { adjudicate, compile } from '../../promotions/index.ts';
import type { Basket, BasketLine, Grant, RulebookInput } from '../../promotions/index.ts';
import { goodsHold } from './goods-conditions.ts';
import { recomputeReturn } from './recompute-return.ts';
import type { PlainDecision, PlainEvent, PlainReturn } from './recompute-return.ts';
import type { Back } from './what-stays.ts';

const CURRENCY = { code: 'EUR', decimals: 2 };
const UNITS = { currency: CURRENCY, wallets: { points: { decimals: 0 }, promo: { decimals: 0 } } };
const firstOn = '2020-01-01';
type Promotion = RulebookInput['promotions'][number];

const one = (code: string, priority: number, effect: object, over: object = {}): Promotion =>
  ({ code, priority, firstOn, effects: [effect], ...over }) as Promotion;
const bonus = (points: string, wallet = 'points') => ({ kind: 'fixed-bonus', wallet, params: { points } });
const from = (min: string) => ({ conditions: [{ kind: 'min-basket', params: { min, base: 'net' } }] });

const PROMOTIONS: readonly Promotion[] = [
  one('amount', 10, {
    ...{ kind: 'points-per-amount', wallet: 'points' },
    params: { points: '3', step: '2.00', per: 'line', rounding: 'half_even' },
  }),
  one('pieces', 11, { kind: 'points-per-item', wallet: 'points', params: { points: '7', items: '2', per: 'receipt' } }),
  one('capped', 12, {
    ...{ kind: 'points-per-amount', wallet: 'promo', cap: '25' },
    params: { points: '1', step: '1.00', per: 'receipt' },
  }),
  one('from-forty', 13, bonus('100'), from('40.00')),
  one('to-twenty', 14, bonus('11'), {
    conditions: [{ kind: 'max-basket', params: { max: '20.00', base: 'gross' } }],
  }),
  one('wine', 15, bonus('10'), {
    conditions: [{ kind: 'lines-include', params: { lines: { categories: ['wine'] }, min: '2' } }],
  }),
  one('no-cheese', 16, bonus('9', 'promo'), {
    conditions: [{ kind: 'lines-exclude', params: { none: { categories: ['cheese'] } } }],
  }),
  one('twice', 20, { kind: 'multiplier', wallet: 'points', params: { factor: '2.5', per: 'receipt' } }),
];
const compilation = compile({ promotions: [...PROMOTIONS] }, UNITS);
assert(compilation.ok, 'the rulebook compiles');
const { compiled, content } = compilation;

const lineArb = fc.record({
  category: fc.constantFrom('food', 'wine', 'cheese'),
  quantity: fc.integer({ min: 1, max: 4 }),
  gross: fc.bigInt(1n, 4_000n),
  discount: fc.bigInt(0n, 30n),
});
const caseArb = fc.array(lineArb, { minLength: 1, maxLength: 4 }).chain((lines) =>
  fc.record({
    lines: fc.constant(lines),
    // A line, and how many thousandths of it come back with each return.
    steps: fc.array(fc.tuple(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 3_000 })), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
);
type Case = {
  readonly lines: readonly { category: string; quantity: number; gross: bigint; discount: bigint }[];
  readonly steps: readonly (readonly [number, number])[];
};

const basketOf = ({ lines }: Case): Basket => ({
  lines: lines.map(({ category, quantity, gross, discount }, i): BasketLine => ({
    ...{ line: i + 1, sku: 'a', category, brand: '', labels: [], kind: 'product' },
    ...{
      quantity: BigInt(quantity) * 1_000n,
      gross,
      discount: discount < gross ? discount : 0n,
      tax: 0n,
      byPoints: 0n,
    },
  })),
  currency: CURRENCY,
  outlet: { code: 'centro', groups: [] },
  ...{ partner: 'mercado', channel: 'till', terminal: 'T1' },
  local: { date: '2026-03-05' as never, minuteOfDay: 600, weekday: 4 },
});

/** What stays of a basket, made here once more and otherwise: line by line, by the share of its pieces. */
const restOf = (basket: Basket, back: Back): Basket => ({
  ...basket,
  lines: basket.lines.flatMap((line) => {
    const came = back.get(line.line) ?? 0n;
    if (came >= line.quantity) return [];
    const left = (amount: bigint): bigint => amount - (amount * came) / line.quantity;
    return [{ ...line, quantity: line.quantity - came, gross: left(line.gross), discount: left(line.discount) }];
  }),
});

const sumsOf = (grants: readonly Grant[]): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { walletType, points } of grants) sums.set(walletType, (sums.get(walletType) ?? 0n) + points);
  return sums;
};

/** The returns of a case as the engine decides them, in their order. */
const story = (one: Case): { readonly sold: PlainDecision; readonly events: PlainReturn[] } => {
  const basket = basketOf(one);
  const { grants } = adjudicate(compiled, basket);
  const granted = sumsOf(grants);
  let kept = granted;
  const back = new Map<number, bigint>();
  const events = one.steps.map(([at, thousandths]): PlainReturn => {
    const line = basket.lines[at] as BasketLine;
    const came = (back.get(line.line) ?? 0n) + BigInt(thousandths);
    back.set(line.line, came < line.quantity ? came : line.quantity);
    const rest = restOf(basket, back);
    const acts = rest.lines.length === 0 ? [] : adjudicate(compiled, rest).grants;
    const now = new Map(
      [...granted].map(([wallet, points]) => {
        const earns = sumsOf(acts).get(wallet) ?? 0n;
        return [wallet, earns < points ? earns : points];
      }),
    );
    const moved = [...now].map(([wallet, points]) => ({ wallet, points: (kept.get(wallet) ?? 0n) - points }));
    kept = now;
    return {
      ...{ is: 'return', back: new Map(back), acts },
      taken: moved.filter(({ points }) => points > 0n).map((more) => ({ ...more, parts: more.points, lost: 0n })),
      regranted: moved.filter(({ points }) => points < 0n).map(({ wallet, points }) => ({ wallet, points: -points })),
      ...{ restored: [], refunds: [], withheld: 0n },
    };
  });
  return { sold: { receipt: basket as PlainDecision['receipt'], granted: grants, version: content }, events };
};

const differencesOf = (sold: PlainDecision, events: readonly PlainEvent[]) =>
  events.flatMap((_, i) => recomputeReturn(sold, undefined, events.slice(0, i + 1)));

test('any partial returns in any order: each comes out again from the sale, the version and what came back before it', () => {
  fc.assert(
    fc.property(caseArb, (one) => {
      const { sold, events } = story(one);
      expect(differencesOf(sold, events)).toEqual([]);
    }),
    { seed: 20_261_122, numRuns: 500 },
  );
});

test('in whatever order the same goods come back, the same is taken in all', () => {
  fc.assert(
    fc.property(caseArb, (one) => {
      const takenBy = (steps: Case['steps']) => {
        const { sold, events } = story({ ...one, steps });
        expect(differencesOf(sold, events)).toEqual([]);
        const all = new Map<string, bigint>();
        for (const { taken, regranted } of events) {
          for (const { wallet, points } of taken) all.set(wallet, (all.get(wallet) ?? 0n) + points);
          for (const { wallet, points } of regranted) all.set(wallet, (all.get(wallet) ?? 0n) - points);
        }
        return [...all].filter(([, points]) => points !== 0n).sort();
      };
      expect(takenBy(one.steps.toReversed())).toEqual(takenBy(one.steps));
    }),
    { seed: 20_261_123, numRuns: 200 },
  );
});

test('control: a grant altered by one, a point more taken, and a promotion that acts no more though it would, are each found', () => {
  let altered = 0;
  let taken = 0;
  let silent = 0;
  fc.assert(
    fc.property(caseArb, (one) => {
      const { sold, events } = story(one);
      const last = events.at(-1) as PlainReturn;
      const before = events.slice(0, -1);
      const again = (changed: Partial<PlainReturn>) =>
        recomputeReturn(sold, undefined, [...before, { ...last, ...changed }]);
      const [first, ...others] = last.acts ?? [];
      if (first) {
        altered += 1;
        expect(again({ acts: [{ ...first, points: first.points + 1n }, ...others] }).map(({ what }) => what)).toContain(
          'points',
        );
      }
      const [some, ...rest] = last.taken;
      if (some) {
        taken += 1;
        expect(
          again({ taken: [{ ...some, points: some.points + 1n, parts: some.parts + 1n }, ...rest] }),
        ).toMatchObject([{ what: 'taken' }]);
        expect(again({ regranted: [...last.regranted, { wallet: 'elsewhere', points: 1n }] })).toMatchObject([
          { what: 'regranted', told: '1 elsewhere' },
        ]);
      }
      const left = last.acts?.filter(({ promotion }) => promotion !== 'from-forty') ?? [];
      if (left.length !== last.acts?.length) {
        silent += 1;
        expect(again({ acts: left }).map(({ what }) => what)).toContain('acts');
      }
    }),
    { seed: 20_261_124, numRuns: 300 },
  );
  expect(Math.min(altered, taken, silent)).toBeGreaterThan(20);
});

test('a promotion that acts on what stays although its goods are gone is found', () => {
  const two = { category: 'wine', quantity: 2, gross: 1_000n, discount: 0n };
  const { sold, events } = story({ lines: [two], steps: [[0, 1_000]] });
  const [event] = events as [PlainReturn];
  const wine = sold.granted.find(({ promotion }) => promotion === 'wine');
  assert(wine !== undefined, 'two bottles have had it');
  const told = recomputeReturn(sold, undefined, [{ ...event, acts: [...(event.acts ?? []), wine] }]);
  expect(told).toContainEqual(expect.objectContaining({ promotion: 'wine', what: 'acts', told: 'it acts' }));
});

test('every condition that promotions may have is known: as one on goods, as a fact of the receipt, or as one for the engine alone', () => {
  const kinds = readdirSync(join(import.meta.dirname, '../../promotions/conditions'))
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && !name.startsWith('occasion-'))
    .map((name) => name.slice(0, -3));
  const params = { min: '1', max: '1', base: 'net', none: {} };
  const unknown = kinds.filter(
    (kind) => goodsHold({ code: 'x', effects: [], conditions: [{ kind, params }] }, [], 2) === 'unknown',
  );
  expect(unknown).toEqual(['expression']);
});
