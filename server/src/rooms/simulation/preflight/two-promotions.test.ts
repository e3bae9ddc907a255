import { describe, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import type { RulebookInput } from '../../promotions/index.ts';
import type { PreflightAsked } from './asked.ts';
import { searchLoopholes } from './search.ts';

// Promotions that are worth what they cost each for itself, and pay for themselves on one receipt; beside each the same pair mended.

type Promotion = RulebookInput['promotions'][number];

const UNITS = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const WORTH = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: 'none' as const }]]);
const firstOn = '2026-01-05';

const rate = (points: string, more: object = {}): Promotion['effects'] => [
  { kind: 'points-per-amount', wallet: 'points', params: { points, step: '1.00', per: 'receipt', ...more } },
];
const promotion = (
  code: string,
  effects: Promotion['effects'],
  conditions: NonNullable<Promotion['conditions']> = [],
  more: Partial<Promotion> = {},
): Promotion => ({ code, priority: 200, firstOn, conditions, effects, ...more });
const BASE = promotion('base-earn', rate('1'), [], { priority: 100 });
const asks = (kind: string, params: object) => ({ kind, params });

const search = (promotions: readonly Promotion[], over: Partial<PreflightAsked> = {}) => {
  const result = compile({ promotions }, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return searchLoopholes({
    ...{ content: result.content, rulebook: result.compiled, currency: UNITS.currency, worth: WORTH },
    negativeBalance: 'recover_from_refund',
    ...over,
  });
};
/** The purchases that are told to be worth more than they cost because of several. */
const together = (promotions: readonly Promotion[], over: Partial<PreflightAsked> = {}): string[] => {
  const { loopholes, untried } = search(promotions, over);
  expect(untried).toEqual([]);
  return loopholes.flatMap(({ en }) => (en.includes(' together.') ? [en] : []));
};

const TEA = { lines: { skus: ['tea'] } };
const APP = asks('channel-in', { channels: ['app'] });
const CARD = asks('tender-in', { tenders: ['card'] });

describe('two promotions on one purchase', () => {
  const inApp = (points = '60') => promotion('a1', rate(points, TEA), [asks('lines-include', TEA), APP]);
  const byCard = (more: Partial<Promotion> = {}, points = '60') => promotion('a2', rate(points, TEA), [CARD], more);

  test('in the app and by card: told with what is bought, where and how, unless the second excludes the first', () => {
    const [way, ...others] = together([BASE, inApp(), byCard()]);
    expect(others).toEqual([]);
    expect(way).toMatch(
      /\(a1\): 1\. buy 1 × tea at 1\.00 EUR \(2026-01-05 12:00, channel app, paid with card\) for 1\.00 EUR → earns points worth 1\.21 EUR, by a1, a2 together/,
    );
    expect(together([BASE, inApp(), byCard({ priority: 300, excludes: ['a1'] })])).toEqual([]);
    expect(together([BASE, inApp('40'), byCard({}, '40')])).toEqual([]);
  });

  test('less for gold on Mondays, when points are counted before discounts; counted after them there is none', () => {
    const gold = promotion(
      'gold',
      [{ kind: 'percent-discount', params: { percent: '60' } }],
      [asks('tier-in', { tiers: ['gold'] })],
      { priority: 10 },
    );
    const monday = (base: string) =>
      promotion('monday', rate('60', { base }), [asks('weekday-in', { weekdays: ['monday'] })]);
    const [way] = together([BASE, gold, monday('gross')]);
    expect(way).toMatch(/tier gold\) for ([0-9.]+) EUR → earns points worth [0-9.]+ EUR, by monday, gold together/);
    expect(together([BASE, gold, monday('net')])).toEqual([]);
  });

  test('goods that are both of a brand and of a category', () => {
    const brand = promotion('brand', rate('60', { lines: { brands: ['Alba'] } }));
    const wine = (categories: string[]) => promotion('wine', rate('60', { lines: { categories } }));
    expect(together([BASE, brand, wine(['wine'])])[0]).toContain('buy 1 × Alba wine at 1.00 EUR');
    const apart = promotion('brand', rate('60', { lines: { brands: ['Alba'], exceptCategories: ['wine'] } }));
    expect(together([BASE, apart, wine(['wine'])])).toEqual([]);
  });

  test('a multiplier for some tills and a rate for others, which meet at one', () => {
    const threefold = promotion(
      'threefold',
      [{ kind: 'multiplier', wallet: 'points', params: { factor: '3', per: 'receipt' } }],
      [asks('outlet-in', { outlets: ['north', 'south'] })],
      { priority: 600 },
    );
    const rich = (outlets: string[]) => promotion('rich', rate('40'), [asks('outlet-in', { outlets })]);
    expect(together([BASE, threefold, rich(['south', 'east'])])[0]).toContain('outlet south');
    expect(together([BASE, threefold, rich(['east', 'west'])])).toEqual([]);
  });

  test('a discount that pulls a purchase below the threshold of the other takes a dearer one', () => {
    const half = promotion('half', [{ kind: 'percent-discount', params: { percent: '50' } }], [APP], { priority: 10 });
    const from = (points: string) =>
      promotion(
        'from-five',
        [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
        [asks('min-basket', { min: '5.00', base: 'net' }), asks('max-basket', { max: '6.00', base: 'net' })],
      );
    const most = promotion('by-card', rate('10', { base: 'gross' }), [CARD]);
    expect(together([BASE, half, most, from('450')])[0]).toMatch(/for 5\.\d\d EUR/);
    expect(together([BASE, half, most, from('300')])).toEqual([]);
  });

  test('hours that overlap, and hours that do not', () => {
    const window = (code: string, begins: string, ends: string) =>
      promotion(code, rate('60'), [asks('time-window', { from: begins, to: ends })]);
    expect(together([BASE, window('early', '06:00', '10:00'), window('late', '09:30', '12:00')])[0]).toContain('09:30');
    expect(together([BASE, window('early', '06:00', '09:30'), window('late', '09:30', '12:00')])).toEqual([]);
  });

  test('segments, groups and coupons of both are had at once, attributes only where they agree', () => {
    const one = (code: string, ...conditions: NonNullable<Promotion['conditions']>) =>
      promotion(code, rate('60'), conditions);
    const lists = (of: string) => [
      asks('segment-in', { segments: [`seg-${of}`] }),
      asks('outlet-group-in', { groups: [`group-${of}`] }),
      asks('coupon-shown', { codes: [`CODE-${of}`] }),
    ];
    expect(together([BASE, one('a', ...lists('a')), one('b', ...lists('b'))])[0]).toContain('coupon CODE-A, CODE-B');
    const pet = (...values: string[]) => asks('attribute-is', { attribute: 'pet', values });
    expect(together([BASE, one('a', pet('cat', 'dog')), one('b', pet('dog', 'fish'))])).toHaveLength(1);
    expect(together([BASE, one('a', pet('cat')), one('b', pet('dog'))])).toEqual([]);
  });
});

test('three that pay for themselves only together', () => {
  const three = (points: string) => [
    promotion('t1', rate(points), [APP]),
    promotion('t2', rate(points), [CARD]),
    promotion('t3', rate(points), [asks('segment-in', { segments: ['vip'] })]),
  ];
  expect(together([BASE, ...three('40')])[0]).toContain('by t1, t2, t3 together');
  expect(together([BASE, ...three('30')])).toEqual([]);
});

test('what each member gets once does not make a loophole of another promotion', () => {
  const welcome = promotion('welcome', rate('80'), [asks('first-purchase', {})]);
  expect(together([BASE, welcome, promotion('app', rate('40'), [APP])])).toEqual([]);
  expect(together([BASE, promotion('always', rate('80')), promotion('app', rate('40'), [APP])])).toHaveLength(1);
});

const pair = [promotion('a1', rate('60', TEA), [APP]), promotion('a2', rate('60', TEA), [CARD])];

test('among a thousand promotions a pair is found', () => {
  const others = Array.from({ length: 1_000 }, (_, n) =>
    promotion(
      `other-${n}`,
      rate('2', { lines: { skus: [`sku-of-${n}`] } }),
      [asks('outlet-in', { outlets: [`outlet-${n % 50}`] })],
      { priority: 150 },
    ),
  );
  const { loopholes, isComplete } = search([BASE, ...others, ...pair]);
  expect(loopholes.map(({ en }) => en).join()).toContain('by a1, a2 together');
  expect(isComplete).toBe(true);
}, 120_000);

test('where a thousand promotions are looked at for every basket, the search ends with its work, at the same place again', () => {
  const others = Array.from({ length: 1_000 }, (_, n) =>
    promotion(
      `other-${n}`,
      [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '1' } }],
      [asks('min-basket', { min: `${1_000 + n}.00`, base: 'net' })],
      { priority: 150 },
    ),
  );
  const began = process.threadCpuUsage();
  const first = search([BASE, ...pair, ...others], { workMax: 500_000 });
  const { user, system } = process.threadCpuUsage(began);
  expect(first.isComplete).toBe(false);
  // Far more than it takes; without a bound of its own it would take minutes.
  expect((user + system) / 1_000).toBeLessThan(10_000);
  expect(first.loopholes.map(({ en }) => en).join()).toContain('by a1, a2 together');
  expect(search([BASE, ...pair, ...others], { workMax: 500_000 })).toEqual(first);
  // What it did not come to may lead to a tier: nothing is said of it.
  const tiers = [{ code: 'gold', wallet: 'points', threshold: 10n ** 15n, windowDays: 365 }];
  const tiersTold = (workMax: number, promotions: readonly Promotion[]) =>
    search(promotions, { workMax, tiers }).loopholes.filter(({ code }) => code === 'preflight.tier_unreachable').length;
  expect([tiersTold(500_000, [BASE, ...others]), tiersTold(500_000, [BASE])]).toEqual([0, 1]);
}, 120_000);
