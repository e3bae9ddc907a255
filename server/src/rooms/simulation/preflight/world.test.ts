import { describe, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { compile } from '../../promotions/index.ts';
import type { Basket, RulebookInput } from '../../promotions/index.ts';
import type { Rules, Worth } from './rules.ts';
import { World } from './world.ts';

// The shopper of the search lives by the rules of the till: what happens to him is told here step by step.

type Promotion = RulebookInput['promotions'][number];

const CURRENCY = { code: 'EUR', decimals: 2 };
const UNITS = { currency: CURRENCY, wallets: { points: { decimals: 0 } } };
const firstOn = '2026-01-05' as LocalDate;
const POINT: Worth = { paysPoints: 1n, paysMoney: 1n, activation: 'none' };

const BASE: Promotion = {
  ...{ code: 'base-earn', priority: 100, firstOn },
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
};
const rulesOf = (promotions: readonly Promotion[], over: Partial<Rules> = {}): Rules => {
  const result = compile({ promotions: [...promotions] }, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return {
    ...{ rulebook: result.compiled, worth: new Map([['points', POINT]]), negativeBalance: 'unlimited' },
    ...over,
  };
};
const line = (at: number, gross: bigint, category = 'food'): Basket['lines'][number] => ({
  ...{ line: at, sku: `sku-${at}`, category, brand: 'Plain', labels: [], kind: 'product', quantity: 1_000n },
  ...{ gross, discount: 0n, tax: 0n, byPoints: 0n },
});
const basket = (lines: Basket['lines'], more: Partial<Basket> = {}): Basket => ({
  ...{ lines, currency: CURRENCY, outlet: { code: 'outlet', groups: [] }, partner: 'partner', channel: 'till' },
  ...{ terminal: 'till-1', local: { date: firstOn, minuteOfDay: 720, weekday: 1 } },
  member: { tier: '', attributes: {}, enrolledOn: firstOn, purchases: 0 },
  ...more,
});
const euros = (amount: bigint, more?: Partial<Basket>): Basket => basket([line(1, amount * 100n)], more);
const points = ({ accounts, now }: World, member: 0 | 1 = 0): bigint => accounts[member].purse.available('points', now);

describe('paying with points', () => {
  const double: Promotion = {
    ...{ code: 'double-wine', priority: 50, firstOn },
    effects: [{ kind: 'spending-rate', params: { factor: '2', lines: { categories: ['wine'] } } }],
  };
  const mixed = basket([line(1, 200n, 'wine'), line(2, 200n)], { tenders: ['points'] });

  test('goes by the plan of the till: wine at double value first, then the rest at one', () => {
    const world = new World(rulesOf([BASE, double]));
    world.bring(new Map([['points', 150n]]));
    const { decided } = world.buy(mixed);
    expect(decided.payments).toEqual([
      expect.objectContaining({ points: 100n, money: 200n }),
      expect.objectContaining({ points: 50n, money: 50n }),
    ]);
    expect(decided.due).toBe(150n);
    // What points have paid earns nothing.
    expect(decided.points).toEqual(new Map([['points', 1n]]));
  });

  test('brings the same points back, and the money that was paid, whatever the rate', () => {
    const world = new World(rulesOf([BASE, double]));
    world.bring(new Map([['points', 150n]]));
    const receipt = world.buy(mixed);
    world.giveBack(receipt, [1]);
    expect([world.cash, points(world)]).toEqual([-150n, 101n]);
    world.giveBack(receipt);
    expect([world.cash, world.goods, points(world), world.profit()]).toEqual([0n, 0n, 150n, 0n]);
  });

  test('where the last tender gets its money first the goods come back for money, and the points stay spent', () => {
    const world = new World(rulesOf([BASE, double], { refund: 'last_in_first_out' }));
    world.bring(new Map([['points', 100n]]));
    const receipt = world.buy(mixed);
    world.giveBack(receipt, [1]);
    // Two points are what the money has earned, and earns for the goods that stay.
    expect([world.cash, points(world)]).toEqual([0n, 2n]);
  });

  test('without points is paid with money, and no promotion takes it for something else', () => {
    const inPoints: Promotion = {
      ...{ code: 'in-points', priority: 200, firstOn },
      conditions: [{ kind: 'tender-in', params: { tenders: ['points'] } }],
      effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '150' } }],
    };
    const world = new World(rulesOf([inPoints]));
    expect(world.buy(mixed).decided.by).toEqual(new Map());
    world.bring(new Map([['points', 1n]]));
    expect(world.buy(mixed).decided.by).toEqual(new Map([['in-points', 150n]]));
  });
});

