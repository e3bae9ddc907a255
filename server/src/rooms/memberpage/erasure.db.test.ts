import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { memberBrowser } from '../../../test/member-browser.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';
import { verifyJournal } from '../points/index.ts';
import { eraseMember } from './erase.ts';

let house: TestHouse;
let sales = 0;
const clock = systemClock();

beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

const buy = (card: string, amount: string) =>
  house.request('POST /v1/sales', {
    ...{ reference: `e-${(sales += 1)}`, occurredAt: isoFromInstant(clock.now()), member: { card }, currency: 'EUR' },
    lines: [{ sku: 'coffee', amount }],
  });

const rowsOf = async (table: string, { owner }: Person): Promise<number> => {
  const [row] = await house.database.query(`select count(*)::int as n from ${table} where member = $1`, [owner]);
  return (row as { n: number }).n;
};

/** Signed in, with a code to be erased by. */
const readyToGo = async (person: Person) => {
  const browser = memberBrowser(house);
  await browser.signIn(person.phone);
  await browser.asks('PATCH /v1/me', { reference: `name-${person.owner}`, givenName: 'Ana', email: 'ana@example.com' });
  await browser.asks('POST /v1/me/erasure-codes');
  return { browser, code: await browser.codeTo(person.phone) };
};

describe('erasing oneself', () => {
  test('deletes the person, ends cards and sessions, forfeits the points, and the books still add up', async () => {
    const [ana] = house.people;
    await buy(ana.card, '43.00');
    const { browser, code } = await readyToGo(ana);
    const other = memberBrowser(house);
    await other.signIn(ana.phone);
    expect(await rowsOf('members.profile', ana)).toBe(1);

    const erased = await browser.asks('POST /v1/me/erasure', { reference: 'go', code });
    expect(erased).toMatchObject({
      status: 200,
      body: { forfeited: [{ walletType: 'points', unit: 'PTS', points: '43' }] },
    });
    for (const table of ['members.profile', 'members.conflict']) expect(await rowsOf(table, ana)).toBe(0);
    expect((await browser.asks('GET /v1/me')).status).toBe(401);
    expect((await other.asks('GET /v1/me')).status).toBe(401);
    expect((await house.request(`GET /v1/members/${ana.member}`)).status).toBe(404);
    expect((await buy(ana.card, '10.00')).status).toBeGreaterThanOrEqual(400);
    expect((await house.request('POST /v1/balance', { phone: ana.phone })).status).toBe(404);
    const { problem } = await verifyJournal(house.database);
    expect(problem).toBeUndefined();
  });

  test('keeps a file from bringing the person back, and nobody from joining again by himself', async () => {
    const [ana] = house.people;
    const { program } = house.program();
    const enrol = (channel: 'file' | 'web') => {
      const input = { tenant: house.tenant, program, channel, phone: ana.phone } as const;
      const name = { space: 0n, family: FAMILY.member, reference: `again-${channel}` };
      return house.machine.submit(house.members.enrolment, memberArrival(house.keys, name, input, input));
    };
    expect(await enrol('file')).toMatchObject({ refusal: 'members.person.erased' });
    const back = await enrol('web');
    expect(back.ok && back.answer.member).not.toBe(ana.member);
    expect(back.ok).toBe(true);
  });

  test('needs the code that was sent for it: not a wrong one, and not the one for signing in', async () => {
    const [, ben] = house.people;
    const { browser } = await readyToGo(ben);
    const wrong = await browser.asks('POST /v1/me/erasure', { reference: 'go', code: '000000' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'members.code.wrong' } });
    await browser.asks('POST /v1/me/codes', { tenant: 'demo', phone: ben.phone });
    const code = await browser.codeTo(ben.phone);
    expect((await browser.asks('POST /v1/me/erasure', { reference: 'go', code })).status).toBe(422);
    expect((await browser.asks('GET /v1/me')).status).toBe(200);
  });

  test('waits for a payment that is not finished', async () => {
    const vera = house.people[2];
    await buy(vera.card, '20.00');
    const held = await house.request('POST /v1/holds', {
      ...{ reference: 'h-1', member: { card: vera.card }, points: '5', walletType: 'points' },
      seconds: 3_600,
    });
    expect(held.status).toBe(201);
    const { browser, code } = await readyToGo(vera);
    const refused = await browser.asks('POST /v1/me/erasure', { reference: 'go', code });
    expect(refused).toMatchObject({ status: 409, body: { code: 'memberpage.erasure.value_held' } });
    expect((await browser.asks('GET /v1/me')).status).toBe(200);
  });
});

