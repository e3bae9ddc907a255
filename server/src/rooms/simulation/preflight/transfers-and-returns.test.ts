import { describe, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { compile } from '../../promotions/index.ts';
import type { RulebookInput } from '../../promotions/index.ts';
import type { Loophole } from './finding.ts';
import { basketFor } from './pool.ts';
import { searchLoopholes } from './search.ts';
import type { PreflightAsked } from './asked.ts';
import { World } from './world.ts';

// A loophole is planted for each way, the search has to name it, and the same rulebook without the plant must be left alone. What it
// names is played again step by step: a finding that does not pay would be a rumour.

type Promotion = RulebookInput['promotions'][number];

const CURRENCY = { code: 'EUR', decimals: 2 };
const UNITS = { currency: CURRENCY, wallets: { points: { decimals: 0 } } };
const firstOn = '2026-01-01';
const WORTH = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: 'none' as const }]]);
const PENDING = new Map([['points', { paysPoints: 1n, paysMoney: 1n, activation: { days: 30 } }]]);

const made = (promotions: readonly Promotion[]) => {
  const result = compile({ promotions }, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return { content: result.content, rulebook: result.compiled };
};
const search = (promotions: readonly Promotion[], over: Partial<PreflightAsked> = {}): readonly Loophole[] =>
  searchLoopholes({
    ...made(promotions),
    ...{ currency: CURRENCY, worth: WORTH, negativeBalance: 'recover_from_refund' },
    ...over,
  }).loopholes;
const stepsOf = ({ steps }: Loophole): string => steps.map(({ en }) => en).join(', ');

describe('transfer', () => {
  const BASE: Promotion = {
    ...{ code: 'base-earn', priority: 100, firstOn },
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
  };
  const byTransfer = (found: readonly Loophole[]) =>
    found.filter((one) => stepsOf(one).includes('transfer all points'));

  test('of points before the goods come back is found where what is missing is given up, without anything being spent', () => {
    const [way, ...others] = byTransfer(search([BASE], { negativeBalance: 'within_balance' }));
    expect(others).toEqual([]);
    expect(way).toMatchObject({ code: 'preflight.profit', promotion: 'base-earn' });
    expect(stepsOf(way as Loophole)).toMatch(
      /^buy for [0-9.]+ EUR, transfer all points to another account, return everything$/,
    );
  });

  test('is what pays: the same steps without it leave nothing', () => {
    const { content, rulebook } = made([BASE]);
    const basket = basketFor(rulebook, content.promotions[0] as never, CURRENCY);
    assert(basket !== undefined, 'there is a basket for it');
    const dear = { ...basket, lines: basket.lines.map((line) => ({ ...line, gross: line.gross * 20n })) };
    const profitOf = (isMoved: boolean): bigint => {
      const world = new World({ rulebook, worth: WORTH, negativeBalance: 'within_balance' });
      const receipt = world.buy(dear);
      if (isMoved) world.transfer();
      world.giveBack(receipt);
      return world.profit();
    };
    expect(profitOf(true)).toBeGreaterThan(0n);
    expect(profitOf(false)).toBe(0n);
  });

  test('is not named where the buyer owes it, gets less refunded, or has nothing to send yet', () => {
    for (const negativeBalance of ['unlimited', 'recover_from_refund'] as const)
      expect(byTransfer(search([BASE], { negativeBalance }))).toEqual([]);
    expect(byTransfer(search([BASE], { negativeBalance: 'within_balance', worth: PENDING }))).toEqual([]);
  });

  test('of a bonus that is meant once: it is sent away, the goods go back, and it is had again', () => {
    const once = (more: object): Promotion => ({
      ...{ code: 'once', priority: 200, firstOn },
      conditions: [{ kind: 'min-basket', params: { min: '400.00', base: 'net' } }],
      effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '500' } }],
      ...more,
    });
    const limited = once({ limits: [{ per: 'member', of: 'uses', max: '1', period: 'month', over: 'reject' }] });
    const twice = (found: readonly Loophole[]) => found.filter(({ code }) => code === 'preflight.double_bonus');
    expect(twice(search([limited], { negativeBalance: 'within_balance' }))).toHaveLength(1);
    expect(twice(search([limited]))).toEqual([]);
  });
});

describe('returns in any order', () => {
  const SKUS = ['a', 'b', 'c'] as const;
  const bought = (sku: string) => ({ kind: 'lines-include', params: { lines: { skus: [sku] }, min: '1' } });
  /** Half off one thing, for whoever buys all three: what came off stays off when the two others go back. */
  const halfOff = (sku: string, needs: readonly string[] = SKUS): Promotion => ({
    ...{ code: 'half-off', priority: 50, firstOn, conditions: needs.map(bought) },
    effects: [{ kind: 'percent-discount', params: { percent: '50', lines: { skus: [sku] } } }],
  });
  const planted = (sku: string) => {
    const { content, rulebook } = made([halfOff(sku)]);
    const basket = basketFor(rulebook, content.promotions[0] as never, CURRENCY);
    assert(basket !== undefined, 'there is a basket for it');
    return { rulebook, basket, kept: basket.lines.find((line) => line.sku === sku)?.line as number };
  };

  test.each(SKUS)('of what had to be bought with %s is found, wherever in the receipt it stands', (sku) => {
    const { basket, kept } = planted(sku);
    const [way, ...others] = search([halfOff(sku)]);
    expect(others).toEqual([]);
    expect(way).toMatchObject({ code: 'preflight.profit', promotion: 'half-off' });
    const back =
      /return lines ([0-9, ]+)/
        .exec(stepsOf(way as Loophole))?.[1]
        ?.split(', ')
        .map(Number) ?? [];
    expect(back).not.toContain(kept);
    expect(back.length).toBeGreaterThan(0);
    expect(way?.en).toContain('less than it can be bought for');
    expect(basket.lines.length).toBeGreaterThanOrEqual(3);
  });

  test.each(SKUS)(
    'whatever order the others go back in, %s stays cheaper: it is no matter of the order that was tried',
    (sku) => {
      const { rulebook, basket, kept } = planted(sku);
      const others = basket.lines.map(({ line }) => line).filter((line) => line !== kept);
      const outcomes = [others, [...others].reverse()].map((order) => {
        const world = new World({ rulebook, worth: WORTH, negativeBalance: 'recover_from_refund' });
        const receipt = world.buy(basket);
        for (const line of order) world.giveBack(receipt, [line]);
        return world.profit();
      });
      expect(outcomes[0]).toBe(outcomes[1]);
      // He has paid half of what it costs.
      const cost = basket.lines.find(({ line }) => line === kept)?.gross ?? 0n;
      expect(-(outcomes[0] as bigint)).toBe(cost / 2n);
    },
  );

  test.each(SKUS)('of a discount on %s that asks for nothing else gains nothing, and nothing is said', (sku) => {
    expect(search([halfOff(sku, [sku])])).toEqual([]);
  });
});
