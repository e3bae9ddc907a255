import { describe, expect, it } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import type { BasketChange } from './kind.ts';
import { compile } from './compile.ts';
import { priceBasket } from './price-basket.ts';
import type { CompiledRulebook } from './rulebook.ts';
import { basketWith } from './samples/sample-basket.ts';

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };

const rulebook = (promotions: readonly object[], groups?: readonly object[]): CompiledRulebook => {
  const all = promotions.map((one, i) => ({ code: `p${i}`, priority: i, firstOn: '2020-01-01', ...one }));
  const result = compile({ promotions: all, ...(groups && { groups }) }, units);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
};
const off = (percent: string, more: object = {}) => ({
  effects: [{ kind: 'percent-discount', params: { percent, ...more } }],
});
const fixed = (amount: string, lines?: object) => ({
  effects: [{ kind: 'fixed-discount', params: { amount, ...(lines && { lines }) } }],
});
const bonus = (points: string, lines?: object) => ({
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points, ...(lines && { lines }) } }],
});
const sku = (...skus: string[]) => ({ skus });

/** What is left to pay in cents. */
const toPay = (compiled: CompiledRulebook, change: BasketChange): bigint =>
  priceBasket(compiled, basketWith(change)).lines.reduce((sum, { gross, discount }) => sum + gross - discount, 0n);
const acted = (compiled: CompiledRulebook, change: BasketChange): readonly string[] => [
  ...new Set(priceBasket(compiled, basketWith(change)).priced.map(({ promotion }) => promotion)),
];
const granting = (compiled: CompiledRulebook, change: BasketChange = {}): Record<string, bigint> =>
  Object.fromEntries(
    adjudicate(compiled, basketWith(change)).grants.map(({ promotion, points }) => [promotion, points]),
  );

describe('3.9 Order, base and eligibility', () => {
  const from100 = { conditions: [{ kind: 'min-basket', params: { min: '100.00', base: 'net' } }] };
  const order105 = { lines: [{ gross: 10_500n }] };

  it('takes 10 % off 105 first, and 20 % from 100 on does not apply any more: 94.50', () => {
    expect(toPay(rulebook([off('10'), { ...off('20'), ...from100 }]), order105)).toBe(9_450n);
  });

  it('takes 20 % from 100 on first and then 10 %: 75.60', () => {
    expect(toPay(rulebook([{ ...off('20'), ...from100 }, off('10')]), order105)).toBe(7_560n);
  });

  it('takes 28 off 100 by 10 % and 20 % of the running price, and 30 of the initial one', () => {
    const order100 = { lines: [{ gross: 10_000n }] };
    expect(toPay(rulebook([off('10'), off('20')]), order100)).toBe(7_200n);
    expect(toPay(rulebook([off('10'), off('20', { base: 'initial' })]), order100)).toBe(7_000n);
  });

  it('orders by priority, then first day, then code, whatever the order of the list', () => {
    const same = [
      { ...off('10'), code: 'b', priority: 5 },
      { ...off('20'), ...from100, code: 'a', priority: 5 },
    ];
    expect(toPay(rulebook(same), order105)).toBe(7_560n);
    expect(toPay(rulebook(same.toReversed()), order105)).toBe(7_560n);
    expect(toPay(rulebook([{ ...same[0], firstOn: '2019-01-01' }, same[1] as object]), order105)).toBe(9_450n);
  });

  it('never takes more off than goods cost', () => {
    expect(toPay(rulebook([fixed('8.00'), off('100'), fixed('1.00')]), {})).toBe(0n);
  });

  it('lets nothing follow a promotion that stops, on prices nor on points', () => {
    const compiled = rulebook([{ ...off('10'), stop: true }, off('20'), bonus('5')]);
    const basket = basketWith({});
    const { priced, lines } = priceBasket(compiled, basket);
    expect(priced.map(({ promotion }) => promotion)).toEqual(['p0']);
    expect(adjudicate(compiled, { ...basket, lines, priced }).grants).toEqual([]);
  });
});

describe('3.9 Compatibility classes', () => {
  const common = { ...off('10'), stacking: 'common' };
  const never = { ...off('10'), stacking: 'never' };
  const always = { ...off('10'), stacking: 'always' };

  it.each([
    ['common blocks never', [common, never], ['p0']],
    ['never blocks common', [never, common], ['p0']],
    ['never stacks with other never', [never, never], ['p0', 'p1']],
    ['always stacks with all', [always, never, always, common], ['p0', 'p1', 'p2']],
    ['common stacks with common', [common, common], ['p0', 'p1']],
  ])('%s', (_, promotions, result) => expect(acted(rulebook(promotions), {})).toEqual(result));

  it('a promotion that gives nothing blocks nothing', () => {
    expect(acted(rulebook([{ ...off('10', { lines: sku('none') }), stacking: 'never' }, common]), {})).toEqual(['p1']);
  });
});