describe('a redemption that is reversed after its member was erased', () => {
  const redeemed = async (number: number) => {
    const member = await house.enrol(number);
    const { tenant } = house.secrets;
    const given = { program: 'club', walletType: 'points', points: '100', reason: 'goodwill' };
    const start = { ...given, reference: `given-${number}`, member: { card: member.card } };
    expect((await house.request('POST /v1/adjustments', start, { secret: tenant })).status).toBe(201);
    const spent = await house.request('POST /v1/redemptions', {
      ...{ reference: `spent-${number}`, member: { card: member.card }, walletType: 'points', points: '60' },
    });
    expect(spent.status, JSON.stringify(spent.body)).toBe(201);
    return member;
  };
  const reverse = (number: number, part: string, points?: string) =>
    house.request('POST /v1/redemptions/void', {
      reference: `${part}-${number}`,
      originalReference: `spent-${number}`,
      points,
    });
  const bookedOf = ({ owner }: Person) =>
    house.database.query('select booked, pending, held, owed from points.wallet where owner = $1', [owner]);

  test('gives nothing to nobody, part by part, pays nothing out and names no wallets', async () => {
    await house.setPolicy({ erasedPoints: 'pay_out' });
    const gone = await redeemed(51);
    const { browser, code } = await readyToGo(gone);
    expect((await browser.asks('POST /v1/me/erasure', { reference: 'gone', code })).status).toBe(200);
    for (const [part, points, reversedInAll] of [
      ['first', '20', '20'],
      ['rest', undefined, '60'],
    ] as const) {
      const answer = await reverse(51, part, points);
      expect(answer).toMatchObject({ status: 201, body: { reversedInAll, wallets: [] } });
      expect(await reverse(51, part, points)).toMatchObject({ body: { reversedInAll, wallets: [] } });
      expect(await bookedOf(gone)).toEqual([{ booked: 0n, pending: 0n, held: 0n, owed: 0n }]);
    }
    const ended = await house.database.query<{ n: number; paid: number }>(
      `select count(*)::int as n from ledger.journal where owner = $1 and kind = 'points.forfeiture'`,
      [gone.owner],
    );
    // One at the erasure, one for each part.
    expect(ended).toEqual([{ n: 3 }]);
    expect((await verifyJournal(house.database)).problem).toBeUndefined();
  });

  test('gives to whoever is still there what he had paid', async () => {
    const stays = await redeemed(52);
    expect(await reverse(52, 'all')).toMatchObject({ status: 201, body: { wallets: [{ available: '100' }] } });
    expect(await bookedOf(stays)).toEqual([{ booked: 100n, pending: 0n, held: 0n, owed: 0n }]);
  });
});

describe('what a restored backup still holds of somebody who was erased', () => {
  const heldThenErased = async (number: number, seconds: number) => {
    const member = await house.enrol(number);
    const { tenant } = house.secrets;
    const given = { program: 'club', walletType: 'points', points: '100', reason: 'goodwill' };
    const start = { ...given, reference: `given-${number}`, member: { card: member.card } };
    expect((await house.request('POST /v1/adjustments', start, { secret: tenant })).status).toBe(201);
    const hold = { reference: `hold-${number}`, member: { card: member.card }, walletType: 'points', points: '60' };
    expect((await house.request('POST /v1/holds', { ...hold, seconds })).status).toBe(201);
    const place = { lane: member.lane, owner: member.owner };
    const name = { space: 0n, family: FAMILY.member, reference: `restored-${number}` };
    expect((await eraseMember(house, { tenant: house.tenant, place, scope: 'restore', name })).ok).toBe(true);
    // Its points wait for the hold: till then they are not anybody's breakage.
    expect(await balanceOf(member)).toEqual([{ booked: 100n, pending: 0n, held: 60n, owed: 0n }]);
    return member;
  };
  const balanceOf = ({ owner }: Person) =>
    house.database.query('select booked, pending, held, owed from points.wallet where owner = $1', [owner]);

  test.each([
    ['released', 61, 'POST /v1/holds/release', {}],
    ['captured in part', 62, 'POST /v1/holds/capture', { points: '20' }],
  ] as const)('is forfeited when it is %s', async (_how, number, endpoint, over) => {
    const gone = await heldThenErased(number, 3_600);
    const end = { reference: `end-${number}`, holdReference: `hold-${number}`, ...over };
    expect(await house.request(endpoint, end)).toMatchObject({ status: 201, body: { wallets: [] } });
    expect(await balanceOf(gone)).toEqual([{ booked: 0n, pending: 0n, held: 0n, owed: 0n }]);
    expect(await forfeitures(gone)).toEqual([{ n: 1 }]);
    expect(await house.request(endpoint, end)).toMatchObject({ status: 200, body: { repeated: true } });
  });

  test('is forfeited when it lapses, by the sweep; once', async () => {
    const gone = await heldThenErased(63, 1);
    await expect
      .poll(async () => {
        await settle(gone);
        return balanceOf(gone);
      })
      .toEqual([{ booked: 0n, pending: 0n, held: 0n, owed: 0n }]);
    await settle(gone);
    expect(await forfeitures(gone)).toEqual([{ n: 1 }]);
    expect((await verifyJournal(house.database)).problem).toBeUndefined();
  });

  test('stays his when nobody erased him', async () => {
    const stays = await house.enrol(64);
    const { tenant } = house.secrets;
    const given = { program: 'club', walletType: 'points', points: '100', reason: 'goodwill' };
    const start = { ...given, reference: 'given-64', member: { card: stays.card } };
    expect((await house.request('POST /v1/adjustments', start, { secret: tenant })).status).toBe(201);
    const hold = { reference: 'hold-64', member: { card: stays.card }, walletType: 'points', points: '60' };
    expect((await house.request('POST /v1/holds', { ...hold, seconds: 3_600 })).status).toBe(201);
    const ended = await house.request('POST /v1/holds/release', { reference: 'end-64', holdReference: 'hold-64' });
    expect(ended).toMatchObject({ status: 201, body: { wallets: [{ available: '100' }] } });
    expect(await balanceOf(stays)).toEqual([{ booked: 100n, pending: 0n, held: 0n, owed: 0n }]);
  });

  /** What the sweep does for an owner who is due. */
  const settle = ({ lane, owner }: Person) =>
    house.machine.submit(house.points.settle, {
      tenant: house.tenant,
      input: { lane, owner, receivedAt: clock.now() },
    });
  const forfeitures = async ({ owner }: Person) =>
    house.database.query<{ n: number }>(
      `select count(*)::int as n from ledger.journal where owner = $1 and kind = 'points.forfeiture'`,
      [owner],
    );
});

