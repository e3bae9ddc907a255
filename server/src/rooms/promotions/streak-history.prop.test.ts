import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../kernel/local-date.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import {
  countersBefore,
  countStreaks,
  mergeCounters,
  PERIODS_REMEMBERED_MAX,
  uncountStreaks,
} from './streak-history.ts';
import { periodOf, streakWith } from './streak.ts';

type Counters = Readonly<Record<string, number>>;
const SEED = 20_261_122;
const first = localDate(2026, 11, 1);
const day = (n: number): LocalDate => addDays(first, n);
const days = (...all: number[]): Counters =>
  all.reduce<Counters>((counters, n) => countStreaks(['day'], day(n), counters), {});
const row = (counters: Counters): number => counters['streak.day'] ?? 0;
const at = (counters: Counters): number => (counters['streak.day.at'] ?? Number.NaN) - periodOf('day', first);

describe('purchases in a row', () => {
  it('a purchase taken out of the middle lets the row fall in two, its last or first one shortens it', () => {
    const five = days(1, 2, 3, 4, 5);
    expect(row(five)).toBe(5);
    expect(row(uncountStreaks(['day'], day(3), five))).toBe(2);
    expect(row(uncountStreaks(['day'], day(1), five))).toBe(4);
    const shorter = uncountStreaks(['day'], day(5), five);
    expect([row(shorter), at(shorter)]).toEqual([4, 4]);
    expect(uncountStreaks(['day'], day(1), days(1)), 'as if nothing had been').toEqual({});
  });

  it('of two purchases on one day the second keeps the row when the first comes back', () => {
    expect(row(uncountStreaks(['day'], day(2), days(1, 2, 2, 3)))).toBe(3);
  });

  it('one that comes late closes the gap, and is told the row as it had come up to its day', () => {
    const gap = days(1, 2, 4, 5);
    expect(row(gap)).toBe(2);
    expect(streakWith('day', day(3), countersBefore(['day'], day(3), gap)), 'the third in a row').toBe(3);
    expect(row(countStreaks(['day'], day(3), gap))).toBe(5);
  });

  it('a row is longer than what is remembered of it day by day', () => {
    const long = days(...Array.from({ length: 100 }, (_, n) => n));
    expect(row(long)).toBe(100);
    expect(Object.keys(long).length).toBeLessThanOrEqual(PERIODS_REMEMBERED_MAX + 4);
    expect(row(uncountStreaks(['day'], day(99), long))).toBe(99);
    expect(row(uncountStreaks(['day'], day(10), long)), 'too long ago').toBe(100);
    expect(row(countStreaks(['day'], day(300), long))).toBe(1);
  });

  it('a row that was told alone goes on, and back', () => {
    const told = { 'streak.day': 50, 'streak.day.at': periodOf('day', day(0)) };
    expect(row(countStreaks(['day'], day(1), told))).toBe(51);
    expect(row(uncountStreaks(['day'], day(0), told))).toBe(49);
  });

  it('rules are told the row and the stamps, and nothing of how they are kept', () => {
    const counters = { ...days(1, 2, 3), 'stamps.coffee': 4 };
    expect(countersBefore(['day'], day(4), counters)).toEqual({
      'stamps.coffee': 4,
      'streak.day': 3,
      'streak.day.at': periodOf('day', day(3)),
    });
    expect(countersBefore([], day(4), counters)).toEqual({ 'stamps.coffee': 4 });
  });
});

describe('any purchases, returns and merges', () => {
  const purchases = fc.array(fc.integer({ min: 0, max: PERIODS_REMEMBERED_MAX - 1 }), { maxLength: 40 });
  const told = (all: readonly number[]): number => {
    const bought = new Set(all);
    let n = Math.max(...all);
    let length = 0;
    while (bought.has(n)) [n, length] = [n - 1, length + 1];
    return length;
  };

  it('end as the purchases that stayed would, in whatever order they came', () => {
    fc.assert(
      fc.property(purchases, purchases, fc.integer(), (stay, go, seed) => {
        const order = [...stay, ...go].map((n, i) => ({ n, by: (i * 7_919 + seed) % 101 })).sort((a, b) => a.by - b.by);
        let counters: Counters = {};
        for (const { n } of order) counters = countStreaks(['day'], day(n), counters);
        for (const n of go) counters = uncountStreaks(['day'], day(n), counters);
        expect(row(counters)).toBe(stay.length === 0 ? 0 : told(stay));
      }),
      { seed: SEED },
    );
  });

  it('of two members end as if one had bought everything', () => {
    fc.assert(
      fc.property(purchases, purchases, (one, other) => {
        const merged = mergeCounters({ ...days(...one), 'stamps.tea': 2 }, { ...days(...other), 'stamps.tea': 3 });
        expect({ row: row(merged), stamps: merged['stamps.tea'] }).toEqual({
          row: row(days(...one, ...other)),
          stamps: 5,
        });
      }),
      { seed: SEED },
    );
  });
});
