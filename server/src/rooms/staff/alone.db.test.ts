import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { walletOf } from '../../../test/sales.ts';
import { addSeconds, instantFromIso, type Instant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';
import { manualClock } from '../../platform/clock.ts';
import { statement } from '../../platform/database/sql.ts';
import { recordSheet } from '../ledger/index.ts';
import type { Bound } from './bound.ts';
import { insertAlone, sumAlone } from './store/alone.ts';

// How much one moves by hand without a second person: by one act, within a day, by his roles, however he divides it.

const HOUR = 3_600;
const clock = manualClock(instantFromIso('2026-03-02T09:00:00Z') as Instant);
let house: TestHouse;
let count = 0;

const RIGHTS = ['points:adjust', 'approvals:decide', 'approvals:read', 'staff:write', 'staff:read', 'settings:write'];

beforeAll(async () => {
  house = await makeHouse({ clock });
  must(await house.staff.defineRole(house.tenant, { code: 'all', name: 'All', permissions: RIGHTS }, {}));
});
afterAll(() => house.close());
beforeEach(() => policy());

/** As the machine itself sets it: 500 at once and 1000 within a day, unless the test says otherwise. */
const policy = async (
  bounds: readonly Bound[] = [{ kind: '*', unit: '*', upTo: 500, perDay: 1_000 }],
): Promise<void> => {
  const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 72, bounds };
  count += 1;
  must(await house.staff.setPolicy(house.tenant, rules, {}, `rules-${count}`));
};

/** A person with a key of his own; added by the machine, or by that hand. */
const hire = async (by: Actor = {}, role = 'all'): Promise<{ person: bigint; id: string; secret: string }> => {
  count += 1;
  const input = { name: `P ${count}`, email: `p${count}@example.com` };
  const { person } = must(await house.staff.addPerson(house.tenant, input, by)).person;
  must(await house.staff.grantRole(house.tenant, { person, role, where: { scope: 'tenant', place: '' } }, {}));
  const id = house.tokens.encode('person', 0, person);
  return { person, id, secret: await house.keyOf(id, RIGHTS) };
};

const pass = (seconds: number): void => clock.set(addSeconds(clock.now(), seconds));

type Told = { readonly status: number; readonly body: Record<string, string> };

const give = async (secret: string, points: string, reference?: string): Promise<Told> => {
  count += 1;
  const [, eva] = house.people;
  const body = { program: 'club', member: { phone: eva.phone }, walletType: 'points', points, reason: 'goodwill' };
  return house.request('POST /v1/adjustments', { reference: reference ?? `give-${count}`, ...body }, { secret });
};
const given = async (secret: string, points: string, reference?: string): Promise<number> =>
  (await give(secret, points, reference)).status;
const booked = async (): Promise<bigint> => (await walletOf(house, house.people[1])).booked;

