import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fault } from '../../kernel/fault.ts';
import { instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { databaseError, violatedConstraint } from './database.ts';
import { freshDatabase, type FreshDatabase } from './template.ts';
import { statement } from './sql.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.query(
    'create table purse (id bigint constraint purse_pkey primary key, points bigint not null)',
  );
});

afterAll(async () => fresh.drop());

const selectValues = statement<{
  big: bigint;
  bigs: bigint[];
  at: Instant;
  ats: (Instant | null)[];
  on: string;
  rate: string;
  bytes: Buffer;
  facts: unknown;
}>(
  'test.selectValues',
  `select $1::bigint as big, $2::bigint[] as bigs, $3::timestamptz as at, $4::timestamptz[] as ats, $5::date as on,
     $6::numeric as rate, $7::bytea as bytes, $8::jsonb as facts`,
);
const selectTexts = statement<{ texts: string[]; buffers: Buffer[]; flags: boolean[] }>(
  'test.selectTexts',
  'select $1::text[] as texts, $2::bytea[] as buffers, $3::boolean[] as flags',
);
const selectBackend = statement<{ pid: number }>('test.selectBackend', 'select pg_backend_pid() as pid');
const insertPurse = statement('test.insertPurse', 'insert into purse (id, points) values ($1, $2)');
const sleepShortly = statement('test.sleepShortly', 'select pg_sleep(0.05)');

test('values come back exactly as they were sent', async () => {
  const at = instantFromIso('2026-11-22T03:57:03.000001Z')!;
  const [row] = await fresh.database.run(selectValues, [
    9_007_199_254_740_993n,
    [1n, -9_223_372_036_854_775_808n],
    isoFromInstant(at),
    [isoFromInstant(at), null],
    '2024-02-29',
    '0.10',
    Buffer.from([0, 255]),
    { a: [1] },
  ]);
  expect(row).toEqual({
    big: 9_007_199_254_740_993n,
    bigs: [1n, -9_223_372_036_854_775_808n],
    at,
    ats: [at, null],
    on: '2024-02-29',
    rate: '0.10',
    bytes: Buffer.from([0, 255]),
    facts: { a: [1] },
  });
});

test('texts with quotes, backslashes, commas and NULL in them travel in arrays unharmed', async () => {
  const texts = ['plain', 'a"b', 'a\\b', 'a,b', '{}', 'NULL', '', 'ключ', 'line\nbreak'];
  const buffers = [Buffer.from([1, 92, 34]), Buffer.alloc(0)];
  const [row] = await fresh.database.run(selectTexts, [texts, buffers, [true, false]]);
  expect(row).toEqual({ texts, buffers, flags: [true, false] });
});

test('statements sent without waiting travel in one round trip', async () => {
  const connection = await fresh.database.connection();
  const start = performance.now();
  const order: string[] = [];
  const slow = connection.run(sleepShortly).then(() => order.push('slow'));
  const fast = connection.run(selectBackend).then(() => order.push('fast'));
  const sentMs = performance.now() - start;
  await Promise.all([slow, fast]);
  // Both were sent at once, and were answered in order.
  expect(sentMs).toBeLessThan(40);
  expect(order).toEqual(['slow', 'fast']);
  const waiting = performance.now();
  await Promise.all(Array.from({ length: 500 }, () => connection.run(selectBackend)));
  const together = performance.now() - waiting;
  const oneByOne = performance.now();
  for (let i = 0; i < 500; i++) await connection.run(selectBackend);
  expect(together).toBeLessThan(performance.now() - oneByOne);
  connection.destroy();
  expect(connection.isBroken).toBe(true);
});

test('a statement is prepared once per connection under its dotted name', async () => {
  const connection = await fresh.database.connection();
  await connection.run(selectBackend);
  await connection.run(selectBackend);
  const prepared = await connection.query(
    `select name, generic_plans + custom_plans as runs from pg_prepared_statements`,
  );
  expect(prepared).toEqual([{ name: 'test.selectBackend', runs: 2n }]);
  connection.destroy();
});

