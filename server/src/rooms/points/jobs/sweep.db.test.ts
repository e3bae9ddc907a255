import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf, type Called } from '../../../../test/call-endpoint.ts';
import { makeHouse, type Person, type TestHouse } from '../../../../test/house.ts';
import { makePieces } from '../../ledger/index.ts';
import { pointsRoutes } from '../http/routes.ts';
import { createPointsJobs } from './create-points-jobs.ts';
import { sweep, type SweepDeps } from './sweep.ts';

let house: TestHouse;
let call: ReturnType<typeof callerOf<TestHouse['principals']['tenant']>>;
beforeAll(async () => {
  house = await makeHouse();
  call = callerOf(pointsRoutes(house));
});
afterAll(() => house.close());

let number = 0;
const give = (person: Person, points: number): Promise<Called> =>
  call(house.principals.tenant, 'POST /v1/adjustments', {
    body: {
      reference: `give-${++number}`,
      program: 'club',
      member: { member: person.member },
      walletType: 'points',
      points: String(points),
      reason: 'goodwill',
    },
  });
/** Lets all that a member has end a minute ago, without anybody having noticed. */
const endLots = async ({ owner }: Person): Promise<void> => {
  await house.database.query(
    `update points.lot set earned_at = now() - interval '1 day', active_at = now() - interval '1 day', expires_at = now() - interval '1 minute'
      where wallet in (select wallet from points.wallet where owner = $1)`,
    [owner],
  );
  await house.database.query(
    `update points.wallet set due_at = now() - interval '1 minute', expiring = 0, expiring_at = 'infinity' where owner = $1`,
    [owner],
  );
};
const booked = async ({ owner }: Person): Promise<bigint> =>
  (await house.database.query<{ booked: bigint }>('select booked from points.wallet where owner = $1', [owner]))[0]
    .booked;
const expiries = async (): Promise<number> =>
  (
    await house.database.query<{ count: number }>(
      `select count(*)::int as count from ledger.journal where kind = 'points.expiry'`,
    )
  )[0].count;

test('a sweep books what time has done, once, and a balance was right before it', async () => {
  const [one, two, three] = house.people;
  for (const person of [one, two, three]) await give(person, 40);
  await endLots(one);
  await endLots(two);
  const before = await call(house.principals.tenant, `GET /v1/members/${one.member}/balance`);
  expect(before).toMatchObject({ body: { wallets: [{ booked: '0', available: '0' }] } });
  expect(await booked(one)).toBe(40n);
  expect(await expiries()).toBe(0);

  expect(await sweep(house)).toEqual({ settled: 2, isBusy: false });
  expect([await booked(one), await booked(two), await booked(three)]).toEqual([0n, 0n, 40n]);
  expect(await expiries()).toBe(2);
  expect(await sweep(house)).toEqual({ settled: 0, isBusy: false });
  const [entry] = await house.database.query(
    `select outlet, terminal, program, occurred_at < recorded_at as earlier from ledger.journal where kind = 'points.expiry'`,
  );
  expect(entry).toMatchObject({ outlet: 0, terminal: 0, program: house.program().program, earlier: true });
});

test('sweeps at once and sales beside them book each expiry once', async () => {
  const people = await Promise.all([21, 22, 23, 24, 25, 26].map((n) => house.enrol(n)));
  for (const person of people) await give(person, 5);
  const before = await expiries();
  for (const person of people) await endLots(person);
  await Promise.all([sweep(house), sweep(house), ...people.map((person) => give(person, 1))]);
  expect((await expiries()) - before).toBe(people.length);
  expect(await Promise.all(people.map(booked))).toEqual(people.map(() => 1n));
});

test('a sweep that is stopped leaves the rest for the next one', async () => {
  const [one] = house.people;
  await give(one, 7);
  await endLots(one);
  expect(await sweep(house, () => true)).toEqual({ settled: 0, isBusy: false });
  expect(await booked(one)).toBe(7n);
});

test('one with whom it fails holds nobody else up, and is settled when it is tried again', async () => {
  const people = await Promise.all([31, 32, 33].map((n) => house.enrol(n)));
  for (const person of people) await give(person, 9);
  for (const person of people) await endLots(person);
  const failing: SweepDeps['machine'] = {
    submit: (operation, arrival) =>
      (arrival.input as { owner?: bigint }).owner === people[0].owner
        ? Promise.reject(new Error('this one is broken'))
        : house.machine.submit(operation, arrival),
  };
  await expect(sweep({ ...house, machine: failing })).rejects.toThrow('this one is broken');
  expect(await Promise.all(people.map(booked))).toEqual([9n, 0n, 0n]);
  await sweep(house);
  expect(await Promise.all(people.map(booked))).toEqual([0n, 0n, 0n]);
});

test('the jobs of the room sweep by themselves, and end when asked', async () => {
  const [one] = house.people;
  const jobs = createPointsJobs(house);
  jobs.start();
  await expect.poll(() => booked(one), { timeout: 5_000 }).toBe(0n);
  await jobs.stop();
});

test('pieces of the journal stand ready before a lane needs them', async () => {
  const pieces = async (): Promise<string[]> =>
    (
      await house.database.query<{ name: string }>(
        `select relname as name from pg_class where relname ~ '^journal_\\d{4}$' order by relname`,
      )
    ).map(({ name }) => name);
  await makePieces(house.database);
  expect(await pieces()).toEqual(['journal_0000', 'journal_0001', 'journal_0002']);
  expect(await makePieces(house.database)).toBe(0);
  expect(await makePieces(house.database, 29_999_999n)).toBe(2);
  expect(await pieces()).toContain('journal_0004');
});
