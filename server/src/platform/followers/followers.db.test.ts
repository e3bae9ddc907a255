import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Queries } from '../database/database.ts';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import {
  createFollower,
  createJournalWatch,
  createLeases,
  followerLag,
  openCursorsAtHead,
  readCursors,
  rewindTo,
  type Follower,
  type FollowerOptions,
  type JournalWatch,
  type ReadJournalPage,
} from './index.ts';
import { instantFromIso } from '../../kernel/instant.ts';

let fresh: FreshDatabase;
let watch: JournalWatch;
let tenant: number;
let lanes: number[];
const running: Follower[] = [];

type Row = { seq: bigint };

const read: ReadJournalPage<Row> = async (queries, lane, after, limit) => {
  const rows = await queries.query<{ seq: bigint; is_leg: boolean }>(
    `select seq, home_lane is not null as is_leg from ledger.journal where lane = $1 and seq > $2 order by seq limit $3`,
    [lane, after, limit],
  );
  return { upto: rows.at(-1)?.seq ?? after, rows: rows.filter((row) => !row.is_leg) };
};

/** Appends `count` operations to a lane as one lane batch; every `legEvery`th is a leg. */
async function book(queries: Queries, lane: number, count: number, { legEvery = 0, at = 'now()' } = {}): Promise<void> {
  await queries.query(
    `with last as (select coalesce(max(upto), 0) as upto from lanes.lane_batch where lane = $1),
          added as (
            insert into ledger.journal (lane, seq, occurred_at, recorded_at, owner, home_seq, home_lane, tenant_id, program,
                                        outlet, terminal, rulebook, booked_on, flags, kind, digest)
            select $1, last.upto + n, ${at}, ${at}, 4096,
                   case when $3 > 0 and n % greatest($3, 1) = 0 then 1 end, case when $3 > 0 and n % greatest($3, 1) = 0 then 1 end,
                   1, 1, 1, 1, 1, '2026-01-01', 0, 'test', decode(repeat('00', 32), 'hex')
              from last, generate_series(1, $2::int) as n)
     insert into lanes.lane_batch (lane, upto, head, at)
     select $1, upto + $2::int, decode(repeat('00', 32), 'hex'), ${at} from last`,
    [lane, count, legEvery],
  );
}

const note: FollowerOptions<Row>['effect'] = async (tx, rows, lane) => {
  await tx.query('insert into noted select $1, unnest($2::bigint[])', [lane, rows.map((row) => row.seq)]);
};

const noted = async (lane: number): Promise<bigint[]> =>
  (await fresh.database.query<{ seq: bigint }>('select seq from noted where lane = $1 order by seq', [lane])).map(
    (row) => row.seq,
  );

const until = async (what: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 10_000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not come to that within ten seconds');
    await sleep(20);
  }
};

const follow = (options: Partial<FollowerOptions<Row>> & { name: string }): Follower => {
  const follower = createFollower<Row>({ database: fresh.database, watch, read, effect: note, ...options });
  running.push(follower);
  return follower;
};

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.query('create table noted (lane int, seq bigint)');
  const [row] = await fresh.database.query<{ tenant_id: number }>(
    `insert into programs.tenant (code, name, default_country, opened_at) values ('acme', 'Acme', 'ES', now()) returning tenant_id`,
  );
  tenant = row.tenant_id;
});

beforeEach(async () => {
  await fresh.database.query('truncate noted; truncate followers.follower_cursor');
  const rows = await fresh.database.query<{ lane: number }>(
    'insert into lanes.lane (tenant_id) values ($1), ($1) returning lane',
    [tenant],
  );
  lanes = rows.map((one) => one.lane);
  watch = createJournalWatch({ database: fresh.database });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((follower) => follower.stop()));
  await watch.stop();
});

afterAll(() => fresh.drop());

const mine = { follows: (end: { lane: number }) => lanes.includes(end.lane) };

