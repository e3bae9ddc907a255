import { describe, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import type { RulebookInput } from '../../promotions/index.ts';
import type { PreflightAsked } from './asked.ts';
import { findingsOf } from './finding.ts';
import { searchLoopholes } from './search.ts';

// What the search before publishing says of promotions that answer no purchase: each way is planted, found, mended, and not found any more.

type Promotion = RulebookInput['promotions'][number];
const CURRENCY = { code: 'EUR', decimals: 2 };
const firstOn = '2026-01-01';
// A hundred points pay one euro.
const WORTH = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: 'none' as const }]]);

const gives = (on: string | undefined, points: string, more: Partial<Promotion> = {}): Promotion => ({
  ...{ code: on ?? 'bonus', priority: 10, firstOn, ...(on !== undefined && { on }) },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...more,
});
const ONCE = [{ per: 'member', of: 'uses', max: '1', over: 'reject' }] as const;

const search = (promotions: readonly Promotion[], over: Partial<PreflightAsked> = {}) => {
  const result = compile({ promotions }, { currency: CURRENCY, wallets: { points: { decimals: 0 } } });
  assert(result.ok, result.ok ? '' : JSON.stringify(result.facts));
  return searchLoopholes({
    ...{ content: result.content, rulebook: result.compiled, currency: CURRENCY, worth: WORTH },
    negativeBalance: 'unlimited',
    ...over,
  });
};
type Found = ReturnType<typeof search>;
const codes = ({ loopholes }: Found): string[] => loopholes.map(({ code, promotion }) => `${code} ${promotion}`);

describe('what can be told again and again', () => {
  test('is profit without a purchase where nothing limits it', () => {
    const found = search([gives('review', '20')]);
    expect(codes(found)).toEqual(['preflight.profit review']);
    expect(found.loopholes[0]?.en).toMatch(
      /1\. tell the occasion review of one member 2\. tell it again, 30 times in all → gives points worth 6\.00 EUR/,
    );
    expect(found.untried).toEqual([]);
    expect(codes(search([gives('review', '20', { limits: [...ONCE] })]))).toEqual([]);
  });

  test('is a budget that one member drains where only all together are limited', () => {
    const shared = { per: 'program', of: 'points', max: '500', period: 'month', over: 'clip' } as const;
    const found = search([gives('review', '20', { limits: [shared] })]);
    expect(codes(found)).toEqual(['preflight.budget_escape review']);
    expect(found.loopholes[0]?.en).toContain('worth 5.00 EUR');
    expect(codes(search([gives('review', '20', { limits: [shared, ...ONCE] })]))).toEqual([]);
  });

  test('is had again with another card where a limit counts cards', () => {
    const perCard = { per: 'card', of: 'uses', max: '1', period: 'day', over: 'reject' } as const;
    expect(codes(search([gives('review', '20', { limits: [perCard] })]))).toEqual(['preflight.budget_escape review']);
  });

  test('is tried with what it asks to be told: attributes, units, place and hour', () => {
    const asking: Promotion[] = [
      gives('ride', '1', {
        effects: [
          { kind: 'points-per-unit', wallet: 'points', params: { attribute: 'kilometres', points: '2', step: '5' } },
        ],
      }),
      gives('install', '5', {
        conditions: [
          { kind: 'occasion-attribute-is', params: { attribute: 'platform', values: ['ios'] } },
          { kind: 'outlet-in', params: { outlets: ['centro'] } },
          { kind: 'weekday-in', params: { weekdays: ['friday'] } },
        ],
      }),
      gives('rated', '5', {
        conditions: [{ kind: 'occasion-attribute-between', params: { attribute: 'stars', from: 4, to: 5 } }],
      }),
    ];
    const found = search(asking);
    expect(found.untried).toEqual([]);
    expect(codes(found).sort()).toEqual([
      'preflight.profit install',
      'preflight.profit rated',
      'preflight.profit ride',
    ]);
  });
});

describe('a giveaway', () => {
  test('for joining, for a birthday, or as often as a limit of the member says, is told with its worth and is no loophole', () => {
    const found = search([
      gives('enrolment', '500'),
      gives('birthday', '200'),
      gives('app', '50', { limits: [...ONCE] }),
    ]);
    expect(codes(found)).toEqual([]);
    expect(found.giveaways).toEqual([
      { promotion: 'enrolment', worth: '5.00 EUR', how: 'enrolment' },
      { promotion: 'birthday', worth: '2.00 EUR', how: 'birthday' },
      { promotion: 'app', worth: '0.50 EUR', how: 'limited' },
    ]);
    expect(findingsOf(found)).toMatchObject([
      {
        code: 'preflight.giveaway',
        promotion: 'enrolment',
        isLoophole: false,
        en: expect.stringContaining('5.00 EUR'),
      },
      { code: 'preflight.giveaway', isLoophole: false },
      { code: 'preflight.giveaway', isLoophole: false },
    ]);
  });

  test('with a first purchase is one like that without any: once for each member, whatever the purchase costs', () => {
    const first = gives(undefined, '500', { conditions: [{ kind: 'first-purchase', params: {} }] });
    const found = search([first], { negativeBalance: 'recover_from_refund' });
    expect(found.loopholes.filter(({ en }) => en.includes('earns points worth'))).toEqual([]);
    expect(found.giveaways).toEqual([{ promotion: 'bonus', worth: '5.00 EUR', how: 'once' }]);
    // With every purchase it is profit as ever.
    expect(codes(search([gives(undefined, '500')]))).toContain('preflight.profit bonus');
  });

  test('that is sent to another account and spent there leaves no more than it was meant to give', () => {
    expect(codes(search([gives('enrolment', '500')], { negativeBalance: 'within_balance' }))).toEqual([]);
    const withPurchases = [
      gives('enrolment', '500'),
      gives(undefined, '5', { conditions: [{ kind: 'min-basket', params: { min: '50.00', base: 'net' } }] }),
    ];
    expect(codes(search(withPurchases))).toEqual([]);
  });
});

describe('an occasion that is reversed after its points are gone', () => {
  test('is had twice where what is missing is written off, though its limit says once', () => {
    const once = [gives('review', '500', { limits: [...ONCE] })];
    const found = search(once, { negativeBalance: 'within_balance' });
    expect(codes(found)).toContain('preflight.double_bonus review');
    expect(found.loopholes.find(({ code }) => code === 'preflight.double_bonus')?.en).toMatch(
      /2\. spend all points 3\. have the occasion reversed 4\. tell the occasion review of one member → leaves 5\.00 EUR more/,
    );
    // Who owes them gains nothing by it, and who joined does not join again.
    expect(codes(search(once, { negativeBalance: 'unlimited' }))).toEqual([]);
    expect(codes(search([gives('enrolment', '500')], { negativeBalance: 'within_balance' }))).toEqual([]);
  });
});

test('stamps of an occasion lead to a purchase that pays for itself, and the sequence is shown', () => {
  const stamps = (code: string, on: string | undefined, points: string): Promotion => ({
    ...{ code, priority: 20, firstOn, ...(on !== undefined && { on }) },
    effects: [{ kind: 'stamp-card', wallet: 'points', params: { card: 'cups', size: 3, points, stampFor: 'receipt' } }],
  });
  const found = search([stamps('cup', 'cup-returned', '3000'), stamps('receipt', undefined, '3000')]);
  expect(codes(found)).toContain('preflight.profit cup');
});
