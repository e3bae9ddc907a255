import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';

// What is looked at when a rulebook is published: what can never act, and what only codes would put in order.

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } };
const off = (percent: string, lines?: object) => ({
  effects: [{ kind: 'percent-discount', params: { percent, ...(lines && { lines }) } }],
});
const bonus = (points: string, lines?: object) => ({
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points, ...(lines && { lines }) } }],
});
type Asked = readonly (readonly [kind: string, params: object])[];
const conditions = (...all: Asked) => ({
  ...off('10'),
  conditions: all.map(([kind, params]) => ({ kind, params })),
});
const problemsOf = (promotions: readonly object[], groups?: readonly object[]): 'none' | readonly string[] => {
  const all = promotions.map((one, i) => ({ code: `p${i}`, priority: i, firstOn: '2026-01-01', ...one }));
  const result = compile({ promotions: all, ...(groups && { groups }) }, units);
  return result.ok ? 'none' : result.problems.map(({ code, place }) => `${code.split('.')[2]} ${place}`);
};

describe('conditions that leave nothing', () => {
  const never = (...all: Asked) => problemsOf([conditions(...all)]);
  const FIRES = 'none';
  const at = (condition: number): string[] => [`never_fires promotions[0].conditions[${condition}]`];
  const bar = (none: object) => ['lines-exclude', { none }] as const;
  const ask = (lines: object) => ['lines-include', { lines }] as const;
  const money = (kind: 'min-basket' | 'max-basket', amount: string, base: string, of?: object) =>
    [kind, { [kind.slice(0, 3)]: amount, base, ...(of && { [kind === 'min-basket' ? 'lines' : 'of']: of }) }] as const;

  it('lines that are asked for and barred: the branch in its tree, the brand among brands, not the tree in its branch', () => {
    expect(never(ask({ categories: ['food/dairy'] }), bar({ categories: ['food'] }))).toEqual(at(1));
    expect(never(ask({ categories: ['food'] }), bar({ categories: ['food/dairy'] }))).toBe(FIRES);
    expect(never(bar({ skus: ['milk', 'tea'] }), ask({ skus: ['milk'] }))).toEqual(at(1));
    expect(never(bar({ skus: ['tea'] }), ask({ skus: ['milk', 'tea'] }))).toBe(FIRES);
    expect(never(ask({ brands: ['Alba'] }), bar({ brands: ['Alba'], exceptLabels: ['sale'] }))).toBe(FIRES);
    expect(
      never(ask({ brands: ['Alba'], exceptLabels: ['sale'] }), bar({ brands: ['Alba'], exceptLabels: ['sale'] })),
    ).toEqual(at(1));
    expect(never(ask({ labels: ['bio'] }), bar({ kinds: ['voucher'] }))).toBe(FIRES);
    expect(never(ask({ priceFrom: '10.00' }), bar({ priceFrom: '5.00' }))).toEqual(at(1));
    expect(never(ask({ priceFrom: '4.00' }), bar({ priceFrom: '5.00' }))).toBe(FIRES);
  });

  it('effects all of whose lines are barred', () => {
    const dairy = bonus('1', { categories: ['food/dairy'] }).effects;
    const barred = { conditions: [{ kind: 'lines-exclude', params: { none: { categories: ['food'] } } }] };
    expect(problemsOf([{ ...barred, effects: dairy }])).toEqual(['never_fires promotions[0].effects[0].params']);
    expect(problemsOf([{ ...barred, effects: [...dairy, ...bonus('1').effects] }])).toBe(FIRES);
  });

  it('amounts that cross, also between bases and on fewer lines', () => {
    expect(never(money('max-basket', '40.00', 'gross'), money('min-basket', '50.00', 'net'))).toEqual(at(1));
    expect(never(money('min-basket', '50.00', 'gross'), money('max-basket', '40.00', 'net'))).toBe(FIRES);
    const dairy = { categories: ['food/dairy'] };
    const food = { categories: ['food'] };
    expect(never(money('min-basket', '50.00', 'net', dairy), money('max-basket', '40.00', 'net', food))).toEqual(at(1));
    expect(never(money('min-basket', '50.00', 'net', food), money('max-basket', '40.00', 'net', dairy))).toBe(FIRES);
  });

  it('tenders that cannot pay together', () => {
    expect(never(['tender-in', { tenders: ['cash'], only: true }], ['tender-in', { tenders: ['card'] }])).toEqual(
      at(1),
    );
    expect(never(['tender-in', { tenders: ['cash'] }], ['tender-in', { tenders: ['card'] }])).toBe(FIRES);
  });

  it('days and hours that never meet, over midnight and within a window of dates', () => {
    const night = ['time-window', { from: '22:00', to: '02:00', beginsOn: ['friday'] }] as const;
    const friday = ['weekday-in', { weekdays: ['friday'] }] as const;
    expect(never(night, friday)).toBe(FIRES);
    // Friday before two at night belongs to Thursday's window.
    expect(never(night, friday, ['time-window', { from: '00:00', to: '02:00' }])).toEqual(at(2));
    const week = ['date-window', { firstOn: '2026-11-23', lastOn: '2026-11-25' }] as const;
    expect(never(week, ['weekday-in', { weekdays: ['sunday'] }])).toEqual(at(1));
    expect(never(week, ['weekday-in', { weekdays: ['monday'] }])).toBe(FIRES);
  });

  it('a streak of a member who buys for the first time', () => {
    expect(never(['first-purchase', {}], ['streak', { period: 'week', n: 3 }])).toEqual(at(1));
  });
});

