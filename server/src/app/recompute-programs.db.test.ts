import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../test/house.ts';
import { assert } from '../kernel/assert.ts';
import { instantFromIso, type Instant } from '../kernel/instant.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { manualClock } from '../platform/clock.ts';
import { inheritedEnvironment } from '../platform/config.ts';
import { createKeys } from '../platform/keys-file.ts';
import type { SaleRecord } from '../rooms/checkout/index.ts';
import { packRecord, unpackRecord } from '../rooms/ledger/index.ts';
import type { Recomputed } from '../rooms/simulation/index.ts';
import { recomputePrograms, type ProgramsAsked } from './recompute-programs.ts';
import { replay } from './replay/replay.ts';
import { uciSource } from './replay/uci/source.ts';

// Real receipts are kept beside the project, not in it; where they are not there, invented days stand in.
const REAL = join(import.meta.dirname, '../../../../shared/data/uci-online-retail/by-day');
const MINUTE_MS = 60_000;

const clock = manualClock(instantFromIso('2026-03-05T12:00:00Z') as Instant);
let house: TestHouse;
let folder: string;

const invented = (dir: string): string => {
  const head = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
  for (const day of ['2010-12-01', '2010-12-02']) {
    const lines = Array.from(
      { length: 60 },
      (_, i) => `${day}${i},A${i % 7},CUP,${1 + (i % 5)},${day} 08:26:00,${i}.55,${100 + (i % 9)}.0,United Kingdom`,
    );
    writeFileSync(join(dir, `${day}.csv`), `${[head, ...lines].join('\n')}\n`);
  }
  return dir;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-recompute-'));
  house = await makeHouse({ clock, movesTime: true });
  const days = existsSync(REAL) ? REAL : invented(folder);
  const { disagreements } = await replay(house, uciSource(days, { to: '2010-12-03' }));
  assert(disagreements.length === 0, 'the replay agrees with its files');
}, MINUTE_MS);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

const recompute = async (asked: ProgramsAsked = { tenant: 'uci' }): Promise<Recomputed> => {
  const [done] = await recomputePrograms(house, asked);
  assert(done !== undefined, 'the program was computed');
  return done.result;
};

type Row = { lane: number; seq: bigint; back: number; body: Buffer; at: string };
const write = ({ lane, seq }: Row, back: number, body: Buffer | null): Promise<unknown> =>
  house.database.query(`update ledger.journal set record_back = $3, body = $4 where lane = $1 and seq = $2`, [
    ...[lane, seq, back, body],
  ]);

/** Writes the record of the first sale that `fits` otherwise, in a body of its own, as somebody with the database in his hands would. */
async function change(kind: string, fits: (record: SaleRecord) => boolean, to: (record: SaleRecord) => object) {
  const rows = await house.database.query<Row>(
    `select row.lane, row.seq, row.record_back as back, holder.body, (extract(epoch from row.occurred_at) * 1000000)::bigint::text as at
       from ledger.journal as row
       join ledger.journal as holder on holder.lane = row.lane and holder.seq = row.seq - row.record_back
      where row.kind = $1
        -- Nobody else's record is in the body that is changed.
        and (row.record_back > 0 or not exists (
          select 1 from ledger.journal as other
           where other.lane = row.lane and other.record_back > 0 and other.seq - other.record_back = row.seq))
      order by row.lane, row.seq`,
    [kind],
  );
  const recordOf = ({ back, body, at }: Row) =>
    unpackRecord({ body, place: back }, { occurredAt: Number(at) }) as SaleRecord;
  const row = rows.find((one) => fits(recordOf(one)));
  assert(row !== undefined, 'a record fits');
  await write(row, 0, packRecord(to(recordOf(row))));
  return { seq: row.seq, restore: () => write(row, row.back, row.back === 0 ? row.body : null) };
}

const isBase = ({ promotion }: { readonly promotion: string }): boolean => promotion === 'base-earn';

/** A point more on the grant and on its first line, so that the record agrees with itself. */
const raised = (grant: SaleRecord['grants'][number]): SaleRecord['grants'][number] => {
  const [[line, points], ...rest] = grant.perLine as [readonly [number, number], ...(readonly [number, number])[]];
  return { ...grant, points: grant.points + 1, perLine: [[line, points + 1], ...rest] };
};

test('replayed days come out a second time without a difference, whole and for one day', async () => {
  const all = await recompute();
  expect(all).toMatchObject({ differences: 0, classes: {} });
  expect(all.sales).toBeGreaterThan(100);
  expect(all.grants).toBeGreaterThan(all.sales);
  const day = { from: '2010-12-02' as LocalDate, before: '2010-12-03' as LocalDate };
  const one = await recompute({ tenant: 'uci', program: 'club', ...day });
  expect(one.differences).toBe(0);
  expect(one.sales).toBeGreaterThan(0);
  expect(one.sales).toBeLessThan(all.sales);
});

