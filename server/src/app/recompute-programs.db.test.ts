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
import { openKeys } from '../platform/keys-file.ts';
import type { ReturnRecord, SaleRecord } from '../rooms/checkout/index.ts';
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

/** Writes the record of the first operation of a kind that `fits` otherwise, in a body of its own, as somebody with the database in his hands would. */
async function change<Kept = SaleRecord>(kind: string, fits: (record: Kept) => boolean, to: (record: Kept) => object) {
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
  const recordOf = ({ back, body, at }: Row) => unpackRecord({ body, place: back }, { occurredAt: Number(at) }) as Kept;
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
  expect(all.returns).toBeGreaterThan(existsSync(REAL) ? 0 : -1);
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
    expect(Object.keys(classes).sort()).toEqual(['credited', 'drift', 'lines', 'points']);
    expect(differences).toBe(4);
    for (const [what, found] of Object.entries(classes))
      expect(found).toMatchObject({
        ...{ count: 1, first: [{ seq: changed.seq, promotion: what === 'credited' ? '' : 'base-earn' }] },
      });
    await house.database.transaction((tx) => openKeys(tx, join(folder, 'keys.json')));
    const env = { ...inheritedEnvironment(), DATABASE_URL: house.url, DATA_DIR: folder };
    const main = join(import.meta.dirname, 'cli/main.ts');
    const told = await new Promise<{ code: number; out: string }>((done) => {
      const asked = [main, 'recompute', '--tenant', 'uci', '--program', 'club', '--json'];
      execFile(process.execPath, asked, { env }, (error, out) => done({ code: error ? Number(error.code) : 0, out }));
    });
    expect(told.code).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({
      ...{ ok: false, differences: 4 },
      programs: [
        {
          ...{ tenant: 'uci', program: 'club', notComputed: 0, notComputedFor: {} },
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

/** One more of each wallet type taken back, so that the record agrees with itself. */
const moreTaken = (record: ReturnRecord): ReturnRecord => ({
  ...record,
  back: record.back.map((one) => ({ ...one, points: one.points + 1, taken: one.taken + 1 })),
});

const sells = (reference: string, lines: readonly object[]) =>
  house.request('POST /v1/sales', {
    ...{ reference, currency: 'EUR', manner: 'notice', occurredAt: '2026-03-05T15:00:00Z', lines },
    member: { card: house.people[1].card },
  });
const brings = (reference: string, of: string, lines: readonly object[] | 'all') =>
  house.request('POST /v1/returns', {
    ...{ reference, manner: 'notice', occurredAt: '2026-03-05T16:00:00Z', original: { reference: of }, lines },
  });

test('returns come out from the sale, its version and all that came back before; a point too many, and a cent too many, are found', async () => {
  const bonus = {
    ...{ code: 'from-thirty', priority: 50, firstOn: '2020-01-01' },
    conditions: [{ kind: 'min-basket', params: { min: '30.00', base: 'net' } }],
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '25' } }],
  };
  const checked = {
    ...{ code: 'shoes', priority: 10, firstOn: '2020-01-01' },
    conditions: [{ kind: 'lines-include', params: { lines: { categories: ['shoes'] }, min: '2' } }],
    effects: [
      { kind: 'percent-discount', params: { percent: '10', lines: { categories: ['shoes'] }, onReturn: 'recheck' } },
    ],
  };
  const earn = {
    ...{ code: 'base-earn', priority: 100, firstOn: '2020-01-01' },
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
  };
  expect((await house.publish([bonus, checked, earn] as never)).ok).toBe(true);
  clock.set(instantFromIso('2026-03-05T17:00:00Z') as Instant);
  const line = { quantity: '2', discount: '0.00' };
  const lines = [
    { ...line, sku: 'boot', category: 'shoes', amount: '40.00', discount: '4.00', promotionDiscount: '4.00' },
    { ...line, sku: 'bread', category: 'food', amount: '5.00' },
  ];
  expect(await sells('pair', lines)).toMatchObject({ status: 201 });
  expect(await brings('one-bread', 'pair', [{ line: 2, quantity: '1' }])).toMatchObject({ status: 201 });
  expect(await brings('one-boot', 'pair', [{ line: 1, quantity: '1' }])).toMatchObject({ status: 201 });
  expect(await brings('the-rest', 'pair', 'all')).toMatchObject({ status: 201 });
  expect(await sells('gone', lines)).toMatchObject({ status: 201 });
  expect(
    await house.request('POST /v1/voids', {
      ...{ reference: 'not-so', occurredAt: '2026-03-05T16:30:00Z' },
      target: { family: 'sale', reference: 'gone' },
    }),
  ).toMatchObject({ status: 201 });
  const demo = { tenant: 'demo' };
  expect(await recompute(demo)).toMatchObject({ returns: 4, differences: 0 });
  const points = await change<ReturnRecord>('checkout.return', ({ back }) => back.length > 0, moreTaken);
  const found = await recompute(demo);
  // The one after it goes by what stays, not by what the one before has told.
  expect(found).toMatchObject({ differences: 1, classes: { taken: { count: 1, first: [{ seq: points.seq }] } } });
  await points.restore();
  const cent = await change<ReturnRecord>(
    'checkout.return',
    ({ refund }) => refund.length > 0,
    (record) => ({ ...record, refund: record.refund.map((one) => ({ ...one, amount: one.amount + 1 })) }),
  );
  const { classes } = await recompute(demo);
  expect(classes.refund?.first[0]).toMatchObject({ seq: cent.seq });
  await cent.restore();
  expect((await recompute(demo)).differences).toBe(0);
});

test('a return of the replayed days that took a point too many back is found', async () => {
  if (!existsSync(REAL)) return;
  const isReplayed = ({ back, currency }: ReturnRecord): boolean => back.length > 0 && currency.code === 'GBP';
  const changed = await change('checkout.return', isReplayed, moreTaken);
  const { classes } = await recompute();
  expect(classes.taken).toMatchObject({ count: 1, first: [{ seq: changed.seq }] });
  await changed.restore();
  expect((await recompute()).differences).toBe(0);
});

type OccasionKept = Pick<SaleRecord, 'grants' | 'credits'>;
type Reversed = { readonly back: readonly { readonly points: number; readonly fromBalance: number }[] };

test('occasions and their reversals come out; a grant altered by one, a lot that lacks one and a reversal that took one more are found', async () => {
  const told = (code: string, on: string, effect: object) => ({
    ...{ code, on, priority: 10, firstOn: '2020-01-01', effects: [effect] },
  });
  const published = await house.publish([
    told('ride', 'ride', {
      ...{ kind: 'points-per-unit', wallet: 'points' },
      params: { attribute: 'kilometres', points: '3', step: '2', steps: 'exact', rounding: 'half_up' },
    }),
    told('hello', 'hello', { kind: 'fixed-bonus', wallet: 'points', params: { points: '40' }, cap: '30' }),
    told('tea', 'ride', {
      kind: 'stamp-card',
      wallet: 'points',
      params: { card: 'tea', size: 2, points: '5', stampFor: 'receipt' },
    }),
  ] as never);
  expect(published).toMatchObject({ ok: true });
  clock.set(instantFromIso('2026-03-05T18:00:00Z') as Instant);
  const asks = async (name: string, attributes: object = {}) =>
    (await house.request(
      'POST /v1/occasions',
      { reference: `o-${name}`, program: 'club', member: { member: house.people[2].member }, name, attributes },
      { secret: house.secrets.tenant },
    )) as { status: number; body: { operation: string } };
  const ride = await asks('ride', { kilometres: 23.4567 });
  const hello = await asks('hello');
  expect([ride.status, hello.status]).toEqual([201, 201]);
  const reversed = await house.request(
    `POST /v1/occasions/${hello.body.operation}/reversal`,
    { reference: 'r-hello', reason: 'correction' },
    { secret: house.secrets.tenant },
  );
  expect(reversed).toMatchObject({ status: 201 });
  const demo = { tenant: 'demo' };
  expect(await recompute(demo)).toMatchObject({ occasions: 2, reversals: 1, differences: 0 });
  const isRide = ({ grants }: OccasionKept): boolean => grants.some(({ promotion }) => promotion === 'ride');
  const grant = await change<OccasionKept>('occasions.occasion', isRide, (record) => ({
    ...record,
    grants: record.grants.map((one) => (one.promotion === 'ride' ? { ...one, points: one.points + 1 } : one)),
  }));
  const altered = await recompute(demo);
  expect(Object.keys(altered.classes).sort()).toEqual(['credited', 'drift', 'points']);
  expect(altered.classes.points?.first).toMatchObject([
    { seq: grant.seq, promotion: 'ride', told: '36', computed: '35' },
  ]);
  await grant.restore();
  const lot = await change<OccasionKept>('occasions.occasion', isRide, (record) => ({
    ...record,
    credits: record.credits.map((one, i) => (i === 0 ? { ...one, points: one.points - 1 } : one)),
  }));
  expect((await recompute(demo)).classes).toMatchObject({ credited: { count: 1, first: [{ seq: lot.seq }] } });
  await lot.restore();
  const taken = await change<Reversed>(
    'occasions.reversal',
    () => true,
    (record) => ({
      ...record,
      back: record.back.map((one) => ({ ...one, points: one.points + 1, fromBalance: one.fromBalance + 1 })),
    }),
  );
  expect((await recompute(demo)).classes).toMatchObject({ taken: { count: 1, first: [{ seq: taken.seq }] } });
  await taken.restore();
  expect((await recompute(demo)).differences).toBe(0);
});
