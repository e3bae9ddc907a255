import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf, type Called } from '../../../../test/call-endpoint.ts';
import { makeHouse, type Person, type TestHouse } from '../../../../test/house.ts';
import { assert } from '../../../kernel/assert.ts';
import { refusalCatalogue } from '../../../app/refusal-catalogue.ts';
import { pointsRoutes } from './routes.ts';

let house: TestHouse;
let call: ReturnType<typeof callerOf<TestHouse['principals']['tenant']>>;
let one: Person;
beforeAll(async () => {
  house = await makeHouse();
  call = callerOf(pointsRoutes(house));
  [one] = house.people;
  for (const [at, points] of [10, 20, 30, 40, 50].entries()) await give(one, points, at % 2 ? 'promo' : 'points');
});
afterAll(() => house.close());

let number = 0;
const give = (person: Person, points: number, walletType: string): Promise<Called> =>
  call(house.principals.tenant, 'POST /v1/adjustments', {
    body: {
      reference: `give-${++number}`,
      program: 'club',
      member: { member: person.member },
      walletType,
      points: String(points),
      reason: 'campaign',
    },
  });
const get = (path: string, query: object = {}) => call(house.principals.tenant, `GET ${path}`, { query });
const ask = (path: string, body: object) => call(house.principals.tenant, `POST ${path}`, { body });

test('every refusal that an endpoint names is in the catalogue', () => {
  for (const { path, refusals } of pointsRoutes(house)) {
    for (const refusal of refusals) expect(() => refusalCatalogue.entry(refusal), `${path} ${refusal}`).not.toThrow();
  }
});

describe('a balance', () => {
  test('is found by token, phone and card, and sums what is of one unit', async () => {
    const expected = {
      status: 200,
      body: {
        member: one.member,
        wallets: [
          {
            walletType: 'points',
            program: 'club',
            unit: 'PTS',
            available: '90',
            booked: '90',
            state: 'open',
            expiresNext: { points: '90' },
          },
          { walletType: 'promo', available: '60', booked: '60' },
        ],
        totals: [{ unit: 'PTS', available: '150', booked: '150', pending: '0', owed: '0' }],
      },
    };
    const before = await house.journalCount();
    expect(await get(`/v1/members/${one.member}/balance`)).toMatchObject(expected);
    expect(await ask('/v1/balance', { phone: one.phone })).toMatchObject(expected);
    expect(await ask('/v1/balance', { card: one.card, program: 'club' })).toMatchObject(expected);
    expect(await house.journalCount()).toBe(before);
  });

  test('of somebody who has never earned shows the wallets of the program with zeros', async () => {
    const [, two] = house.people;
    expect(await get(`/v1/members/${two.member}/balance`)).toMatchObject({ body: { wallets: [], totals: [] } });
    expect(await get(`/v1/members/${two.member}/balance`, { program: 'club' })).toMatchObject({
      body: {
        wallets: [
          { walletType: 'points', available: '0' },
          { walletType: 'promo', available: '0' },
        ],
        totals: [{ unit: 'PTS', available: '0' }],
      },
    });
  });

  test('is not shown to another tenant, nor of nobody', async () => {
    expect(await call(house.principals.vecino, `GET /v1/members/${one.member}/balance`)).toEqual({
      refusal: 'members.member.unknown',
    });
    expect(await call(house.principals.vecino, 'POST /v1/balance', { body: { card: one.card } })).toEqual({
      refusal: 'cards.card.unknown',
    });
    expect(await ask('/v1/balance', { phone: '+34699999999' })).toEqual({ refusal: 'members.phone.unknown' });
    expect(await ask('/v1/balance', { card: one.card, program: 'no' })).toEqual({
      refusal: 'programs.program.not_found',
    });
    await expect(ask('/v1/balance', {})).rejects.toThrow('Exactly one of phone and card');
  });
});

