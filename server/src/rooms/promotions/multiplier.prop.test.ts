import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import { compile } from './compile.ts';
import { grantText } from './explain.ts';
import type { CompiledRulebook, RulebookInput } from './rulebook.ts';
import { basketWith } from './samples/sample-basket.ts';

// What docs/concepts/promotions.md says of multipliers, read again: fractions are reckoned in one common piece of a point that all of them
// are whole numbers of, and a number is rounded by trying, not by dividing.

type Params = Record<string, unknown>;
type Base =
  | {
      readonly is: 'amount';
      readonly points: number;
      readonly step: number;
      readonly per: 'line' | 'receipt';
      readonly full: boolean;
      readonly cap: number | undefined;
    }
  | { readonly is: 'bonus'; readonly points: number };
type Times = {
  readonly over: number;
  readonly under: number;
  readonly per: 'line' | 'receipt';
  readonly multiplies: 'exact' | 'rounded';
  readonly rounding: 'floor' | 'ceiling' | 'half_up';
};
type Line = { readonly cents: number; readonly isFood: boolean };

const rulebookOf = (base: Base, times: Times): CompiledRulebook => {
  const common = { firstOn: '2020-01-01' };
  const effect = (kind: string, params: Params, cap?: number) => ({
    ...{ kind, wallet: 'points', params },
    ...(cap !== undefined && { cap: String(cap) }),
  });
  const earning =
    base.is === 'bonus'
      ? effect('fixed-bonus', { points: String(base.points) })
      : effect(
          'points-per-amount',
          {
            ...{ points: String(base.points), step: (base.step / 100).toFixed(2), per: base.per },
            steps: base.full ? 'full' : 'exact',
          },
          base.cap,
        );
  const { over, under, ...how } = times;
  const input: RulebookInput = {
    promotions: [
      { code: 'base', priority: 1, ...common, effects: [earning] },
      {
        ...{ code: 'times', priority: 2, ...common },
        effects: [effect('multiplier', { factor: `${over}/${under}`, lines: { categories: ['food'] }, ...how })],
      },
    ],
  };
  const result = compile(input, { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
};
const basketOf = (lines: readonly Line[]) =>
  basketWith({
    lines: lines.map(({ cents, isFood }) => ({ gross: BigInt(cents), category: isFood ? 'food' : 'toys' })),
  });

/** The whole number that so many pieces are rounded to, of which `one` make a point. */
const rounded = (pieces: bigint, one: bigint, rounding: Times['rounding']): bigint => {
  let down = 0n;
  let span = 1n;
  while (span * one <= pieces) span *= 2n;
  for (; span > 0n; span /= 2n) if ((down + span) * one <= pieces) down += span;
  if (down * one === pieces || rounding === 'floor') return down;
  if (rounding === 'ceiling') return down + 1n;
  return down * one + (down + 1n) * one <= 2n * pieces ? down + 1n : down;
};

/** What the base grant gave, line by line where it was rounded so, and what the multiplier adds to it. */
const asTheDocsSay = (
  base: Base,
  times: Times,
  lines: readonly Line[],
): { readonly given: bigint; readonly added: bigint } => {
  const cents = lines.map((line) => BigInt(line.cents));
  const all = cents.reduce((sum, one) => sum + one, 0n);
  const step = base.is === 'amount' ? BigInt(base.step) : 1n;
  // All lines count the same where none counts for anything.
  const counts = all === 0n ? lines.map(() => 1n) : cents;
  const whole = all === 0n ? BigInt(lines.length) : all;
  const each = BigInt(base.points);
  const one = step * whole * BigInt(times.under) * 2n;
  const pointsOf = (amount: bigint): bigint =>
    base.is === 'bonus'
      ? each
      : base.full
        ? rounded(amount, step, 'floor') * each
        : rounded(amount * each, step, 'floor');
  const isByLine = base.is === 'amount' && base.per === 'line';
  const perLine = cents.map(pointsOf);
  const uncut = isByLine ? perLine.reduce((sum, points) => sum + points, 0n) : pointsOf(all);
  const cap = base.is === 'amount' && base.cap !== undefined ? BigInt(base.cap) : undefined;
  const isCut = cap !== undefined && uncut > cap;
  const given = isCut ? cap : uncut;
  if (given === 0n) return { given, added: 0n };
  // In pieces; what was cut is shared as it would have been uncut, which need not be whole pieces: these are counted times what was uncut.
  const finer = isCut ? uncut : 1n;
  const point = one * finer;
  const had = lines.map((_, i) => {
    const uncutPart = isByLine ? (perLine[i] as bigint) * one : (uncut * (counts[i] as bigint) * one) / whole;
    return isCut ? uncutPart * given : uncutPart;
  });
  const isExact = times.multiplies === 'exact' && base.is === 'amount' && !base.full && !isCut;
  const before = lines.map((_, i) => (isExact ? ((cents[i] as bigint) * each * point) / step : (had[i] as bigint)));
  const more = (of: readonly number[]): bigint => {
    const sum = (parts: readonly bigint[]): bigint => of.reduce((so, i) => so + (parts[i] as bigint), 0n);
    const pieces = (sum(before) * BigInt(times.over)) / BigInt(times.under) - sum(had);
    return pieces <= 0n ? 0n : rounded(pieces, point, times.rounding);
  };
  const foods = lines.flatMap(({ isFood }, i) => (isFood ? [i] : []));
  const added = times.per === 'receipt' ? more(foods) : foods.reduce((so, i) => so + more([i]), 0n);
  return { given, added };
};

const base: fc.Arbitrary<Base> = fc.oneof(
  fc.record({
    is: fc.constant('amount' as const),
    points: fc.integer({ min: 1, max: 7 }),
    step: fc.constantFrom(100, 110, 333, 1_000),
    per: fc.constantFrom('line' as const, 'receipt' as const),
    full: fc.boolean(),
    cap: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 3 }),
  }),
  fc.record({ is: fc.constant('bonus' as const), points: fc.integer({ min: 1, max: 50 }) }),
);
const times: fc.Arbitrary<Times> = fc.record({
  over: fc.constantFrom(4, 6, 7, 15),
  under: fc.constantFrom(2, 3),
  per: fc.constantFrom('line' as const, 'receipt' as const),
  multiplies: fc.constantFrom('exact' as const, 'rounded' as const),
  rounding: fc.constantFrom('floor' as const, 'ceiling' as const, 'half_up' as const),
});
const lines = fc.array(
  fc.record({ cents: fc.oneof(fc.constantFrom(0, 150, 199, 1_050), fc.nat(4_000)), isFood: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const agrees = (read: typeof asTheDocsSay) =>
  fc.property(base, times, lines, (one, by, goods) => {
    const grants = adjudicate(rulebookOf(one, by), basketOf(goods)).grants;
    const pointsOf = (code: string): bigint => grants.find(({ promotion }) => promotion === code)?.points ?? 0n;
    expect({ given: pointsOf('base'), added: pointsOf('times') }).toEqual(read(one, by, goods));
  });
const settings = { seed: 20_261_124, numRuns: 1_500 };

it('adds what the docs say, to the point', () => {
  expect(() => fc.assert(agrees(asTheDocsSay), settings)).not.toThrow();
});

it('control: readings that round twice, or take what was granted for what was earned, are found out', () => {
  const others: readonly (typeof asTheDocsSay)[] = [
    (one, by, goods) => asTheDocsSay(one, { ...by, multiplies: 'rounded' }, goods),
    (one, by, goods) => asTheDocsSay(one, { ...by, rounding: 'floor' }, goods),
    (one, by, goods) => asTheDocsSay(one, { ...by, per: 'line' }, goods),
    (one, by, goods) => asTheDocsSay(one.is === 'amount' ? { ...one, per: 'line' } : one, by, goods),
  ];
  for (const read of others) expect(fc.check(agrees(read), settings).failed).toBe(true);
});

it('says numbers that add up', () => {
  const euro: Base = { is: 'amount', points: 1, step: 100, per: 'receipt', full: false, cap: undefined };
  const twice: Times = { over: 4, under: 2, per: 'receipt', multiplies: 'exact', rounding: 'floor' };
  const told = (goods: readonly Line[], language: 'en' | 'es' = 'en'): string => {
    const [, grant] = adjudicate(rulebookOf(euro, twice), basketOf(goods)).grants;
    return grant === undefined ? 'nothing' : grantText(grant, language);
  };
  const [food, toys] = [
    { cents: 1_050, isFood: true },
    { cents: 1_050, isFood: false },
  ];
  expect(told([food, toys])).toContain('Counted: base had 10.5, adds 10. Gives 10 points: line 1 10.');
  expect(told([toys, food])).toContain('Counted: base had 10.5, adds 10. Gives 10 points: line 2 10.');
  expect(told([food, toys], 'es')).toContain('Contado: base tenía 10,5, añade 10. Da 10 puntos');
  expect(told([{ cents: 190, isFood: true }])).toContain('base had 1 (1.9 before rounding), adds 2.');
  // 12 points for 12.50, of which food had 12 × 2.50 / 12.50; and a third of 4, of which nobody writes the end.
  expect(
    told([
      { cents: 250, isFood: true },
      { cents: 1_000, isFood: false },
    ]),
  ).toContain('base had 2.4 (2.5 before rounding), adds 2.');
  expect(
    told([
      { cents: 150, isFood: true },
      { cents: 300, isFood: false },
    ]),
  ).toContain('base had 1.3333… (1.5 before rounding), adds 1.');
});