describe('3.9 Groups', () => {
  const group = (evaluate: string, scope = 'basket') => [{ code: 'g', evaluate, scope }];
  const inGroup = (one: object) => ({ ...one, group: 'g' });
  const three = [fixed('2.00'), fixed('3.00'), fixed('1.00')].map(inGroup);

  it.each([
    ['stack', ['p0', 'p1', 'p2']],
    ['first', ['p0']],
    ['highest', ['p1']],
    ['lowest', ['p2']],
  ])('%s on the basket', (evaluate, result) => expect(acted(rulebook(three, group(evaluate)), {})).toEqual(result));

  it('takes the first of equals', () => {
    expect(acted(rulebook([fixed('2.00'), fixed('2.00')].map(inGroup), group('highest')), {})).toEqual(['p0']);
  });

  it('compares line by line: each line gets the best for it', () => {
    const perLine = [off('10'), off('50', { lines: sku('a') }), off('20', { lines: sku('a', 'b') })].map(inGroup);
    const lines = [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }];
    expect(toPay(rulebook(perLine, group('highest', 'line')), { lines })).toBe(500n + 800n + 900n);
    expect(toPay(rulebook(perLine, group('lowest', 'line')), { lines })).toBe(900n + 900n + 900n);
    expect(
      toPay(
        rulebook(
          perLine.toReversed().map((one, i) => ({ ...one, priority: i })),
          group('first', 'line'),
        ),
        { lines },
      ),
    ).toBe(800n + 800n + 900n);
  });

  it('holds for points too', () => {
    const points = [bonus('5'), bonus('9'), bonus('7')].map(inGroup);
    expect(granting(rulebook(points, group('highest')))).toEqual({ p1: 9n });
    expect(granting(rulebook(points, group('first')))).toEqual({ p0: 5n });
  });

  it('leaves other promotions alone, and one that cannot act leaves its group to the others', () => {
    const out = { conditions: [{ kind: 'channel-in', params: { channels: ['app'] } }] };
    const promotions = [inGroup({ ...fixed('3.00'), ...out }), inGroup(fixed('2.00')), fixed('1.00')];
    expect(acted(rulebook(promotions, group('highest')), {})).toEqual(['p1', 'p2']);
  });
});

describe('3.9 Caps', () => {
  it('clips, or rejects the whole promotion', () => {
    const capped = (overCap?: string) => ({
      effects: [
        { kind: 'percent-discount', cap: '1.50', ...(overCap && { overCap }), params: { percent: '20' } },
        { kind: 'fixed-discount', params: { amount: '0.10' } },
      ],
    });
    expect(toPay(rulebook([capped()]), {})).toBe(840n);
    expect(toPay(rulebook([capped('clip')]), {})).toBe(840n);
    expect(toPay(rulebook([capped('reject')]), {})).toBe(1_000n);
  });
});

