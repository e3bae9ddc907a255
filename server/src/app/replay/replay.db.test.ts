import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantFromIso } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { referenceBytes } from '../../platform/lanes/index.ts';
import { verifyJournal } from '../../rooms/points/index.ts';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { openPlace } from './place.ts';
import { replay, type Replay } from './replay.ts';
import type { Replayed } from './replayed.ts';
import { asJson } from './report.ts';
import { createTeller } from './teller.ts';
import { uciSource } from './uci/source.ts';
import { x5Source } from './x5/source.ts';

// Real receipts are kept beside the project, not in it.
const shared = join(import.meta.dirname, '../../../../../shared/data');
const uciDays = join(shared, 'uci-online-retail/by-day');
const x5 = join(shared, 'x5-retailhero');
const MINUTE_MS = 60_000;
const POINT = 10_000n;

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

/** Totals without what differs from run to run. */
function totals(done: Replay, source: Parameters<typeof asJson>[1]): unknown {
  const { seconds: _s, perSecond: _p, members: _m, ...json } = asJson(done, source);
  return JSON.parse(JSON.stringify(json).replaceAll(/"repeated":\d+/g, '"repeated":0'));
}

describe('invented days', () => {
  let dir: string;
  const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
  const write = (day: string, lines: readonly string[]): void =>
    writeFileSync(join(dir, `${day}.csv`), `${HEADER}\n${lines.join('\n')}\n`);
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tallystick-days-'));
    write('2010-12-01', [
      '1,A1,"CUP, RED",10,2010-12-01 08:26:00,2.55,100.0,United Kingdom',
      '1,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,100.0,United Kingdom',
      '2,A1,CUP,1,2010-12-01 09:00:00,2.555,,United Kingdom',
    ]);
    write('2010-12-02', [
      'C3,a1,CUP,-4,2010-12-02 10:00:00,2.55,100.0,United Kingdom',
      'C3,D,Discount,-1,2010-12-02 10:00:00,5.00,100.0,United Kingdom',
    ]);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const source = (tenant: string, period = {}) => uciSource(dir, { tenant, ...period });

  test('give points for goods and not for postage, take them back with the goods, and every penny has its place', async () => {
    const done = await replay(house, source('uci-a'));
    expect(done.disagreements).toEqual([]);
    // 25.50 of goods, doubled for a first order before rounding, give 51; the 15.30 that are left give 30.
    expect(asJson(done, source('uci-a')).whole).toMatchObject({
      ...{ files: 2, lines: 5, sales: 2, unidentified: 1, returns: 1, repeated: 0 },
      money: {
        read: '30.855',
        sold: '46.06',
        refunded: '10.20',
        rejected: '-5.00',
        rounding: '0.005',
        priceDifference: '0.00',
      },
      points: { points: { earned: '51', takenBack: '21' } },
    });
  });

  test('change nothing when they are told again, whole or day by day', async () => {
    const before = await house.journalCount();
    const again = await replay(house, source('uci-a'));
    expect(again.whole.repeated).toBe(3);
    const second = await replay(house, source('uci-a', { from: '2010-12-02' }));
    expect([second.whole.repeated, second.whole.returns, second.disagreements]).toEqual([1, 1, []]);
    expect(await house.journalCount()).toBe(before);
  });

  test('come to the same in two halves as in one run, even the later half first', async () => {
    const late = await replay(house, source('uci-b', { from: '2010-12-02' }));
    expect([late.whole.parked, late.disagreements]).toEqual([1, []]);
    const early = await replay(house, source('uci-b', { to: '2010-12-01' }));
    expect(early.whole.exceptions.size).toBe(0);
    expect((await verifyJournal(house.database)).problem).toBeUndefined();
  });

  test('give the first order to the first receipt, although the house was too busy for it and a later one was there', async () => {
    const orders = mkdtempSync(join(tmpdir(), 'tallystick-orders-'));
    writeFileSync(
      join(orders, '2010-12-01.csv'),
      `${HEADER}\n1,A1,CUP,1,2010-12-01 08:00:00,10.00,100.0,United Kingdom\n2,A1,CUP,1,2010-12-01 09:00:00,20.00,100.0,United Kingdom\n`,
    );
    const earned = async (tenant: string, holdsOrder: boolean): Promise<bigint | undefined> => {
      const orderly = uciSource(orders, { tenant });
      const place = await openPlace(house, orderly.place);
      await createTeller(house, place).member('100', 'web', instantFromIso('2010-12-01T07:00:00Z')!);
      function* read(): Generator<Replayed> {
        for (const one of orderly.read() as Iterable<Replayed>) {
          yield one.is === 'sale' ? { ...one, chain: holdsOrder ? one.chain : undefined } : one;
        }
      }
      let isBusy = true;
      const submit: typeof house.machine.submit = async (operation, arrival) => {
        const isFirst = arrival.reference?.reference.equals(referenceBytes('uci/1'));
        if (!isFirst || !isBusy) return house.machine.submit(operation, arrival);
        isBusy = false;
        return refuse('operation.not_taken');
      };
      const done = await replay({ ...house, machine: { ...house.machine, submit } }, { ...orderly, read });
      expect([isBusy, done.whole.sales, done.disagreements]).toEqual([false, 2, []]);
      return done.whole.points.get('points')?.earned;
    };
    // 10 twice and 20 once. Where nothing holds the second receipt back it is the first order: 10 once and 20 twice.
    expect(await earned('uci-c', true)).toBe(40n * POINT);
    expect(await earned('uci-d', false)).toBe(50n * POINT);
    rmSync(orders, { recursive: true, force: true });
  });

  test('are not told to a program that counts in another currency', async () => {
    await expect(replay(house, source('demo'))).rejects.toThrow('program club of tenant demo counts EUR');
  });
});

describe.skipIf(!existsSync(uciDays))(
  'three real days of UCI Online Retail (skipped where ../shared/data is not there)',
  () => {
    test(
      'account for every line and penny, and told again they are the same totals and no new entry',
      { timeout: MINUTE_MS },
      async () => {
        const source = uciSource(uciDays, { from: '2010-12-01', to: '2010-12-03' });
        const first = await replay(house, source);
        expect(first.disagreements).toEqual([]);
        expect(first.whole).toMatchObject({
          lines: 7_419,
          read: 150_463_300n,
          sales: 337,
          unidentified: 22,
          returns: 6,
          repeated: 0,
        });
        const entries = await house.journalCount();
        const second = await replay(house, source);
        expect(totals(second, source)).toEqual(totals(first, source));
        expect([second.whole.repeated, second.members.enrolled]).toEqual([343, 0]);
        expect(await house.journalCount()).toBe(entries);
        expect((await verifyJournal(house.database)).problem).toBeUndefined();
      },
    );
  },
);

describe.skipIf(!existsSync(x5))('real receipts of X5 (skipped where ../shared/data is not there)', () => {
  test(
    'are booked with the points that were spent, covered or not, and told again change nothing',
    { timeout: MINUTE_MS },
    async () => {
      const source = x5Source(x5, { to: '2018-12-05' });
      const first = await replay(house, source);
      expect(first.disagreements).toEqual([]);
      const entries = await house.journalCount();
      const second = await replay(house, source);
      expect(totals(second, source)).toEqual(totals(first, source));
      expect(second.whole.repeated).toBe(second.whole.sales);
      expect(await house.journalCount()).toBe(entries);
    },
  );
});