describe('goods that come back after their buyer was erased', () => {
  const moment = () => isoFromInstant(clock.now());
  const post = async (what: string, body: object, secret?: string) => {
    const asked = await house.request(`POST ${what}`, body, secret === undefined ? undefined : { secret });
    expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    return asked.body as Record<string, unknown> & { refund: { kind: string; amount: string }[] };
  };
  const balanceOf = ({ owner }: Person) =>
    house.database.query('select booked, pending, held, owed from points.wallet where owner = $1', [owner]);

  test.each([
    ['within_balance', 'forfeit', 41],
    ['unlimited', 'forfeit', 42],
    ['recover_from_refund', 'pay_out', 43],
  ] as const)(
    'bring all of the money back (%s, %s); what had paid in points is lost, and nobody owes',
    async (negativeBalance, erasedPoints, number) => {
      await house.setPolicy({ negativeBalance, erasedPoints });
      const gone = await house.enrol(number);
      const { tenant } = house.secrets;
      const given = { program: 'club', walletType: 'points', points: '2000', reason: 'goodwill' };
      await post('/v1/adjustments', { ...given, reference: `start-${number}`, member: { card: gone.card } }, tenant);
      const sell = (reference: string, tenders: object[]) =>
        post('/v1/sales', {
          ...{ reference, occurredAt: moment(), member: { card: gone.card }, currency: 'EUR', tenders },
          lines: [1, 2].map((line) => ({ line, sku: `sku-${line}`, amount: '20.00' })),
        });
      await sell(`cash-${number}`, [{ kind: 'cash', amount: '40.00' }]);
      await sell(`points-${number}`, [
        { kind: 'points', amount: '10.00' },
        { kind: 'cash', amount: '30.00' },
      ]);
      const { browser, code } = await readyToGo(gone);
      const erased = await browser.asks('POST /v1/me/erasure', { reference: 'gone', code });
      // 2,000 less the 1,000 that paid, and what both sales earned.
      expect(erased).toMatchObject({ status: 200, body: { forfeited: [{ points: '1070' }] } });

      const back = (of: string, line: number) =>
        post('/v1/returns', {
          ...{ reference: `back-${of}-${line}`, occurredAt: moment(), original: { reference: of } },
          lines: [{ line, quantity: '1' }],
        });
      for (const [of, amount] of [
        [`cash-${number}`, '20.00'],
        [`points-${number}`, '15.00'],
      ] as const)
        for (const line of [1, 2]) {
          const answer = await back(of, line);
          expect(answer).toMatchObject({ refund: [{ kind: 'cash', amount }], wallets: [] });
          expect(await balanceOf(gone)).toEqual([{ booked: 0n, pending: 0n, held: 0n, owed: 0n }]);
        }
      const { problem } = await verifyJournal(house.database);
      expect(problem).toBeUndefined();
      const ended = await house.database.query<{ n: number }>(
        `select count(*)::int as n from ledger.journal where owner = $1 and kind = 'points.forfeiture'`,
        [gone.owner],
      );
      // One at the erasure, one for each part of the payment that came back.
      expect(ended).toEqual([{ n: 3 }]);
    },
  );
});
