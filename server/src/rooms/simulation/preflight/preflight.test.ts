import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import type { RulebookInput } from '../../promotions/index.ts';
import { searchLoopholes } from './search.ts';
import type { PreflightAsked } from './asked.ts';

type Promotion = RulebookInput['promotions'][number];

const CURRENCY = { code: 'EUR', decimals: 2 };
const UNITS = { currency: CURRENCY, wallets: { points: { decimals: 0 } } };
const firstOn = '2026-01-01';

// A hundred points pay one euro.
const WORTH = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: 'none' as const }]]);

const BASE: Promotion = {
  code: 'base-earn',
  priority: 100,
  firstOn,
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
};
const bonus = (points: string, more: Partial<Promotion> = {}): Promotion => ({
  code: 'bonus',
  priority: 200,
  firstOn,
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...more,
});
const from = (min: string) => [{ kind: 'min-basket', params: { min, base: 'net' } }];

const search = (promotions: readonly Promotion[], over: Partial<PreflightAsked> = {}) => {
  const result = compile({ promotions }, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return searchLoopholes({
    ...{ content: result.content, rulebook: result.compiled, currency: CURRENCY, worth: WORTH },
    negativeBalance: 'unlimited',
    ...over,
  });
};
const codes = (found: ReturnType<typeof search>): string[] =>
  found.loopholes.map(({ code, promotion }) => `${code} ${promotion}`);

test('an ordinary rulebook has no loophole', () => {
  const found = search([BASE, bonus('50', { conditions: from('100.00') })], { negativeBalance: 'recover_from_refund' });
  expect(found).toEqual({ loopholes: [], giveaways: [], untried: [], unfollowed: [], isComplete: true });
});

test('points worth more than the receipt are profit', () => {
  const found = search([bonus('500')]);
  expect(codes(found)).toContain('preflight.profit bonus');
  expect(found.loopholes.find(({ code }) => code === 'preflight.profit')?.en).toMatch(/buy for 0\.\d\d EUR → earns/);
});

test('a bonus for each receipt is had twice by splitting', () => {
  expect(codes(search([BASE, bonus('5')]))).toContain('preflight.double_bonus bonus');
  // A threshold that the parts do not reach closes it, and so does a first purchase.
  const closed = [
    bonus('5', { conditions: from('50.00') }),
    bonus('5', { code: 'welcome', conditions: [{ kind: 'first-purchase', params: {} }] }),
  ];
  expect(codes(search([BASE, ...closed]))).not.toContain('preflight.double_bonus bonus');
  expect(codes(search([BASE, ...closed]))).not.toContain('preflight.double_bonus welcome');
});

test('a cap for a receipt is escaped by several receipts', () => {
  const capped: Promotion = {
    ...BASE,
    code: 'capped',
    effects: [{ ...(BASE.effects[0] as Promotion['effects'][number]), cap: '100' }],
  };
  expect(codes(search([capped]))).toContain('preflight.budget_escape capped');
  expect(codes(search([BASE]))).toEqual([]);
});

test('points that were spent before the return are profit where the shortfall is written off', () => {
  const found = search([BASE], { negativeBalance: 'within_balance' });
  const told = found.loopholes.map(({ en }) => en).join('\n');
  expect(told).toMatch(/1\. buy for [0-9.]+ EUR 2\. spend all points 3\. return everything → .* are left for nothing/);
  expect(told).toMatch(/2\. transfer all points to another account 3\. return everything → .* are left for nothing/);
  // Whoever owes what he spent, or gets less refunded, has gained nothing.
  for (const negativeBalance of ['unlimited', 'recover_from_refund'] as const)
    expect(codes(search([BASE], { negativeBalance }))).toEqual([]);
  // Pending until the goods cannot come back any more, they cannot be spent before.
  const pending = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: { days: 30 } }]]);
  expect(codes(search([BASE], { negativeBalance: 'within_balance', worth: pending }))).toEqual([]);
});

test('a discount for a large basket stays on what is kept of it', () => {
  const tenth: Promotion = {
    code: 'tenth-off',
    priority: 50,
    firstOn,
    conditions: from('100.00'),
    effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
  };
  const found = search([tenth], { negativeBalance: 'recover_from_refund' });
  expect(codes(found)).toEqual(['preflight.profit tenth-off']);
  expect(found.loopholes[0]?.en).toContain('return lines');
  const { conditions: _conditions, ...always } = tenth;
  expect(codes(search([always]))).toEqual([]);
});

