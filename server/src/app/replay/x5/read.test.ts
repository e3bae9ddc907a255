import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReplayedSale } from '../replayed.ts';
import { readStores, readX5 } from './read.ts';

let dir: string;
const HEADER =
  'client_id,seq,is_target,datetime,store_id,regular_points_received,express_points_received,regular_points_spent,express_points_spent,purchase_sum,n_products';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tallystick-x5-'));
  const receipts = [
    'anna,0,0,2019-01-15T11:53:01,s1,3.0,0.0,-20.0,0.0,308.0,2',
    'anna,1,0,2018-12-31T09:27:52,s2,1.7,60.0,0.0,-5.0,174.51999999999995,1',
    'boris,0,0,soon,s1,0.0,0.0,0.0,0.0,10.0,1',
  ];
  writeFileSync(join(dir, 'transactions.csv'), `${HEADER}\n${receipts.join('\n')}\n`);
  const many = Array.from(
    { length: 60 },
    (_, n) => `anna,2019-01-15T11:53:01,s1,${String(n).padStart(10, 'p')},${n === 0 ? 2 : 1}`,
  );
  writeFileSync(
    join(dir, 'transaction_lines.csv'),
    `client_id,datetime,store_id,product_id,quantity\n${many.join('\n')}\n`,
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const sales = (): ReplayedSale[] => [...readX5(dir, {}, 'Europe/Moscow')].filter((one) => one.is === 'sale');

test('receipts are told in the order of time, in which they do not stand', () => {
  expect(sales().map(({ occurredAt, outlet }) => [new Date(occurredAt / 1_000).toISOString(), outlet])).toEqual([
    ['2018-12-31T06:27:52.000Z', 's2'],
    ['2019-01-15T08:53:01.000Z', 's1'],
  ]);
  expect(readStores(dir)).toEqual(['s1', 's2']);
});

test('a sum that a float has spoiled comes out in kopecks, and the difference is told', () => {
  const [first] = sales();
  expect([first?.expected, first?.rounding]).toEqual([17_452n, 5n]);
});

test('points spent are tenders, points given are facts, and so are the products', () => {
  const [first, second] = sales();
  expect(first?.tenders).toEqual([{ kind: 'points', asked: { points: '5.0' }, walletType: 'express' }]);
  expect(second?.tenders).toEqual([{ kind: 'points', asked: { points: '20.0' }, walletType: 'regular' }]);
  expect(first?.attributes).toEqual({ legacyRegularGiven: '1.7', legacyExpressGiven: '60.0' });
  const products = String(second?.attributes?.['products']);
  expect(products.startsWith('ppppppppp0*2 ppppppppp1 ')).toBe(true);
  expect(`${products} ${String(second?.attributes?.['products.2'])}`.split(' ')).toHaveLength(60);
  expect(products.length).toBeLessThanOrEqual(500);
});

test('a receipt that cannot be read is rejected and counted', () => {
  const rejected = [...readX5(dir, {}, 'Europe/Moscow')].flatMap((one) => (one.is === 'rejected' ? [one.tally] : []));
  expect(rejected).toEqual([{ fate: 'malformed', lines: 1, amount: 0n }]);
});
