import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askedArbitrary,
  line,
  linesArbitrary,
  place,
  sum,
  type,
  wallet,
  walletsArbitrary,
} from '../../../test/paying-wallets.ts';
import { planSpending } from './plan-spending.ts';
import { pointsFor, worthOf } from './wallet-type.ts';

fc.configureGlobal({ seed: 2_026_112_207 });

type SmallWallet = {
  readonly categories: readonly string[];
  readonly available: bigint;
  readonly sharePercentMax: number | undefined;
  readonly cashMinimum: string | undefined;
  readonly perReceiptMax: string | undefined;
};

/** The most that can be paid, by trying every amount of every wallet on every line. */
function mostByTrying(food: bigint, toys: bigint, wallets: readonly SmallWallet[]): bigint {
  const total = food + toys;
  let most = 0n;
  const go = (at: number, onFood: bigint, onToys: bigint, cash: bigint): void => {
    const one = wallets[at];
    if (!one) {
      const paid = onFood + onToys;
      if (total - paid >= cash && paid > most) most = paid;
      return;
    }
    let cap = one.available;
    if (one.sharePercentMax !== undefined) cap = least(cap, (total * BigInt(one.sharePercentMax)) / 100n);
    if (one.perReceiptMax !== undefined) cap = least(cap, BigInt(one.perReceiptMax));
    const asks = BigInt((one.cashMinimum ?? '0').replace('.', ''));
    for (let f = 0n; f <= cap && f <= food - onFood && (f === 0n || one.categories.includes('food')); f++) {
      for (let t = 0n; t <= cap - f && t <= toys - onToys && (t === 0n || one.categories.includes('toys')); t++)
        go(at + 1, onFood + f, onToys + t, f + t > 0n && asks > cash ? asks : cash);
    }
  };
  go(0, 0n, 0n, 0n);
  return most;
}
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

