import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import type { Effect, Endpoint, EndpointRequest, Principal } from '../../platform/http/endpoint.ts';
import type { Decider } from './refuse-decider.ts';
import { withSecondPerson } from './http/with-second-person.ts';

// What a yes does: what was asked for, and not more, by whoever asked, and with no more than he may by then.

let house: TestHouse;
let worth: Effect['worth'];
let tin: Endpoint;
let bea: Decider;
let count = 0;
const done: (Principal | undefined)[] = [];

const TIN = {
  method: 'POST',
  path: '/v1/tins/open',
  summary: 'Open a tin, whatever is in it',
  scope: 'points:adjust',
  tags: [],
  answers: {},
  refusals: [],
  secondPerson: {
    kind: 'test.tin.open',
    // How much is in it stands in no fact.
    effect: () => Promise.resolve({ ok: true, effect: { subject: 'tin', facts: { tin: 'blue' }, worth } }),
  },
  handler: ({ principal }: EndpointRequest<Principal | undefined>) => {
    done.push(principal);
    return { status: 200, body: {} };
  },
} as const satisfies Endpoint;

beforeAll(async () => {
  house = await makeHouse();
  const bounds = [{ kind: '*', unit: '*', upTo: 0, perDay: 0 }];
  const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0, bounds };
  must(await house.staff.setPolicy(house.tenant, rules, {}, 'nobody alone'));
  [tin] = withSecondPerson(house, [TIN]) as [Endpoint];
  const { person } = await hire('checker', ['points:adjust'], [{ kind: '*', unit: 'PTS', amountMax: 500n }]);
  bea = { person, scopes: new Set(['approvals:decide', 'points:adjust']) };
});
afterAll(() => house.close());

const hire = async (
  code: string,
  rights: string[],
  limits: { kind: string; unit: string; amountMax: bigint }[] = [],
) => {
  const permissions = ['approvals:decide', ...rights];
  must(await house.staff.defineRole(house.tenant, { code, name: code, permissions, limits }, {}));
  const input = { name: code, email: `${code}@example.com` };
  const { person } = must(await house.staff.addPerson(house.tenant, input, {})).person;
  const where = { scope: 'tenant', place: '' } as const;
  const { grant } = must(await house.staff.grantRole(house.tenant, { person, role: code, where }, {}));
  return { person, grant: grant.grant };
};

/** Asks for it; gives the request that waits. */
const ask = async (principal: Principal): Promise<bigint> => {
  const said = { params: {}, query: {}, body: {}, clientReference: `tin-${(count += 1)}`, language: 'en' } as const;
  const answer = await tin.handler({ ...said, principal, address: '', requestId: 'r' });
  if (!('body' in answer)) throw new Error(answer.refusal);
  expect(answer.status).toBe(202);
  const { approval } = answer.body as { approval: string };
  return house.tokens.decode('appr', approval)!.id;
};
const approve = async (id: bigint): Promise<string> => {
  const outcome = await house.staff.approvals.approve(house.tenant, id, bea);
  return outcome.ok ? 'done' : outcome.refusal;
};

test.each([
  ['as much as was asked for', { unit: 'PTS', amount: 500n }, 'done'],
  ['less', { unit: 'PTS', amount: 1n }, 'done'],
  // Beyond her limit, which was asked for 500; and below it, which is more than was asked for all the same.
  ['more', { unit: 'PTS', amount: 501n }, 'staff.approval.effect_changed'],
  ['as much of another unit', { unit: 'EUR', amount: 500n }, 'staff.approval.effect_changed'],
])('a yes to what moves %s by then: %s → %s', async (_name, now, told) => {
  worth = { unit: 'PTS', amount: 500n };
  const [id, before] = [await ask(house.principals.tenant), done.length];
  worth = now;
  expect(await approve(id)).toBe(told);
  expect(done.length - before).toBe(told === 'done' ? 1 : 0);
  worth = { unit: 'PTS', amount: 500n };
  if (told !== 'done') expect(await approve(id)).toBe('done');
});

test('a yes to little that is somewhat more by then is refused too, however far her limit reaches', async () => {
  worth = { unit: 'PTS', amount: 10n };
  const id = await ask(house.principals.tenant);
  worth = { unit: 'PTS', amount: 11n };
  expect(await approve(id)).toBe('staff.approval.effect_changed');
});

test('what is done after the yes is done with no more than whoever asked may by then', async () => {
  worth = { unit: 'PTS', amount: 10n };
  const { person, grant } = await hire('desk', ['points:adjust', 'cards:write']);
  await house.database.transaction((tx) => house.partners.equipPerson(tx, house.tenant, person));
  const [portal] = await house.database.query<{ credential: bigint }>(
    'select credential from partners.credential where person = $1 and is_portal',
    [person],
  );
  const id = await ask({
    ...{ tenant: house.tenant, credential: portal!.credential, person },
    scopes: new Set(['points:adjust', 'cards:write']),
  });
  const only = { code: 'only', name: 'Only', permissions: ['points:adjust'] };
  must(await house.staff.defineRole(house.tenant, only, {}));
  must(await house.staff.endGrant(house.tenant, grant, {}));
  const where = { scope: 'tenant', place: '' } as const;
  must(await house.staff.grantRole(house.tenant, { person, role: 'only', where }, {}));
  expect(await approve(id)).toBe('done');
  expect(done.at(-1)).toMatchObject({ person, scopes: new Set(['points:adjust']) });
});