describe('what is wrong is named at its place', () => {
  const problemsOf = (promotions: readonly object[], groups?: readonly object[]): unknown => {
    const all = promotions.map((one, i) => ({ code: `p${i}`, priority: i, firstOn: '2026-01-01', ...one }));
    const result = compile({ promotions: all, ...(groups && { groups }) }, units);
    return result.ok ? 'none' : result.problems.map(({ code, place }) => `${code.split('.')[2]} ${place}`);
  };
  const when = (text: string) => ({ ...off('10'), conditions: [{ kind: 'expression', params: { when: text } }] });
  const conditions = (...all: readonly (readonly [kind: string, params: object])[]) => ({
    ...off('10'),
    conditions: all.map(([kind, params]) => ({ kind, params })),
  });

  it.each([
    ['a type that does not fit', when('total == "x"'), 'expression_invalid'],
    ['a name that is not there', when('nobody.tier == "x"'), 'expression_invalid'],
    ['a field that is not there', when('lines.exists(l, l.colour == "red")'), 'expression_invalid'],
    ['what gives no yes or no', when('total + 1'), 'expression_invalid'],
    ['what does not parse', when('total >'), 'expression_invalid'],
    ['a regular expression', when('outlet.matches("(a+)+$")'), 'expression_too_dear'],
    ['loops in loops', when('lines.exists(a, lines.exists(b, a.sku == b.sku))'), 'expression_too_dear'],
    ['endless nesting', when(`${'('.repeat(60)}true${')'.repeat(60)} && ${'!'.repeat(60)}true`), 'expression_too_dear'],
  ])('%s in an expression', (_, promotion, code) =>
    expect(problemsOf([promotion])).toEqual([`${code} promotions[0].conditions[0].params.when`]),
  );

  it.each([
    [
      'two outlets at once',
      [
        ['outlet-in', { outlets: ['a'] }],
        ['outlet-in', { outlets: ['b'] }],
      ],
    ],
    [
      'a first purchase that is the fifth',
      [
        ['first-purchase', {}],
        ['nth-purchase', { n: 5 }],
      ],
    ],
    [
      'a visit before the first',
      [
        ['first-purchase', {}],
        ['days-since-visit', { from: 3 }],
      ],
    ],
    [
      'ages that cross',
      [
        ['enrolled-for', { from: 30 }],
        ['enrolled-for', { to: 10 }],
      ],
    ],
  ] as const)('conditions that contradict each other: %s', (_, all) =>
    expect(problemsOf([conditions(...all)])).toEqual(['never_fires promotions[0].conditions[1]']),
  );

  it('days that never come', () => {
    const weekend = conditions(['weekday-in', { weekdays: ['sunday'] }]);
    expect(problemsOf([{ ...weekend, firstOn: '2026-11-23', lastOn: '2026-11-25' }])).toEqual([
      'never_fires promotions[0].conditions[0]',
    ]);
    expect(problemsOf([{ ...weekend, firstOn: '2026-11-20', lastOn: '2026-11-25' }])).toBe('none');
    const past = conditions(['date-window', { lastOn: '2025-12-31' }]);
    expect(problemsOf([past])).toEqual(['never_fires promotions[0].conditions[0]']);
  });

  it('steps and shares of zero, groups that are not there or compare what cannot be compared', () => {
    expect(problemsOf([off('0')])).toEqual(['not_above_zero promotions[0].effects[0].params.percent']);
    expect(problemsOf([off('101')])).toEqual(['malformed promotions[0].effects[0].params.percent']);
    expect(problemsOf([fixed('0.00')])).toEqual(['not_above_zero promotions[0].effects[0].params.amount']);
    expect(problemsOf([{ ...off('1'), group: 'x' }])).toEqual(['unknown_group promotions[0].group']);
    const mixed = [
      { ...off('1'), group: 'x' },
      { ...bonus('1'), group: 'x' },
    ];
    expect(problemsOf(mixed, [{ code: 'x', evaluate: 'highest' }])).toEqual(['malformed promotions[1].group']);
    expect(problemsOf([{ effects: [{ ...off('1').effects[0], wallet: 'points' }] }])).toEqual([
      'malformed promotions[0].effects[0].wallet',
    ]);
  });

  it('exclusives that only their codes put in order', () => {
    const both = [
      { ...off('1'), priority: 7 },
      { ...off('2'), priority: 7, excludes: ['p0'] },
    ];
    expect(problemsOf(both)).toEqual(['exclusives_overlap promotions[1].excludes[0]']);
    expect(problemsOf([both[0] as object, { ...both[1], priority: 8 }])).toBe('none');
    // Those that never meet need no order: another outlet, other hours, other days.
    for (const [mine, his] of [
      [
        ['outlet-in', { outlets: ['a'] }],
        ['outlet-in', { outlets: ['b'] }],
      ],
      [
        ['time-window', { from: '08:00', to: '12:00' }],
        ['time-window', { from: '12:00', to: '02:00' }],
      ],
      [
        ['weekday-in', { weekdays: ['monday'] }],
        ['weekday-in', { weekdays: ['friday'] }],
      ],
    ] as const) {
      const apart = [
        { ...conditions(mine), priority: 7 },
        { ...conditions(his), priority: 7, excludes: ['p0'] },
      ];
      expect(problemsOf(apart)).toBe('none');
    }
  });
});

describe('an expression that does not hold', () => {
  it('is explained by the part that fails', () => {
    const compiled = rulebook([
      {
        ...bonus('1'),
        conditions: [{ kind: 'expression', params: { when: 'channel == "till" && weekday == 3 && total > 0' } }],
      },
    ]);
    const { notFired } = adjudicate(compiled, basketWith({}), { explain: true });
    expect(notFired).toMatchObject([{ promotion: 'p0', facts: { leaf: 'weekday == 3' } }]);
  });
});