describe('a follower', () => {
  test('is given every home row once and in order, and no leg', async () => {
    await book(fresh.database, lanes[0], 1_203, { legEvery: 3 });
    await follow({ name: 'test.order', ...mine }).catchUp();
    const seqs = await noted(lanes[0]);
    expect(seqs).toHaveLength(802);
    expect(seqs).toEqual(Array.from({ length: 1_203 }, (_, i) => BigInt(i + 1)).filter((seq) => seq % 3n !== 0n));
    expect((await readCursors(fresh.database, 'test.order')).get(lanes[0])).toBe(1_203n);
  });

  test('learns of new rows and of new lanes by itself, within a second', async () => {
    watch.start();
    follow({ name: 'test.live', follows: (end) => end.tenant === tenant && end.lane >= lanes[0] }).start();
    await book(fresh.database, lanes[0], 3);
    await until(async () => (await noted(lanes[0])).length === 3);
    const [{ lane }] = await fresh.database.query<{ lane: number }>(
      'insert into lanes.lane (tenant_id) values ($1) returning lane',
      [tenant],
    );
    await book(fresh.database, lane, 2);
    await until(async () => (await noted(lane)).length === 2);
    expect((await readCursors(fresh.database, 'test.live')).get(lane)).toBe(2n);
  });

  test('that throws in one lane goes on in the other, delays no other follower, and says what it threw', async () => {
    watch.start();
    const failures: string[] = [];
    const [bad, good] = lanes;
    follow({
      name: 'test.throws',
      ...mine,
      effect: async (tx, rows, lane) => {
        if (lane === bad) throw new RangeError('not here');
        await note(tx, rows, lane);
      },
      onFailure: (error, follower, lane) => failures.push(`${follower} ${lane} ${(error as Error).message}`),
    }).start();
    follow({
      name: 'test.other',
      ...mine,
      effect: (tx, rows, lane) => note(tx, rows, lane + 100_000),
    }).start();
    await book(fresh.database, bad, 5);
    await book(fresh.database, good, 5);
    await until(async () => (await noted(good)).length === 5);
    await until(async () => (await noted(bad + 100_000)).length === 5);
    expect(failures[0]).toBe(`test.throws ${bad} not here`);
    expect(await noted(bad)).toEqual([]);
    expect((await readCursors(fresh.database, 'test.throws')).get(bad)).toBe(0n);
  });

  test('run by several processes at once has each effect once', async () => {
    await book(fresh.database, lanes[0], 2_000);
    await watch.look();
    const options = { name: 'test.several', ...mine, pageRows: 50 };
    watch.start();
    for (let i = 0; i < 4; i++) follow(options).start();
    await until(async () => (await readCursors(fresh.database, 'test.several')).get(lanes[0]) === 2_000n);
    expect(await noted(lanes[0])).toHaveLength(2_000);
  });

  test('that stops has finished its step, and goes on there when it starts again', async () => {
    await book(fresh.database, lanes[0], 40);
    watch.start();
    const slow = follow({
      name: 'test.stops',
      ...mine,
      pageRows: 10,
      effect: async (tx, rows, lane) => {
        await note(tx, rows, lane);
        await sleep(30);
      },
    });
    slow.start();
    await until(async () => (await noted(lanes[0])).length >= 10);
    await slow.stop();
    const done = (await noted(lanes[0])).length;
    expect((await readCursors(fresh.database, 'test.stops')).get(lanes[0])).toBe(BigInt(done));
    await sleep(60);
    expect(await noted(lanes[0])).toHaveLength(done);
    await follow({ name: 'test.stops', ...mine }).catchUp();
    expect(await noted(lanes[0])).toHaveLength(40);
  });
});

