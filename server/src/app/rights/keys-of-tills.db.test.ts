import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../test/house.ts';
import { walletOf } from '../../../test/sales.ts';
import { employ } from '../../../test/signed-in.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';

// Whoever issues the key of a till has seen its secret and could play the till. So it is bound as he is until somebody else has confirmed that it
// is where it belongs.

type Told = { readonly status: number; readonly body: Record<string, unknown> };
type Issued = Told & { readonly secret: string; readonly id: string; readonly approval: string };

let gifts: GiftHouse;
let house: TestHouse;
let ana: string;
let bea: string;
let count = 0;

const clock = systemClock();
const named = (): string => `till-${(count += 1)}`;
const ask = (what: string, body: object | undefined, secret: string): Promise<Told> =>
  house.request(what, body, { secret });
const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 72 };
const bounds = ['*', 'money'].map((unit) => ({ kind: '*', unit, upTo: 1000, perDay: 1_000_000 }));
const set = async (credentialsAreBound: boolean): Promise<void> => {
  must(await house.staff.setPolicy(house.tenant, { ...rules, credentialsAreBound, bounds }, {}, named()));
};

beforeAll(async () => {
  gifts = await makeGiftHouse();
  ({ house } = gifts);
  ({ ana, bea } = await twoPeople(house, 1000));
  await set(true);
});
afterAll(() => house.close());

const TILL = { outlet: 'centro', terminal: 'T1' };
const issue = async (by: string, bound: object = TILL, more: string[] = []): Promise<Issued> => {
  const scopes = ['sales:write', 'members:read', ...more];
  const told = await ask('POST /v1/credentials', { name: named(), scopes, ...bound }, by);
  expect(told.status).toBe(201);
  const { secret, id, approval } = told.body;
  return { ...told, secret: String(secret), id: String(id), approval: String(approval) };
};
const receipt = (amount: string): object => ({
  ...{ reference: named(), occurredAt: isoFromInstant(clock.now()), ...TILL },
  ...{ member: { phone: house.people[0].phone }, currency: 'EUR' },
  ...{ lines: [{ sku: 'A', quantity: '1', amount }], tenders: [{ kind: 'cash', amount }] },
});
const sell = async (amount: string, secret: string): Promise<number> =>
  (await ask('POST /v1/sales', receipt(amount), secret)).status;
const decide = (approval: string, by: string): Promise<Told> => ask(`POST /v1/approvals/${approval}/approve`, {}, by);
const yes = { status: 200, body: { state: 'approved', isApplied: true } };
const shown = async (id: string): Promise<Record<string, unknown> | undefined> => {
  const { body } = await ask('GET /v1/credentials?limit=200', undefined, ana);
  return (body as { items: Record<string, unknown>[] }).items.find((one) => one['id'] === id);
};
const booked = async (): Promise<bigint> => (await walletOf(house, house.people[0])).booked;

