import { describe, expect, it } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import { compile } from './compile.ts';
import { grantText, notFiredText, promotionText } from './explain.ts';
import type { CompiledRulebook, RulebookInput } from './rulebook.ts';
import { basketWith } from './samples/sample-basket.ts';
import { twentyPromotions } from './samples/twenty-promotions.ts';

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 }, promo: { decimals: 0 } } };

type PromotionInput = RulebookInput['promotions'][number];

const rulebookOf = (...promotions: PromotionInput[]): CompiledRulebook => {
  const result = compile({ promotions }, units);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
};

const bonus = (code: string, priority: number, points: string, more: Partial<PromotionInput> = {}): PromotionInput => ({
  code,
  priority,
  firstOn: '2020-01-01',
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...more,
});

const times = (code: string, priority: number, factor: string, of?: readonly string[]): PromotionInput => ({
  code,
  priority,
  firstOn: '2020-01-01',
  effects: [{ kind: 'multiplier', wallet: 'points', params: { factor, per: 'receipt', ...(of && { of }) } }],
});

const gold = { tier: 'gold', attributes: {}, enrolledOn: '2026-01-15' as never, purchases: 3 };
const forGold = [{ kind: 'tier-in', params: { tiers: ['gold'] } }];

const decided = (rulebook: CompiledRulebook, basket = basketWith({})): readonly (readonly [string, bigint])[] =>
  adjudicate(rulebook, basket).grants.map(({ promotion, points }) => [promotion, points]);

describe('the total order', () => {
  it('is priority, then first day, then code, however they were written down', () => {
    const early = bonus('z', 2, '1', { firstOn: '2019-01-01' });
    const rulebook = rulebookOf(bonus('b', 2, '1'), bonus('a', 2, '1'), early, bonus('y', 1, '1'));
    expect(decided(rulebook).map(([code]) => code)).toEqual(['y', 'z', 'a', 'b']);
  });
});

describe('exclusion', () => {
  it('works both ways: whichever comes first wins', () => {
    expect(decided(rulebookOf(bonus('a', 1, '1', { excludes: ['b'] }), bonus('b', 2, '9')))).toEqual([['a', 1n]]);
    expect(decided(rulebookOf(bonus('a', 1, '1'), bonus('b', 2, '9', { excludes: ['a'] })))).toEqual([['a', 1n]]);
  });

  it('does not come from a promotion that gave nothing', () => {
    const rulebook = rulebookOf(bonus('a', 1, '1', { excludes: ['b'], conditions: forGold }), bonus('b', 2, '9'));
    expect(decided(rulebook)).toEqual([['b', 9n]]);
    expect(decided(rulebook, basketWith({ member: gold }))).toEqual([['a', 1n]]);
  });

  it('by a stop keeps out all that comes after', () => {
    const rulebook = rulebookOf(
      bonus('a', 1, '1'),
      bonus('b', 2, '2', { stop: true, conditions: forGold }),
      bonus('c', 3, '3'),
    );
    expect(decided(rulebook).map(([code]) => code)).toEqual(['a', 'c']);
    expect(decided(rulebook, basketWith({ member: gold })).map(([code]) => code)).toEqual(['a', 'b']);
  });
});

describe('the days of a promotion', () => {
  it('are both its first and its last, on the wall of the outlet', () => {
    const rulebook = rulebookOf(bonus('a', 1, '1', { firstOn: '2026-11-22', lastOn: '2026-11-23' }));
    const on = (date: string) =>
      decided(rulebook, basketWith({ local: { date: date as never, minuteOfDay: 0, weekday: 1 } })).length;
    expect(['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'].map(on)).toEqual([0, 1, 1, 0]);
  });
});

