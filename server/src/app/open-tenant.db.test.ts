import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../test/house.ts';
import { wantsDemo } from './demo.ts';
import { greetWithoutDemo } from './greeting.ts';
import { admitByHand, issueByHand, openTenantByHand } from './open-tenant.ts';

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