describe('the calendar', () => {
  const ROW: Promotion = {
    ...{ code: 'row', priority: 200, firstOn },
    conditions: [{ kind: 'streak', params: { period: 'week', n: 2 } }],
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '50' } }],
  };

  test('a row of weeks is complete in the second one, not on the next day, and is none when a week is missed', () => {
    const rowAfter = (...days: number[]): bigint => {
      const world = new World(rulesOf([ROW]), { isNew: true });
      world.buy(euros(1n));
      let last = 0n;
      for (const day of days) {
        world.wait(day);
        last = world.buy(euros(1n), { on: world.today }).by.get('row') ?? 0n;
      }
      return last;
    };
    expect([rowAfter(1), rowAfter(7), rowAfter(14), rowAfter(7, 7)]).toEqual([0n, 50n, 0n, 0n]);
  });

  test('a purchase that came back is in no row', () => {
    const world = new World(rulesOf([ROW]), { isNew: true });
    world.giveBack(world.buy(euros(1n)));
    world.wait(7);
    expect(world.buy(euros(1n), { on: world.today }).by.get('row')).toBeUndefined();
  });

  test('points that wait can be spent after it, and by then the goods stay', () => {
    const world = new World(rulesOf([BASE], { worth: new Map([['points', { ...POINT, activation: { days: 30 } }]]) }));
    const receipt = world.buy(euros(100n));
    expect(world.spend()).toBe(0n);
    world.wait(31);
    expect(world.spend()).toBe(100n);
    world.giveBack(receipt);
    expect(world.cash).toBe(-10_000n);
  });

  test('points end, and what is restored into them is gone', () => {
    const worth = new Map<string, Worth>([['points', { ...POINT, expiry: { after: { days: 10 } } }]]);
    const world = new World(rulesOf([BASE], { worth }));
    world.buy(euros(100n));
    const paid = world.buy(euros(1n, { tenders: ['points'] }));
    expect(paid.decided.due).toBe(0n);
    world.wait(20);
    world.giveBack(paid);
    expect(world.spend()).toBe(0n);
  });
});

describe('coupons of a receipt', () => {
  const COUPONS: readonly Promotion[] = [
    {
      ...{ code: 'issue', priority: 200, firstOn },
      conditions: [{ kind: 'min-basket', params: { min: '50.00', base: 'net' } }],
      effects: [{ kind: 'coupon-issue', params: { coupon: 'NEXT5' } }],
    },
    {
      ...{ code: 'five-off', priority: 50, firstOn },
      conditions: [{ kind: 'coupon-shown', params: { codes: ['NEXT5'] } }],
      effects: [{ kind: 'fixed-discount', params: { amount: '5.00' } }],
    },
  ];
  const shown = euros(10n, { coupons: ['NEXT5'] });

  test('can be shown by whoever has got them, and once', () => {
    const world = new World(rulesOf(COUPONS));
    expect(world.buy(shown).paid).toBe(1_000n);
    world.buy(euros(60n));
    expect([world.buy(shown).paid, world.buy(shown).paid]).toEqual([500n, 1_000n]);
  });

  test('are gone with the goods that brought them, but what they took off stays off', () => {
    const unused = new World(rulesOf(COUPONS));
    unused.giveBack(unused.buy(euros(60n)));
    expect(unused.buy(shown).paid).toBe(1_000n);
    const used = new World(rulesOf(COUPONS));
    const first = used.buy(euros(60n));
    used.buy(shown);
    used.giveBack(first);
    expect(used.cash).toBe(-500n);
  });

  test('are there again when the goods that they were used for come back', () => {
    const world = new World(rulesOf(COUPONS));
    world.buy(euros(60n));
    world.giveBack(world.buy(shown));
    expect(world.buy(shown).paid).toBe(500n);
  });
});

describe('a merge of two accounts', () => {
  const once: Promotion = {
    ...{ code: 'once', priority: 200, firstOn },
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '50' } }],
    limits: [{ per: 'member', of: 'uses', max: '1', period: 'month', over: 'reject' }],
  };

  test('brings points and debts together, so that sending points away before it gains nothing', () => {
    const world = new World(rulesOf([BASE]));
    const receipt = world.buy(euros(100n));
    world.transfer();
    world.giveBack(receipt);
    expect(points(world, 1)).toBe(100n);
    world.merge();
    world.buy(euros(1n));
    // What was owed has been repaid with what was sent away.
    expect(points(world)).toBe(1n);
  });

  test('counts limits of both for one, and gives back to him what comes back', () => {
    const world = new World(rulesOf([once]));
    const other = world.buy(euros(10n), { member: 1 });
    expect(other.by.get('once')).toBe(50n);
    world.merge();
    expect(world.buy(euros(10n)).by.get('once')).toBeUndefined();
    world.giveBack(other);
    expect(points(world)).toBe(0n);
    expect(world.buy(euros(10n)).by.get('once')).toBe(50n);
  });

  test('without it the second account has its own limit', () => {
    const world = new World(rulesOf([once]));
    world.buy(euros(10n), { member: 1 });
    expect(world.buy(euros(10n)).by.get('once')).toBe(50n);
  });
});
