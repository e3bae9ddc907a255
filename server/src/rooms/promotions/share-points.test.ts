import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitByWeights } from '../../kernel/split.ts';
import { sharePoints } from './share-points.ts';

it('shares points exactly as the kernel splits, small and large', () => {
  const small = fc.bigInt({ min: 0n, max: 30n });
  const large = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const weight = fc.oneof(small, large);
  fc.assert(
    fc.property(
      fc.oneof(small, fc.bigInt({ min: 0n, max: 10n ** 12n })),
      fc.array(fc.oneof(small, weight), { minLength: 1, maxLength: 12 }),
      (total, weights) => {
        const sum = weights.reduce((all, one) => all + one, 0n);
        expect(sharePoints(total, weights, sum)).toEqual(splitByWeights(total, weights));
      },
    ),
    { seed: 5, numRuns: 2_000 },
  );
});

it('shares points exactly as the kernel splits up to the edge of what a number holds', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 8n }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 8n }), { minLength: 2, maxLength: 3 }),
      (total, weights) => {
        const sum = weights.reduce((all, one) => all + one, 0n);
        expect(sharePoints(total, weights, sum)).toEqual(splitByWeights(total, weights));
      },
    ),
    { seed: 6, numRuns: 2_000 },
  );
});
