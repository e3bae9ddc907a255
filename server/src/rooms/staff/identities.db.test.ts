import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { employ, signIn, type Employed } from '../../../test/signed-in.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { manualClock, systemClock } from '../../platform/clock.ts';
import type { StaffPolicyInput } from './policy.ts';

// Who asks and who says yes are two people, by whatever either of them speaks: sessions, keys, keys of keys, people whom one let in.

const HOUR = 3_600;
const clock = manualClock(systemClock().now());
let house: TestHouse;
let count = 0;

const RIGHTS = [
  ...['points:adjust', 'approvals:decide', 'approvals:read', 'staff:write', 'staff:read'],
  ...['settings:write', 'settings:read'],
];

beforeAll(async () => {
  house = await makeHouse({ clock });
  must(await house.staff.defineRole(house.tenant, { code: 'all', name: 'All', permissions: RIGHTS }, {}));
});
afterAll(() => house.close());

const rules = async (upTo: number, change: Partial<StaffPolicyInput> = {}): Promise<void> => {
  const bounds = [{ kind: '*', unit: '*', upTo, perDay: 2 * upTo }];
  const policy = {
    approvalNeedsPerson: false,
    approvalNeedsAuthenticator: false,
    newcomerHours: 72,
    bounds,
    ...change,
  };
  must(await house.staff.setPolicy(house.tenant, policy, {}, `rules-${(count += 1)}`));
};
beforeEach(() => rules(0));

type Told = { readonly status: number; readonly body: Record<string, string> };
type Asking = (what: string, body?: object) => Promise<Told>;
const byKey =
  (secret: string): Asking =>
  (what, body) =>
    house.request(what, body, { secret });

const hire = (): Promise<Employed> => employ(house, `one${(count += 1)}`, { role: 'all' });
/** A key that somebody makes through the API: of nobody, or of that person. */
const makeKey = async (ask: Asking, person?: bigint): Promise<Asking> => {
  const whose = person === undefined ? {} : { person: house.tokens.encode('person', 0, person) };
  const made = await ask('POST /v1/credentials', { name: 'key', scopes: RIGHTS, ...whose });
  expect(made.status).toBe(201);
  await house.refresh();
  return byKey(made.body['secret']!);
};
/** A key of that person which the machine made. */
const ownKey = async (person: bigint): Promise<Asking> => {
  const secret = await house.keyOf(house.tokens.encode('person', 0, person), RIGHTS);
  await house.refresh();
  return byKey(secret);
};

const give = (ask: Asking, points = '7'): Promise<Told> => {
  const member = { phone: house.people[1].phone };
  const body = { program: 'club', member, walletType: 'points', points, reason: 'goodwill' };
  return ask('POST /v1/adjustments', { reference: `give-${(count += 1)}`, ...body });
};
const wait = async (ask: Asking): Promise<string> => {
  const told = await give(ask);
  expect(told.status).toBe(202);
  return told.body['approval']!;
};
const approve = async (ask: Asking, approval: string): Promise<string> => {
  const { body } = await ask(`POST /v1/approvals/${approval}/approve`, {});
  return String(body['code'] ?? body['state']);
};
/** What each is told of what the other asked for. */
const bothWays = async (one: Asking, other: Asking): Promise<[string, string]> => [
  await approve(other, await wait(one)),
  await approve(one, await wait(other)),
];

const SAME_PERSON = ['staff.approval.needs_second_person', 'staff.approval.needs_second_person'];
const SAME_HAND = ['staff.approval.same_hand', 'staff.approval.same_hand'];

