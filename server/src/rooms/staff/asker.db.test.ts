import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../test/house.ts';
import { employ, type Employed } from '../../../test/signed-in.ts';
import { makeWatchedHouse, TWO_A_DAY, type WatchedHouse } from '../../../test/watched-house.ts';
import { walletOf } from '../../../test/sales.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { manualClock, systemClock } from '../../platform/clock.ts';
import { rights } from '../../app/rights/matrix.ts';
import { endpointsOf } from '../../app/api.ts';
import type { GrantScope } from './grant.ts';

// A right taken away in mid-work: what somebody asked for is judged by what he may when the second person says yes.

const HOUR = 3_600;
const clock = manualClock(systemClock().now());
let at: WatchedHouse;
let bea: string;
let count = 0;

const RIGHTS = ['points:adjust', 'signals:review', 'signals:read', 'staff:write', 'staff:read'];

beforeAll(async () => {
  at = await makeWatchedHouse([{ ...TWO_A_DAY, action: 'hold' }], { clock });
  const { house } = at;
  const bounds = [{ kind: '*', unit: '*', upTo: 0, perDay: 0 }];
  const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0, bounds };
  must(await house.staff.setPolicy(house.tenant, rules, {}, 'nobody alone'));
  await define('desk', RIGHTS);
  const input = { name: 'Bea', email: 'bea@example.com' };
  const { person } = must(await house.staff.addPerson(house.tenant, input, {})).person;
  await define('checker', ['approvals:decide', 'approvals:read', ...RIGHTS]);
  await give(person, 'checker');
  bea = await house.keyOf(house.tokens.encode('person', 0, person), ['approvals:decide', 'approvals:read', ...RIGHTS]);
  await house.refresh();
});
afterAll(() => at.house.close());

const define = async (code: string, permissions: readonly string[]): Promise<void> => {
  must(await at.house.staff.defineRole(at.house.tenant, { code, name: code, permissions: [...permissions] }, {}));
};
const give = async (person: bigint, role: string, scope: GrantScope = 'tenant', place = '', hours?: number) => {
  const until = hours === undefined ? undefined : addSeconds(clock.now(), hours * HOUR);
  const input = { person, role, where: { scope, place }, until };
  return must(await at.house.staff.grantRole(at.house.tenant, input, {})).grant.grant;
};
const take = async (grant: bigint): Promise<void> => {
  must(await at.house.staff.endGrant(at.house.tenant, grant, {}));
};
const hire = (role = 'desk', scope: GrantScope = 'tenant', place = ''): Promise<Employed> =>
  employ(at.house, `worker${(count += 1)}`, { role, scope, place });

const booked = async (): Promise<bigint> => (await walletOf(at.house, at.house.people[1])).booked;

type Asking = (
  what: string,
  body?: object,
) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
const byKey =
  (secret: string): Asking =>
  (what, body) =>
    at.house.request(what, body, { secret });

/** Asks for 70 points, which wait; gives the request. */
const wait = async (ask: Asking): Promise<string> => {
  const member = { phone: at.house.people[1].phone };
  const reference = `give-${(count += 1)}`;
  const body = { reference, program: 'club', member, walletType: 'points', points: '70', reason: 'goodwill' };
  const told = await ask('POST /v1/adjustments', body);
  expect(told.status).toBe(202);
  return String(told.body['approval']);
};
const see = async (approval: string) => (await byKey(bea)(`GET /v1/approvals/${approval}`)).body;
const approve = async (approval: string): Promise<string> => {
  const { body } = await byKey(bea)(`POST /v1/approvals/${approval}/approve`, {});
  return String(body['code'] ?? body['state']);
};
const traceOf = async (approval: string) => {
  const subject = `approval ${at.house.tokens.decode('appr', approval)?.id}`;
  const acts = await at.house.staff.listAudit(at.house.tenant, { before: 1n << 40n, limit: 20 });
  return acts
    .filter((one) => one.subject === subject)
    .map(({ act, after = '{}' }) => ({ act, after: JSON.parse(after) as unknown }));
};

/** Why a yes is refused: shown so before, done never, and over; the trace says the same. */
const ending = async (approval: string): Promise<string> => {
  const before = await booked();
  const { state, now } = (await see(approval)) as { state: string; now?: { refused?: { code: string } } };
  expect(state).toBe('pending');
  const code = await approve(approval);
  expect(now).toMatchObject({ isSame: false, refused: { code } });
  expect(await see(approval)).toMatchObject({ state: 'withdrawn', refused: code, isApplied: false });
  expect(await approve(approval)).toBe('staff.approval.decided');
  expect(await booked()).toBe(before);
  expect(await traceOf(approval)).toMatchObject([
    { act: 'staff.approval.withdrawn', after: { state: 'withdrawn', refused: code } },
    { act: 'staff.approval.requested' },
  ]);
  const [kept] = await at.house.database.query('select call from staff.approval where approval = $1', [
    at.house.tokens.decode('appr', approval)?.id,
  ]);
  expect(kept).toEqual({ call: null });
  return code;
};

