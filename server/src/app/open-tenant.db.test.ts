import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../test/house.ts';
import { wantsDemo } from './demo.ts';
import { greetWithoutDemo } from './greeting.ts';
import { admitByHand, issueByHand, openTenantByHand, type AdmittedByHand } from './open-tenant.ts';

const ANA = { email: 'ana@acme.example', name: 'Ana Torres', role: 'administrator', language: 'en' } as const;

const NEWEST = 9_223_372_036_854_775_807n;

let house: TestHouse;
let acme: number;
beforeAll(async () => {
  house = await makeHouse();
  const opened = must(await openTenantByHand(house, { code: 'acme', name: 'Acme', defaultCountry: 'ES' }));
  acme = opened.tenant.tenant;
});
afterAll(() => house.close());

const signIn = (password: string) =>
  house.api.inject({
    method: 'POST',
    url: '/v1/portal/sign-in',
    payload: { tenant: 'acme', email: ANA.email, password },
  });

test('the first day without a demo: a tenant, a person who signs in with the code of the outbox, a key that opens a program', async () => {
  const { password } = must((await admitByHand(house, acme, ANA)) as { ok: true; password: string });
  const first = await signIn(password);
  expect(first.json()).toMatchObject({ secondFactor: 'email' });
  const [mail] = await house.notifications.outbox(acme, { before: NEWEST, limit: 5 });
  const code = /\b(\d{6})\b/.exec(mail.text)?.[1] ?? '';
  const second = await house.api.inject({
    method: 'POST',
    url: '/v1/portal/second-factor',
    headers: {
      cookie: String(first.headers['set-cookie']).split(';')[0],
      'x-csrf-token': first.json<{ csrf: string }>().csrf,
    },
    payload: { code },
  });
  expect(second.statusCode).toBe(200);

  const { secret } = must(await issueByHand(house, acme, { name: 'first', scopes: [] }));
  expect((await house.request('POST /v1/units', { code: 'EUR', kind: 'money' }, { secret })).status).toBe(201);
  const program = { code: 'club', name: 'Club', zone: 'Europe/Madrid', currency: 'EUR' };
  expect((await house.request('POST /v1/programs', program, { secret })).status).toBe(201);
});

test('admitting somebody again is a new password, and the old one is worth nothing', async () => {
  const one = must((await admitByHand(house, acme, ANA)) as { ok: true; password: string });
  const other = must((await admitByHand(house, acme, ANA)) as { ok: true; password: string });
  expect((await signIn(one.password)).statusCode).toBe(401);
  expect((await signIn(other.password)).statusCode).toBe(200);
});

test('a taken code, a role that is not there and an address that is none are refused, and nobody is let in', async () => {
  const again = { code: 'acme', name: 'Acme', defaultCountry: 'ES' };
  expect(await openTenantByHand(house, again)).toMatchObject({ refusal: 'programs.tenant.code_taken' });
  const boss = { ...ANA, email: 'bo@acme.example', role: 'boss' };
  expect(await admitByHand(house, acme, boss)).toMatchObject({ refusal: 'staff.role.not_found' });
  expect(await admitByHand(house, acme, { ...ANA, email: 'nobody' })).toMatchObject({
    refusal: 'staff.person.email_malformed',
  });
  const people = await house.staff.listPeople(acme, { after: 0n, limit: 10 });
  expect(people.map(({ email }) => email)).toEqual([ANA.email]);
});

