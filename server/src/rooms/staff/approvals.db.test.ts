import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { StaffPolicy } from './policy.ts';

let house: TestHouse;
const done: string[] = [];
let refusesNext = false;

type Body = Record<string, never> & {
  id: string;
  secret: string;
  state: string;
  code: string;
  items: { id: string }[];
};

const ask = async (secret: string, what: string, body?: unknown): Promise<{ status: number; body: Body }> => {
  const answer = await house.request(what, body, { secret });
  return { status: answer.status, body: answer.body as Body };
};

const person = async (name: string): Promise<string> =>
  (await ask(house.secrets.tenant, 'POST /v1/staff/people', { name, email: `${name}@Example.com` })).body.id;

const credentialOf = (id: string, scopes: string[]): Promise<string> => house.keyOf(id, scopes);

/** As the machine itself, who needs nobody's yes. */
const policy = (change: Partial<StaffPolicy>) =>
  house.staff.setPolicy(
    house.tenant,
    { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0, ...change },
    {},
    'policy',
  );

const idOf = (id: string): bigint => house.tokens.decode('person', id)?.id as bigint;

let reference = 0;
const request = async (by: { person?: bigint; credential?: bigint }, amount?: bigint): Promise<string> => {
  reference += 1;
  const outcome = must(
    await house.database.transaction((tx) =>
      house.staff.approvals.request(tx, {
        tenant: house.tenant,
        kind: 'test.safe.open',
        reference: `r-${reference}`,
        subject: 'safe 1',
        facts: { drawer: 'left' },
        ...(amount === undefined ? {} : { worth: { unit: 'PTS', amount } }),
        requestedBy: by,
      }),
    ),
  );
  return house.tokens.encode('appr', 0, outcome.approval.approval);
};

let anna: string;
let bruno: string;
let secrets: { anna1: string; anna2: string; bruno: string };

beforeAll(async () => {
  house = await makeHouse();
  house.staff.approvals.onApproved('test.safe.open', {
    asker: () => ({ permissions: [] }),
    run: async (_tx, approval) => {
      if (refusesNext) return refuse('staff.approval.beyond_limit');
      done.push(approval.reference);
      return { ok: true };
    },
  });
  anna = await person('anna');
  bruno = await person('bruno');
  const scopes = ['approvals:read', 'approvals:decide'];
  secrets = {
    anna1: await credentialOf(anna, scopes),
    anna2: await credentialOf(anna, scopes),
    bruno: await credentialOf(bruno, scopes),
  };
});
afterAll(() => house.close());

