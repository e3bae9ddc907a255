import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGiftHouse, type GiftHouse } from '../../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../../test/house.ts';
import { byPoints, daysAgo, done, line, openTills } from '../../../../test/sales.ts';
import { SCOPES } from '../../partners/index.ts';

let gifts: GiftHouse;
let house: TestHouse;
let bound: string;

beforeAll(async () => {
  gifts = await makeGiftHouse();
  house = gifts.house;
  const [ana, eva] = house.people;
  const centro = openTills(house);
  // Twice as much a week ago, and nothing the week before.
  const before = { manner: 'notice', occurredAt: daysAgo(7) } as const;
  for (const person of [ana, eva]) await done(centro.sell({ of: person, ...before, lines: [line(1, 10_000)] }));
  await done(centro.sell({ of: ana, reference: 'today', lines: [line(1, 6_000)], tenders: [byPoints(50)] }));
  await done(openTills(house, 'farmacia').sell({ lines: [line(1, 500)] }));
  await gifts.ask('activate', { card: { number: gifts.number() }, amount: '30.00' });
  await house.reports.catchUp();
  const credential = { name: 'f', partner: 'farmacia', scopes: [...SCOPES] };
  bound = must(await house.partners.issueCredential(house.tenant, credential)).secret;
  await house.refresh();
});
afterAll(() => house.close());

const ask = async (what: string, body?: unknown, secret = house.secrets.tenant) => {
  const answer = await house.request(what, body, { secret });
  return { status: answer.status, body: answer.body as Record<string, never> };
};

describe('the day', () => {
  test('stands beside the mean of the same weekdays, with what holders have', async () => {
    const { status, body } = await ask('GET /v1/reports/figures');
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({
      days: 1,
      sales: { today: '2', usualDay: '2' },
      money: [{ unit: 'EUR', sold: { today: '65.00', usualDay: '200.00' } }],
      points: [{ unit: 'PTS', earned: { today: '59', usualDay: '200' }, spent: { today: '50', usualDay: '0' } }],
      giftCards: [{ unit: 'EUR', loaded: { today: '30.00' } }],
      activeMembers: { today: 1, days30: 2, days365: 2 },
      lag: { rows: 0 },
    });
    const outstanding = body.outstanding as { unit: string; booked: string; endings: { remaining: string }[] }[];
    expect(outstanding.map(({ unit, booked }) => [unit, booked])).toEqual([
      ['EUR', '30.00'],
      ['PTS', '209'],
    ]);
    expect(outstanding[1].endings.reduce((sum, one) => sum + Number(one.remaining), 0)).toBe(209);
  });

  test('is of one’s own outlets for who is bound, and tells him nothing of what holders have', async () => {
    const { body } = await ask('GET /v1/reports/figures', undefined, bound);
    expect(body).toMatchObject({ sales: { today: '1' }, money: [{ unit: 'EUR', sold: { today: '5.00' } }] });
    expect(body.outstanding).toBeUndefined();
    expect((await ask('GET /v1/reports/figures?outlet=centro', undefined, bound)).status).toBe(422);
  });

  test('of another tenant is empty', async () => {
    const { body } = await ask('GET /v1/reports/figures', undefined, house.secrets.vecino);
    expect(body).toMatchObject({ days: 0, sales: { today: '0' }, money: [], outstanding: [] });
  });
});

describe('a saved view', () => {
  const view = { name: 'Returns of centro', filter: { kinds: ['checkout.return'], outlets: ['centro'] } };

  test('is its maker’s until it is shared, and only its maker changes it', async () => {
    const added = await ask('POST /v1/reports/views', { reference: 'v-1', ...view });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    const again = await ask('POST /v1/reports/views', { reference: 'v-1', ...view });
    expect(again.body.view).toBe(added.body.view);
    const seen = async (secret: string) =>
      (await ask('GET /v1/reports/views', undefined, secret)).body.items as { isOwn: boolean }[];
    expect(await seen(house.secrets.till)).toEqual([]);
    const path = `PUT /v1/reports/views/${String(added.body.view)}`;
    expect((await ask(path, { ...view, isShared: true, revision: 0 })).body).toMatchObject({
      isShared: true,
      revision: 1,
    });
    expect((await ask(path, { ...view, revision: 0 })).body).toMatchObject({ code: 'reports.view.changed' });
    expect(await seen(house.secrets.till)).toMatchObject([{ isOwn: false, name: view.name, filter: view.filter }]);
    expect(await seen(house.secrets.vecino)).toEqual([]);
    for (const secret of [house.secrets.till, house.secrets.vecino])
      expect((await ask(path, { ...view, revision: 1 }, secret)).body).toMatchObject({ code: 'reports.view.unknown' });
    const drop = `DELETE /v1/reports/views/${String(added.body.view)}`;
    expect((await ask(drop, undefined, house.secrets.till)).body).toMatchObject({ code: 'reports.view.unknown' });
    expect((await ask(drop)).status).toBe(204);
    expect(await seen(house.secrets.tenant)).toEqual([]);
  });

  test('holds no person', async () => {
    const filter = { member: { phone: house.people[0].phone } };
    expect((await ask('POST /v1/reports/views', { reference: 'v-2', name: 'x', filter })).status).toBe(400);
  });
});

test('choices are what stands on operations, cashiers for who speaks for the tenant', async () => {
  expect((await ask('GET /v1/reports/choices?of=kinds&from=checkout')).body.values).toContain('checkout.sale');
  expect((await ask('GET /v1/reports/choices?of=promotions')).body.values).toEqual(['base-earn']);
  expect((await ask('GET /v1/reports/choices?of=cashiers', undefined, bound)).body).toMatchObject({
    code: 'partners.credential.beyond_own',
  });
});