describe('lists', () => {
  test('show lots page by page, wallet by wallet, each once', async () => {
    const seen: Record<string, unknown>[] = [];
    let pages = 0;
    for (let cursor: string | undefined; ;) {
      const page = await get(`/v1/members/${one.member}/lots`, { limit: '2', ...(cursor && { cursor }) });
      assert('body' in page, 'a page is shown');
      const { items, next } = page.body as { items: Record<string, unknown>[]; next?: string };
      seen.push(...items);
      pages++;
      if (next === undefined) break;
      cursor = next;
    }
    expect(pages).toBe(3);
    expect(seen.map(({ walletType, remaining }) => [walletType, remaining])).toEqual([
      ['points', '10'],
      ['points', '30'],
      ['points', '50'],
      ['promo', '20'],
      ['promo', '40'],
    ]);
    expect(seen[0]).toMatchObject({ state: 'active', unit: 'PTS', held: '0' });
    expect(seen[3]).not.toHaveProperty('expiresAt');
    expect(await get(`/v1/members/${one.member}/lots`, { cursor: 'nonsense' })).toEqual({
      refusal: 'http.cursor.malformed',
    });
    expect(await call(house.principals.vecino, `GET /v1/members/${one.member}/lots`)).toEqual({
      refusal: 'members.member.unknown',
    });
  });

  test('show open holds and nothing owed', async () => {
    const holds: string[] = [];
    for (let n = 0; n < 3; n++) {
      const held = await call(house.principals.till, 'POST /v1/holds', {
        body: { reference: `hold-${n}`, member: { card: one.card }, walletType: 'points', points: '5' },
      });
      assert('body' in held, 'it is held');
      holds.push((held.body as { hold: string }).hold);
    }
    const first = await get(`/v1/members/${one.member}/holds`, { limit: '2' });
    assert('body' in first, 'a page is shown');
    const { items, next } = first.body as { items: { hold: string; points: string }[]; next: string };
    const second = await get(`/v1/members/${one.member}/holds`, { limit: '2', cursor: next });
    expect([...items.map(({ hold }) => hold)]).toEqual(holds.slice(0, 2));
    expect(second).toMatchObject({ body: { items: [{ hold: holds[2], points: '5', walletType: 'points' }] } });
    expect(await get(`/v1/members/${one.member}/debts`)).toEqual({ status: 200, body: { items: [] } });
  });

  test('show what is owed', async () => {
    const [, , three] = house.people;
    await give(three, 1, 'points');
    await house.database.query(
      `insert into points.debt (lane, seq, n, wallet, amount, remaining, owed_since)
       select lane, 999, 0, wallet, 30, 20, '2026-01-01Z' from points.wallet where owner = $1`,
      [three.owner],
    );
    expect(await get(`/v1/members/${three.member}/debts`)).toMatchObject({
      body: {
        items: [{ walletType: 'points', amount: '30', remaining: '20', owedSince: '2026-01-01T00:00:00.000000Z' }],
      },
    });
  });
});