describe('exclusives that only their first days and codes put in order', () => {
  const place = 'exclusives_overlap promotions';
  const same = { ...off('1'), priority: 7 };
  const never = { ...off('2'), priority: 7, stacking: 'never' };

  it('are those of a class that keeps the other out', () => {
    expect(problemsOf([same, never])).toEqual([`${place}[1].stacking`]);
    expect(problemsOf([same, { ...never, firstOn: '2026-06-01' }])).toEqual([`${place}[1].stacking`]);
    for (const other of [
      { ...never, priority: 8 },
      { ...never, stacking: 'always' },
      { ...off('3'), priority: 7 },
    ])
      expect(problemsOf([same, other])).toBe('none');
    expect(problemsOf([never, { ...never, ...off('3') }])).toBe('none');
    expect(
      problemsOf([
        { ...same, lastOn: '2026-05-31' },
        { ...never, firstOn: '2026-06-01' },
      ]),
    ).toBe('none');
    // Prices are decided before points, whatever the codes say.
    expect(problemsOf([{ ...bonus('1'), priority: 7 }, never])).toBe('none');
  });

  it('are those of a group that lets the first of them act, on the same lines where it goes line by line', () => {
    const inGroup = (lines?: object) => ({ ...off('1', lines), priority: 7, group: 'g' });
    const group = (evaluate: string, scope = 'basket') => [{ code: 'g', evaluate, scope }];
    expect(problemsOf([inGroup(), inGroup()], group('first'))).toEqual([`${place}[1].group`]);
    // Where the amount says who wins, no order is asked for.
    for (const evaluate of ['stack', 'highest', 'lowest'])
      expect(problemsOf([inGroup(), inGroup()], group(evaluate))).toBe('none');
    expect(problemsOf([inGroup(), { ...inGroup(), priority: 8 }], group('first'))).toBe('none');
    const [milk, dairy, meat] = [
      { categories: ['food/dairy/milk'] },
      { categories: ['food/dairy'] },
      { categories: ['food/meat'] },
    ];
    expect(problemsOf([inGroup(milk), inGroup(dairy)], group('first', 'line'))).toEqual([`${place}[1].group`]);
    expect(problemsOf([inGroup(milk), inGroup(meat)], group('first', 'line'))).toBe('none');
    expect(problemsOf([inGroup(milk), inGroup(meat)], group('first'))).toEqual([`${place}[1].group`]);
  });

  it('say on which days and where both can act', () => {
    const all = [
      { ...same, ...conditions(['outlet-in', { outlets: ['a', 'b'] }]), priority: 7, lastOn: '2026-12-31' },
      { ...conditions(['outlet-in', { outlets: ['b', 'c'] }]), stacking: 'never', priority: 7, firstOn: '2026-06-01' },
    ].map((one, i) => ({ code: `p${i}`, firstOn: '2020-01-01', ...one }));
    const result = compile({ promotions: all }, units);
    expect(result.ok ? [] : result.problems.map(({ what }) => what)).toEqual([
      'p1 and p0 exclude each other by their classes from 2026-06-01 to 2026-12-31 at b with the same priority',
    ]);
  });

  it('are no exclusives where one asks for lines that the other bars, or shows another tier', () => {
    const pair = (mine: readonly [string, object], his: readonly [string, object]) => [
      { ...conditions(mine), priority: 7 },
      { ...conditions(his), priority: 7, stacking: 'never' },
    ];
    const dairy = { categories: ['food/dairy'] };
    expect(problemsOf(pair(['lines-include', { lines: dairy }], ['lines-exclude', { none: dairy }]))).toBe('none');
    expect(problemsOf(pair(['tier-in', { tiers: ['gold'] }], ['tier-in', { tiers: ['silver'] }]))).toBe('none');
    // What a basket comes to is less after the first of them has acted: they may both see it fit.
    const money = (kind: string, amount: object) => [kind, { base: 'net', ...amount }] as const;
    expect(problemsOf(pair(money('min-basket', { min: '100.00' }), money('max-basket', { max: '90.00' })))).toEqual([
      `${place}[1].stacking`,
    ]);
  });

  it('are found among 10,000 promotions of one priority in the time of a few decisions, and the first hundred are told', () => {
    const many = (outlet: (i: number) => object) =>
      Array.from({ length: 10_000 }, (_, i) => ({
        ...bonus('1'),
        ...outlet(i),
        ...{ priority: 7, stacking: i % 2 === 0 ? 'never' : 'common' },
      }));
    const took = (all: readonly object[]): { readonly told: unknown; readonly ms: number } => {
      const before = process.cpuUsage();
      const told = problemsOf(all);
      const { user, system } = process.cpuUsage(before);
      return { told: told === 'none' ? 0 : told.length, ms: (user + system) / 1_000 };
    };
    const apart = took(many((i) => conditions(['outlet-in', { outlets: [`o${i}`] }])));
    const together = took(many(() => ({})));
    const byTier = took(many((i) => conditions(['tier-in', { tiers: [i % 2 === 0 ? 'gold' : 'silver'] }])));
    expect([apart.told, together.told, byTier.told]).toEqual([0, 100, 0]);
    // Some 600 ms, where twenty-five million pairs one by one took twelve seconds.
    for (const { ms } of [apart, together, byTier]) expect(ms).toBeLessThan(4_000);
  });
});