describe('what one moves alone within a day', () => {
  test('is no more in many small acts than in the acts together, and is free again a day later', async () => {
    const { secret } = await hire();
    expect([await given(secret, '500'), await given(secret, '-300'), await given(secret, '200')]).toEqual([
      201, 201, 201,
    ]);
    // 1000 are moved: what was taken counts as what was given.
    expect(await given(secret, '1')).toBe(202);
    expect(await given((await hire()).secret, '1')).toBe(201);
    pass(23 * HOUR);
    expect(await given(secret, '1')).toBe(202);
    pass(2 * HOUR);
    expect(await given(secret, '500')).toBe(201);
  });

  test('is not more for who asks many times at once', async () => {
    const { secret } = await hire();
    const before = await booked();
    const all = await Promise.all(Array.from({ length: 12 }, () => given(secret, '250')));
    expect(all.filter((status) => status === 201)).toHaveLength(4);
    expect(all.filter((status) => status === 202)).toHaveLength(8);
    expect((await booked()) - before).toBe(1_000n);
  });

  test('is more for who asks many times at once where they do not wait for each other: the control', async () => {
    const { tenant } = house;
    const AT_ONCE = 4;
    const seen: bigint[] = [];
    const use = { tenant, hands: ['nobody'], kind: 'test', unit: 'PTS', amount: 600n, at: clock.now() };
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, n) =>
        house.database.transaction(async (tx) => {
          const since = addSeconds(clock.now(), -HOUR);
          seen.push(await sumAlone(tx, tenant, ['nobody'], { unit: 'PTS', kind: undefined, since }));
          // All have looked before one of them has written.
          while (seen.length < AT_ONCE) await new Promise((resolve) => setTimeout(resolve, 5));
          await insertAlone(tx, { ...use, reference: `control-${n}`, digest: Buffer.of(n) });
        }),
      ),
    );
    expect(seen).toEqual([0n, 0n, 0n, 0n]);
  });

  test('counts the same reference once, and lets nobody come back under it with more', async () => {
    const { secret } = await hire();
    expect(await given(secret, '400', 'same')).toBe(201);
    for (let n = 0; n < 3; n++) expect(await given(secret, '400', 'same')).toBe(200);
    expect(await given(secret, '500', 'other')).toBe(201);
    expect((await give(secret, '499', 'same')).body['code']).toBe('operation.reference_reused');
    expect(await given(secret, '100')).toBe(201);
  });

  test('believes a reference that was counted from whoever was counted alone, and only for as much', async () => {
    const [anna, bruno] = [await hire(), await hire()];
    const take = async (person: bigint, amount: bigint): Promise<boolean> =>
      must(
        await house.staff.approvals.takeAlone({
          ...{ tenant: house.tenant, by: { person }, kind: 'points.release', reference: 'portal/open-1' },
          ...{ digest: Buffer.alloc(32, 7), worth: { unit: 'PTS', amount } },
        }),
      ).isAlone;
    expect(await take(anna.person, 10n)).toBe(true);
    await policy([{ kind: '*', unit: '*', upTo: 0, perDay: 0 }]);
    // A wallet that is opened again under the same words holds more by now; and the portal is one credential for everybody.
    expect([await take(anna.person, 10n), await take(anna.person, 11n), await take(bruno.person, 10n)]).toEqual([
      ...[true, false, false],
    ]);
  });

  test('counts acts of all kinds together where one bound speaks of them all, and each by itself where it has its own', async () => {
    const { secret } = await hire();
    const [, eva, leo] = house.people;
    const transfer = async (points: string): Promise<number> => {
      count += 1;
      const who = { from: { phone: eva.phone }, to: { phone: leo.phone }, walletType: 'points' };
      const body = { reference: `t-${count}`, program: 'club', ...who, points, reason: 'member_request' };
      return (await house.request('POST /v1/transfers', body, { secret })).status;
    };
    expect([await given(secret, '500'), await transfer('500'), await transfer('1')]).toEqual([201, 201, 202]);
    const all = { kind: '*', unit: '*', upTo: 500, perDay: 1_000 };
    await policy([all, { kind: 'points.transfer', unit: 'PTS', upTo: 5, perDay: 505 }]);
    expect([await transfer('6'), await transfer('5'), await transfer('1')]).toEqual([202, 201, 202]);
  });

  test('is shared with people whom one has just made, and with keys that one issues for ever', async () => {
    const anna = await hire();
    const puppet = await hire({ person: anna.person });
    expect([await given(anna.secret, '500'), await given(puppet.secret, '500')]).toEqual([201, 201]);
    expect([await given(anna.secret, '1'), await given(puppet.secret, '1')]).toEqual([202, 202]);
    const issuer = house.partners.authenticate(anna.secret);
    if ('refusal' in issuer) throw new Error(issuer.refusal);
    const input = { name: 'nobody', scopes: ['points:adjust'] };
    const { secret } = must(await house.partners.issueCredential(house.tenant, input, issuer));
    await house.refresh();
    expect(await given(secret, '1')).toBe(202);
    // Made by the machine, a key of nobody has a day of its own, which is bound as well.
    const own = must(await house.partners.issueCredential(house.tenant, input));
    await house.refresh();
    expect([await given(own.secret, '500'), await given(own.secret, '501')]).toEqual([201, 202]);
  });
});

describe('a role', () => {
  test('lets whoever has it do more alone, or less, than the tenant lets everybody', async () => {
    const alone = (upTo: number): Bound[] => [{ kind: 'points.adjustment', unit: 'PTS', upTo, perDay: upTo * 2 }];
    for (const [code, upTo] of [
      ['lead', 5_000],
      ['trainee', 50],
    ] as const) {
      const role = { code, name: code, permissions: RIGHTS, alone: alone(upTo) };
      must(await house.staff.defineRole(house.tenant, role, {}));
    }
    const [lead, trainee] = [await hire({}, 'lead'), await hire({}, 'trainee')];
    expect([await given(lead.secret, '5000'), await given(lead.secret, '5001')]).toEqual([201, 202]);
    expect([await given(trainee.secret, '50'), await given(trainee.secret, '51')]).toEqual([201, 202]);
    // Of other kinds neither says anything: the tenant's bound holds.
    await assertBooks(house);
  });

  test('is made wider by a second person only, narrower at once', async () => {
    const [anna, bruno] = [await hire(), await hire()];
    const put = async (code: string, upTo: number | undefined, reference: string): Promise<Told> => {
      const alone = upTo === undefined ? [] : [{ kind: '*', unit: 'PTS', upTo, perDay: upTo }];
      const body = { name: 'Wide', permissions: ['points:adjust'], alone, reference };
      return house.request(`PUT /v1/staff/roles/${code}`, body, { secret: anna.secret });
    };
    // No wider than the tenant: at once. Wider, by a role that is not there yet: it is not there until the yes.
    expect((await put('wide', 400, 'w1')).status).toBe(200);
    expect(await put('new', 501, 'n1')).toMatchObject({
      status: 202,
      body: { approval: expect.any(String) as string },
    });
    expect(await house.staff.findRole(house.tenant, 'new')).toBeUndefined();
    const asked = await put('wide', 501, 'w2');
    expect(asked).toMatchObject({ status: 200, body: { alone: [{ upTo: 400 }] } });
    const approve = (secret: string) =>
      house.request(`POST /v1/approvals/${asked.body['approval']}/approve`, {}, { secret });
    expect(((await approve(anna.secret)) as Told).body['code']).toBe('staff.approval.needs_second_person');
    expect((await approve(bruno.secret)).status).toBe(200);
    expect((await house.staff.findRole(house.tenant, 'wide'))?.alone).toMatchObject([{ upTo: 501 }]);
    // To say nothing of it any more is looser where it said less than the tenant.
    expect((await put('wide', 10, 'w3')).body).not.toHaveProperty('approval');
    expect((await put('wide', undefined, 'w4')).body).toHaveProperty('approval');
  });
});