describe('wallet types', () => {
  const path = '/v1/programs/club/wallet-types';
  const body = {
    code: 'food',
    unit: 'PTS',
    spendOrder: 5,
    pays: { points: '100', money: '1.00' },
    rules: { categories: ['food'], cashMinimum: '2.50' },
    activation: { days: 14 },
    expiry: { after: { months: 12 }, roundTo: 'month' },
  };

  test('are defined, shown as they were said, and never twice', async () => {
    expect(await call(house.principals.tenant, `POST ${path}`, { body })).toEqual({
      status: 201,
      body: { ...body, name: {} },
    });
    expect(await call(house.principals.tenant, `POST ${path}`, { body })).toEqual({
      refusal: 'points.wallet_type.exists',
    });
    expect(await get(path, { limit: '1' })).toMatchObject({ status: 200, body: { items: [body] } });
    expect(await get(path)).toMatchObject({
      body: { items: [{ code: 'food' }, { code: 'points' }, { code: 'promo' }] },
    });
  });

  test('are called by another name as often as their program wants, and a till calls them nothing', async () => {
    const asked = `PUT ${path}/food/name`;
    const named = { en: 'Food vouchers', es: 'Vales de comida' };
    expect(await call(house.principals.tenant, asked, { body: named })).toMatchObject({ body: { name: named } });
    expect(await call(house.principals.tenant, asked, { body: { es: 'Comida' } })).toMatchObject({
      body: { ...body, name: { es: 'Comida' } },
    });
    expect(await call(house.principals.till, asked, { body: named })).toEqual({
      refusal: 'partners.credential.beyond_own',
    });
    expect(await call(house.principals.tenant, `PUT ${path}/none/name`, { body: named })).toEqual({
      refusal: 'points.wallet.unknown',
    });
    expect(await call(house.principals.vecino, asked, { body: named })).toEqual({ refusal: 'points.wallet.unknown' });
  });

  test('are refused with a unit or limit that cannot be, by a till, and for another program', async () => {
    const post = (change: object, who = house.principals.tenant) =>
      call(who, `POST ${path}`, { body: { ...body, code: 'other', ...change } });
    expect(await post({ unit: 'MILES' })).toEqual({ refusal: 'programs.unit.not_found' });
    expect(await post({ pays: { points: '0', money: '1.00' } })).toEqual({ refusal: 'points.wallet_type.malformed' });
    expect(await post({ rules: { cashMinimum: '2.555' } })).toEqual({ refusal: 'points.wallet_type.malformed' });
    expect(await post({}, house.principals.till)).toEqual({ refusal: 'partners.credential.beyond_own' });
    expect(await call(house.principals.tenant, 'POST /v1/programs/none/wallet-types', { body })).toEqual({
      refusal: 'programs.program.not_found',
    });
  });

  test('that pay only on receipts are not redeemed without one (semantics 3.13)', async () => {
    const [, two] = house.people;
    await give(two, 100, 'food');
    const redemption = { reference: 'food-1', member: { card: two.card }, walletType: 'food', points: '10' };
    expect(await call(house.principals.till, 'POST /v1/redemptions', { body: redemption })).toEqual({
      refusal: 'points.wallet.restricted',
    });
  });

  test('are redeemed only where, when and as far as their rules say (semantics 3.13)', async () => {
    const [, two] = house.people;
    const rules = { outlets: ['centro'], channels: ['app'], perReceiptMax: '50' };
    const made = { code: 'app', unit: 'PTS', pays: { points: '1', money: '0.00' }, rules };
    expect(await call(house.principals.tenant, `POST ${path}`, { body: made })).toMatchObject({ status: 201 });
    await give(two, 100, 'app');
    let at = 0;
    const redeem = (change: object) => {
      const body = {
        reference: `app-${++at}`,
        member: { card: two.card },
        walletType: 'app',
        points: '50',
        channel: 'app',
      };
      return call(house.principals.tenant, 'POST /v1/redemptions', {
        body: { ...body, outlet: 'centro', terminal: 'T1', ...change },
      });
    };
    for (const change of [{ outlet: 'playa' }, { channel: 'till' }, { points: '51' }]) {
      expect(await redeem(change)).toEqual({ refusal: 'points.wallet.restricted' });
    }
    expect(await redeem({})).toMatchObject({ status: 201, body: { points: '50' } });
  });
});

test('two references that differ are refused, and nothing is booked', async () => {
  const before = await house.journalCount();
  const body = {
    ...{ reference: 'one', program: 'club', member: { member: one.member }, walletType: 'points' },
    ...{ points: '5', reason: 'campaign' },
  };
  for (const [what, asked] of [
    ['POST /v1/adjustments', body],
    ['POST /v1/redemptions', { reference: 'one', member: { card: one.card }, walletType: 'points', points: '5' }],
    ['POST /v1/holds', { reference: 'one', member: { card: one.card }, walletType: 'points', points: '5' }],
  ] as const)
    expect(
      await house.request(what, asked, {
        ...(what === 'POST /v1/adjustments' && { secret: house.secrets.tenant }),
        headers: { 'idempotency-key': 'other' },
      }),
      what,
    ).toMatchObject({ status: 400, body: { code: 'operation.reference_differs' } });
  expect(await house.journalCount()).toBe(before);
});

test('a phone alone spends with the code that was sent to it, and the repeat may show the code again', async () => {
  const [, , three] = house.people;
  await give(three, 10, 'points');
  const sent = await house.members.sendPhoneCode(house.tenant, three.phone, 'spend');
  assert(sent.ok, 'the code is sent');
  const [message] = await house.notifications.outbox(house.tenant, { before: 2n ** 62n, limit: 1 });
  const code = /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const redeem = (reference: string, shown?: string) =>
    call(house.principals.till, 'POST /v1/redemptions', {
      body: {
        reference,
        member: { phone: three.phone },
        walletType: 'points',
        points: '1',
        ...(shown && { code: shown }),
      },
    });
  expect(await redeem('phone-1')).toEqual({ refusal: 'members.code.needed' });
  expect(await redeem('phone-1', wrong)).toEqual({ refusal: 'members.code.wrong' });
  expect(await redeem('phone-1', code)).toMatchObject({ status: 201, body: { repeated: false } });
  expect(await redeem('phone-1', code)).toMatchObject({ status: 200, body: { repeated: true } });
  expect(await redeem('phone-2', code)).toEqual({ refusal: 'members.code.wrong' });
});
