import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../test/house.ts';

let house: TestHouse;
const secret = (): { secret: string } => ({ secret: house.secrets.tenant });
const at = new Date().toISOString();

type Found = { items: { is: string; kind?: string; member?: string; operation?: string; by?: string }[] };
/** Sends as the till does, and fails where it is refused. */
const send = async (what: string, body: object): Promise<{ operation: string }> => {
  const answer = await house.request(what, body);
  if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

const find = async (text: string, asked = secret()): Promise<Found['items']> =>
  ((await house.request('POST /v1/search', { text }, asked)).body as Found).items;

let sale: string;

beforeAll(async () => {
  house = await makeHouse();
  const [buyer, other] = house.people;
  await send(`PATCH /v1/members/${buyer.member}`, {
    reference: 'name-1',
    channel: 'web',
    profile: { givenName: 'Lucía', familyName: 'García Peña' },
  });
  const body = {
    occurredAt: at,
    member: { phone: buyer.phone },
    currency: 'EUR',
    receiptNumber: 'R-77',
    lines: [{ sku: 'wine', amount: '40.00' }],
  };
  sale = (await send('POST /v1/sales', { ...body, reference: 'T4-000187' })).operation;
  await send('POST /v1/sales', { ...body, reference: 'T4-000188', member: undefined });
  await send('POST /v1/sales', { ...body, reference: 'T4-000189', member: { phone: other.phone } });
  const back = { reference: 'R-1', occurredAt: at, original: { operation: sale }, lines: 'all' };
  await send('POST /v1/returns', back);
});
afterAll(() => house.close());

// As people type them: no accents, capitals anywhere, the given name or the second family name alone.
const NAMES = ['garcia', 'GARCIA', 'luc', 'Lucía', 'lucia', 'pena', 'PEÑ', 'pena luc', 'Garci\u0301a', 'peña, lucía'];

describe('the search', () => {
  test('finds a member by phone with and without country, by card, and by any words of the name', async () => {
    const [{ phone, card, member }] = house.people;
    for (const text of [
      phone,
      phone.slice(3),
      card,
      'garc',
      'lucía garc',
      'García Peña',
      'García Peña Lucía',
      member,
      ...NAMES,
    ])
      expect(
        (await find(text)).map((one) => one.member),
        text,
      ).toEqual([member]);
  });

  test('finds a receipt by the reference of its till, and an operation by its id', async () => {
    expect((await find('T4-000187')).map((one) => one.operation)).toEqual([sale]);
    expect((await find(sale)).map((one) => one.operation)).toEqual([sale]);
  });

  test('finds a receipt by its number with what came back of it, once the tables of reports have it', async () => {
    await house.reports.catchUp();
    // A number is unique nowhere: three tills had it.
    const found = await find('R-77');
    expect(found.map(({ kind }) => kind).sort()).toEqual([
      'checkout.return',
      ...Array<string>(3).fill('checkout.sale'),
    ]);
    expect(found.map((one) => one.operation)).toContain(sale);
    expect(await find('R-77', { secret: house.secrets.vecino })).toEqual([]);
  });

  test("finds nothing of another tenant's, and no operation for whoever may not read the journal", async () => {
    const [{ phone, card }] = house.people;
    const neighbour = { secret: house.secrets.vecino };
    for (const text of [phone, card, 'garc', 'lucia', sale, 'T4-000187'])
      expect(await find(text, neighbour)).toEqual([]);
    const body = { name: 'desk', scopes: ['members:read'] };
    const made = (await house.request('POST /v1/credentials', body, secret())).body as { secret: string };
    expect(await find('T4-000187', made)).toEqual([]);
    expect(await find('garc', made)).toHaveLength(1);
  });

  test('takes no text that is too short, and one that means nothing for nothing', async () => {
    expect((await house.request('POST /v1/search', { text: ' a ' }, secret())).status).toBe(400);
    expect(await find("'; drop table members.member; --")).toEqual([]);
    expect(await find('%%')).toEqual([]);
    for (const text of ["garcia:* | 'x", 'garcia & !marta', 'lucia marta', 'ucia', 'gar lucia'])
      expect(await find(text), text).toEqual([]);
  });
});

describe("a member's history", () => {
  test('says what each operation did to the wallets', async () => {
    const [{ member }] = house.people;
    const { body } = await house.request(`GET /v1/members/${member}/timeline`, undefined, secret());
    const { items } = body as { items: Record<string, unknown>[] };
    expect(
      items.map(({ kind, changes, total, receiptNumber }) => ({ kind, changes, total, receiptNumber })),
    ).toMatchObject(
      [
        { kind: 'checkout.return', changes: [{ walletType: 'points', booked: '-40', pending: '0', owed: '0' }] },
        {
          kind: 'checkout.sale',
          changes: [{ walletType: 'points', unit: 'PTS', booked: '40' }],
          total: { amount: '40.00', unit: 'EUR' },
          receiptNumber: 'R-77',
        },
        expect.anything(),
        expect.anything(),
      ].slice(0, items.length),
    );
  });

  test('shows the postings, which sum to zero, and the lots with what is left of them', async () => {
    const { body } = await house.request(`GET /v1/operations/${sale}/bookings`, undefined, secret());
    const { postings, lots } = body as { postings: { account: string; amount: string }[]; lots: object[] };
    expect(postings.map(({ account }) => account).sort()).toEqual(['booked', 'issuance']);
    expect(postings.map(({ amount }) => Number(amount)).reduce((sum, one) => sum + one, 0)).toBe(0);
    expect(lots).toMatchObject([{ effect: 'made', change: '40', remaining: '0', grantedBy: sale }]);
    const neighbour = { secret: house.secrets.vecino };
    expect((await house.request(`GET /v1/operations/${sale}/bookings`, undefined, neighbour)).status).toBe(404);
  });
});

describe('the day', () => {
  test('is counted from the journal, and goes on where it was left', async () => {
    const ask = async () => (await house.request('GET /v1/today', undefined, secret())).body as Record<string, unknown>;
    expect(await ask()).toMatchObject({ sales: 3, returns: 1, members: 2, points: [{ unit: 'PTS', earned: '40' }] });
    const [, other] = house.people;
    const body = {
      occurredAt: at,
      member: { phone: other.phone },
      currency: 'EUR',
      lines: [{ sku: 'tea', amount: '5.00' }],
    };
    await send('POST /v1/sales', { ...body, reference: 'T4-000190' });
    const both = await Promise.all([ask(), ask()]);
    for (const one of both)
      expect(one).toMatchObject({ sales: 4, returns: 1, members: 2, points: [{ earned: '45', spent: '0' }] });
  });

  test('and the health of the house are for whoever speaks for the tenant', async () => {
    expect((await house.request('GET /v1/today')).status).toBe(403);
    expect((await house.request('GET /v1/health')).status).toBe(403);
    const { status, body } = await house.request('GET /v1/health', undefined, secret());
    expect(status).toBe(200);
    expect((body as { lanes: { open: object[] } }).lanes.open.length).toBeGreaterThan(0);
  });
});

describe('an adjustment that is only asked', () => {
  test('says how the wallets would stand, books nothing, and is refused as the act would be', async () => {
    const [, { phone, member }] = house.people;
    const ask = {
      reference: 'case-1',
      program: 'club',
      member: { phone },
      walletType: 'points',
      points: '500',
      reason: 'goodwill',
    };
    const before = await house.journalCount();
    const { body } = await house.request('POST /v1/adjustments/quote', ask, secret());
    expect(body).toMatchObject({ member, points: '500', wallets: [{ walletType: 'points', available: '545' }] });
    const taken = { ...ask, points: '-9999' };
    expect((await house.request('POST /v1/adjustments/quote', taken, secret())).body).toMatchObject({
      code: 'points.wallet.insufficient',
    });
    expect(await house.journalCount()).toBe(before);
    expect((await house.request('POST /v1/adjustments', ask, secret())).body).toMatchObject({
      wallets: [{ available: '545' }],
    });
  });
});
