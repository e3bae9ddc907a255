import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { walletOf } from '../../../test/sales.ts';

// Points by hand above what the tenant lets one person alone wait for a second one.

let house: TestHouse;
let ana: string;
let bea: string;
beforeAll(async () => {
  house = await makeHouse();
  const key = async (name: string, more: readonly string[] = []): Promise<string> => {
    const email = `${name.toLowerCase()}@example.com`;
    const { person } = must(await house.staff.addPerson(house.tenant, { name, email }, {})).person;
    const permissions = ['points:adjust', 'approvals:decide', 'approvals:read', ...more];
    must(await house.staff.defineRole(house.tenant, { code: 'desk', name: 'Desk', permissions }, {}));
    must(
      await house.staff.grantRole(house.tenant, { person, role: 'desk', where: { scope: 'tenant', place: '' } }, {}),
    );
    return house.keyOf(house.tokens.encode('person', 0, person), permissions);
  };
  [ana, bea] = [await key('Ana'), await key('Bea')];
  await bound(500);
});
afterAll(() => house.close());

const bound = async (upTo: number, perDay = 1_000_000): Promise<void> => {
  const bounds = [{ kind: '*', unit: '*', upTo, perDay }];
  const policy = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0, bounds };
  must(await house.staff.setPolicy(house.tenant, policy, {}, `to-${upTo}`));
};
type Told = {
  readonly status: number;
  readonly body: Record<string, string> & { readonly needsSecondPerson?: boolean };
};
const ask = (what: string, body: object | undefined, secret: string): Promise<Told> =>
  house.request(what, body, { secret });
const adjust = (reference: string, points: string, secret = ana, more: object = {}): Promise<Told> => {
  const [, eva] = house.people;
  const body = { program: 'club', member: { phone: eva!.phone }, walletType: 'points', points, reason: 'goodwill' };
  return ask('POST /v1/adjustments', { reference, ...body, ...more }, secret);
};
const booked = async (): Promise<bigint> => (await walletOf(house, house.people[1]!)).booked;

describe('points by hand', () => {
  test('up to the bound are given at once, and the quote says so', async () => {
    expect(await adjust('two-1', '500')).toMatchObject({ status: 201, body: { points: '500' } });
    expect(await booked()).toBe(500n);
    const quote = async (points: string) => {
      const member = { phone: house.people[1]!.phone };
      const body = { reference: 'q', program: 'club', member, walletType: 'points', points, reason: 'goodwill' };
      return (await ask('POST /v1/adjustments/quote', body, ana)).body.needsSecondPerson;
    };
    expect([await quote('500'), await quote('501'), await quote('-501')]).toEqual([false, true, undefined]);
  });

  test('above it wait, are told the same when they are asked again, and are given by the yes of somebody else, once', async () => {
    const asked = await adjust('two-2', '501');
    expect(asked).toMatchObject({ status: 202, body: { state: 'pending' } });
    expect(await booked()).toBe(500n);
    expect((await adjust('two-2', '501')).body).toEqual(asked.body);
    expect(await adjust('two-2', '502')).toMatchObject({ body: { code: 'operation.reference_reused' } });
    const { approval } = asked.body;
    expect(await ask(`POST /v1/approvals/${approval}/approve`, {}, ana)).toMatchObject({
      body: { code: expect.stringMatching(/^staff\.approval\./) as string },
    });
    expect((await ask(`POST /v1/approvals/${approval}/approve`, {}, bea)).status).toBe(200);
    expect(await booked()).toBe(1001n);
    expect(await adjust('two-2', '501')).toMatchObject({ status: 202, body: { approval, state: 'approved' } });
    expect(await booked()).toBe(1001n);
  });

  test('taken are bound as given ones are, and a no takes nothing', async () => {
    const { body } = await adjust('two-3', '-800');
    expect(body.state).toBe('pending');
    expect((await ask(`POST /v1/approvals/${body.approval}/decline`, { reason: 'no' }, bea)).status).toBe(200);
    expect(await booked()).toBe(1001n);
  });

  test('that cannot be taken any more are refused at the yes, in the words of the adjustment', async () => {
    const { body } = await adjust('two-4', '-900');
    expect((await adjust('two-5', '-400')).status).toBe(201);
    expect(await ask(`POST /v1/approvals/${body.approval}/approve`, {}, bea)).toMatchObject({
      body: { code: 'points.wallet.insufficient' },
    });
    expect(await booked()).toBe(601n);
  });

  test('that were given before the bound was set are told as then', async () => {
    await bound(1_000_000);
    const first = await adjust('two-6', '5000');
    expect(first.status).toBe(201);
    await bound(500);
    expect(await adjust('two-6', '5000')).toMatchObject({ status: 200, body: { operation: first.body.operation } });
    expect(await booked()).toBe(5601n);
    await assertBooks(house);
  });
});