describe('free conditions', () => {
  const asking = (when: string) => conditions(['expression', { when }]);
  const rulebook = (...all: readonly object[]) =>
    all.map((one, i) => ({ code: `p${i}`, priority: i, firstOn: '2026-01-01', ...one }));

  it('are asked what they cost and name where they are published, and never where they stand', () => {
    const against = ['hour > 25', 'total > money("abc")', 'lines.all(a, lines.all(b, a.sku == b.sku))'];
    for (const when of against) {
      const promotions = rulebook(asking(when));
      expect(compile({ promotions }, units).ok).toBe(false);
      expect(compile({ promotions, units }).ok).toBe(true);
      expect(compile({ promotions }, units, 'standing').ok).toBe(true);
    }
  });

  it('are too many where each is cheap and all together are not, at the one that is one too many', () => {
    // Some 43,000 steps each: 117 of them are five million.
    const loops = 'lines.exists(line, line.labels.exists(label, label == "bio")) && total > 0';
    const problems = problemsOf(Array.from({ length: 200 }, () => asking(loops)));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^expression_too_dear promotions\[1\d\d\]\.conditions\[0\]\.params\.when$/);
    expect(problemsOf(Array.from({ length: 100 }, () => asking(loops)))).toBe('none');
  });

  it('count together with other conditions: the outlet, the tier, the day, the hour', () => {
    const never = (when: string, kind: string, params: object) =>
      problemsOf([conditions([kind, params], ['expression', { when }])]);
    const AT = ['never_fires promotions[0].conditions[1]'];
    expect(never('outlet == "playa"', 'outlet-in', { outlets: ['centro'] })).toEqual(AT);
    expect(never('outlet == "playa" || total > 5', 'outlet-in', { outlets: ['centro'] })).toBe('none');
    expect(never('member.tier in ["gold"]', 'tier-in', { tiers: ['silver'] })).toEqual(AT);
    expect(never('hour >= 12', 'time-window', { from: '08:00', to: '12:00' })).toEqual(AT);
    expect(never('hour >= 11', 'time-window', { from: '08:00', to: '12:00' })).toBe('none');
    expect(never('date < "2026-05-01"', 'date-window', { firstOn: '2026-06-01' })).toEqual(AT);
    expect(never('weekday >= 6', 'weekday-in', { weekdays: ['monday'] })).toEqual(AT);
    expect(problemsOf([{ ...asking('date > "2026-12-31"'), lastOn: '2026-06-30' }])).toEqual([
      'never_fires promotions[0].conditions[0]',
    ]);
  });
});