test(
  'a grant that somebody raised by a point is found, and named by the command, which ends with 1',
  { timeout: MINUTE_MS },
  async () => {
    const changed = await change(
      'checkout.sale',
      ({ grants }) => grants.length === 1 && grants.every(isBase),
      (record) => ({ ...record, grants: record.grants.map(raised) }),
    );
    const { differences, classes } = await recompute();
    expect(Object.keys(classes).sort()).toEqual(['drift', 'lines', 'points']);
    expect(differences).toBe(3);
    for (const found of Object.values(classes))
      expect(found).toMatchObject({ count: 1, first: [{ seq: changed.seq, promotion: 'base-earn' }] });
    createKeys(join(folder, 'keys.json'));
    const env = { ...inheritedEnvironment(), DATABASE_URL: house.url, DATA_DIR: folder };
    const main = join(import.meta.dirname, 'cli/main.ts');
    const told = await new Promise<{ code: number; out: string }>((done) => {
      const asked = [main, 'recompute', '--tenant', 'uci', '--program', 'club', '--json'];
      execFile(process.execPath, asked, { env }, (error, out) => done({ code: error ? Number(error.code) : 0, out }));
    });
    expect(told.code).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({
      ...{ ok: false, differences: 3 },
      programs: [
        {
          ...{ tenant: 'uci', program: 'club' },
          classes: {
            points: { count: 1, first: [{ promotion: 'base-earn', operation: expect.stringMatching(/^op_/) }] },
          },
        },
      ],
    });
    await changed.restore();
    expect((await recompute()).differences).toBe(0);
  },
);

test('facts that do not give the recorded points, and another version than the frozen one, are found', async () => {
  const facts = await change(
    'checkout.sale',
    ({ grants }) => grants.length === 1 && grants.every(isBase),
    (record) => {
      const lines = record.basket.lines.map((line) => line.with(7, Number(line[7]) + 5_000));
      return { ...record, basket: { ...record.basket, lines } };
    },
  );
  const version = await change(
    'checkout.sale',
    ({ grants }) => grants.length === 2,
    (record) => ({ ...record, grants: record.grants.map((grant) => ({ ...grant, version: 7 })) }),
  );
  const { classes } = await recompute();
  expect(classes.points?.first).toMatchObject([{ seq: facts.seq, promotion: 'base-earn' }]);
  expect(classes.rule).toMatchObject({ count: 2, first: [{ seq: version.seq, told: 'version 7' }, {}] });
  await facts.restore();
  await version.restore();
});

test('discounts of a sale, and a claim, come out too; a cent more off is found by its promotion', async () => {
  const tenth = {
    ...{ code: 'tenth-off', priority: 10, firstOn: '2020-01-01' },
    effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
  };
  const earn = {
    ...{ code: 'base-earn', priority: 100, firstOn: '2020-01-01' },
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
  };
  expect((await house.publish([tenth, earn])).ok).toBe(true);
  clock.set(instantFromIso('2026-03-05T14:00:00Z') as Instant);
  const sold = await house.request('POST /v1/sales', {
    ...{ reference: 'off', currency: 'EUR', manner: 'notice', occurredAt: '2026-03-05T13:00:00Z' },
    lines: [
      { sku: 'bread', category: 'food', quantity: '1', amount: '20.00', discount: '2.00', promotionDiscount: '2.00' },
    ],
    tenders: [{ kind: 'cash', amount: '18.00' }],
  });
  expect(sold).toMatchObject({ status: 201 });
  const claimed = await house.request('POST /v1/claims', {
    ...{ reference: 'mine', occurredAt: '2026-03-05T13:30:00Z', original: { reference: 'off' } },
    ...{ member: { card: house.people[0].card } },
  });
  expect(claimed).toMatchObject({ status: 201 });
  const demo = { tenant: 'demo' };
  expect(await recompute(demo)).toMatchObject({ sales: 1, claims: 1, grants: 1, discounts: 1, differences: 0 });
  const changed = await change(
    'checkout.sale',
    ({ basket }) => basket.priced !== undefined,
    (record) => {
      const lines = record.basket.lines.map((line) => line.with(8, Number(line[8]) + 1));
      const priced = record.basket.priced?.map(([promotion, effect]) => [promotion, effect, [[1, 201]]]);
      return { ...record, basket: { ...record.basket, lines, priced } };
    },
  );
  const { classes } = await recompute(demo);
  expect(classes).toMatchObject({
    discount: { count: 1, first: [{ seq: changed.seq, promotion: 'tenth-off', told: '1:201', computed: '1:200' }] },
  });
  await changed.restore();
});
