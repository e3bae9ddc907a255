import { expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { returnContent, saleContent } from './content.ts';
import type { ReplayedReturn, ReplayedSale } from './replayed.ts';

const booking = {
  day: '2010-12-01',
  reference: 'uci/1',
  chain: '17850',
  outlet: 'web',
  occurredAt: instant(1_291_191_960_000_000),
  tallies: [],
  expected: 1_530n,
  rounding: 0n,
};
const sale: ReplayedSale = {
  ...booking,
  is: 'sale',
  member: '17850',
  channel: 'web',
  lines: [
    {
      line: 1,
      sku: '85123A',
      category: '',
      brand: '',
      labels: [],
      kind: 'product',
      quantity: 6_000n,
      gross: 1_530n,
      discount: 0n,
      tax: 0n,
    },
  ],
  tenders: [{ kind: 'points', asked: { points: '20.0' }, walletType: 'regular' }],
  receiptNumber: '1',
  attributes: undefined,
};
const goods: ReplayedReturn = {
  ...booking,
  is: 'return',
  sale: 'uci/1',
  lines: [{ line: 1, quantity: 1_000n }],
  priceDifference: 0n,
};

test('the digest of what was told is the same in every release, or a file told again would be refused', () => {
  expect(saleContent(sale).toString('hex')).toBe('8693ec0f09f9d0519b6092eef1f45886');
  expect(returnContent(goods).toString('hex')).toBe('06f49158afa3ec9538c97484f4b8a59d');
});

test('another amount, buyer or tender is another content', () => {
  const [line] = sale.lines;
  const others: ReplayedSale[] = [
    { ...sale, lines: [{ ...line!, gross: 1_531n }] },
    { ...sale, member: undefined },
    { ...sale, tenders: [] },
  ];
  const digests = [sale, ...others].map((one) => saleContent(one).toString('hex'));
  expect(new Set(digests).size).toBe(4);
});
