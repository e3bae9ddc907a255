import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeighedSum } from './verify-sums.ts';

fc.configureGlobal({ seed: 2_026_112_209 });

type Amount = { readonly of: bigint; readonly unit: bigint; readonly amount: bigint };
const amounts = fc.array(
  fc.record({
    of: fc.bigInt({ min: 0n, max: 20n }),
    unit: fc.bigInt({ min: 1n, max: 2n }),
    amount: fc.bigInt({ min: -1_000_000_000_000_000n, max: 1_000_000_000_000_000n }),
  }),
  { maxLength: 40 },
);

const weighed = (rows: readonly Amount[]): bigint => {
  const sum = new WeighedSum();
  for (const { of, unit, amount } of rows) sum.add(1n, of, unit, amount);
  return sum.total;
};
const keyOf = ({ of, unit }: Amount): string => `${of}/${unit}`;

describe('sums that are weighed instead of kept', () => {
  it('are equal when each of them is, however the amounts are ordered or gathered', () => {
    fc.assert(
      fc.property(amounts, (rows) => {
        const gathered = Map.groupBy(rows, keyOf);
        const once = [...gathered.values()].map((group) => ({
          ...(group[0] as Amount),
          amount: group.reduce((sum, one) => sum + one.amount, 0n),
        }));
        expect(weighed(once)).toBe(weighed(rows));
        expect(weighed([...rows].reverse())).toBe(weighed(rows));
        expect(weighed([...rows, ...once.map((row) => ({ ...row, amount: -row.amount }))])).toBe(0n);
      }),
    );
  });

  it('are not equal when one of them is off, even when all of them together are not', () => {
    const two = fc
      .tuple(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 20n }))
      .filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(amounts, two, fc.bigInt({ min: 1n, max: 1_000_000n }), (rows, [from, to], amount) => {
        const moved = [...rows, { of: from, unit: 1n, amount: -amount }, { of: to, unit: 1n, amount }];
        expect(weighed(moved)).not.toBe(weighed(rows));
      }),
    );
  });
});
