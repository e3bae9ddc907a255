import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { twoPeople } from '../../../test/two-people.ts';

// How a program delivers gift cards is set by one person as long as it opens nothing further than it was.

let house: TestHouse;
let people: Awaited<ReturnType<typeof twoPeople>>;

const STRICT = {
  ...{ publicUrl: 'https://cards.example', brand: 'Mercado', dynamicCodes: true },
  ...{ secondPhone: 'refuse', linkHours: 24 },
};
const put = (body: object, secret?: string) => people.ask('PUT /v1/programs/club/gift-card-delivery', body, secret);
const now = async (): Promise<Record<string, unknown>> =>
  (await people.ask('GET /v1/programs/club/gift-card-delivery', undefined)).body;

beforeAll(async () => {
  house = await makeHouse();
  people = await twoPeople(house, 100);
});
afterAll(() => house.close());

describe('a setting of delivery', () => {
  test('is opened by one person, and changed by one in what keeps nobody out or opens less', async () => {
    expect((await put({ ...STRICT, linkHours: 48 })).status).toBe(200);
    expect((await put(STRICT)).status).toBe(200);
    expect((await put({ ...STRICT, brand: 'Mercado Norte' })).status).toBe(200);
  });

  test.each([
    ['dynamicCodes', false, 'true', 'false'],
    ['secondPhone', 'transfer', 'refuse', 'transfer'],
    ['linkHours', 25, '24', '25'],
    ['publicUrl', 'https://elsewhere.example', 'https://cards.example', 'https://elsewhere.example'],
  ])('opens cards further by two: %s', async (setting, value, before, after) => {
    expect((await put(STRICT, house.secrets.tenant)).status).toBe(200);
    const asked = await put({ ...STRICT, [setting]: value });
    expect(asked).toMatchObject({ status: 202, body: { state: 'pending' } });
    expect((await now())[setting]).toBe(STRICT[setting as keyof typeof STRICT]);
    const { seen, yes } = await people.approve(asked);
    expect(seen).toMatchObject({ kind: 'delivery.setting_loosen', facts: { changes: [{ setting, before, after }] } });
    expect(yes).toMatchObject({ status: 200, body: { state: 'approved', isApplied: true } });
    expect((await now())[setting]).toBe(value);
  });

  test('is not asked for by whoever is bound to a part of the tenant', async () => {
    const bound = { name: 'bound', partner: 'mercado', scopes: ['settings:write' as const] };
    const { secret } = must(await house.partners.issueCredential(house.tenant, bound));
    await house.refresh();
    expect(await put({ ...STRICT, linkHours: 700 }, secret)).toMatchObject({ status: 403 });
  });
});