describe('a multiplier', () => {
  it('leaves other multipliers alone: twice and three times make four times', () => {
    expect(decided(rulebookOf(bonus('a', 1, '10'), times('twice', 2, '2'), times('thrice', 3, '3')))).toEqual([
      ['a', 10n],
      ['twice', 10n],
      ['thrice', 20n],
    ]);
  });

  it('compounds where it names the other: twice and three times make six times', () => {
    const rulebook = rulebookOf(bonus('a', 1, '10'), times('twice', 2, '2'), times('thrice', 3, '3', ['a', 'twice']));
    expect(decided(rulebook).reduce((sum, [, points]) => sum + points, 0n)).toBe(60n);
  });

  it('does not bring back what a cap has cut off', () => {
    const capped = bonus('a', 1, '10', {
      effects: [{ kind: 'fixed-bonus', wallet: 'points', cap: '4', params: { points: '10' } }],
    });
    expect(decided(rulebookOf(capped, times('twice', 2, '2')))).toEqual([
      ['a', 4n],
      ['twice', 4n],
    ]);
  });

  it('does not touch another wallet', () => {
    const promo = bonus('a', 1, '10', {
      effects: [{ kind: 'fixed-bonus', wallet: 'promo', params: { points: '10' } }],
    });
    expect(decided(rulebookOf(promo, times('twice', 2, '2')))).toEqual([['a', 10n]]);
  });
});

describe('an explanation', () => {
  const sample = compile(twentyPromotions, units);
  if (!sample.ok) throw new Error(JSON.stringify(sample.problems));
  const basket = basketWith({
    lines: [{ gross: 1_050n }, { gross: 300n, category: 'drinks/coffee', quantity: 2_000n }],
  });
  const { grants, notFired } = adjudicate(sample.compiled, basket, { explain: true });

  it('says how each point came about, in two languages', () => {
    expect(grants.map((grant) => grantText(grant, 'en'))).toEqual([
      'base-earn: 1 point per 1.00 spent on all goods, except in tobacco, lottery, after discounts, without what points pay, ' +
        'rounded down per receipt. Counted: line 1 10.50, line 2 3.00. Gives 13 points: line 1 10, line 2 3.',
      'coffee-stamps: 5 points per 1 of goods in drinks/coffee, full steps only per line. Counted: line 2 2.000. ' +
        'Gives 10 points: line 2 10.',
    ]);
    expect(grantText(grants[1] as never, 'es')).toContain('solo pasos completos por línea. Contado: línea 2 2,000.');
  });

  it('says why the others gave nothing', () => {
    const said = new Map(notFired.map((one) => [one.promotion, notFiredText(one, 'en')]));
    expect(said.get('gold')).toBe('gold: the tier is base.');
    expect(said.get('happy-hour')).toBe('happy-hour: the time is 10:00.');
    expect(said.get('big-basket')).toBe('big-basket: the lines that count come to 13.50, not to 50.00.');
    expect(said.get('double-dairy')).toBe('double-dairy: nothing on the receipt brings anything.');
    expect([...said.values()].join()).not.toMatch(/[{}]/);
    expect(notFired.map((one) => notFiredText(one, 'es')).join()).not.toMatch(/[{}]/);
  });

  it('puts every promotion of the sample into one sentence', () => {
    for (const promotion of sample.content.promotions) {
      for (const language of ['en', 'es'] as const) expect(promotionText(promotion, language)).not.toMatch(/[{}]/);
    }
  });

  it('names who stopped and who excluded', () => {
    const rulebook = rulebookOf(
      bonus('a', 1, '1', { excludes: ['b'] }),
      bonus('b', 2, '1'),
      bonus('c', 3, '1', { stop: true }),
      bonus('d', 4, '1'),
      bonus('e', 5, '1', { firstOn: '2030-01-01' }),
    );
    expect(adjudicate(rulebook, basketWith({}), { explain: true }).notFired).toEqual([
      { promotion: 'b', reason: 'promotions.promotion.excluded', facts: { by: 'a' } },
      { promotion: 'd', reason: 'promotions.promotion.stopped', facts: { by: 'c' } },
      { promotion: 'e', reason: 'promotions.promotion.not_started', facts: { firstOn: '2030-01-01' } },
    ]);
  });
});
