import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import type { RulebookInput } from '../../promotions/index.ts';
import { findingsOf } from './finding.ts';
import { searchLoopholes } from './search.ts';

// What a promotion asks of prices, totals and free conditions: a basket that meets it is found, and beside each exploit stands the same one mended.

type Promotion = RulebookInput['promotions'][number];

const UNITS = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const WORTH = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: 'none' as const }]]);
const firstOn = '2026-01-05';

const bonus = (points: string): Promotion['effects'] => [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }];
const perEuro = (points: string, more: object = {}): Promotion['effects'] => [
  { kind: 'points-per-amount', wallet: 'points', params: { points, step: '1.00', per: 'receipt', ...more } },
];
const promotion = (
  effects: Promotion['effects'],
  conditions: readonly (readonly [kind: string, params: object])[] = [],
  more: Partial<Promotion> = {},
): Promotion => ({
  ...{ code: 'tried', priority: 200, firstOn, effects },
  conditions: conditions.map(([kind, params]) => ({ kind, params })),
  ...more,
});
const BASE: Promotion = { code: 'base-earn', priority: 100, firstOn, effects: perEuro('1') };

const search = (one: Promotion) => {
  const result = compile({ promotions: [BASE, one] }, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return searchLoopholes({
    ...{ content: result.content, rulebook: result.compiled, currency: UNITS.currency, worth: WORTH },
    ...{ negativeBalance: 'recover_from_refund' as const, workMax: 1_000_000 },
  });
};
/** The one purchase that is worth more than it costs, in words; undefined where none was found, though the promotion was tried. */
const bargain = (one: Promotion): string | undefined => {
  const { loopholes, untried } = search(one);
  expect(untried).toEqual([]);
  return loopholes.find(({ code, steps }) => code === 'preflight.profit' && steps.length === 1)?.en;
};

const goods = (lines: object, min = '1') => ['lines-include', { lines, min }] as const;

test('a bonus for goods up to a price is had with the cheapest, unless a basket of its own worth is asked for', () => {
  const cheap = goods({ skus: ['tea'], priceTo: '5.00' });
  expect(bargain(promotion(bonus('300'), [cheap]))).toMatch(/buy for 0\.\d\d EUR → earns points worth 3\.0\d EUR/);
  expect(bargain(promotion(bonus('300'), [cheap, ['min-basket', { min: '5.00', base: 'net' }]]))).toBeUndefined();
  const perItem = (points: string): Promotion['effects'] => [
    {
      kind: 'points-per-item',
      wallet: 'points',
      params: { points, per: 'receipt', lines: { priceFrom: '1.50', priceTo: '2.00' } },
    },
  ];
  expect(bargain(promotion(perItem('300')))).toBeDefined();
  expect(bargain(promotion(perItem('100')))).toBeUndefined();
});

test('a bonus for goods from a price on is had at that price', () => {
  expect(bargain(promotion(bonus('300'), [goods({ priceFrom: '2.00' })]))).toContain('buy 1 × anything at 2.00 EUR');
  expect(bargain(promotion(bonus('300'), [goods({ priceFrom: '3.50' })]))).toBeUndefined();
  const between = goods({ priceFrom: '2.00', priceTo: '2.50' });
  expect(bargain(promotion(bonus('300'), [between]))).toBeDefined();
  expect(bargain(promotion(bonus('300'), [goods({ priceFrom: '2.00', priceTo: '2.50' }, '2')]))).toBeUndefined();
});

test('two foods for 5.00 to 8.00 with a bonus of 9.00; with one of 4.00 there is nothing to gain', () => {
  const asked = [
    goods({ categories: ['food'] }, '2'),
    ['min-basket', { min: '5.00', base: 'net' }],
    ['max-basket', { max: '8.00', base: 'net' }],
  ] as const;
  expect(bargain(promotion(bonus('900'), asked))).toMatch(/earns points worth 9\.\d\d EUR/);
  expect(bargain(promotion(bonus('400'), asked))).toBeUndefined();
});

test('cheap goods that come to a large basket: as many pieces as it takes', () => {
  const asked = [
    goods({ priceTo: '0.50' }),
    ['min-basket', { min: '30.00', base: 'net', lines: { priceTo: '0.50' } }],
  ] as const;
  expect(bargain(promotion(bonus('4000'), asked))).toMatch(/earns points worth 40\.\d\d EUR/);
  expect(bargain(promotion(bonus('2000'), asked))).toBeUndefined();
});

test.each([
  ['lines.exists(l, l.brand == "Alba" && l.quantity >= pieces("3")) && total >= money("20.00")'],
  ['lines.exists(l, l.category == "wine" && "fair" in l.labels) && channel == "app" && weekday in [6, 7]'],
  ['hour < 8 && "VIP" in member.segments && size(lines) >= 3'],
  ['member.tier == "gold" ? total > money("50.00") : false'],
  ['(total > money("3.00") && total < money("4.00")) || partner == "nobody"'],
  ['lines.filter(l, l.brand.startsWith("Alba")).size() >= 2'],
  ['lines.exists(l, l.category.contains("cheese")) && !(channel in ["till", "web"])'],
])('a free condition is met where it can be seen what it asks, or tried by its words: %s', (when) => {
  const asked = [['expression', { when }]] as const;
  expect(bargain(promotion(perEuro('120'), asked))).toBeDefined();
  expect(bargain(promotion(perEuro('20'), asked))).toBeUndefined();
});

test('what is rejected above a limit is tried where it is not, and is worth what passes', () => {
  const reject = (max: string): Partial<Promotion> => ({
    limits: [{ per: 'member', of: 'points', max, period: 'day', over: 'reject' }],
  });
  expect(bargain(promotion(perEuro('120'), [], reject('500')))).toBeDefined();
  // Of a full euro it gives more than is let through, of less nothing: no price is left.
  const { loopholes, untried } = search(promotion(perEuro('120', { steps: 'full' }), [], reject('100')));
  expect([loopholes.filter(({ steps }) => steps.length === 1), untried]).toEqual([[], ['tried']]);
});

test('what no basket was found for is told as not searched, by its name and in both languages', () => {
  const found = search(
    promotion(perEuro('120'), [['expression', { when: 'size(lines) > 3 && lines[0].sku == lines[1].brand + "-x"' }]]),
  );
  expect(found.untried).toEqual(['tried']);
  expect(findingsOf(found).find(({ code }) => code === 'preflight.untried')).toMatchObject({
    ...{ promotion: 'tried', isLoophole: false },
    en: expect.stringMatching(/^Not searched \(tried\)/) as unknown,
    es: expect.stringMatching(/^Sin buscar \(tried\)/) as unknown,
  });
});
