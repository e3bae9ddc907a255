import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { sweep } from './jobs/index.ts';

// Points that end together when their owner does nothing for a while, as "six months without a purchase" is said elsewhere.

let now = instantFromIso('2027-01-10T10:00:00Z') as Instant;
const to = (iso: string): void => void (now = instantFromIso(iso) as Instant);
let house: TestHouse;
let number = 0;
const ask = async (what: string, body?: object) => {
  const answer = await house.request(what, body, { secret: house.secrets.tenant });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body as Answer;
};
type Wallet = {
  readonly walletType: string;
  readonly available: string;
  readonly expiresNext?: { readonly points: string; readonly at: string };
};
type Answer = {
  readonly wallets: readonly Wallet[];
  readonly member: string;
  readonly hold: string;
  readonly operation: string;
};

const EARN = { ...BASE_EARN, effects: [{ ...BASE_EARN.effects[0], wallet: 'miles' }] } as typeof BASE_EARN;
const GIFT = {
  ...{ code: 'gift', on: 'birthday-card', priority: 1, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'miles', params: { points: '7' }, validity: { after: { days: 1 } } }],
} as typeof BASE_EARN;

beforeAll(async () => {
  house = await makeHouse({ clock: { now: () => now }, movesTime: true });
  await ask('POST /v1/programs/club/wallet-types', {
    ...{ code: 'miles', unit: 'PTS', pays: { points: '1', money: '0.01' } },
    expiry: { idle: { months: 6 } },
  });
  must(await house.publish([EARN, GIFT]));
});
afterEach(() => assertBooks(house));
afterAll(() => house.close());

const joins = async (): Promise<string> =>
  (
    await ask('POST /v1/members', {
      reference: `m-${++number}`,
      program: 'club',
      channel: 'web',
      externalId: `m-${number}`,
    })
  ).member;
const at = { outlet: 'centro', terminal: 'T1' };
const buys = (member: string, amount: string, over: object = {}): Promise<Answer> =>
  ask('POST /v1/sales', {
    ...{ ...at, reference: `s-${++number}`, currency: 'EUR', member: { member }, occurredAt: isoFromInstant(now) },
    lines: [{ line: 1, sku: 'x', amount }],
    ...over,
  });
const miles = ({ wallets }: Pick<Answer, 'wallets'>): [string, string | undefined, string | undefined] => {
  const wallet = wallets.find(({ walletType }) => walletType === 'miles');
  const ends = wallet?.expiresNext?.at.replace('.000000', '');
  return [wallet?.available ?? '0', wallet?.expiresNext?.points, ends];
};
const has = async (member: string) => miles(await ask(`GET /v1/members/${member}/balance`));

test('every purchase moves the end of all points on, and its answer says to when', async () => {
  to('2027-01-10T10:00:00Z');
  const ana = await joins();
  expect(miles(await buys(ana, '100.00'))).toEqual(['100', '100', '2027-07-10T22:00:00Z']);
  to('2027-05-01T10:00:00Z');
  expect(miles(await buys(ana, '10.00'))).toEqual(['110', '110', '2027-11-01T23:00:00Z']);
  // The first purchase's own half year is over.
  to('2027-07-20T10:00:00Z');
  expect(await has(ana)).toEqual(['110', '110', '2027-11-01T23:00:00Z']);
  to('2027-11-01T22:59:59Z');
  expect(await has(ana)).toEqual(['110', '110', '2027-11-01T23:00:00Z']);
  to('2027-11-01T23:00:00Z');
  expect(await has(ana)).toEqual(['0', undefined, undefined]);
  // Whoever comes next books it, dated by the end.
  to('2027-11-20T10:00:00Z');
  expect(miles(await buys(ana, '5.00'))).toEqual(['5', '5', '2028-05-20T22:00:00Z']);
  const entries = await house.database.query<{ at: string }>(
    `select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as at from ledger.journal where kind = 'points.expiry'`,
  );
  expect(entries).toEqual([{ at: '2027-11-01 23:00:00' }]);
});

test('a purchase that earns nothing counts, and so do points that are spent', async () => {
  to('2028-01-10T10:00:00Z');
  const bob = await joins();
  await buys(bob, '50.00');
  to('2028-03-01T10:00:00Z');
  expect(miles(await buys(bob, '0.40'))).toEqual(['50', '50', '2028-09-01T22:00:00Z']);
  to('2028-06-01T10:00:00Z');
  const spent = await ask('POST /v1/redemptions', {
    ...{ ...at, reference: `r-${++number}`, member: { member: bob }, walletType: 'miles', points: '20' },
  });
  expect(miles(spent)).toEqual(['30', '30', '2028-12-01T23:00:00Z']);
  to('2028-12-01T23:00:00Z');
  expect((await has(bob))[0]).toBe('0');
});

test('what is given by hand is no activity: it ends with the rest, or begins to count where nothing was', async () => {
  to('2029-01-10T10:00:00Z');
  const eva = await joins();
  const give = (points: string) =>
    ask('POST /v1/adjustments', {
      ...{ reference: `a-${++number}`, program: 'club', member: { member: eva }, walletType: 'miles' },
      ...{ points, reason: 'goodwill' },
    });
  expect(miles(await give('40'))).toEqual(['40', '40', '2029-07-10T22:00:00Z']);
  to('2029-06-01T10:00:00Z');
  expect(miles(await give('2'))).toEqual(['42', '42', '2029-07-10T22:00:00Z']);
  to('2029-07-11T10:00:00Z');
  expect((await has(eva))[0]).toBe('0');
});