describe('two people with whom a tenant is opened', () => {
  const BEGIN = ['ana', 'bruno'].map((name) => ({ email: `${name}@new.example`, name, language: 'en' as const }));
  let opened = 0;
  const open = async () => {
    const input = { code: `new-${(opened += 1)}`, name: 'New', defaultCountry: 'ES' };
    const { tenant, founders } = must(await openTenantByHand(house, input, BEGIN)) as Opened;
    const keyOf = async (person: string) =>
      must(await issueByHand(house, tenant.tenant, { name: person, scopes: [], person })).secret;
    return { ...tenant, founders, keyOf };
  };
  type Opened = { ok: true; tenant: { tenant: number; code: string }; founders: AdmittedByHand[] };
  /** Somebody at the portal, who has not signed in. */
  const portal = () => {
    const headers = { cookie: '', 'x-csrf-token': '' };
    return async (what: string, payload: object = {}) => {
      const [method, url] = what.split(' ') as ['POST', string];
      const answer = await house.api.inject({ method, url, headers, payload });
      const body = JSON.parse(answer.body || '{}') as { csrf?: string; secret: string };
      const set = answer.headers['set-cookie'];
      if (typeof set === 'string') headers.cookie = set.split(';')[0];
      if (body.csrf) headers['x-csrf-token'] = body.csrf;
      return { status: answer.statusCode, body };
    };
  };
  const newestMail = async (tenant: number): Promise<string> => {
    await house.staff.settled();
    return (await house.notifications.outbox(tenant, { before: NEWEST, limit: 1 }))[0].text;
  };
  const setUpAuthenticator = async (code: string, tenant: number, person: { email: string; password: string }) => {
    const ask = portal();
    const { email, password } = person;
    expect((await ask('POST /v1/portal/sign-in', { tenant: code, email, password })).status).toBe(200);
    const mailed = /\b(\d{6})\b/.exec(await newestMail(tenant))?.[1];
    expect((await ask('POST /v1/portal/second-factor', { code: mailed })).status).toBe(200);
    const { secret } = (await ask('POST /v1/portal/authenticator')).body;
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
    expect((await ask('POST /v1/portal/authenticator/confirm', { code: totp.generate() })).status).toBe(200);
  };
  /** Ana asks for what needs a second person; gives what the other's yes was answered. */
  const askedBy = async (ana: string, other: string, reference = 'looser') => {
    const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: true, newcomerHours: 1, reference };
    const asked = await house.request('PUT /v1/staff/policy', rules, { secret: ana });
    const { approval } = asked.body as { approval: string };
    const answer = await house.request(`POST /v1/approvals/${approval}/approve`, {}, { secret: other });
    const body = answer.body as { code?: string; state?: string };
    return body.code ?? body.state;
  };

  test('approve for each other in the first hour, once each has an authenticator', async () => {
    const { code, tenant, founders, keyOf } = await open();
    expect(founders.map(({ email }) => email)).toEqual(BEGIN.map(({ email }) => email));
    const [ana, bruno] = [await keyOf('ana@new.example'), await keyOf('Bruno@new.example')];
    await house.refresh();
    expect(await askedBy(ana, ana)).toBe('staff.approval.needs_second_person');
    expect(await askedBy(ana, bruno)).toBe('staff.approval.needs_authenticator');
    await setUpAuthenticator(code, tenant, founders[1]);
    expect(await askedBy(ana, bruno)).toBe('approved');
  });

  test('and nobody else: who is let in later, or has a password by a link, waits for three days', async () => {
    const { code, tenant, founders, keyOf } = await open();
    const late = must((await admitByHand(house, tenant, { ...ANA, email: 'late@new.example' })) as AdmittedByHand);
    await setUpAuthenticator(code, tenant, late);
    const [ana, third] = [await keyOf('ana@new.example'), await keyOf('late@new.example')];
    await house.refresh();
    expect(await askedBy(ana, third)).toBe('staff.approval.needs_authenticator');

    const { email } = founders[1];
    const anybody = portal();
    expect((await anybody('POST /v1/portal/password-resets', { tenant: code, email })).status).toBe(204);
    const token = /#([\w-]{20,})/.exec(await newestMail(tenant))?.[1];
    const password = 'seven blue herons at noon';
    expect((await anybody('POST /v1/portal/links/accept', { token, password })).status).toBe(200);
    await setUpAuthenticator(code, tenant, { email, password });
    expect(await askedBy(ana, await keyOf('bruno@new.example'))).toBe('staff.approval.needs_authenticator');
  });

  test('are named once; an address that is none opens nothing', async () => {
    const input = { code: 'nothing', name: 'New', defaultCountry: 'ES' };
    const wrong = [{ ...BEGIN[0], email: 'nobody' }];
    expect(await openTenantByHand(house, input, wrong)).toMatchObject({ refusal: 'staff.person.email_malformed' });
    expect(house.programs.settings().tenantByCode('nothing')).toBeUndefined();
    const twice = must(await openTenantByHand(house, input, [BEGIN[0], { ...BEGIN[0], email: 'ANA@new.example' }]));
    expect((twice as Opened).founders).toHaveLength(1);
    expect(await issueByHand(house, acme, { name: 'x', scopes: [], person: 'nobody@new.example' })).toMatchObject({
      refusal: 'partners.credential.person_not_found',
    });
  });
});

test('what is done by hand stands in the audit chain of the tenant', async () => {
  const acts = (await house.staff.listAudit(acme, { before: NEWEST, limit: 100 })).map(({ act }) => act);
  expect(acts).toEqual(
    expect.arrayContaining(['programs.tenant.opened', 'staff.person.admitted', 'staff.grant.given']),
  );
});

test('the demo is made where nobody has begun and nobody said no; one that is there stays', () => {
  const withTenants = (...codes: string[]) =>
    ({
      programs: {
        settings: () => ({
          tenants: codes.map((code) => ({ code })),
          tenantByCode: (code: string) => (codes.includes(code) ? { code } : undefined),
        }),
      },
    }) as unknown as TestHouse;
  expect(wantsDemo(withTenants(), true)).toBe(true);
  expect(wantsDemo(withTenants(), false)).toBe(false);
  expect(wantsDemo(withTenants('acme'), true)).toBe(false);
  expect(wantsDemo(withTenants('demo', 'acme'), false)).toBe(true);
});

test('the greeting without a demo says how the first tenant is opened, until there is one', () => {
  expect(greetWithoutDemo('http://127.0.0.1:8080', []).join('\n')).toContain('tenant open');
  const later = greetWithoutDemo('http://127.0.0.1:8080', ['acme']).join('\n');
  expect(later).toContain('Tenants: acme.');
  expect(later).not.toContain('tenant open');
});
