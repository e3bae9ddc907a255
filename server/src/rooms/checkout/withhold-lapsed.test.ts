import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundsOfLines, type PaidTender } from './share-tenders.ts';
import { withhold } from './withhold-lapsed.ts';

const money = (kind: string, perLine: readonly bigint[]): PaidTender => ({
  ...{ kind, payment: undefined, perLine },
  amount: perLine.reduce((sum, part) => sum + part, 0n),
});
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((one, other) => one + other, 0n);

test('the last tender is lessened first, and none below what it had back', () => {
  const tenders = [money('card', [500n]), money('cash', [300n])];
  expect(withhold(tenders, [500n, 300n], [], 400n)).toEqual([400n, 0n]);
  expect(withhold(tenders, [500n, 300n], [450, 100], 400n)).toEqual([450n, 100n]);
});

test('points, gift cards and cards of other processors get back what they paid', () => {
  const tenders: PaidTender[] = [
    { ...money('points', [500n]), payment: 0 },
    { ...money('card', [400n]), outside: {} as never },
    money('cash', [100n]),
  ];
  expect(withhold(tenders, [500n, 400n, 100n], [], 800n)).toEqual([500n, 400n, 0n]);
});

test('whatever is withheld on the way, all returns together refund what was paid, and no return asks for money', () => {
  let lessened = 0;
  const lines = fc.array(fc.bigInt(1n, 9_999n), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.bigInt(0n, 5_000n), { minLength: 6, maxLength: 6 }),
      fc.nat(),
      (paid, lost, turn) => {
        const tenders = [
          money(
            'card',
            paid.map((all) => all / 3n),
          ),
          money(
            'cash',
            paid.map((all) => all - all / 3n),
          ),
        ];
        const sold = paid.map((_, i) => ({ line: i + 1, quantity: 1_000n }));
        const back = new Map<number, bigint>();
        let refunded: bigint[] = [];
        for (const [step] of paid.entries()) {
          back.set(((step + turn) % paid.length) + 1, 1_000n);
          const own = refundsOfLines(sold, tenders, back, 'original_proportional');
          // Nothing has lapsed of what is not there any more.
          const refunds = withhold(tenders, own, refunded, back.size === paid.length ? 0n : lost[step]!);
          refunds.forEach((all, at) => expect(all >= (refunded[at] ?? 0n) && all <= own[at]!).toBe(true));
          if (sum(refunds) < sum(own)) lessened++;
          refunded = refunds;
        }
        expect(sum(refunded)).toBe(sum(paid));
      },
    ),
    { numRuns: 300, seed: 49 },
  );
  expect(lessened).toBeGreaterThan(100);
});
