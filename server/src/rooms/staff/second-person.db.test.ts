import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { addSeconds, instantFromIso, postgresFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';
import { manualClock } from '../../platform/clock.ts';
import { statement } from '../../platform/database/sql.ts';
import { STAFF_POLICY_DEFAULTS } from './policy.ts';
import type { StaffPolicy } from './policy.ts';

const HOUR = 3_600;
const clock = manualClock(instantFromIso('2026-03-02T09:00:00Z') as Instant);
let house: TestHouse;
let count = 0;

const RIGHTS = ['settings:write', 'settings:read', 'staff:write', 'staff:read', 'approvals:read', 'approvals:decide'];

const givePhone = statement(
  'test.giveAuthenticator',
  `insert into staff.login (tenant_id, person, password, totp_secret, totp_since) values ($1, $2, 'x', '\\x00', $3)
   on conflict (person) do update set totp_since = excluded.totp_since`,
);

const hasAuthenticatorSince = (person: bigint, since: Instant) =>
  house.database.run(givePhone, [house.tenant, person, postgresFromInstant(since)]);

/** Somebody with a name of his own, added by that hand, with an authenticator that is old enough. */
const add = async (by: Actor, hasPhone = true): Promise<bigint> => {
  count += 1;
  const input = { name: `P ${count}`, email: `p${count}@example.com` };
  const { person } = must(await house.staff.addPerson(house.tenant, input, by)).person;
  if (hasPhone) await hasAuthenticatorSince(person, addSeconds(clock.now(), -1_000 * HOUR));
  return person;
};

/** A key for that person (or for nobody), issued by the holder of that other key, or by the machine. */
const issue = async (person: bigint | undefined, issuer?: string): Promise<{ secret: string; actor: Actor }> => {
  const by = issuer === undefined ? undefined : house.partners.authenticate(issuer);
  if (by && 'refusal' in by) throw new Error(by.refusal);
  const input = { name: 'key', scopes: RIGHTS, person };
  const { secret, credential } = must(await house.partners.issueCredential(house.tenant, input, by));
  return { secret, actor: { credential: credential.credential, ...(person !== undefined && { person }) } };
};

const ask = (by: Actor) => {
  count += 1;
  const request = { tenant: house.tenant, kind: 'test.door.open', reference: `r-${count}`, subject: 'door', facts: {} };
  return house.database.transaction(async (tx) =>
    house.tokens.encode(
      'appr',
      0,
      must(await house.staff.approvals.request(tx, { ...request, requestedBy: by })).approval.approval,
    ),
  );
};

const approve = async (secret: string, approval: string): Promise<string> => {
  const answer = await house.request(`POST /v1/approvals/${approval}/approve`, {}, { secret });
  const body = answer.body as { code?: string; state?: string };
  return String(body.code ?? body.state);
};

const policy = (change: Partial<StaffPolicy>) =>
  house.staff.setPolicy(house.tenant, { ...STAFF_POLICY_DEFAULTS, ...change }, {}, 'machine');

beforeAll(async () => {
  house = await makeHouse({ clock });
});
beforeEach(() => policy({}));
afterAll(() => house.close());

describe('a second person', () => {
  test('who is independent approves', async () => {
    const [anna, bruno] = [await add({}), await add({})];
    const id = await ask((await issue(anna)).actor);
    expect(await approve((await issue(bruno)).secret, id)).toBe('approved');
  });

  test('whom the asker invited or changed does not count for the time that the policy says, and then does', async () => {
    const anna = await issue(await add({}));
    const invited = await issue(await add(anna.actor));
    const changed = await issue(await add({}));
    const name = { name: 'Renamed' };
    must(await house.staff.changePerson(house.tenant, changed.actor.person as bigint, name, anna.actor));
    const id = await ask(anna.actor);
    for (const { secret } of [invited, changed]) expect(await approve(secret, id)).toBe('staff.approval.same_hand');
    // The other way round it is the same pair.
    expect(await approve(anna.secret, await ask(invited.actor))).toBe('staff.approval.same_hand');
    clock.set(addSeconds(clock.now(), 72 * HOUR - 1));
    expect(await approve(invited.secret, id)).toBe('staff.approval.same_hand');
    clock.set(addSeconds(clock.now(), 2));
    expect(await approve(invited.secret, id)).toBe('approved');
  });

  test('whose key the asker issued never counts', async () => {
    const anna = await issue(await add({}));
    const bruno = await add({});
    const key = await issue(bruno, anna.secret);
    const id = await ask(anna.actor);
    clock.set(addSeconds(clock.now(), 100 * HOUR));
    expect(await approve(key.secret, id)).toBe('staff.approval.same_hand');
    expect(await approve((await issue(bruno)).secret, id)).toBe('approved');
  });

  test('does not count where a third hand holds both keys, or the key of the key', async () => {
    const boss = await issue(undefined);
    const go = await issue(undefined, boss.secret);
    const [anna, bruno] = [await issue(await add({}), go.secret), await issue(await add({}), boss.secret)];
    expect(await approve(bruno.secret, await ask(anna.actor))).toBe('staff.approval.same_hand');
  });

  test('does not count for what a machine asked whose key he issued', async () => {
    const anna = await issue(await add({}));
    const machine = await issue(undefined, anna.secret);
    expect(await approve(anna.secret, await ask(machine.actor))).toBe('staff.approval.same_hand');
  });

  test('has an authenticator, and has had it for a while', async () => {
    const bruno = await add({}, false);
    const { secret } = await issue(bruno);
    const id = await ask((await issue(await add({}))).actor);
    expect(await approve(secret, id)).toBe('staff.approval.needs_authenticator');
    await hasAuthenticatorSince(bruno, addSeconds(clock.now(), -71 * HOUR));
    expect(await approve(secret, id)).toBe('staff.approval.needs_authenticator');
    await hasAuthenticatorSince(bruno, addSeconds(clock.now(), -72 * HOUR));
    expect(await approve(secret, id)).toBe('approved');
  });

  test('who founded the tenant need not have had his for a while, when he set it up in the first hours', async () => {
    const found = async (setUpAfterHours: number) => {
      count += 1;
      const input = {
        name: `F ${count}`,
        email: `f${count}@example.com`,
        password: 'seven grey herons',
        isFounder: true,
      };
      const { person } = must(await house.staff.admitPerson(house.tenant, input, {})).person;
      await hasAuthenticatorSince(person, addSeconds(clock.now(), setUpAfterHours * HOUR));
      return (await issue(person)).secret;
    };
    const [early, late] = [await found(72), await found(73)];
    clock.set(addSeconds(clock.now(), 74 * HOUR));
    const asker = await issue(await add({}));
    expect(await approve(late, await ask(asker.actor))).toBe('staff.approval.needs_authenticator');
    expect(await approve(early, await ask(asker.actor))).toBe('approved');
  });

  test('may always decline', async () => {
    const anna = await issue(await add({}));
    const invited = await issue(await add(anna.actor));
    const id = await ask(anna.actor);
    const answer = await house.request(
      `POST /v1/approvals/${id}/decline`,
      { reason: 'no' },
      { secret: invited.secret },
    );
    expect(answer.body).toMatchObject({ state: 'declined' });
  });
});

describe('the policy', () => {
  const put = async (secret: string, reference: string, change: Partial<StaffPolicy>) => {
    const body = { ...STAFF_POLICY_DEFAULTS, ...change, reference };
    return (await house.request('PUT /v1/staff/policy', body, { secret })).body as StaffPolicy & {
      approval?: string;
      code?: string;
    };
  };

  test('becomes stricter at once and looser by a second person only', async () => {
    const anna = await issue(await add({}));
    const bruno = await issue(await add({}));
    expect(await put(anna.secret, 'strict', { newcomerHours: 100 })).toEqual({
      ...{ ...STAFF_POLICY_DEFAULTS, newcomerHours: 100 },
    });
    const asked = await put(anna.secret, 'loose', { newcomerHours: 0, approvalNeedsPerson: false });
    expect(asked).toMatchObject({ newcomerHours: 100, approvalNeedsPerson: true });
    const id = String(asked.approval);
    expect(await approve(anna.secret, id)).toBe('staff.approval.needs_second_person');
    expect(await put(anna.secret, 'loose', { newcomerHours: 0, approvalNeedsPerson: false })).toEqual(asked);
    expect(await put(anna.secret, 'loose', { newcomerHours: 1 })).toMatchObject({
      code: 'staff.approval.reference_reused',
    });
    expect(await approve(bruno.secret, id)).toBe('approved');
    expect(await house.staff.policy(house.tenant)).toMatchObject({ newcomerHours: 0, approvalNeedsPerson: false });
  });

  test('that has changed meanwhile is not loosened by an old request', async () => {
    const anna = await issue(await add({}));
    const bruno = await issue(await add({}));
    const { approval } = await put(anna.secret, 'old', { newcomerHours: 1 });
    await put(anna.secret, 'stricter', { newcomerHours: 200 });
    expect(await approve(bruno.secret, String(approval))).toBe('staff.policy.changed');
    expect(await house.staff.policy(house.tenant)).toMatchObject({ newcomerHours: 200 });
  });
});