/** A key of nobody, whose number is told too. */
const issue = async (input: { scopes?: string[]; partner?: string; hours?: number } = {}) => {
  const { scopes = RIGHTS, partner, hours } = input;
  const validUntil = hours === undefined ? undefined : addSeconds(clock.now(), hours * HOUR);
  const made = await at.house.partners.issueCredential(at.house.tenant, { name: 'key', scopes, partner, validUntil });
  const { credential, secret } = must(made);
  await at.house.refresh();
  return { credential: credential.credential, ask: byKey(secret) };
};

describe('a yes goes through', () => {
  test('where nothing has changed: to a key, and to somebody who is signed in', async () => {
    for (const { ask } of [await issue(), await hire()]) {
      const before = await booked();
      expect(await approve(await wait(ask))).toBe('approved');
      expect((await booked()) - before).toBe(70n);
    }
  });

  test('where a right was taken away and given again, and where other rights were lost', async () => {
    const { person, grant, ask } = await hire();
    const approval = await wait(ask);
    await take(grant);
    await define('adjusting', ['points:adjust']);
    await give(person, 'adjusting');
    expect(await approve(approval)).toBe('approved');
  });

  test('where another key of the same person was revoked', async () => {
    const { person } = await hire();
    const [one, other] = [await issueTo(person), await issueTo(person)];
    const approval = await wait(one.ask);
    must(await at.house.partners.revokeCredential(at.house.tenant, other.credential));
    expect(await approve(approval)).toBe('approved');
  });
});

const issueTo = async (person: bigint) => {
  const input = { name: 'own', scopes: RIGHTS, person };
  const { credential, secret } = must(await at.house.partners.issueCredential(at.house.tenant, input));
  await at.house.refresh();
  return { credential: credential.credential, ask: byKey(secret) };
};

describe('a yes is refused, and the request is over, where', () => {
  test('the key that asked was revoked', async () => {
    const { credential, ask } = await issue();
    const approval = await wait(ask);
    must(await at.house.partners.revokeCredential(at.house.tenant, credential));
    expect(await ending(approval)).toBe('staff.approval.asker_key_ended');
  });

  test('the key was a person’s, who may work still', async () => {
    const { credential, ask } = await issueTo((await hire()).person);
    const approval = await wait(ask);
    must(await at.house.partners.revokeCredential(at.house.tenant, credential));
    expect(await ending(approval)).toBe('staff.approval.asker_key_ended');
  });

  test('the key has ended, to the moment', async () => {
    const { ask } = await issue({ hours: 2 });
    const [early, late] = [await wait(ask), await wait(ask)];
    clock.set(addSeconds(clock.now(), 2 * HOUR - 1));
    expect(await approve(early)).toBe('approved');
    clock.set(addSeconds(clock.now(), 1));
    expect(await ending(late)).toBe('staff.approval.asker_key_ended');
  });

  test.each(['suspended', 'left'] as const)('whoever asked is %s', async (state) => {
    const { person, ask } = await hire();
    const [approval, byOwnKey] = [await wait(ask), await wait((await issueTo(person)).ask)];
    must(await at.house.staff.changePerson(at.house.tenant, person, { state, reason: 'theft' }, {}));
    expect(await ending(approval)).toBe('staff.approval.asker_gone');
    expect(await ending(byOwnKey)).toBe('staff.approval.asker_gone');
  });

  test('his role was taken away', async () => {
    const { grant, ask } = await hire();
    const approval = await wait(ask);
    await take(grant);
    expect(await ending(approval)).toBe('staff.approval.asker_right_lost');
  });

  test('his role may less than it did', async () => {
    await define('shrinking', RIGHTS);
    const { ask } = await hire('shrinking');
    const approval = await wait(ask);
    await define('shrinking', ['staff:read']);
    expect(await ending(approval)).toBe('staff.approval.asker_right_lost');
  });

  test('his role has ended by itself, to the moment', async () => {
    const { person, grant, ask } = await hire();
    await give(person, 'checker', 'tenant', '', 3);
    await take(grant);
    const [early, late] = [await wait(ask), await wait(ask)];
    clock.set(addSeconds(clock.now(), 3 * HOUR - 1));
    expect(await approve(early)).toBe('approved');
    clock.set(addSeconds(clock.now(), 1));
    expect(await ending(late)).toBe('staff.approval.asker_right_lost');
  });

  test('his role reaches less far', async () => {
    const { person, grant, ask } = await hire();
    const approval = await wait(ask);
    await take(grant);
    await give(person, 'desk', 'program', 'club');
    expect(await ending(approval)).toBe('staff.approval.asker_right_lost');
  });

  test('a role that he wanted made wider may what he may not any more', async () => {
    await define('wide', ['points:adjust']);
    const { person, grant, ask } = await hire();
    const alone = [{ kind: '*', unit: 'PTS', upTo: 9, perDay: 9 }];
    const put = async (reference: string): Promise<string> => {
      const body = { name: 'wide', permissions: ['points:adjust'], alone, reference };
      const made = await at.house.staff.defineRole(
        at.house.tenant,
        { code: 'wide', name: body.name, permissions: body.permissions, alone },
        { person },
        new Set(RIGHTS),
        reference,
      );
      return at.house.tokens.encode('appr', 0, must(made).approval!.approval);
    };
    expect((await ask('GET /v1/staff/roles')).status).toBe(200);
    const approval = await put('wider');
    await define('people', ['staff:write']);
    await give(person, 'people');
    await take(grant);
    expect(await ending(approval)).toBe('staff.approval.asker_right_lost');
    expect((await at.house.staff.findRole(at.house.tenant, 'wide'))?.alone).toEqual([]);
  });
});