describe('one person is not two', () => {
  test('by two sign-ins, on two devices', async () => {
    const { email, ask } = await hire();
    expect(await bothWays(ask, await signIn(house, email))).toEqual(SAME_PERSON);
  });

  test('by a session and a key of his own, or by two keys, whoever made them', async () => {
    const { person, ask } = await hire();
    const [made, given] = [await makeKey(ask, person), await ownKey(person)];
    expect(await bothWays(ask, made)).toEqual(SAME_PERSON);
    expect(await bothWays(ask, given)).toEqual(SAME_PERSON);
    expect(await bothWays(made, given)).toEqual(SAME_PERSON);
  });

  test('by a key of nobody that he made, by one that this key made, or by both of those', async () => {
    const { ask } = await hire();
    const key = await makeKey(ask);
    const further = await makeKey(key);
    clock.set(addSeconds(clock.now(), 1_000 * HOUR));
    await rules(0, { newcomerHours: 0 });
    // Sessions have ended in that time; the person has not.
    expect(await bothWays(key, further)).toEqual(SAME_HAND);
    const { ask: again, person } = await hire();
    const [his, hers] = [await makeKey(again), await makeKey(await makeKey(again))];
    for (const one of [his, hers]) expect(await bothWays(again, one)).toEqual(SAME_HAND);
    for (const one of [his, hers]) expect(await bothWays(await ownKey(person), one)).toEqual(SAME_HAND);
  });

  test('by a key in a colleague’s name that he made, while the colleague himself is another', async () => {
    const [anna, bruno] = [await hire(), await hire()];
    const forged = await makeKey(anna.ask, bruno.person);
    expect(await bothWays(anna.ask, forged)).toEqual(SAME_HAND);
    // Bruno is no accomplice: by his own session he decides what Anna asked, and nothing that was asked in his name.
    expect(await approve(bruno.ask, await wait(anna.ask))).toBe('approved');
    expect(await approve(bruno.ask, await wait(forged))).toBe('staff.approval.needs_second_person');
  });

  test('by what he moves alone in a day: sessions and keys together have one', async () => {
    const { person, email, ask } = await hire();
    const all = [ask, await signIn(house, email), await ownKey(person), await makeKey(ask), await makeKey(ask, person)];
    await rules(10);
    expect((await give(all[0]!, '10')).status).toBe(201);
    expect((await give(all[1]!, '10')).status).toBe(201);
    for (const one of all) expect((await give(one, '1')).status).toBe(202);
    const other = await hire();
    expect((await give(other.ask, '10')).status).toBe(201);
  });
});

describe('another authorised party', () => {
  const PARTNER = { scope: 'partner', place: 'mercado' } as const;

  test('does not decide for the tenant, whatever his role lets him do in his place', async () => {
    const [anna, party] = [await hire(), await employ(house, `party${(count += 1)}`, { role: 'all', ...PARTNER })];
    expect(await approve(party.ask, await wait(anna.ask))).toBe('staff.session.beyond_place');
    const input = { name: 'party', scopes: RIGHTS, partner: 'mercado', person: party.person };
    const { secret } = must(await house.partners.issueCredential(house.tenant, input));
    await house.refresh();
    expect(await approve(byKey(secret), await wait(anna.ask))).toBe('staff.person.not_for_bound');
  });

  test('is in the hand of whoever let him in, for the time of newcomers, and of whoever made his key for ever', async () => {
    const anna = await hire();
    const made = await anna.ask('POST /v1/staff/people', { name: 'Party', email: `party${(count += 1)}@example.com` });
    const person = house.tokens.decode('person', made.body['id']!)!.id;
    const where = { scope: 'tenant', place: '' } as const;
    must(await house.staff.grantRole(house.tenant, { person, role: 'all', where }, { person: anna.person }));
    const [own, hers] = [await ownKey(person), await makeKey(anna.ask, person)];
    const annas = await ownKey(anna.person);
    expect(await bothWays(annas, own)).toEqual(SAME_HAND);
    clock.set(addSeconds(clock.now(), 73 * HOUR));
    expect(await approve(hers, await wait(annas))).toBe('staff.approval.same_hand');
    expect(await bothWays(annas, own)).toEqual(['approved', 'approved']);
  });

  test('is another person than whoever let nobody in: the control', async () => {
    const [anna, party] = [await hire(), await hire()];
    expect(await bothWays(anna.ask, party.ask)).toEqual(['approved', 'approved']);
    expect(await bothWays(await makeKey(anna.ask), await makeKey(party.ask))).toEqual(['approved', 'approved']);
  });
});
