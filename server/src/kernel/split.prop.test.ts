import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByWeights } from './split.ts';

fc.configureGlobal({ seed: 2_026_112_203 });

const totals = fc.bigInt({ min: -1_000_000_000_000_000n, max: 1_000_000_000_000_000n });
const weightLists = fc.array(
  fc.oneof(fc.bigInt({ min: 0n, max: 4n }), fc.bigInt({ min: 0n, max: 1_000_000_000_000_000n })),
  { minLength: 1, maxLength: 30 },
);
const sumOf = (parts: readonly bigint[]) => parts.reduce((sum, part) => sum + part, 0n);

describe('the parts of a split', () => {
  it('sum to the whole exactly', () => {
    fc.assert(
      fc.property(totals, weightLists, (total, weights) => {
        expect(sumOf(splitByWeights(total, weights))).toBe(total);
      }),
    );
  });

  it('are their exact shares, rounded one way or the other', () => {
    fc.assert(
      fc.property(totals, weightLists, (total, weights) => {
        const sum = sumOf(weights);
        fc.pre(sum > 0n);
        splitByWeights(total, weights).forEach((part, index) => {
          const off = part * sum - total * (weights[index] as bigint);
          expect(off < sum && off > -sum).toBe(true);
        });
      }),
    );
  });

  it('of a return are the opposite of those of the sale', () => {
    fc.assert(
      fc.property(totals, weightLists, (total, weights) => {
        expect(splitByWeights(-total, weights)).toEqual(splitByWeights(total, weights).map((part) => -part));
      }),
    );
  });

  it('never give a heavier line less, nor an earlier one less than an equal later one', () => {
    fc.assert(
      fc.property(totals, weightLists, (total, weights) => {
        const parts = splitByWeights(total < 0n ? -total : total, weights);
        const lines = weights.map((weight, index) => ({ weight, part: parts[index] as bigint, index }));
        lines.sort((a, b) => (a.weight === b.weight ? a.index - b.index : a.weight > b.weight ? -1 : 1));
        for (const [at, line] of lines.entries()) expect(line.part <= (lines[at - 1]?.part ?? line.part)).toBe(true);
      }),
    );
  });

  it('stay where they are when lines of other weight change places', () => {
    fc.assert(
      fc.property(
        totals,
        fc.uniqueArray(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 2 }),
        (total, weights) => {
          const sum = sumOf(weights);
          const remainders = weights.map((weight) => ((total < 0n ? -total : total) * weight) % sum);
          // Ties go by place, which is what changes here.
          fc.pre(new Set(remainders).size === remainders.length);
          expect(splitByWeights(total, [...weights].reverse())).toEqual(splitByWeights(total, weights).reverse());
        },
      ),
    );
  });
});