test('a tier that only its own members can qualify for is told, and one that is not there', () => {
  const gold = { ...BASE, conditions: [{ kind: 'tier-in', params: { tiers: ['gold'] } }] };
  const lost = bonus('5', { conditions: [...from('50.00'), { kind: 'tier-in', params: { tiers: ['platinum'] } }] });
  const tiers = [{ code: 'gold', wallet: 'points', threshold: 100n, windowDays: 365 }];
  const tierCodes = (promotions: readonly Promotion[]) =>
    codes(search(promotions, { tiers })).filter((one) => one.startsWith('preflight.tier'));
  expect(tierCodes([gold, lost])).toEqual(['preflight.tier_unreachable gold', 'preflight.tier_unreachable bonus']);
  expect(tierCodes([BASE, { ...gold, code: 'more-for-gold' }])).toEqual([]);
});

test('the same seed finds the same, and a search that is out of time says so', () => {
  const promotions = [BASE, bonus('5')];
  expect(search(promotions, { seed: 5 })).toEqual(search(promotions, { seed: 5 }));
  expect(search(promotions, { isOver: () => true })).toMatchObject({ isComplete: false });
});

const once = (over: Partial<Promotion> = {}): Promotion =>
  bonus('500', { code: 'once', conditions: from('400.00'), ...over });
const limit = (per: 'member' | 'card' | 'program', of: 'uses' | 'points' = 'uses', max = '1'): Partial<Promotion> => ({
  limits: [{ per, of, max, period: 'month', over: 'reject' }],
});
const returning = (promotions: readonly Promotion[], negativeBalance: PreflightAsked['negativeBalance']): string[] =>
  codes(search(promotions, { negativeBalance })).filter((one) => !one.startsWith('preflight.profit'));

test('a bonus for once is had twice by spending it, returning the goods and buying again, where the shortfall is given up', () => {
  expect(returning([once(limit('member'))], 'within_balance')).toEqual(['preflight.double_bonus once']);
  const first = once({ conditions: [...from('400.00'), { kind: 'first-purchase', params: {} }] });
  expect(returning([first], 'within_balance')).toEqual(['preflight.double_bonus once']);
  // Whoever owes what he spent, or gets less refunded, has it once.
  for (const policy of ['unlimited', 'recover_from_refund'] as const) {
    expect(returning([once(limit('member'))], policy)).toEqual([]);
    expect(returning([first], policy)).toEqual([]);
  }
});

test('a budget of all is escaped the same way, and one of a card by a second card', () => {
  expect(returning([once(limit('program', 'points', '1000'))], 'within_balance')).toEqual([
    'preflight.budget_escape once',
  ]);
  expect(returning([once(limit('program', 'points', '1000'))], 'unlimited')).toEqual([]);
  expect(returning([once(limit('card'))], 'unlimited')).toEqual(['preflight.budget_escape once']);
  // A limit of the member beside it closes that.
  const both = { limits: [...(limit('card').limits ?? []), ...(limit('member').limits ?? [])] };
  expect(returning([once(both)], 'unlimited')).toEqual([]);
});

test('a tier that limits put out of reach is told, and one that they leave in reach is not', () => {
  const tiers = [{ code: 'gold', wallet: 'points', threshold: 5_000n, windowDays: 365 }];
  const tierCodes = (max: string, over: Partial<PreflightAsked> = {}) => {
    const limits = [
      { per: 'member' as const, of: 'points' as const, max, period: 'day' as const, over: 'clip' as const },
    ];
    return codes(search([{ ...BASE, limits }], { tiers, negativeBalance: 'unlimited', ...over })).filter((one) =>
      one.includes('tier'),
    );
  };
  expect(tierCodes('10')).toEqual(['preflight.tier_unreachable gold']);
  expect(tierCodes('20')).toEqual([]);
  // What does not qualify reaches nothing; what is given by hand is reached.
  const [gold] = tiers as [(typeof tiers)[number]];
  expect(tierCodes('20', { tiers: [{ ...gold, exceptPromotions: ['base-earn'] }] })).toEqual([
    'preflight.tier_unreachable gold',
  ]);
  expect(tierCodes('10', { tiers: [{ ...gold, threshold: 0n }] })).toEqual([]);
});
