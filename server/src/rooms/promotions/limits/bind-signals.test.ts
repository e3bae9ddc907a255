import { describe, expect, test } from 'vitest';
import { compile } from '../compile.ts';

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 }, promo: { decimals: 0 } } };
const bonus = (wallet: string) => ({ kind: 'fixed-bonus', wallet, params: { points: '5' } });
const off = { kind: 'percent-discount', params: { percent: '10' } };
const daily = { per: 'cashier', of: 'uses', max: '20', period: 'day', action: 'flag' };
const withSignals = (signals: readonly object[], effects: readonly object[] = [bonus('points')]) =>
  compile({ promotions: [{ code: 'summer', priority: 1, firstOn: '2027-06-01', effects, signals }] }, units);

describe('signals of a promotion', () => {
  test('by cashier, till and outlet are ready beside its limits, and give a sale nothing to ask for', () => {
    const made = withSignals([
      daily,
      { ...daily, action: 'hold', max: '50' },
      { ...daily, per: 'terminal', of: 'points', max: '1000', period: { days: 7 }, action: 'review' },
      { ...daily, per: 'outlet', period: 'month', time: 'arrival' },
      { ...daily, per: 'terminal', period: { minutes: 30 }, each: 'member', action: 'hold' },
      { ...daily, period: { hours: 2 } },
    ]);
    if (!made.ok) throw new Error(JSON.stringify(made));
    const [promotion] = made.compiled.promotions;
    expect(promotion?.signals.map(({ key, max }) => [key, max])).toEqual([
      ['cashier.uses.day.flag', 20n],
      ['cashier.uses.day.hold', 50n],
      ['terminal.points.7days.review', 1000n],
      ['outlet.uses.month.flag.arrival', 20n],
      ['terminal.uses.30minutes.hold.member', 20n],
      ['cashier.uses.120minutes.flag', 20n],
    ]);
    expect(promotion?.limits).toEqual([]);
    expect(made.compiled).toMatchObject({ hasLimits: false, countsForOwners: false });
  });

  test.each([
    ['no period that ends', [{ ...daily, period: 'ever' }], 'signals[0].period'],
    ['money of what takes none off', [{ ...daily, of: 'money', max: '10.00' }], 'signals[0].of'],
    ['a hold over a quarter', [{ ...daily, action: 'hold', period: 'quarter' }], 'signals[0].period'],
    ['a hold over 32 days', [{ ...daily, action: 'hold', period: { days: 32 } }], 'signals[0].period'],
    [
      'two hours told in two ways',
      [
        { ...daily, period: { hours: 2 } },
        { ...daily, period: { minutes: 120 } },
      ],
      'signals[1]',
    ],
    ['the same twice', [daily, { ...daily, max: '30' }], 'signals[1]'],
  ])('with %s is refused with its place', (_what, signals, place) => {
    expect(withSignals(signals)).toMatchObject({
      ok: false,
      refusal: 'promotions.signal.malformed',
      facts: { place: `promotions[0].${place}` },
    });
  });

  test.each([
    ['a hold', { ...daily, action: 'hold' }, [off], 'action'],
    ['points of two wallets', { ...daily, of: 'points' }, [bonus('points'), bonus('promo')], 'of'],
    ['points of a discount', { ...daily, of: 'points' }, [off], 'of'],
  ])('with %s that the promotion cannot give is refused with its place', (_what, signal, effects, step) => {
    expect(withSignals([signal], effects)).toMatchObject({
      ok: false,
      refusal: 'promotions.signal.malformed',
      facts: { place: `promotions[0].signals[0].${step}` },
    });
  });

  test('of what answers an occasion are refused: it is at no till', () => {
    const birthday = { code: 'cake', on: 'birthday', priority: 1, firstOn: '2027-06-01', effects: [bonus('points')] };
    expect(compile({ promotions: [{ ...birthday, signals: [daily] }] }, units)).toMatchObject({
      ok: false,
      refusal: 'promotions.signal.malformed',
      facts: { place: 'promotions[0].signals' },
    });
  });

  test.each([
    ['an unknown holder', { ...daily, per: 'member' }],
    ['an unknown action', { ...daily, action: 'decline' }],
    ['half a use', { ...daily, max: '0.5' }],
    ['none', { ...daily, max: '0' }],
    ['a field that is none', { ...daily, over: 'clip' }],
  ])('with %s is refused', (_what, signal) => {
    expect(withSignals([signal])).toMatchObject({ ok: false });
  });
});