describe('a plan of paying with points (semantics 3.13)', () => {
  it('sums exactly: lines to parts, parts to the whole', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        const plan = planSpending(lines, place, wallets, asked);
        for (const part of plan.parts) expect(sum(part.perLine.map(([, money]) => money))).toBe(part.money);
        expect(sum(plan.parts.map((part) => part.money))).toBe(plan.money);
      }),
    );
  });

  it('never pays more for a line than is due, nor more than was asked', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        const plan = planSpending(lines, place, wallets, asked);
        for (const { line: number, due } of lines) {
          const paid = sum(
            plan.parts.flatMap((part) => part.perLine.filter(([of]) => of === number).map(([, money]) => money)),
          );
          expect(paid <= due).toBe(true);
        }
        if (typeof asked === 'object' && 'money' in asked) expect(plan.money <= asked.money).toBe(true);
      }),
    );
  });

  it('takes from no wallet more than it has, more than was asked of it, or more than its points are worth', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        for (const part of planSpending(lines, place, wallets, asked).parts) {
          const of = wallets.find((one) => one.type.code === part.walletType)!;
          expect(part.points > 0n && part.points <= of.available).toBe(true);
          if (typeof asked === 'object' && 'points' in asked) expect(part.points <= asked.points).toBe(true);
          expect(part.money <= worthOf(of.type, part.points)).toBe(true);
          // Not a point more than it takes.
          expect(worthOf(of.type, part.points - 1n) < part.money).toBe(true);
        }
      }),
    );
  });

  it('covers as much as any way of paying could, when wallets are bound to categories', () => {
    const kinds = ['food', 'toys', 'books'] as const;
    const due = fc.array(fc.bigInt({ min: 0n, max: 30n }), { minLength: 3, maxLength: 3 });
    const bound = fc.record({
      categories: fc.subarray([...kinds], { minLength: 1 }),
      available: fc.bigInt({ min: 0n, max: 40n }),
      nextExpiry: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(due, fc.array(bound, { minLength: 1, maxLength: 4 }), (dues, rows) => {
        const lines = kinds.map((category, at) => line(at + 1, dues[at] as bigint, { category }));
        const wallets = rows.map((row, at) =>
          wallet(type(`w${at}`, { categories: row.categories }), row.available, row.nextExpiry),
        );
        // What is left uncovered is at least, for any set of categories, what only wallets outside of it could not pay (max flow, min cut).
        let most: bigint | undefined;
        for (let set = 0; set < 8; set++) {
          const inSet = (category: string) => (set & (1 << kinds.indexOf(category as 'food'))) > 0;
          const cut =
            sum(lines.filter((one) => !inSet(one.category)).map((one) => one.due)) +
            sum(rows.filter((row) => row.categories.some(inSet)).map((row) => row.available));
          if (most === undefined || cut < most) most = cut;
        }
        expect(planSpending(lines, place, wallets, 'most').money).toBe(most);
      }),
    );
  });

  it('covers as much as any choice of wallets and lines could, under shares, caps and parts in cash: against all there are', () => {
    const small = fc.record({
      categories: fc.subarray(['food', 'toys'], { minLength: 1 }),
      available: fc.bigInt({ min: 0n, max: 9n }),
      nextExpiry: fc.nat({ max: 3 }),
      sharePercentMax: fc.option(fc.constantFrom(30, 50), { nil: undefined }),
      cashMinimum: fc.option(fc.constantFrom('0.02', '0.05', '0.09'), { nil: undefined }),
      perReceiptMax: fc.option(fc.constantFrom('3', '6'), { nil: undefined }),
    });
    const due = fc.bigInt({ min: 0n, max: 7n });
    fc.assert(
      fc.property(due, due, fc.array(small, { minLength: 1, maxLength: 3 }), (food, toys, rows) => {
        const lines = [line(1, food, { category: 'food' }), line(2, toys, { category: 'toys' })];
        const wallets = rows.map(({ available, nextExpiry, ...rules }, at) =>
          wallet(type(`w${at}`, rules), available, nextExpiry),
        );
        const plan = planSpending(lines, place, wallets, 'most');
        expect(plan.money).toBe(mostByTrying(food, toys, rows));
        // Whoever pays is within his rules in what comes out, not only at his turn.
        for (const part of plan.parts) {
          const { cashMinimum = '0' } = wallets.find((one) => one.type.code === part.walletType)!.type.rules;
          expect(food + toys - plan.money >= BigInt(cashMinimum.replace('.', ''))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('pays as much, and as exactly, when it goes by the end of each lot; and takes first what ends first', () => {
    const lots = fc.array(
      fc.record({ points: fc.bigInt({ min: 1n, max: 900n }), endsAt: fc.integer({ min: 1, max: 9 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        linesArbitrary,
        walletsArbitrary,
        fc.array(lots, { maxLength: 4 }),
        askedArbitrary,
        (lines, plain, ends, asked) => {
          const wallets = plain.map((one, at) => {
            const endings = [...(ends[at] ?? [])].sort((a, b) => a.endsAt - b.endsAt);
            return {
              ...one,
              endings,
              available: sum(endings.map(({ points }) => points)),
              nextExpiry: endings[0]?.endsAt ?? 9,
            };
          });
          const byWallet = wallets.map((one) => ({ ...one, endings: undefined }));
          const plan = planSpending(lines, place, wallets, asked);
          if (asked === 'most') expect(plan.money).toBe(planSpending(lines, place, byWallet, asked).money);
          for (const part of plan.parts) {
            expect(sum(part.perLine.map(([, money]) => money))).toBe(part.money);
            const of = wallets.find((one) => one.type.code === part.walletType)!;
            expect(part.points <= of.available).toBe(true);
          }
          expect(planSpending(lines, place, [...wallets].reverse(), asked)).toEqual(plan);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the same for the same input, in whatever order the wallets come', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        const plan = planSpending(lines, place, wallets, asked);
        expect(planSpending(lines, place, [...wallets].reverse(), asked)).toEqual(plan);
      }),
    );
  });

  it('says of every wallet that does not pay why it does not, unless it was not asked', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, (lines, wallets) => {
        const plan = planSpending(lines, place, wallets, 'most');
        const named = new Set([...plan.parts, ...plan.reasons].map((one) => one.walletType));
        expect(named).toEqual(new Set(wallets.map((one) => one.type.code)));
      }),
    );
  });

  it('never loses a cent between points and money', () => {
    const rate = fc.bigInt({ min: 1n, max: 1_000n });
    fc.assert(
      fc.property(rate, rate, fc.bigInt({ min: 0n, max: 1_000_000n }), (paysPoints, paysMoney, points) => {
        const of = type('w', {}, { paysPoints, paysMoney });
        expect(pointsFor(of, worthOf(of, points)) <= points).toBe(true);
        expect(worthOf(of, pointsFor(of, points)) >= points).toBe(true);
      }),
    );
  });

  it('never plans more than the day leaves, of one wallet and of all together', () => {
    const day = fc.record({ points: fc.bigInt({ min: 0n, max: 3_000n }), money: fc.bigInt({ min: 0n, max: 3_000n }) });
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, day, day, (lines, wallets, asked, left, spent) => {
        const limited = wallets.map((one) => ({
          ...one,
          type: { ...one.type, rules: { ...one.type.rules, perDayMax: '2000', perDayMoneyMax: '20.00' } },
          today: spent,
        }));
        const today = { points: left.points * 10_000n, money: left.money };
        const plan = planSpending(lines, { ...place, today }, limited, asked);
        expect(plan.parts.reduce((sum, { points }) => sum + points, 0n) <= left.points).toBe(true);
        expect(plan.money <= left.money).toBe(true);
        for (const { points, money } of plan.parts) {
          expect(points + spent.points <= 2_000n).toBe(true);
          expect(money + spent.money <= 2_000n).toBe(true);
        }
      }),
    );
  });
});
