import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { assertPots, potsOf } from '../../../test/pots.ts';

// What an occasion brought is taken back, once, as far as it is there.

const bonus = (code: string, on: string, points: string, over: object = {}) => ({
  ...{ code, on, priority: 10, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...over,
});

let house: TestHouse;
let number = 0;
beforeAll(async () => {
  house = await makeHouse({
    promotions: [
      BASE_EARN,
      bonus('welcome', 'enrolment', '50'),
      bonus('referral', 'referral', '200', {
        limits: [
          { per: 'member', of: 'uses', max: '1', over: 'reject' },
          { per: 'program', of: 'points', max: '1000', over: 'clip' },
        ],
      }),
      bonus('slow', 'slow', '30', {
        effects: [
          { kind: 'fixed-bonus', wallet: 'points', params: { points: '30' }, activation: { days: 14 } },
          { kind: 'stamp-card', wallet: 'points', params: { card: 'slow', size: 5, points: '9', stampFor: 'receipt' } },
        ],
      }),
    ],
  });
});
afterEach(async () => {
  await assertBooks(house);
  await assertPots(house);
});
afterAll(() => house.close());

type Answer = {
  readonly code?: string;
  readonly operation: string;
  readonly member: string;
  readonly welcome: { readonly operation: string };
  readonly earned: readonly { readonly points: string }[];
  readonly takenBack: readonly Readonly<Record<string, string>>[];
  readonly wallets: readonly Readonly<Record<string, string>>[];
};
const ask = async (what: string, body?: object, secret = house.secrets.tenant) => {
  const { status, body: told } = await house.request(what, body, { secret });
  return { status, body: told as Answer };
};
const joins = async () =>
  (
    await ask('POST /v1/members', {
      ...{ reference: `m-${++number}`, program: 'club', channel: 'web', externalId: `m-${number}` },
    })
  ).body;
const tell = async (member: string, name: string) =>
  (await ask('POST /v1/occasions', { reference: `o-${++number}`, program: 'club', member: { member }, name })).body;
const reverse = (operation: string, over: object = {}, secret?: string) =>
  ask(`POST /v1/occasions/${operation}/reversal`, { reference: `r-${++number}`, reason: 'fraud', ...over }, secret);
const points = ({ wallets }: Answer): Readonly<Record<string, string>> | undefined =>
  wallets.find(({ walletType }) => walletType === 'points');

test('points go back, the limit has its room again, and a repeat is told the same', async () => {
  const { member } = await joins();
  const told = await tell(member, 'referral');
  expect(await potsOf(house, 'referral')).toMatchObject([{ used: 200n }]);
  expect((await tell(member, 'referral')).earned).toEqual([]);
  const reference = `r-${++number}`;
  const done = await reverse(told.operation, { reference });
  expect(done).toMatchObject({
    status: 201,
    body: {
      ...{ original: told.operation, name: 'referral', reason: 'fraud' },
      takenBack: [{ walletType: 'points', points: '200', fromBalance: '200', owed: '0', leftWithMember: '0' }],
    },
  });
  expect(points(done.body)).toMatchObject({ available: '50' });
  expect(await reverse(told.operation, { reference })).toMatchObject({
    status: 200,
    body: { ...done.body, repeated: true },
  });
  expect(await reverse(told.operation)).toMatchObject({ status: 422, body: { code: 'occasions.occasion.reversed' } });
  expect(await potsOf(house, 'referral')).toMatchObject([{ used: 0n }]);
  expect((await tell(member, 'referral')).earned).toMatchObject([{ points: '200' }]);
});

test('twenty at once take it back once', async () => {
  const { member } = await joins();
  const { operation } = await tell(member, 'referral');
  const all = await Promise.all(Array.from({ length: 20 }, () => reverse(operation)));
  expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(all.filter(({ body }) => body.code === 'occasions.occasion.reversed')).toHaveLength(19);
});

test('what is pending is cancelled, and stamps come off', async () => {
  const { member } = await joins();
  const { operation } = await tell(member, 'slow');
  const done = await reverse(operation);
  expect(done.body.takenBack).toMatchObject([{ points: '30', fromPending: '30', fromBalance: '0' }]);
  expect(points(done.body)).toMatchObject({ pending: '0', available: '50' });
  const [{ counters }] = await house.database.query<{ counters: Record<string, number> }>(
    'select counters from members.member where member = $1',
    [house.tokens.decode('mem', member)!.id],
  );
  expect(counters).toEqual({ 'stamps.slow': 0 });
});

test('what was spent is taken from the rest, and beyond that by the policy of the program', async () => {
  const spends = async (member: string, amount: string) =>
    expect(
      (
        await ask('POST /v1/redemptions', {
          ...{ outlet: 'centro', terminal: 'T1', reference: `s-${++number}`, member: { member } },
          ...{ walletType: 'points', points: amount },
        })
      ).status,
    ).toBe(201);
  const { member } = await joins();
  const { operation } = await tell(member, 'referral');
  await spends(member, '230');
  const done = await reverse(operation);
  expect(done.body.takenBack).toMatchObject([{ points: '200', fromBalance: '20', owed: '0', writtenOff: '180' }]);
  expect(points(done.body)).toMatchObject({ available: '0' });

  await house.setPolicy({ negativeBalance: 'unlimited' });
  const other = await joins();
  const second = await tell(other.member, 'referral');
  await spends(other.member, '250');
  const owing = await reverse(second.operation);
  expect(owing.body.takenBack).toMatchObject([{ points: '200', fromBalance: '0', owed: '200' }]);
  expect(points(owing.body)).toMatchObject({ owed: '200', available: '-200' });
  await house.setPolicy({ negativeBalance: 'within_balance' });
});

test('a welcome may be taken back by its operation', async () => {
  const { member, welcome } = await joins();
  const done = await reverse(welcome.operation);
  expect(done).toMatchObject({ status: 201, body: { name: 'enrolment', member, takenBack: [{ points: '50' }] } });
});

test('what is none, of another tenant, or asked by a till is refused', async () => {
  const { member } = await joins();
  const { operation } = await tell(member, 'slow');
  const sale = await house.request(
    'POST /v1/adjustments',
    {
      ...{
        reference: `a-${++number}`,
        program: 'club',
        member: { member },
        walletType: 'points',
        points: '1',
        reason: 'goodwill',
      },
    },
    { secret: house.secrets.tenant },
  );
  const unknown = { status: 404, body: { code: 'occasions.occasion.unknown' } };
  expect(await reverse((sale.body as Answer).operation)).toMatchObject(unknown);
  expect(await reverse(operation, {}, house.secrets.vecino)).toMatchObject(unknown);
  expect(await reverse(`op_${'0'.repeat(26)}`)).toMatchObject(unknown);
  expect((await reverse(operation, {}, house.secrets.till)).body.code).toBe('partners.credential.beyond_own');
  expect((await reverse(operation, { reason: 'because' })).status).toBe(400);
});

test('a person takes back alone what is little, and beyond that with a second one', async () => {
  const two = await twoPeople(house, 60);
  const { member, welcome } = await joins();
  expect((await reverse(welcome.operation, {}, two.ana)).status).toBe(201);
  const { operation } = await tell(member, 'referral');
  const asked = await reverse(operation, {}, two.ana);
  expect(asked.status).toBe(202);
  const { seen, yes } = await two.approve(asked as never);
  expect(seen).toMatchObject({
    ...{ kind: 'occasions.reversal', subject: member, worth: { quantity: '200', unit: 'PTS' } },
    facts: { occasion: 'referral', taken: [{ walletType: 'points', points: '200' }] },
  });
  expect(yes).toMatchObject({ status: 200, body: { isApplied: true } });
  expect(await reverse(operation)).toMatchObject({ body: { code: 'occasions.occasion.reversed' } });
});
