import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';
import { priceBasket } from './price-basket.ts';
import { basketWith } from './samples/sample-basket.ts';

// What a set saves lies on all of it: whoever brings a part back is refunded what that part came to, and what stays has been paid for.

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: {} };

const SETS = [
  { kind: 'n-for-m', params: { take: 3, pay: 2, lines: {} } },
  { kind: 'n-for-m', params: { take: 2, pay: 1, percent: '70', lines: {} } },
  { kind: 'n-for-m', params: { take: 4, pay: 2, percent: '50', times: 2, lines: {} } },
  { kind: 'percent-discount', params: { percent: '50', on: 'cheapest' } },
  { kind: 'fixed-discount', params: { amount: '2.50', off: 'cheapest' } },
] as const;

const goods = fc.array(
  fc.record({ gross: fc.integer({ min: 0, max: 3_000 }), pieces: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 7 },
);
type Goods = readonly { readonly gross: number; readonly pieces: number }[];

const rulebookOf = (effect: object) => {
  const result = compile(
    { promotions: [{ code: 'set', priority: 1, firstOn: '2020-01-01', effects: [effect] }] },
    units,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
};

/** What is taken off each line, in the order of the lines. */
const offOf = (effect: object, lines: Goods): bigint[] => {
  const basket = basketWith({
    lines: lines.map(({ gross, pieces }) => ({ gross: BigInt(gross), quantity: BigInt(pieces) * 1_000n })),
  });
  const off = new Map(priceBasket(rulebookOf(effect), basket).priced.flatMap(({ perLine }) => perLine));
  return basket.lines.map(({ line }) => off.get(line) ?? 0n);
};
const sum = (all: readonly bigint[]): bigint => all.reduce((one, other) => one + other, 0n);
const onCheapest = ({ kind, params: { ...params } }: (typeof SETS)[number]) => ({
  kind,
  params: { ...params, spread: 'cheapest' },
});

it('a set costs the same wherever its discount lies, and no line less than nothing', () => {
  let shared = 0;
  fc.assert(
    fc.property(fc.constantFrom(...SETS), goods, (effect, lines) => {
      const [set, cheapest] = [offOf(effect, lines), offOf(onCheapest(effect), lines)];
      expect(sum(set)).toBe(sum(cheapest));
      set.forEach((part, i) => expect(part >= 0n && part <= BigInt(lines[i]!.gross)).toBe(true));
      if (set.join() !== cheapest.join()) shared++;
    }),
    { numRuns: 600, seed: 100_75_50 },
  );
  expect(shared).toBeGreaterThan(300);
});

// Where every piece is of a set: one price after the other, in full sets.
const fullSets = fc.record({
  sets: fc.integer({ min: 1, max: 3 }),
  prices: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 9, maxLength: 9 }),
});

it('whatever part of a set comes back, in any order, what stays has been paid for its share, to the cent', () => {
  let gone = 0;
  fc.assert(
    fc.property(fullSets, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), ({ sets, prices }, comesBack) => {
      const lines = prices.slice(0, sets * 3).map((gross) => ({ gross, pieces: 1 }));
      const gross = sum(lines.map((line) => BigInt(line.gross)));
      const off = offOf(SETS[0], lines);
      const saved = sum(off);
      const stays = lines
        .map((line, i) => ({ gross: BigInt(line.gross), off: off[i]! }))
        .filter((_, i) => !comesBack[i]);
      for (const one of stays) {
        // Within a cent of its exact share of what the set costs.
        const apart = one.off * gross - saved * one.gross;
        expect(apart < gross && apart > -gross).toBe(true);
      }
      const worth = sum(stays.map((one) => one.gross));
      const paid = worth - sum(stays.map((one) => one.off));
      const owed = ((gross - saved) * worth) / gross;
      expect(paid >= owed - BigInt(stays.length)).toBe(true);
      if (stays.length > 0 && worth > 0n && paid > 0n) gone++;
    }),
    { numRuns: 600, seed: 18_12 },
  );
  expect(gone).toBeGreaterThan(300);
});

it('left on the cheapest it does not hold: the 50.00 of 100, 75 and 50 stays for nothing', () => {
  const lines = [10_000, 7_500, 5_000].map((gross) => ({ gross, pieces: 1 }));
  expect(offOf(onCheapest(SETS[0]), lines)).toEqual([0n, 0n, 5_000n]);
  expect(offOf(SETS[0], lines), 'where nothing is said').toEqual([2_222n, 1_667n, 1_111n]);
});

it('the order of the lines plays no part', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SETS), goods, (effect, lines) => {
      const basket = basketWith({
        lines: lines.map(({ gross, pieces }) => ({ gross: BigInt(gross), quantity: BigInt(pieces) * 1_000n })),
      });
      const told = (all: typeof basket) => priceBasket(rulebookOf(effect), all).priced;
      expect(told({ ...basket, lines: [...basket.lines].reverse() })).toEqual(told(basket));
    }),
    { numRuns: 200, seed: 9 },
  );
});

it('a percentage rounded once for the receipt is that of its sum, and its parts are the whole', () => {
  fc.assert(
    fc.property(goods, fc.integer({ min: 1, max: 10_000 }), (lines, hundredths) => {
      const percent = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
      const off = offOf({ kind: 'percent-discount', params: { percent, per: 'receipt' } }, lines);
      const gross = sum(lines.map((line) => BigInt(line.gross)));
      expect(sum(off)).toBe((gross * BigInt(hundredths) * 2n + 10_000n) / 20_000n);
      off.forEach((part, i) => expect(part <= BigInt(lines[i]!.gross)).toBe(true));
    }),
    { numRuns: 400, seed: 398 },
  );
});