describe('gifts that their own caps and limits reject', () => {
  const points = (all: readonly object[], max: string, over: string, more: object = {}) =>
    problemsOf([
      {
        effects: all.map((params) => ({ kind: 'fixed-bonus', wallet: 'points', params, ...more })),
        limits: [{ per: 'receipt', of: 'points', max, over }],
      },
    ]);
  const LIMIT = ['never_fires promotions[0].limits[0].max'];
  const fifty = { points: '50' };
  const dairy = { points: '50', lines: { categories: ['food/dairy'] } };

  it('are named, one by one or together where they come together', () => {
    expect(points([fifty], '49', 'reject')).toEqual(LIMIT);
    expect(points([fifty], '50', 'reject')).toBe('none');
    expect(points([fifty], '10', 'clip')).toBe('none');
    expect(points([fifty, fifty], '99', 'reject')).toEqual(LIMIT);
    expect(points([fifty, fifty], '100', 'reject')).toBe('none');
    expect(points([fifty, dairy], '99', 'reject')).toBe('none');
  });

  it('but not where a cap or a limit has cut them before', () => {
    const cut = { per: 'receipt', of: 'points', max: '10', over: 'clip' };
    const rejects = { per: 'member', of: 'points', max: '20', over: 'reject' };
    expect(problemsOf([{ ...bonus('50'), limits: [cut, rejects] }])).toBe('none');
    expect(problemsOf([{ ...bonus('50'), limits: [rejects, cut] }])).toEqual(LIMIT);
    expect(points([fifty], '20', 'reject', { cap: '10' })).toBe('none');
    expect(points([fifty], '9', 'reject', { cap: '10' })).toEqual(LIMIT);
  });

  it('by a cap of the whole rulebook too', () => {
    const promotions = [{ code: 'p', priority: 1, firstOn: '2026-01-01', ...bonus('50') }];
    const caps = [{ code: 'day', wallet: 'points', per: 'member', max: '10', period: 'day', over: 'reject' }];
    const result = compile({ promotions, caps }, units);
    expect(result.ok ? 'none' : result.problems.map(({ place, what }) => `${place}: ${what}`)).toEqual([
      'promotions[0].effects: it gives 50 or more at a time, and is rejected above 10 by the cap day',
    ]);
  });
});