describe('what was asked for in one place', () => {
  /** What waits for the release of a signal of outlet `centro`, asked by whoever has his role there. */
  const release = async (cashier: string) => {
    await at.ring(3, { cashier });
    const signal = (await at.signals()).find((one) => one.subject.cashier === cashier);
    const id = at.house.tokens.encode('sig', 0, signal!.signal);
    return (ask: Asking) => ask(`POST /v1/signals/${id}/review`, { decision: 'released', note: 'A school class.' });
  };

  test('is done for whoever may so still there, or by now everywhere', async () => {
    for (const [n, further] of [
      ['one', false],
      ['two', true],
    ] as const) {
      const { person, grant, ask } = await hire('desk', 'outlet', 'centro');
      const { body } = await (await release(n))(ask);
      if (further) {
        await take(grant);
        await give(person, 'desk');
      }
      expect(await approve(String(body['approval']))).toBe('approved');
    }
  });

  test('is not done for whoever may so in another by now', async () => {
    const { person, grant, ask } = await hire('desk', 'outlet', 'centro');
    const { body } = await (await release('three'))(ask);
    await take(grant);
    await give(person, 'desk', 'outlet', 'playa');
    expect(await ending(String(body['approval']))).toBe('staff.approval.asker_right_lost');
  });

  test('is not done for a key of a partner that is suspended', async () => {
    const key = await issue({ partner: 'mercado', scopes: ['signals:review'] });
    const { body } = await (await release('four'))(key.ask);
    must(await at.house.partners.suspendPartner(at.house.tenant, 'mercado'));
    expect(await ending(String(body['approval']))).toBe('staff.approval.asker_key_ended');
    must(await at.house.partners.resumePartner(at.house.tenant, 'mercado'));
  });
});

test('a no is said to whoever asked, whatever he may by now', async () => {
  const { grant, ask } = await hire();
  const approval = await wait(ask);
  await take(grant);
  const { body } = await byKey(bea)(`POST /v1/approvals/${approval}/decline`, { reason: 'Not so.' });
  expect(body).toMatchObject({ state: 'declined' });
});

test('whoever may not say yes ends nothing', async () => {
  const [asker, other] = [await hire(), await hire()];
  await define('lesser', ['approvals:decide', 'approvals:read']);
  await give(other.person, 'lesser');
  await take(other.grant);
  const approval = await wait(asker.ask);
  await take(asker.grant);
  const { body } = await other.ask(`POST /v1/approvals/${approval}/approve`, {});
  expect(body['code']).toBe('staff.approval.permission_missing');
  expect(await see(approval)).toMatchObject({ state: 'pending' });
});

test('no act that waits is opened by a narrower permission of which the yes knows nothing', () => {
  const waiting = endpointsOf(at.house).filter(({ secondPerson }) => secondPerson !== undefined);
  const routes = new Map(waiting.map(({ method, path, secondPerson }) => [`${method} ${path}`, secondPerson?.alsoBy]));
  expect(routes.size).toBeGreaterThan(10);
  const unknown = rights.filter(({ route, alsoBy }) => routes.has(route) && routes.get(route) !== alsoBy);
  expect(unknown).toEqual([]);
});
