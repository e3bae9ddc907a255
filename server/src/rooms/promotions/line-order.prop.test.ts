import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import type { Basket, BasketLine } from './basket.ts';
import { compile } from './compile.ts';
import type { CompiledRulebook, RulebookInput } from './rulebook.ts';
import { basketWith } from './samples/sample-basket.ts';
import { twentyPromotions } from './samples/twenty-promotions.ts';

// A till numbers its lines as the goods come over the counter. Who puts his toys down before his food earns the same.

// The control: a multiplier that goes by the whole points of each line, of which equal lines get more the earlier they come.
const shares = vi.hoisted(() => ({ areWhole: false }));
// Files of one worker share modules: this one has them to itself, and nobody after it gets its control.
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock(import('./share-points.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    exactShares: (award) =>
      real.exactShares(shares.areWhole ? { ...award, weights: undefined, shares: undefined } : award),
  };
});

type Effect = RulebookInput['promotions'][number]['effects'][number];
const one = (code: string, priority: number, ...effects: Effect[]) => ({
  ...{ code, priority, firstOn: '2020-01-01', effects },
});
const earn = (kind: string, params: object, over: object = {}): Effect => ({
  ...{ kind, wallet: 'points', params: params as Record<string, unknown> },
  ...over,
});
const food = { categories: ['food'] };
const MULTIPLIERS = (['line', 'receipt'] as const).flatMap((per) =>
  (['exact', 'rounded'] as const).flatMap((multiplies) =>
    (['floor', 'half_even'] as const).map((rounding) => ({ per, multiplies, rounding })),
  ),
);

// Every kind that gives points on goods, each shared over its lines; then all ways to multiply what food has of them.
const EARNING = [
  one('amount', 1, earn('points-per-amount', { points: '1', step: '1.00', per: 'receipt' })),
  one('by-line', 2, earn('points-per-amount', { points: '1', step: '1.10', per: 'line', rounding: 'half_up' })),
  one('full', 3, earn('points-per-amount', { points: '2', step: '4.00', per: 'receipt', steps: 'full' })),
  one('pieces', 4, earn('points-per-item', { points: '3', items: '2', per: 'receipt' })),
  one('bonus', 5, earn('fixed-bonus', { points: '7' })),
  one(
    'bands',
    6,
    earn('tiered-rates', {
      step: '3.00',
      bands: [
        { from: '0', points: '1' },
        { from: '9.00', points: '4' },
      ],
    }),
  ),
  one('credit', 7, earn('wallet-credit', { percent: '35' })),
  one('stamps', 8, earn('stamp-card', { card: 'tea', size: 2, points: '5' })),
  one('back', 9, earn('spent-points-back', { percent: '33' })),
  one('capped', 10, earn('points-per-amount', { points: '3', step: '1.00', per: 'receipt' }, { cap: '11' })),
  one('line-capped', 11, earn('points-per-amount', { points: '3', step: '1.00', per: 'line' }, { cap: '11' })),
];
const CATEGORY: RulebookInput = {
  promotions: [
    ...EARNING,
    ...MULTIPLIERS.map((how, i) =>
      one(`times-${i}`, 20 + i, earn('multiplier', { factor: '2.5', lines: food, ...how })),
    ),
    // What multiplies the multiplied, of one grant and of several.
    one(
      'again',
      40,
      earn('multiplier', { factor: '1.7', per: 'receipt', of: ['times-4', 'times-6', 'amount'], lines: food }),
    ),
    one(
      'more',
      41,
      earn('multiplier', { factor: '3', per: 'line', of: ['again', 'times-0'], lines: food }, { cap: '19' }),
    ),
  ],
};

const compiled = (input: RulebookInput): CompiledRulebook => {
  const result = compile(input, {
    currency: { code: 'EUR', decimals: 2 },
    wallets: { points: { decimals: 0 }, promo: { decimals: 1 } },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
};
const rulebooks = [compiled(CATEGORY), compiled(twentyPromotions)];

// Few prices, so that lines are equal in all but what they are.
const line: fc.Arbitrary<Partial<BasketLine>> = fc.record({
  category: fc.constantFrom('food/dairy', 'food/produce/fruit', 'toys', 'drinks/coffee'),
  labels: fc.constantFrom<readonly string[]>([], ['own-brand']),
  gross: fc.constantFrom(150n, 199n, 250n, 1_050n),
  quantity: fc.constantFrom(1_000n, 2_000n),
  byPoints: fc.constantFrom(0n, 0n, 50n),
});
const basketOf = (lines: readonly Partial<BasketLine>[]): Basket => {
  const basket = basketWith({
    ...{ channel: 'app', local: { date: '2026-11-25' as never, minuteOfDay: 960, weekday: 3 } },
    member: { tier: 'gold', attributes: {}, enrolledOn: '2025-01-01' as never, purchases: 3 },
    lines: lines as Basket['lines'],
  });
  return {
    ...basket,
    spent: [{ wallet: 'points', points: 77n, perLine: basket.lines.map((l) => [l.line, l.byPoints]) }],
  };
};
const totals = (rulebook: CompiledRulebook, lines: readonly Partial<BasketLine>[]) =>
  adjudicate(rulebook, basketOf(lines)).grants.map(({ promotion, walletType, points, derivation }) => ({
    ...{ promotion, walletType, points, sources: derivation.sources },
  }));

const inAnyOrder = fc
  .array(line, { minLength: 2, maxLength: 12 })
  .chain((lines) =>
    fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length })),
  );
const givesTheSame = () =>
  fc.property(inAnyOrder, ([lines, others]) => {
    for (const rulebook of rulebooks) expect(totals(rulebook, others)).toEqual(totals(rulebook, lines));
  });
const settings = { seed: 20_261_123, numRuns: 400 };

it('gives the same by every promotion in whatever order the goods were rung up, and says so by the same numbers', () => {
  fc.assert(givesTheSame(), settings);
  const seen = new Set(
    totals(
      rulebooks[0] as CompiledRulebook,
      Array.from({ length: 9 }, () => ({ gross: 250n, byPoints: 50n })),
    ).map((grant) => grant.promotion),
  );
  expect([...seen].sort(), 'every one of them acts').toEqual(CATEGORY.promotions.map(({ code }) => code).sort());
});

it('control: by the whole points of each line the order decides', () => {
  shares.areWhole = true;
  try {
    expect(fc.check(givesTheSame(), settings).failed).toBe(true);
  } finally {
    shares.areWhole = false;
  }
});

it('doubles what food earned, no more and no less, before or after toys that cost the same', () => {
  const goods = (category: string) => Array.from({ length: 10 }, () => ({ category, gross: 150n }));
  const added = (how: object, ...lines: Partial<BasketLine>[]): bigint | undefined => {
    const base = one('base', 1, earn('points-per-amount', { points: '1', step: '1.00', per: 'receipt' }));
    const twice = one('twice', 2, earn('multiplier', { factor: '2', lines: food, ...how }));
    return totals(compiled({ promotions: [base, twice] }), lines)[1]?.points;
  };
  for (const lines of [
    [...goods('food'), ...goods('toys')],
    [...goods('toys'), ...goods('food')],
  ]) {
    for (const multiplies of ['exact', 'rounded']) {
      expect(added({ per: 'receipt', multiplies }, ...lines)).toBe(15n);
      // One and a half for each line, rounded down ten times.
      expect(added({ per: 'line', multiplies }, ...lines)).toBe(10n);
      expect(added({ per: 'line', multiplies, rounding: 'ceiling' }, ...lines)).toBe(20n);
    }
  }
});