describe('a request for approval', () => {
  test('is approved by another person, once, and its act is done with the yes', async () => {
    const id = await request({ person: idOf(anna) });
    expect(await ask(secrets.bruno, `POST /v1/approvals/${id}/approve`, {})).toMatchObject({
      ...{ status: 200, body: { state: 'approved', isApplied: true, requestedBy: { name: 'anna' } } },
    });
    expect(done).toContain(`r-${reference}`);
    expect(await ask(secrets.bruno, `POST /v1/approvals/${id}/decline`, { reason: 'no' })).toMatchObject({
      ...{ status: 409, body: { code: 'staff.approval.decided' } },
    });
  });

  test('is not approved by any credential of the person who asked', async () => {
    const id = await request({ person: idOf(anna) });
    for (const secret of [secrets.anna1, secrets.anna2]) {
      expect(await ask(secret, `POST /v1/approvals/${id}/approve`, {})).toMatchObject({
        ...{ status: 403, body: { code: 'staff.approval.needs_second_person' } },
      });
    }
  });

  test('is approved by nobody who is nobody, unless the tenant says so, and never by the credential that asked', async () => {
    const credential = house.principals.tenant.credential;
    const own = await request({ credential });
    const path = (id: string): string => `POST /v1/approvals/${id}/approve`;
    expect((await ask(house.secrets.tenant, path(own), {})).body.code).toBe('staff.approval.needs_person');
    await policy({ approvalNeedsPerson: false });
    expect((await ask(house.secrets.tenant, path(own), {})).body.code).toBe('staff.approval.needs_second_person');
    const other = await request({ person: idOf(anna) });
    expect((await ask(house.secrets.tenant, path(other), {})).status).toBe(200);
    await policy({});
  });

  test('stays undecided when its act is refused', async () => {
    const id = await request({ person: idOf(anna) });
    refusesNext = true;
    expect((await ask(secrets.bruno, `POST /v1/approvals/${id}/approve`, {})).body.code).toBe(
      'staff.approval.beyond_limit',
    );
    refusesNext = false;
    expect((await ask(secrets.bruno, `GET /v1/approvals/${id}`)).body.state).toBe('pending');
  });

  test('of an amount is approved only up to the limit of a role', async () => {
    const id = await request({ person: idOf(anna) }, 500n);
    const approve = () => ask(secrets.bruno, `POST /v1/approvals/${id}/approve`, {});
    expect((await approve()).body.code).toBe('staff.approval.beyond_limit');
    const role = (upTo: string) =>
      ask(house.secrets.tenant, 'PUT /v1/staff/roles/checker', {
        ...{ name: 'Checker', permissions: ['approvals:decide'], limits: [{ kind: '*', unit: 'PTS', upTo }] },
      });
    expect((await role('499')).status).toBe(200);
    expect((await ask(house.secrets.tenant, `POST /v1/staff/people/${bruno}/grants`, { role: 'checker' })).status).toBe(
      201,
    );
    expect((await approve()).body.code).toBe('staff.approval.beyond_limit');
    // To approve more is a looser rule: it waits as well, and here the machine itself says yes.
    expect((await role('500')).body).toMatchObject({
      limits: [{ upTo: '499' }],
      approval: expect.any(String) as string,
    });
    expect((await approve()).body.code).toBe('staff.approval.beyond_limit');
    const limits = [{ kind: '*', unit: 'PTS', amountMax: 500n }];
    const checker = { code: 'checker', name: 'Checker', permissions: ['approvals:decide'], limits };
    must(await house.staff.defineRole(house.tenant, checker, {}));
    expect((await approve()).status).toBe(200);
  });

  test('is decided by exactly one of many who decide at once', async () => {
    const id = await request({ person: idOf(anna) });
    const before = done.length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(secrets.bruno, `POST /v1/approvals/${id}/approve`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(done.length).toBe(before + 1);
  });

  test('does not exist for another tenant', async () => {
    const id = await request({ person: idOf(anna) });
    expect((await ask(house.secrets.vecino, `GET /v1/approvals/${id}`)).status).toBe(404);
    expect((await ask(house.secrets.vecino, `GET /v1/staff/people/${anna}`)).status).toBe(404);
    expect((await ask(house.secrets.vecino, 'GET /v1/approvals')).body.items).toEqual([]);
  });

  test('of a reference that asked for something else is refused; the same again is the same', async () => {
    const once = (facts: object) =>
      house.database.transaction((tx) =>
        house.staff.approvals.request(tx, {
          ...{ tenant: house.tenant, kind: 'test.safe.open', reference: 'twice', subject: 'safe 1' },
          ...{ facts: { ...facts }, requestedBy: { person: idOf(anna) } },
        }),
      );
    const first = must(await once({ a: 1 }));
    expect(must(await once({ a: 1 }))).toMatchObject({
      repeated: true,
      approval: { approval: first.approval.approval },
    });
    expect(await once({ a: 2 })).toMatchObject({ refusal: 'staff.approval.reference_reused' });
  });
});

describe('a person', () => {
  test('who is suspended speaks by no credential any more', async () => {
    const carla = await person('carla');
    const secret = await credentialOf(carla, ['approvals:read']);
    expect((await ask(secret, 'GET /v1/approvals')).status).toBe(200);
    await ask(house.secrets.tenant, `PATCH /v1/staff/people/${carla}`, { state: 'suspended', reason: 'leave' });
    await house.refresh();
    expect(await ask(secret, 'GET /v1/approvals')).toMatchObject({
      ...{ status: 401, body: { code: 'partners.credential.person_not_active' } },
    });
  });

  test('is one by its e-mail address, whatever its case', async () => {
    expect(
      await ask(house.secrets.tenant, 'POST /v1/staff/people', { name: 'Anna', email: 'ANNA@example.COM' }),
    ).toMatchObject({ status: 409, body: { code: 'staff.person.email_taken' } });
  });

  test('gives nobody a role that may more than itself', async () => {
    const secret = await credentialOf(anna, ['staff:write']);
    expect(
      (await ask(secret, 'PUT /v1/staff/roles/king', { name: 'King', permissions: ['settings:write'] })).body.code,
    ).toBe('staff.role.beyond_own');
    expect((await ask(secret, `POST /v1/staff/people/${bruno}/grants`, { role: 'checker' })).body.code).toBe(
      'staff.role.beyond_own',
    );
  });
});