describe('a yes', () => {
  const waiting = async (points: string) => {
    const anna = await hire();
    return { anna, approval: String((await give(anna.secret, points)).body['approval']) };
  };
  const approve = (approval: string, secret: string): Promise<Told> =>
    house.request(`POST /v1/approvals/${approval}/approve`, {}, { secret });

  test('of many at once is one yes, and the points are given once', async () => {
    const { approval } = await waiting('600');
    const before = await booked();
    const others = await Promise.all(Array.from({ length: 4 }, () => hire()));
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) => approve(approval, others[n % others.length]!.secret)),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ body }) => body['code'] === 'staff.approval.decided')).toHaveLength(11);
    expect((await booked()) - before).toBe(600n);
  });

  test('that was cut off before it was done is done once by whoever goes on, and by many of them', async () => {
    const { approval, anna } = await waiting('700');
    const before = await booked();
    const id = house.tokens.decode('appr', approval)?.id;
    const [kept] = await house.database.run(readCall, [id]);
    expect((await approve(approval, (await hire()).secret)).status).toBe(200);
    expect((await house.database.run(readCall, [id]))[0]?.call).toBeNull();
    // As a crash leaves it between the act and its note.
    await house.database.run(cutOff, [id, kept?.call]);
    pass(60);
    await Promise.all([house.staff.approvals.tidy(), house.staff.approvals.tidy()]);
    expect((await booked()) - before).toBe(700n);
    const told = await house.request(`GET /v1/approvals/${approval}`, undefined, { secret: anna.secret });
    expect(told.body).toMatchObject({ state: 'approved', isApplied: true });
  });

  test('stands with the name of both in the journal, and in the audit log', async () => {
    const { anna, approval } = await waiting('601');
    const bruno = await hire();
    expect((await approve(approval, bruno.secret)).status).toBe(200);
    const [place] = await house.database.run(lastByHand);
    const kept = await house.machine.look.row(recordSheet, place!);
    const key = house.partners.authenticate(anna.secret);
    if ('refusal' in key) throw new Error(key.refusal);
    expect(kept?.record).toHaveProperty(
      'by',
      `${house.tokens.encode('cred', 0, key.credential)} & person ${bruno.person}`,
    );
    const acts = await house.staff.listAudit(house.tenant, { before: 1n << 30n, limit: 5 });
    const about = acts.filter(({ subject }) => subject === `approval ${house.tokens.decode('appr', approval)?.id}`);
    expect(about.map(({ act, person }) => [act, person])).toEqual([
      ['staff.approval.approved', bruno.person],
      ['staff.approval.requested', anna.person],
    ]);
  });

  test('shows what it would do now, and is refused where that is not what was asked for any more', async () => {
    const { anna, approval } = await waiting('602');
    const secret = (await hire()).secret;
    const now = await booked();
    const told = (await house.request(`GET /v1/approvals/${approval}`, undefined, { secret })).body as object;
    expect(told).toMatchObject({
      worth: { quantity: '602', unit: 'PTS' },
      facts: { points: '602', unit: 'PTS', reason: 'goodwill' },
      now: { isSame: true, after: { wallets: [{ walletType: 'points', booked: String(now + 602n) }] } },
    });
    await house.staff.changePerson(house.tenant, anna.person, { state: 'suspended', reason: 'theft' }, {});
    expect((await approve(approval, secret)).body['code']).toBe('staff.approval.asker_gone');
    expect(await booked()).toBe(now);
  });

  test('comes too late after seven days, and nothing is done', async () => {
    const { approval } = await waiting('603');
    const before = await booked();
    pass(8 * 24 * HOUR);
    expect((await approve(approval, (await hire()).secret)).body['code']).toBe('staff.approval.expired');
    expect(await booked()).toBe(before);
  });
});

const readCall = statement<{ call: Buffer | null }>(
  'test.readCall',
  'select call from staff.approval where approval = $1',
);
const cutOff = statement('test.cutOff', 'update staff.approval set applied_at = null, call = $2 where approval = $1');
const lastByHand = statement<{ lane: number; seq: bigint }>(
  'test.lastByHand',
  `select lane, seq from ledger.journal where kind = 'points.adjustment' order by recorded_at desc, seq desc limit 1`,
);