test('a commit after a failed statement is told as a fault and leaves nothing', async () => {
  const connection = await fresh.database.connection();
  const sent = Promise.allSettled([
    connection.begin(),
    connection.run(insertPurse, [1n, 5n]),
    connection.run(insertPurse, [1n, 5n]),
    connection.run(insertPurse, [2n, 5n]),
    connection.commit(),
  ]);
  const [begun, first, second, third, committed] = await sent;
  expect([begun?.status, first?.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(violatedConstraint((second as PromiseRejectedResult).reason)).toBe('purse_pkey');
  expect((third as PromiseRejectedResult).reason).toMatchObject({ retry: 'safe' });
  expect((committed as PromiseRejectedResult).reason).toBeInstanceOf(Fault);
  // Nothing more goes over it: what somebody sent behind the commit in good faith met a transaction that had failed.
  expect(connection.isBroken).toBe(true);
  await expect(connection.begin()).rejects.toMatchObject({ code: '25P02' });
  connection.destroy();
  expect(await fresh.database.query('select id from purse')).toEqual([]);
});

test('a transaction that met a deadlock is run again and both succeed', async () => {
  await fresh.database.query('insert into purse values (10, 0), (11, 0) on conflict (id) do update set points = 0');
  let attempts = 0;
  let holding = 0;
  // Each holds its first row before either asks for its second; whoever comes again finds the gate open.
  const gate = Promise.withResolvers<void>();
  const both = (first: bigint, second: bigint): Promise<void> =>
    fresh.database.transaction(async (tx) => {
      attempts++;
      await tx.query('update purse set points = points + 1 where id = $1', [first]);
      if (++holding === 2) gate.resolve();
      await gate.promise;
      await tx.query('update purse set points = points + 1 where id = $1', [second]);
    });
  await Promise.all([both(10n, 11n), both(11n, 10n)]);
  expect(attempts).toBe(3);
  expect(await fresh.database.query('select points from purse where id in (10, 11)')).toEqual([
    { points: 2n },
    { points: 2n },
  ]);
});

test('an error inside a transaction rolls it back and reaches the caller as it is', async () => {
  const wrong = fresh.database.transaction(async (tx) => {
    await tx.run(insertPurse, [20n, 1n]);
    throw new RangeError('not today');
  });
  await expect(wrong).rejects.toThrow(RangeError);
  expect(await fresh.database.query('select id from purse where id = 20')).toEqual([]);
});

test('a connection that the server ends is a fault: safe inside a transaction, unknown at its commit', async () => {
  const connection = await fresh.database.connection();
  const [row] = await connection.run(selectBackend);
  await connection.begin();
  await fresh.database.query('select pg_terminate_backend($1)', [row!.pid]);
  await expect(connection.run(selectBackend)).rejects.toMatchObject({ name: 'Fault', retry: 'safe' });
  expect(connection.isBroken).toBe(true);
  await expect(connection.commit()).rejects.toMatchObject({ name: 'Fault', retry: 'unknown' });
  await connection.rollback();
});

test('a connection that ends between two statements of a transaction fails that transaction only', async () => {
  let attempts = 0;
  const ended = fresh.database.transaction(async (tx) => {
    attempts++;
    const [row] = await tx.run(selectBackend);
    // Told to end, and waited for: five seconds at most.
    await fresh.database.query('select pg_terminate_backend($1, 5000)', [row!.pid]);
    // Nothing is under way on it when the news comes.
    await sleep(50);
    await tx.run(selectBackend);
  });
  await expect(ended).rejects.toMatchObject({ name: 'Fault', retry: 'safe' });
  expect(attempts).toBe(1);
  expect(await fresh.database.run(selectBackend)).toHaveLength(1);
});

test('the limits of a session hold', async () => {
  const connection = await fresh.database.connection({
    statementTimeoutMs: 20,
    lockTimeoutMs: 10,
    idleInTransactionTimeoutMs: 30,
  });
  await expect(connection.run(sleepShortly)).rejects.toMatchObject({ name: 'Fault', retry: 'safe' });
  expect(await connection.query('select current_setting($1) as zone', ['timezone'])).toEqual([{ zone: 'UTC' }]);
  connection.destroy();
});

test('a server that cannot be reached is a fault that may be repeated', async () => {
  const { openDatabase } = await import('./database.ts');
  const nowhere = openDatabase('postgresql://nobody@127.0.0.1:9/none', { connections: 1, applicationName: 'test' });
  await expect(nowhere.query('select 1')).rejects.toMatchObject({ name: 'Fault', retry: 'safe' });
  await nowhere.close();
});

const countPurses = statement<{ count: bigint }>(
  'test.countPurses',
  'select count(*) as count from purse where id >= $1',
);
const divide = statement<{ share: number }>('test.divide', 'select 12 / $1::int as share');
const addPoints = statement('test.addPoints', 'update purse set points = points + $2::bigint where id = $1::bigint');

test('what stands behind a failed statement of the same turn is not run, says so, and runs when it is asked again', async () => {
  const connection = await fresh.database.connection();
  const [bad, behind] = await Promise.allSettled([connection.run(divide, [0]), connection.run(countPurses, [900n])]);
  expect(databaseError((bad as PromiseRejectedResult).reason)?.code).toBe('22012');
  expect((behind as PromiseRejectedResult).reason).toMatchObject({ name: 'Fault', retry: 'safe' });
  // Both were prepared in a group of which nobody knows how far it came: they are prepared anew.
  expect(await connection.run(divide, [4])).toEqual([{ share: 3 }]);
  expect(await connection.run(countPurses, [900n])).toEqual([{ count: 0n }]);
  connection.destroy();
});

test('a statement that is new to the session may be asked twice in one turn, and each gets its own rows', async () => {
  const connection = await fresh.database.connection();
  const shares = await Promise.all([2, 3, 4].map((by) => connection.run(divide, [by])));
  expect(shares).toEqual([[{ share: 6 }], [{ share: 4 }], [{ share: 3 }]]);
  connection.destroy();
});

test('statements of one turn wait for each other on the server, and are one round trip', async () => {
  const connection = await fresh.database.connection();
  await fresh.database.query('insert into purse values (30, 0)');
  await connection.begin();
  // Nothing is awaited between them: each sees what the one before it did, under its own snapshot.
  const [, , [seen]] = await Promise.all([
    connection.run(addPoints, [30n, 5n]),
    connection.run(addPoints, [30n, 7n]),
    connection.query<{ points: bigint }>('select points from purse where id = 30'),
  ]);
  expect(seen).toEqual({ points: 12n });
  await connection.commit();
  connection.destroy();
});
