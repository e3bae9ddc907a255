import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { memberBrowser } from '../../../test/member-browser.ts';
import { instant, isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival, profileSheet } from '../members/index.ts';

let house: TestHouse;
let ahead = 0;
/** Codes and guesses are counted per minute and hour; each test comes a while later. */
const later = (seconds: number): void => {
  ahead += seconds;
};
const system = systemClock();

beforeAll(async () => {
  house = await makeHouse({
    levelsAnswers: true,
    clock: { now: () => instant(system.now() + ahead * 1_000_000) },
    promotions: [
      {
        code: 'coffee-week',
        name: { en: 'Coffee week', es: 'Semana del café' },
        priority: 100,
        firstOn: '2020-01-01',
        effects: [
          { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
        ],
      },
    ],
  });
  const [ana] = house.people;
  const sold = await house.request('POST /v1/sales', {
    reference: 'page-1',
    occurredAt: isoFromInstant(system.now()),
    member: { card: ana.card },
    currency: 'EUR',
    lines: [{ sku: 'coffee', amount: '43.00' }],
  });
  if (sold.status !== 201) throw new Error(JSON.stringify(sold.body));
});
afterAll(() => house.close());

describe('a member signs in', () => {
  test('and sees cards, wallets and what ends, by the code that went to the phone', async () => {
    const [ana] = house.people;
    const browser = memberBrowser(house);
    const signed = await browser.signIn(ana.phone);
    expect(signed.status).toBe(201);
    expect(signed.cookie).toMatch(
      /^tallystick_member=[\w-]{43}; Path=\/v1\/me; HttpOnly; SameSite=Strict; Max-Age=7776000/,
    );
    const page = await browser.asks('GET /v1/me');
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({
      place: { code: 'demo' },
      phone: ana.phone,
      programs: [{ code: 'club', name: 'Club' }],
      cards: [{ number: ana.card, state: 'active', programs: ['club'] }],
      wallets: [{ walletType: 'points', available: '43', unit: 'PTS' }],
      expiring: [{ walletType: 'points', points: '43', unit: 'PTS' }],
    });
    const history = await browser.asks('GET /v1/me/history', undefined, { 'accept-language': 'es' });
    expect(history.body['items']).toMatchObject([
      { kind: 'checkout.sale', place: 'centro', reasons: ['Semana del café'], moved: [{ points: '43', pending: '0' }] },
    ]);
  });
});

describe('coming in', () => {
  test('tells nobody whether a phone is known: one answer in one time, and a code only to who is', async () => {
    later(3_600);
    const [ana] = house.people;
    const stranger = '+34600999888';
    const took: number[] = [];
    const answers: unknown[] = [];
    for (const phone of [ana.phone, stranger, ana.phone, stranger]) {
      const began = performance.now();
      const { status, body } = await memberBrowser(house).asks('POST /v1/me/codes', { tenant: 'demo', phone });
      took.push(performance.now() - began);
      answers.push({ status, body });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual({ status: 202, body: { accepted: true } });
    // Answers come at multiples of a quarter of a second, whatever they had to do.
    for (const ms of took) expect(ms).toBeGreaterThanOrEqual(249);
    expect(await memberBrowser(house).codeTo(stranger)).toBeUndefined();
  });

  test('says no more to who asks for a sixth code in an hour than to a stranger', async () => {
    later(3_600);
    const [, , vera] = house.people;
    for (let n = 0; n < 6; n += 1) {
      const asked = await memberBrowser(house).asks('POST /v1/me/codes', { tenant: 'demo', phone: vera.phone });
      expect(asked).toMatchObject({ status: 202, body: { accepted: true } });
    }
  });

  test('is refused alike for a wrong code and for a phone that nobody has', async () => {
    later(3_600);
    const [ana] = house.people;
    const browser = memberBrowser(house);
    await browser.asks('POST /v1/me/codes', { tenant: 'demo', phone: ana.phone });
    const right = await browser.codeTo(ana.phone);
    const code = right === '123456' ? '654321' : '123456';
    const wrong = await browser.asks('POST /v1/me/sessions', { tenant: 'demo', phone: ana.phone, code });
    const unknown = await browser.asks('POST /v1/me/sessions', { tenant: 'demo', phone: '+34600999888', code });
    expect(wrong.status).toBe(422);
    const said = ({ body }: typeof wrong): unknown => ({ ...(body as object), instance: '', requestId: '' });
    expect(said(wrong)).toEqual(said(unknown));
  });

  test('by a code works once', async () => {
    later(3_600);
    const [ana] = house.people;
    const browser = memberBrowser(house);
    await browser.asks('POST /v1/me/codes', { tenant: 'demo', phone: ana.phone });
    const code = await browser.codeTo(ana.phone);
    const tries = await Promise.all(
      [1, 2, 3].map(() =>
        memberBrowser(house).asks('POST /v1/me/sessions', { tenant: 'demo', phone: ana.phone, code }),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  });

  test('is slowed down for who tries for everybody from one address, and for nobody else', async () => {
    later(3_600);
    const address = '203.0.113.9';
    const tries = [];
    for (let n = 0; n < 24; n += 1)
      tries.push(
        memberBrowser(house, address).asks('POST /v1/me/codes', { tenant: 'demo', phone: `+346009990${10 + n}` }),
      );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    const [, ben] = house.people;
    expect(
      (await memberBrowser(house, '203.0.113.77').asks('POST /v1/me/codes', { tenant: 'demo', phone: ben.phone }))
        .status,
    ).toBe(202);
  });

  test('with a phone of one business leads nowhere in another', async () => {
    later(3_600);
    const [ana] = house.people;
    const browser = memberBrowser(house);
    expect((await browser.asks('POST /v1/me/codes', { tenant: 'vecino', phone: ana.phone })).status).toBe(202);
    await browser.asks('POST /v1/me/codes', { tenant: 'demo', phone: ana.phone });
    const code = await browser.codeTo(ana.phone);
    expect((await browser.asks('POST /v1/me/sessions', { tenant: 'vecino', phone: ana.phone, code })).status).toBe(422);
  });

  test('proves a phone that its member had only told', async () => {
    later(3_600);
    const phone = '+34600555001';
    const { program } = house.program();
    const input = { tenant: house.tenant, program, channel: 'web', phone } as const;
    const name = { space: 0n, family: FAMILY.member, reference: 'told-only' };
    const enrolled = must(
      await house.machine.submit(house.members.enrolment, memberArrival(house.keys, name, input, input)),
    );
    expect((await memberBrowser(house).signIn(phone)).status).toBe(201);
    const place = house.tokens.decode('mem', enrolled.answer.member)!;
    const profile = await house.machine.look.row(profileSheet, { tenant: house.tenant, member: place.id });
    expect(profile?.phoneVerified).toBe(true);
  });
});

describe('a session', () => {
  test('changes nothing without the header that no other site can set', async () => {
    later(3_600);
    const [ana, ben] = house.people;
    const browser = memberBrowser(house);
    const other = memberBrowser(house);
    await browser.signIn(ana.phone);
    const { body } = await other.signIn(ben.phone);
    const consents = [{ purpose: 'marketing', channel: 'sms', isGiven: true, textVersion: '1' }];
    for (const forged of ['', body['csrf'] as unknown as string]) {
      browser.withCsrf(forged);
      const asked = await browser.asks('POST /v1/me/consents', { reference: 'forged', consents });
      expect(asked).toMatchObject({ status: 403, body: { code: 'memberpage.session.forged' } });
    }
  });

  test("is listed, and ended from another phone; nobody ends another member's", async () => {
    later(3_600);
    const [ana, ben] = house.people;
    const one = memberBrowser(house);
    const two = memberBrowser(house);
    const other = memberBrowser(house);
    await one.signIn(ana.phone);
    await two.signIn(ana.phone);
    await other.signIn(ben.phone);
    const listed = (await two.asks('GET /v1/me/sessions')).body['items'] as { id: string; isThis: boolean }[];
    expect(listed[0]?.isThis).toBe(true);
    const first = listed[1]!.id;
    expect((await other.asks(`DELETE /v1/me/sessions/${first}`)).status).toBe(404);
    expect((await one.asks('GET /v1/me')).status).toBe(200);
    expect((await two.asks(`DELETE /v1/me/sessions/${first}`)).status).toBe(204);
    expect((await one.asks('GET /v1/me')).status).toBe(401);
    expect((await two.asks('POST /v1/me/sign-out')).cookie).toMatch(/^tallystick_member=;.*Max-Age=0/);
  });

  test('ends when somebody else proves the number', async () => {
    later(3_600);
    const { phone } = await house.enrol(41);
    const browser = memberBrowser(house);
    await browser.signIn(phone);
    const { member } = await house.enrol(42);
    const input = { tenant: house.tenant, member, channel: 'web', phone, phoneVerified: true } as const;
    const name = { space: 0n, family: FAMILY.member, reference: 'takes-over' };
    must(await house.machine.submit(house.members.change, memberArrival(house.keys, name, input, input)));
    expect((await browser.asks('GET /v1/me')).status).toBe(401);
  });

  test('shows no card, point or word of another member', async () => {
    later(3_600);
    const [ana, ben] = house.people;
    const browser = memberBrowser(house);
    await browser.signIn(ben.phone);
    const seen = await Promise.all(
      ['GET /v1/me', 'GET /v1/me/history', 'GET /v1/me/export'].map(async (what) =>
        JSON.stringify((await browser.asks(what)).body),
      ),
    );
    for (const text of seen) {
      expect(text).not.toContain(ana.card);
      expect(text).not.toContain(ana.phone);
      expect(text).not.toContain(ana.member);
    }
    expect(seen[0]).toContain(ben.card);
  });
});

describe('what a member says', () => {
  test('about consent counts at once, is repeated without harm, and stays in the history', async () => {
    later(3_600);
    const [ana] = house.people;
    const browser = memberBrowser(house);
    await browser.signIn(ana.phone);
    const saying = (reference: string, isGiven: boolean) => ({
      reference,
      consents: [{ purpose: 'marketing', channel: 'email', isGiven, textVersion: 'member-page-1' }],
    });
    expect((await browser.asks('POST /v1/me/consents', saying('c-1', true))).body).toMatchObject({ repeated: false });
    expect((await browser.asks('POST /v1/me/consents', saying('c-1', true))).body).toMatchObject({ repeated: true });
    expect((await browser.asks('POST /v1/me/consents', saying('c-1', false))).status).toBe(409);
    expect((await browser.asks('POST /v1/me/consents', saying('c-2', false))).status).toBe(200);
    const page = await browser.asks('GET /v1/me');
    expect(page.body['consents']).toMatchObject([{ purpose: 'marketing', channel: 'email', isGiven: false }]);
    const data = (await browser.asks('GET /v1/me/export')).body;
    expect(data['consents']).toMatchObject([{ isGiven: false }, { isGiven: true, source: "the member's page" }]);
    expect(data['history']).toMatchObject([{ kind: 'checkout.sale' }]);
  });

  test('about himself is kept, and emptied', async () => {
    later(3_600);
    const [ana] = house.people;
    const browser = memberBrowser(house);
    await browser.signIn(ana.phone);
    await browser.asks('PATCH /v1/me', { reference: 'p-1', givenName: 'Ana', email: 'ana@example.com' });
    expect((await browser.asks('GET /v1/me')).body['profile']).toEqual({ givenName: 'Ana', email: 'ana@example.com' });
    await browser.asks('PATCH /v1/me', { reference: 'p-2', email: null });
    expect((await browser.asks('GET /v1/me')).body['profile']).toEqual({ givenName: 'Ana' });
  });
});
