import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { instant, isoFromInstant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';

const MINUTE = 60_000_000;
const clock = manualClock(instant(1_767_225_600_000_000));
const PASSWORD = 'seven grey herons at dusk';
const BROWSER = 'Browser/1.0 (test)';

let house: TestHouse;

beforeAll(async () => {
  house = await makeHouse({ clock });
  must(await house.staff.defineRole(house.tenant, { code: 'desk', name: 'Desk', permissions: ['staff:read'] }, {}));
  must(
    await house.staff.defineRole(
      house.tenant,
      { code: 'boss', name: 'Boss', permissions: ['staff:read', 'staff:write', 'settings:read', 'settings:write'] },
      {},
    ),
  );
});
afterAll(() => house.close());

type Answer = { status: number; body: Record<string, string> & { items: Record<string, string>[] }; cookie: string };

/** A browser: keeps its cookie and the header that goes with it. */
const browser = (device = BROWSER) => {
  let cookie = '';
  let csrf = '';
  const ask = async (what: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const [method, url] = what.split(' ') as ['GET' | 'POST', string];
    const answer = await house.api.inject({
      ...{ method, url },
      headers: { 'user-agent': device, 'x-csrf-token': csrf, cookie, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const set = answer.headers['set-cookie'];
    if (typeof set === 'string') cookie = set.split(';')[0] ?? '';
    const json = JSON.parse(answer.body || '{}') as Answer['body'];
    if (typeof json.csrf === 'string') csrf = json.csrf;
    return { status: answer.statusCode, body: json, cookie: typeof set === 'string' ? set : '' };
  };
  return {
    ask,
    copyTo: (other: { plant: (cookie: string, csrf: string) => void }) => other.plant(cookie, csrf),
    plant: (otherCookie: string, otherCsrf: string) => {
      cookie = otherCookie;
      csrf = otherCsrf;
    },
  };
};

/** The last message to that address. */
const lastMail = async (to: string): Promise<{ text: string }> => {
  await house.staff.settled();
  const page = await house.notifications.outbox(house.tenant, { before: 9_223_372_036_854_775_807n, limit: 50 });
  const found = page.find((one) => one.to === to);
  if (!found) throw new Error(`nothing was sent to ${to}`);
  return { text: found.text };
};

const linkIn = (text: string): string => /#([\w-]{20,})/.exec(text)?.[1] ?? '';
const codeIn = (text: string): string => /\b(\d{6})\b/.exec(text)?.[1] ?? '';

let people = 0;
const hire = async (role: string): Promise<{ email: string; person: bigint }> => {
  people += 1;
  const email = `worker${people}@example.com`;
  const { person } = must(await house.staff.addPerson(house.tenant, { name: `Worker ${people}`, email }, {}));
  const accepted = await browser().ask('POST /v1/portal/links/accept', {
    token: linkIn((await lastMail(email)).text),
    password: PASSWORD,
  });
  expect(accepted).toMatchObject({ status: 200, body: { tenant: 'demo', email } });
  must(
    await house.staff.grantRole(
      house.tenant,
      { person: person.person, role, where: { scope: 'tenant', place: '' } },
      {},
    ),
  );
  return { email, person: person.person };
};

const signIn = async (email: string, device = BROWSER) => {
  const one = browser(device);
  expect(await one.ask('POST /v1/portal/sign-in', { tenant: 'demo', email, password: PASSWORD })).toMatchObject({
    ...{ status: 200, body: { secondFactor: 'email' } },
  });
  const code = codeIn((await lastMail(email)).text);
  expect((await one.ask('POST /v1/portal/second-factor', { code })).status).toBe(200);
  return one;
};

describe('an invitation', () => {
  test('works once, refuses a weak password and works on, and ends after a week', async () => {
    const email = 'invited@example.com';
    const { person } = must(await house.staff.addPerson(house.tenant, { name: 'Ines', email }, {}));
    const token = linkIn((await lastMail(email)).text);
    const accept = (password: string, given = token) =>
      browser().ask('POST /v1/portal/links/accept', { token: given, password });
    for (const [password, refusal] of [
      ['short', 'staff.password.too_short'],
      ['P@ssw0rd-2026!', 'staff.password.common'],
      ['aaaaaaaaaaaaaa', 'staff.password.common'],
      ['invited@example.com', 'staff.password.common'],
      ['x'.repeat(201), 'staff.password.too_long'],
    ] as const) {
      expect(await accept(password), password).toMatchObject({ status: 422, body: { code: refusal } });
    }
    expect((await accept(PASSWORD)).status).toBe(200);
    expect(await accept(PASSWORD)).toMatchObject({ status: 404, body: { code: 'staff.link.unknown' } });
    expect((await house.staff.findPerson(house.tenant, person.person))?.state).toBe('active');

    must(await house.staff.addPerson(house.tenant, { name: 'Late', email: 'late@example.com' }, {}));
    const late = linkIn((await lastMail('late@example.com')).text);
    clock.advance(7 * 24 * 60 * MINUTE);
    expect((await accept(PASSWORD, late)).body.code).toBe('staff.link.unknown');
  });
});

describe('signing in', () => {
  test('takes password and code, and gives nothing between the two', async () => {
    const { email } = await hire('desk');
    const one = browser();
    const first = await one.ask('POST /v1/portal/sign-in', { tenant: 'demo', email, password: PASSWORD });
    expect(first.cookie).toMatch(/^tallystick_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=600/);
    expect((await one.ask('GET /v1/staff/people')).body.code).toBe('staff.session.second_factor_missing');
    expect((await one.ask('POST /v1/portal/second-factor', { code: '000000' })).body.code).toBe('staff.signin.wrong');
    const code = codeIn((await lastMail(email)).text);
    expect((await one.ask('POST /v1/portal/second-factor', { code })).status).toBe(200);
    expect((await one.ask('GET /v1/staff/people')).status).toBe(200);
    expect((await one.ask('GET /v1/portal/session')).body).toMatchObject({
      ...{
        person: { email },
        tenant: { code: 'demo' },
        permissions: ['staff:read'],
        grants: [{ role: 'desk', roleName: 'Desk' }],
      },
      secondFactor: 'email',
    });
    expect((await one.ask('GET /v1/units')).body.code).toBe('http.scope.missing');
  });

  test('tells an unknown address, a wrong password, a stranger tenant and a suspended person by one answer', async () => {
    const { email, person } = await hire('desk');
    const tell = async (tenant: string, to: string, password: string) =>
      (await browser().ask('POST /v1/portal/sign-in', { tenant, email: to, password })).body;
    const wrong = await tell('demo', email, 'not this one at all');
    const { requestId: _, ...rest } = wrong;
    for (const other of [
      await tell('demo', 'nobody@example.com', PASSWORD),
      await tell('nowhere', email, PASSWORD),
      await tell('vecino', email, PASSWORD),
    ]) {
      expect(other).toMatchObject(rest);
    }
    must(await house.staff.changePerson(house.tenant, person, { state: 'suspended' }, {}));
    expect(await tell('demo', email, PASSWORD)).toMatchObject(rest);
  });

  test('is shut after ten tries, for known and unknown alike, and opens again', async () => {
    const { email } = await hire('desk');
    for (const to of [email, 'ghost@example.com']) {
      for (let i = 0; i < 10; i++) {
        const tried = await browser().ask('POST /v1/portal/sign-in', { tenant: 'demo', email: to, password: 'no' });
        expect(tried.status).toBe(401);
      }
      const shut = await browser().ask('POST /v1/portal/sign-in', { tenant: 'demo', email: to, password: PASSWORD });
      expect(shut).toMatchObject({ status: 429, body: { code: 'staff.signin.too_many_tries' } });
    }
    clock.advance(16 * MINUTE);
    await signIn(email);
  });

  test('takes the code of an authenticator once, and a recovery code once', async () => {
    const { email } = await hire('desk');
    const one = await signIn(email);
    const begun = (await one.ask('POST /v1/portal/authenticator')).body;
    const totp = new TOTP({ secret: Secret.fromBase32(begun.secret ?? ''), digits: 6, period: 30 });
    const now = () => totp.generate({ timestamp: Math.floor(clock.now() / 1_000) });
    expect((await one.ask('POST /v1/portal/authenticator/confirm', { code: '123' + '456' })).body.code).toBe(
      'staff.second_factor.wrong',
    );
    const confirmed = await one.ask('POST /v1/portal/authenticator/confirm', { code: now() });
    const [recovery = ''] = confirmed.body.recoveryCodes as unknown as string[];
    expect((await one.ask('GET /v1/portal/session')).body.secondFactor).toBe('totp');

    const again = async (code: string) => {
      const other = browser();
      const first = await other.ask('POST /v1/portal/sign-in', { tenant: 'demo', email, password: PASSWORD });
      expect(first.body.secondFactor).toBe('totp');
      return (await other.ask('POST /v1/portal/second-factor', { code })).status;
    };
    // The code that confirmed it was used by that.
    expect(await again(now())).toBe(401);
    clock.advance(MINUTE);
    const code = now();
    expect(await again(code)).toBe(200);
    expect(await again(code)).toBe(401);
    expect(await again(recovery.toUpperCase())).toBe(200);
    expect(await again(recovery)).toBe(401);
  });

  test('gives five tries for a code that was sent', async () => {
    const { email } = await hire('desk');
    const one = browser();
    await one.ask('POST /v1/portal/sign-in', { tenant: 'demo', email, password: PASSWORD });
    const code = codeIn((await lastMail(email)).text);
    const wrong = code === '111111' ? '222222' : '111111';
    for (let i = 0; i < 5; i++) await one.ask('POST /v1/portal/second-factor', { code: wrong });
    expect((await one.ask('POST /v1/portal/second-factor', { code })).status).toBe(429);
    clock.advance(9 * MINUTE);
    expect((await one.ask('POST /v1/portal/second-factor', { code })).status).toBe(429);
  });
});

describe('a session', () => {
  test('changes nothing without the header that no other site knows', async () => {
    const { email } = await hire('boss');
    const one = await signIn(email);
    const body = { name: 'Nadia', email: 'nadia@example.com' };
    expect((await one.ask('POST /v1/staff/people', body, { 'x-csrf-token': 'guess' })).body.code).toBe(
      'staff.session.forged',
    );
    expect((await one.ask('POST /v1/staff/people', body)).status).toBe(201);
  });

  test('ends when it turns up on another device', async () => {
    const { email } = await hire('desk');
    const one = await signIn(email);
    const thief = browser('Another/2.0');
    one.copyTo(thief);
    expect((await thief.ask('GET /v1/staff/people')).body.code).toBe('staff.session.other_device');
    expect((await one.ask('GET /v1/staff/people')).body.code).toBe('staff.session.ended');
  });

  test('ends with idleness, with its day, and with the suspension of its person', async () => {
    const { email, person } = await hire('desk');
    const idle = await signIn(email);
    clock.advance(46 * MINUTE);
    expect((await idle.ask('GET /v1/staff/people')).body.code).toBe('staff.session.ended');
    const busy = await signIn(email);
    for (let at = 0; at < 12 * 60; at += 40) {
      expect((await busy.ask('GET /v1/staff/people')).status, `after ${at} minutes`).toBe(200);
      clock.advance(40 * MINUTE);
    }
    expect((await busy.ask('GET /v1/staff/people')).status).toBe(401);
    const last = await signIn(email);
    must(await house.staff.changePerson(house.tenant, person, { state: 'suspended' }, {}));
    expect((await last.ask('GET /v1/staff/people')).body.code).toBe('staff.session.ended');
  });

  test('ends elsewhere when the password changes or it is ended by hand, and a role taken away is gone at once', async () => {
    const { email, person } = await hire('desk');
    const one = await signIn(email);
    const other = await signIn(email, 'Phone/1.0');
    expect((await one.ask('GET /v1/portal/sessions')).body.items).toHaveLength(2);
    const next = 'nine red kites over the mill';
    expect((await one.ask('POST /v1/portal/password', { current: 'wrong', next })).status).toBe(401);
    expect((await one.ask('POST /v1/portal/password', { current: PASSWORD, next })).status).toBe(204);
    expect((await other.ask('GET /v1/staff/people')).status).toBe(401);
    expect((await one.ask('GET /v1/staff/people')).status).toBe(200);
    const [grant] = await house.staff.grantsOf(house.tenant, person);
    must(await house.staff.endGrant(house.tenant, grant?.grant ?? 0n, {}));
    expect((await one.ask('GET /v1/staff/people')).body.code).toBe('http.scope.missing');
    const [own] = (await one.ask('GET /v1/portal/sessions')).body.items;
    expect((await one.ask(`DELETE /v1/portal/sessions/${own?.id}`)).status).toBe(204);
    expect((await one.ask('GET /v1/portal/session')).status).toBe(401);
  });

  test('asks for a fresh second factor before a dangerous act', async () => {
    const { email } = await hire('boss');
    const one = await signIn(email);
    clock.advance(11 * MINUTE);
    const define = () => one.ask('PUT /v1/staff/roles/reader', { name: 'Reader', permissions: ['settings:read'] });
    expect((await define()).body.code).toBe('staff.session.step_up_needed');
    expect((await one.ask('POST /v1/portal/codes')).status).toBe(204);
    const code = codeIn((await lastMail(email)).text);
    expect((await one.ask('POST /v1/portal/step-up', { code })).status).toBe(204);
    expect((await define()).status).toBe(200);
  });

  test('with roles in places acts for the one that it names, and sees that one', async () => {
    const { email, person } = await hire('desk');
    for (const place of ['mercado', 'farmacia']) {
      const where = { scope: 'partner', place } as const;
      must(await house.staff.grantRole(house.tenant, { person, role: 'boss', where }, {}));
    }
    const one = await signIn(email);
    expect((await one.ask('GET /v1/partners')).body.code).toBe('staff.session.place_unclear');
    const seen = await one.ask('GET /v1/partners', undefined, { 'acting-for': 'partner:mercado' });
    expect(seen.body.items.map(({ code }) => code)).toEqual(['mercado']);
    expect((await one.ask('GET /v1/partners', undefined, { 'acting-for': 'partner:norte' })).body.code).toBe(
      'staff.session.beyond_place',
    );
    expect(
      (await one.ask('POST /v1/units', { code: 'ABC', kind: 'points' }, { 'acting-for': 'partner:mercado' })).body.code,
    ).toBe('staff.session.beyond_place');
  });

  test('of somebody of another company may what was given to him, there, and until then, and nothing a moment later', async () => {
    const email = 'agency@example.com';
    const { person } = must(await house.staff.addPerson(house.tenant, { name: 'Agency', email }, {})).person;
    await browser().ask('POST /v1/portal/links/accept', {
      token: linkIn((await lastMail(email)).text),
      password: PASSWORD,
    });
    const until = instant(clock.now() + 30 * MINUTE);
    const id = house.tokens.encode('person', 0, person);
    const give = (body: object) =>
      house.request(`POST /v1/staff/people/${id}/grants`, body, { secret: house.secrets.tenant });
    const there = { role: 'boss', scope: 'partner', place: 'mercado' };
    expect(await give({ ...there, until: isoFromInstant(clock.now()) })).toMatchObject({
      body: { code: 'staff.grant.already_expired' },
    });
    expect(await give({ ...there, until: isoFromInstant(until) })).toMatchObject({
      ...{ status: 201, body: { role: 'boss', place: 'mercado', until: isoFromInstant(until) } },
    });
    const one = await signIn(email);
    expect((await one.ask('GET /v1/partners')).body.items.map(({ code }) => code)).toEqual(['mercado']);
    expect((await one.ask('GET /v1/partners', undefined, { 'acting-for': 'partner:farmacia' })).body.code).toBe(
      'staff.session.beyond_place',
    );
    clock.set(instant(until - 1));
    expect((await one.ask('GET /v1/partners')).status).toBe(200);
    clock.set(until);
    expect((await one.ask('GET /v1/partners')).body.code).toBe('http.scope.missing');
    expect((await one.ask('GET /v1/portal/session')).body).toMatchObject({ permissions: [], grants: [] });
    expect(await house.staff.grantsOf(house.tenant, person)).toEqual([]);
    // What has ended is no bar to being asked again.
    const next = isoFromInstant(instant(until + MINUTE));
    expect((await give({ ...there, until: next })).status).toBe(201);
    expect((await one.ask('GET /v1/partners')).status).toBe(200);
    clock.advance(MINUTE);
    expect((await one.ask('GET /v1/partners')).body.code).toBe('http.scope.missing');
  });

  test('is nothing for another tenant', async () => {
    const { email } = await hire('boss');
    const one = await signIn(email);
    const opened = await one.ask('GET /v1/staff/people');
    expect(opened.status).toBe(200);
    const neighbours = await house.request('GET /v1/staff/people', undefined, { secret: house.secrets.vecino });
    expect(neighbours.body).toEqual({ items: [] });
  });
});

describe('a forgotten password', () => {
  test('is replaced by a link, which is asked for without telling who works here', async () => {
    const { email } = await hire('desk');
    const one = await signIn(email);
    for (const to of [email, 'nobody@example.com']) {
      expect((await browser().ask('POST /v1/portal/password-resets', { tenant: 'demo', email: to })).status).toBe(204);
    }
    const token = linkIn((await lastMail(email)).text);
    expect((await browser().ask('POST /v1/portal/links/accept', { token, password: PASSWORD })).status).toBe(200);
    expect((await one.ask('GET /v1/staff/people')).status).toBe(401);
    await signIn(email);
  });
});