describe('a process that is killed between effect and cursor', () => {
  /** A process that follows with an effect that kills it, once it has been sent and before the cursor moves. */
  const killed = async (name: string, isApart: boolean): Promise<void> => {
    const here = (file: string): string => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));
    const program = `
      import { openDatabase } from ${here('../database/database.ts')};
      import { createFollower, createJournalWatch } from ${here('./index.ts')};
      const database = openDatabase(${JSON.stringify(fresh.url)}, { connections: 3, applicationName: 'killed' });
      const watch = createJournalWatch({ database });
      const read = async (queries, lane, after, limit) => {
        const rows = await queries.query('select seq from ledger.journal where lane = $1 and seq > $2 order by seq limit $3', [lane, after, limit]);
        return { upto: rows.at(-1)?.seq ?? after, rows };
      };
      const effect = async (tx, rows, lane) => {
        await (${isApart} ? database : tx).query('insert into noted select $1, unnest($2::bigint[])', [lane, rows.map((row) => row.seq)]);
        process.kill(process.pid, 'SIGKILL');
      };
      const follows = (end) => end.lane === ${lanes[0]};
      await createFollower({ name: ${JSON.stringify(name)}, database, watch, read, effect, follows }).catchUp();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    // Until PostgreSQL has noticed, the dead process still holds its lane, and whoever comes next would pass it over.
    await vi.waitUntil(async () => {
      const left = await fresh.database.query(
        `select 1 from pg_stat_activity where application_name = 'killed' and datname = current_database()`,
      );
      return left.length === 0;
    }, 10_000);
  };

  test('has had no effect, and the next one has it exactly once', async () => {
    await book(fresh.database, lanes[0], 7);
    await killed('test.killed', false);
    await follow({ name: 'test.killed', ...mine }).catchUp();
    expect(await noted(lanes[0])).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n]);
  });

  // Negative control: the kill does fall between the two, and the test would see an effect that was written apart.
  test('has its effect twice if that was written beside the transaction of the cursor', async () => {
    await book(fresh.database, lanes[0], 7);
    await killed('test.apart', true);
    await follow({ name: 'test.apart', ...mine }).catchUp();
    expect(await noted(lanes[0])).toHaveLength(14);
  });
});

describe('cursors', () => {
  test('tell how many rows and seconds a follower is behind', async () => {
    await book(fresh.database, lanes[0], 10, { at: `now() - interval '1 hour'` });
    await book(fresh.database, lanes[1], 5);
    await follow({ name: 'test.lag', ...mine }).catchUp();
    expect(await followerLag(fresh.database, ['test.lag'])).toEqual([{ follower: 'test.lag', rows: 0n, seconds: 0 }]);
    await fresh.database.query('update followers.follower_cursor set upto = 4 where lane = $1', [lanes[0]]);
    const [lag] = await followerLag(fresh.database, ['test.lag']);
    expect(lag.rows).toBe(6n);
    expect(Math.abs(lag.seconds - 3_600)).toBeLessThan(60);
  });

  test('begin where the lanes stand, and go back to a point in time but never forwards', async () => {
    await book(fresh.database, lanes[0], 10, { at: `timestamptz '2026-01-01T10:00:00Z'` });
    await book(fresh.database, lanes[0], 10, { at: `timestamptz '2026-01-01T11:00:00Z'` });
    await fresh.database.transaction((tx) => openCursorsAtHead(tx, 'test.rewind', tenant));
    const at = async (): Promise<bigint | undefined> =>
      (await readCursors(fresh.database, 'test.rewind')).get(lanes[0]);
    const rewind = (iso: string) =>
      fresh.database.transaction((tx) => rewindTo(tx, 'test.rewind', instantFromIso(iso) ?? expect.fail()));
    expect(await at()).toBe(20n);
    await rewind('2026-01-01T11:00:00Z');
    expect(await at()).toBe(10n);
    await rewind('2026-01-01T12:00:00Z');
    expect(await at()).toBe(10n);
    await rewind('2026-01-01T10:00:00Z');
    expect(await at()).toBe(0n);
  });
});

test('a lease is had by one process at a time and ends with its connection', async () => {
  const first = createLeases(fresh.database, 1);
  const second = createLeases(fresh.database, 1);
  const otherKind = createLeases(fresh.database, 2);
  expect([await first.take(5), await first.take(5), await second.take(5), await otherKind.take(5)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  await first.release(5);
  expect(await second.take(5)).toBe(true);
  await second.stop();
  expect(second.has(5)).toBe(false);
  await until(async () => first.take(5));
  await Promise.all([first.stop(), otherKind.stop()]);
});