describe('the key of a till or partner that somebody issued alone', () => {
  test.each([
    ['a till', TILL],
    ['a partner', { partner: 'mercado' }],
  ])(
    'of %s works within the bounds at once, and beyond them when a second person has confirmed it',
    async (_of, bound) => {
      const key = await issue(ana, bound);
      expect(key.body).toMatchObject({ isConfirmed: false, approval: expect.stringMatching(/^appr_/) });
      const before = await booked();
      expect(await sell('10.00', key.secret)).toBe(201);
      expect(await sell('50000.00', key.secret)).toBe(202);
      expect(await booked()).toBe(before + 10n);
      const seen = await ask(`GET /v1/approvals/${key.approval}`, undefined, bea);
      expect(seen.body).toMatchObject({
        ...{ kind: 'partners.credential_confirm', state: 'pending', now: { isSame: true } },
        facts: { ...bound, name: key.body['name'], scopes: ['sales:write', 'members:read'] },
      });
      expect(await decide(key.approval, bea)).toMatchObject(yes);
      expect(await shown(key.id)).toMatchObject({ isConfirmed: true });
      expect(await sell('50000.00', key.secret)).toBe(201);
      expect(await booked()).toBe(before + 50_010n);
      const acts = await ask(`GET /v1/audit?act=partners.credential.confirmed&limit=1`, undefined, ana);
      expect(acts.body).toMatchObject({ items: [{ after: { isConfirmed: true } }] });
    },
  );

  test('does not go through the door for many either', async () => {
    const key = await issue(ana);
    const operations = ['10.00', '50000.00'].map((amount) => ({ op: 'sale', ...receipt(amount) }));
    const told = await ask('POST /v1/batch', { operations }, key.secret);
    expect((told.body as { answers: Told[] }).answers.map(({ status }) => status)).toEqual([201, 202]);
  });

  test('counts with all that its issuer does within the day', async () => {
    const perDay = (await usedBy()) + 1500;
    const day = [{ kind: '*', unit: '*', upTo: 1000, perDay }];
    must(await house.staff.setPolicy(house.tenant, { ...rules, bounds: day }, {}, named()));
    const keys = [await issue(ana), await issue(ana)];
    const statuses = [];
    for (const { secret } of keys) statuses.push(await sell('900.00', secret));
    await set(true);
    expect(statuses).toEqual([201, 202]);
  });

  test('is confirmed by nobody who is in the same hand: not by her, her other key, or itself', async () => {
    const key = await issue(ana, { partner: 'mercado' }, ['settings:write', 'approvals:decide', 'approvals:read']);
    const person = house.tokens.encode('person', 0, (await personOf(ana))!);
    const scopes = ['settings:write', 'approvals:decide', 'approvals:read', 'sales:write', 'members:read'];
    const own = await ask('POST /v1/credentials', { name: named(), scopes, person }, ana);
    const ofNobody = await ask('POST /v1/credentials', { name: named(), scopes }, ana);
    const hands = [ana, String(own.body['secret']), String(ofNobody.body['secret']), key.secret];
    for (const secret of hands) {
      expect((await decide(key.approval, secret)).status).toBeGreaterThanOrEqual(400);
      // To ask for it is no yes, and whoever asks is no second person.
      const again = await ask(`POST /v1/credentials/${key.id}/confirm`, {}, secret);
      expect(again.status).toBe(202);
      for (const other of hands)
        expect((await decide(String(again.body['approval']), other)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await shown(key.id)).toMatchObject({ isConfirmed: false });
    expect(await sell('50000.00', key.secret)).toBe(202);
    expect(await decide(key.approval, bea)).toMatchObject(yes);
  });

  test('that is revoked is confirmed no more, and never comes back', async () => {
    const key = await issue(ana);
    expect((await ask(`POST /v1/credentials/${key.id}/revoke`, {}, ana)).status).toBe(200);
    expect(await decide(key.approval, bea)).toMatchObject({ status: 409, body: { code: 'partners.credential.ended' } });
    const again = await ask(`POST /v1/credentials/${key.id}/confirm`, {}, bea);
    expect(again).toMatchObject({ status: 409, body: { code: 'partners.credential.ended' } });
    expect(await sell('10.00', key.secret)).toBe(401);
  });

  test('that takes the place of a confirmed one is confirmed anew: its secret is in another hand', async () => {
    const old = await issue(ana);
    expect(await decide(old.approval, bea)).toMatchObject(yes);
    const next = await issue(ana);
    expect((await ask(`POST /v1/credentials/${old.id}/revoke`, {}, ana)).status).toBe(200);
    expect(next.body).toMatchObject({ isConfirmed: false });
    expect(await sell('50000.00', next.secret)).toBe(202);
  });

  test('may be asked for again where somebody said no, and a repeat of what is confirmed changes nothing', async () => {
    const key = await issue(ana);
    const no = await ask(`POST /v1/approvals/${key.approval}/decline`, { reason: 'which till?' }, bea);
    expect(no.status).toBe(200);
    expect(await sell('50000.00', key.secret)).toBe(202);
    const asked = { reference: named() };
    const again = await ask(`POST /v1/credentials/${key.id}/confirm`, asked, ana);
    expect(again).toMatchObject({ status: 202, body: { state: 'pending' } });
    expect((await ask(`POST /v1/credentials/${key.id}/confirm`, asked, ana)).body).toEqual(again.body);
    expect(await decide(String(again.body['approval']), bea)).toMatchObject(yes);
    const once = await ask(`POST /v1/credentials/${key.id}/confirm`, {}, ana);
    expect(once).toMatchObject({ status: 200, body: { isConfirmed: true } });
  });
});

describe('a key that is issued', () => {
  test('by the confirmed key of a partner waits as that one did, since its issuer has that one’s secret', async () => {
    const partner = await issue(ana, { partner: 'mercado' }, ['settings:write']);
    expect(await decide(partner.approval, bea)).toMatchObject(yes);
    const till = await issue(partner.secret);
    expect(till.body).toMatchObject({ isConfirmed: false });
    expect(await sell('50000.00', till.secret)).toBe(202);
    expect((await decide(till.approval, ana)).status).toBeGreaterThanOrEqual(400);
    expect(await decide(till.approval, bea)).toMatchObject(yes);
    expect(await sell('50000.00', till.secret)).toBe(201);
  });

  test('in a session of the portal waits as one that is issued by a key', async () => {
    const carla = await employ(house, 'carla', { role: 'all' });
    const told = await carla.ask('POST /v1/credentials', { name: named(), scopes: ['sales:write'], ...TILL });
    expect(told).toMatchObject({ status: 201, body: { isConfirmed: false, approval: expect.any(String) } });
  });

  test('by the machine’s own key is a till’s at once', async () => {
    const key = await issue(house.secrets.tenant);
    expect(key.body).toMatchObject({ isConfirmed: true });
    expect(key.body).not.toHaveProperty('approval');
    expect(await sell('50000.00', key.secret)).toBe(201);
  });

  test('where credentials are not bound is a till’s at once', async () => {
    await set(false);
    const key = await issue(ana);
    await set(true);
    expect(key.body).toMatchObject({ isConfirmed: true });
    expect(await sell('50000.00', key.secret)).toBe(201);
  });

  test('for the whole tenant, or as somebody’s, needs no confirming: it is by hand for ever', async () => {
    const key = await issue(ana, {});
    expect(key.body).toMatchObject({ isConfirmed: true });
    expect(await sell('50000.00', key.secret)).toBe(202);
  });
});

test('the tills that were there sell as ever', async () => {
  expect(await sell('50000.00', house.secrets.till)).toBe(201);
});

async function personOf(secret: string): Promise<bigint | undefined> {
  await house.refresh();
  const principal = house.partners.authenticate(secret);
  return 'refusal' in principal ? undefined : principal.person;
}

/** What Ana, and the keys in her hand, have moved so far. */
async function usedBy(): Promise<number> {
  const [row] = await house.database.query<{ used: string }>(
    `select coalesce(sum(amount), 0)::text as used from staff.alone where tenant_id = $1 and unit = 'PTS' and hand = $2`,
    [house.tenant, `person ${await personOf(ana)}`],
  );
  return Number(row!.used);
}