test('what a member does otherwise counts, and its promotion’s own validity does not', async () => {
  to('2030-01-10T10:00:00Z');
  const leo = await joins();
  await buys(leo, '10.00');
  to('2030-04-01T10:00:00Z');
  const told = { reference: `o-${++number}`, program: 'club', member: { member: leo }, name: 'birthday-card' };
  expect(miles(await ask('POST /v1/occasions', told))).toEqual(['17', '17', '2030-10-01T22:00:00Z']);
});

test('held points outlive the end of all others with their hold, and are gone when it is given back', async () => {
  to('2031-01-10T10:00:00Z');
  const mia = await joins();
  await buys(mia, '80.00');
  to('2031-07-10T10:00:00Z');
  const held = await ask('POST /v1/holds', {
    ...{
      ...at,
      reference: `h-${++number}`,
      member: { member: mia },
      walletType: 'miles',
      points: '30',
      seconds: 200_000,
    },
  });
  to('2031-07-11T10:00:00Z');
  expect((await ask(`GET /v1/members/${mia}/balance`)).wallets.find((one) => one.walletType === 'miles')).toMatchObject(
    {
      available: '0',
      booked: '30',
      held: '30',
    },
  );
  await ask('POST /v1/holds/release', { ...at, reference: `rel-${++number}`, hold: held.hold });
  expect(await has(mia)).toEqual(['0', undefined, undefined]);
});

test('a return after the end takes nothing a second time, and one before it leaves the end where it is', async () => {
  to('2032-01-10T10:00:00Z');
  const sue = await joins();
  const first = `s-${number + 1}`;
  await buys(sue, '60.00');
  to('2032-03-10T10:00:00Z');
  const second = `s-${number + 1}`;
  await buys(sue, '40.00');
  const back = (reference: string) =>
    ask('POST /v1/returns', {
      ...{ ...at, reference: `b-${++number}`, occurredAt: isoFromInstant(now) },
      ...{ original: { reference }, lines: 'all' },
    });
  expect(miles(await back(second))).toEqual(['60', '60', '2032-09-10T22:00:00Z']);
  to('2032-09-11T10:00:00Z');
  await buys(sue, '9.00');
  expect(miles(await back(first))[0]).toBe('9');
});

test('of two who are merged the points live as long as those of either', async () => {
  to('2033-01-10T10:00:00Z');
  const [one, other] = [await joins(), await joins()];
  await buys(one, '10.00');
  to('2033-03-10T10:00:00Z');
  await buys(other, '20.00');
  const someone = async (name: string): Promise<string> => {
    const { person } = must(
      await house.staff.addPerson(house.tenant, { name, email: `${name}@example.com` }, {}),
    ).person;
    must(
      await house.staff.grantRole(house.tenant, { person, role: 'merger', where: { scope: 'tenant', place: '' } }, {}),
    );
    return house.keyOf(house.tokens.encode('person', 0, person), ['members:merge', 'approvals:decide']);
  };
  const role = { code: 'merger', name: 'Merger', permissions: ['members:merge', 'approvals:decide'] };
  must(await house.staff.defineRole(house.tenant, role, {}));
  const [asks, decides] = [await someone('ana'), await someone('bea')];
  const merge = { reference: `merge-${++number}`, other, reason: 'duplicate' };
  const asked = await house.request(`POST /v1/members/${one}/merge`, merge, { secret: asks });
  expect(asked.status).toBe(202);
  const { approval } = asked.body as { approval: string };
  const decided = await house.request(`POST /v1/approvals/${approval}/approve`, {}, { secret: decides });
  expect(decided.status).toBe(200);
  await expect.poll(() => has(one)).toEqual(['30', '30', '2033-09-10T22:00:00Z']);
});

test('the sweep books it where nobody comes, and goes on where somebody was there since', async () => {
  to('2034-01-10T10:00:00Z');
  const [gone, stays] = [await joins(), await joins()];
  await buys(gone, '10.00');
  await buys(stays, '20.00');
  to('2034-05-10T10:00:00Z');
  await buys(stays, '1.00');
  to('2034-08-01T10:00:00Z');
  const walletOf = async (member: string) => {
    const { id } = house.tokens.decode('mem', member)!;
    const [row] = await house.database.query<{ booked: bigint; due: boolean }>(
      `select booked, due_at < '2034-08-01' as due from points.wallet where owner = $1`,
      [id],
    );
    return row;
  };
  expect([(await walletOf(gone))?.due, (await walletOf(stays))?.due]).toEqual([true, true]);
  // The sweep asks the clock of the database, which this test does not move.
  await house.database.query(`update points.wallet set due_at = '2026-01-01' where due_at < '2034-08-01'`);
  await sweep(house);
  expect([await walletOf(gone), await walletOf(stays)]).toEqual([
    { booked: 0n, due: false },
    { booked: 21n, due: false },
  ]);
});

test('a wallet of another type is never asked: its lots have ends of their own', async () => {
  const [person] = house.people;
  await ask('POST /v1/adjustments', {
    ...{ reference: `a-${++number}`, program: 'club', member: { member: person.member }, walletType: 'points' },
    ...{ points: '5', reason: 'goodwill' },
  });
  const { wallets } = await ask(`GET /v1/members/${person.member}/balance`);
  expect(wallets.find(({ walletType }) => walletType === 'points')?.expiresNext?.points).toBe('5');
});
