import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApplePush, type ApplePush } from '../../../../test/apple-push.ts';
import { makeApp, makeDeliveryHouse, type DeliveryHouse } from '../../../../test/delivery-house.ts';
import { makePassCertificates } from '../../../../test/pass-certificates.ts';
import { httpDateFromInstant } from '../../../kernel/http-date.ts';
import { createApns, type PassPusher } from './apns.ts';
import { ownersIn } from './mark-passes.ts';
import { pushPasses } from './push-passes.ts';

// The web service of Apple's passes, as a phone speaks to it, and the push that says there is news.

const PASS_TYPE = 'pass.example.gift';
const certificates = makePassCertificates();
let apple: ApplePush;
let pusher: PassPusher;
let desk: DeliveryHouse;
let phones = 0;

beforeAll(async () => {
  apple = await startApplePush(certificates.appleAuthority);
  pusher = createApns({ origin: apple.origin, trust: apple.trust, timeoutMs: 500 });
  desk = await makeDeliveryHouse({
    setting: { apple: { passType: PASS_TYPE, team: 'TEAM123456' } },
    secrets: { ...certificates },
    pusher,
  });
});
afterAll(async () => {
  await pusher.close();
  await apple.stop();
  await desk.close();
});

type PassJson = {
  serialNumber: string;
  authenticationToken: string;
  webServiceURL: string;
  voided: boolean;
  description: string;
  barcodes?: { message: string }[];
  storeCard: { primaryFields: { value: string }[] };
};

/** The pass.json of a pass file. */
function passJson(bytes: Buffer): PassJson {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, local] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ];
    const length = bytes.readUInt16LE(at + 28);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    if (bytes.subarray(at + 46, at + 46 + length).toString() === 'pass.json')
      return JSON.parse((method === 0 ? packed : inflateRawSync(packed)).toString()) as PassJson;
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  throw new Error('no pass.json');
}

/** Somebody with a card on his phone, and its pass in his wallet. */
async function holder() {
  const sold = await desk.sellCard();
  const phone = desk.phone();
  await desk.deliver(sold.number, phone);
  await desk.send();
  const app = makeApp();
  const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, app);
  app.device = claimed.body['device'] as unknown as string;
  desk.clock.skip(61);
  const view = (await desk.asApp(app, 'view', sold.card)).body as unknown as { links: { apple: string } };
  const pass = passJson((await desk.publicly(`GET ${view.links.apple}`)).raw);
  const device = `phone${(phones += 1)}`;
  const pushToken = `${String(phones).padStart(4, '0')}${'ab'.repeat(30)}`;
  return { ...sold, app, pass, device, pushToken };
}
type Holder = Awaited<ReturnType<typeof holder>>;

const at = (path: string): string => `/v1/apple-wallet/v1${path}`;
const authorized = (token: string) => ({ authorization: `ApplePass ${token}` });
const register = ({ device, pass, pushToken }: Holder, token = pass.authenticationToken) =>
  desk.publicly(
    `POST ${at(`/devices/${device}/registrations/${PASS_TYPE}/${pass.serialNumber}`)}`,
    { pushToken },
    undefined,
    authorized(token),
  );
const changed = ({ device }: Pick<Holder, 'device'>, since?: string) =>
  desk.publicly(
    `GET ${at(`/devices/${device}/registrations/${PASS_TYPE}`)}${since === undefined ? '' : `?passesUpdatedSince=${since}`}`,
  );
const latest = ({ pass }: Pick<Holder, 'pass'>, headers: Record<string, string> = {}) =>
  desk.publicly(`GET ${at(`/passes/${PASS_TYPE}/${pass.serialNumber}`)}`, undefined, undefined, {
    ...authorized(pass.authenticationToken),
    ...headers,
  });
const spend = ({ number }: Holder, amount: string) => desk.ask('redeem', { card: { number }, amount });
const push = () => pushPasses(desk.house.delivery.deps, pusher);

describe('a pass', () => {
  test('says where its phone asks for news and with which token, which stands nowhere', async () => {
    const held = await holder();
    expect(held.pass.webServiceURL).toBe('https://cards.example/v1/apple-wallet');
    expect(held.pass.authenticationToken.length).toBeGreaterThan(30);
    await register(held);
    const rows = await desk.house.database.query<{ text: string }>(
      `select pass::text || coalesce(pass_device::text, '') as text from delivery.pass left join delivery.pass_device using (pass)`,
    );
    const text = JSON.stringify(rows);
    // Columns of bytes are shown in hexadecimal digits, so that each secret is looked for as that too.
    expect(text).toMatch(/\\\\x[0-9a-f]{32}/);
    const decoded = Buffer.from(held.pass.authenticationToken, 'base64url').toString('hex');
    for (const secret of [held.pass.authenticationToken, held.pushToken, held.device])
      for (const form of [secret, Buffer.from(secret).toString('hex'), decoded]) expect(text).not.toContain(form);
  });

  test('is registered by who shows its token: new, then known, then forgotten', async () => {
    const held = await holder();
    expect((await register(held, 'x'.repeat(44))).status).toBe(401);
    expect((await register(held, '')).body).toMatchObject({ code: 'delivery.pass.not_proved' });
    expect((await register({ ...held, pass: (await holder()).pass }, held.pass.authenticationToken)).status).toBe(401);
    expect((await register(held)).status).toBe(201);
    expect((await register(held)).status).toBe(200);
    expect((await changed(held)).body).toMatchObject({ serialNumbers: [held.pass.serialNumber] });
    const forget = `DELETE ${at(`/devices/${held.device}/registrations/${PASS_TYPE}/${held.pass.serialNumber}`)}`;
    expect((await desk.publicly(forget)).status).toBe(401);
    for (let n = 0; n < 2; n++)
      expect(
        (await desk.publicly(forget, undefined, undefined, authorized(held.pass.authenticationToken))).status,
      ).toBe(200);
    expect((await changed(held)).status).toBe(204);
  });

  test('of another type, or a serial that is made up, is told nothing', async () => {
    const held = await holder();
    const { serialNumber, authenticationToken } = held.pass;
    for (const path of [`/passes/pass.example.other/${serialNumber}`, `/passes/${PASS_TYPE}/pss_${'0'.repeat(26)}`]) {
      const answer = await desk.publicly(`GET ${at(path)}`, undefined, '203.0.113.9', authorized(authenticationToken));
      expect(answer).toMatchObject({ status: 401, body: { code: 'delivery.pass.not_proved' } });
    }
    await register(held);
    expect((await desk.publicly(`GET ${at(`/devices/${held.device}/registrations/pass.example.other`)}`)).status).toBe(
      204,
    );
  });

  test.each([[{ pushToken: 'not hexadecimal' }], [{ pushToken: '' }], [{}], [{ pushToken: 'ab'.repeat(200) }], [[]]])(
    'is not registered with %j',
    async (body) => {
      const { pass, device } = await holder();
      const path = at(`/devices/${device}/registrations/${PASS_TYPE}/${pass.serialNumber}`);
      const answer = await desk.publicly(`POST ${path}`, body, undefined, authorized(pass.authenticationToken));
      expect(answer.status).toBe(400);
    },
  );

  test('is told to ten phones at most, the newest', async () => {
    const held = await holder();
    for (let n = 0; n < 12; n++) {
      await register({ ...held, device: `many${n}`, pushToken: `${n}`.padStart(64, '0') });
      desk.clock.skip(1);
    }
    const count = await desk.house.database.query<{ count: number }>(
      'select count(*)::int as count from delivery.pass_device group by pass order by 1 desc limit 1',
    );
    expect(count[0].count).toBe(10);
    expect((await changed({ device: 'many0' })).status).toBe(204);
    expect((await changed({ device: 'many11' })).status).toBe(200);
  });
});

describe('a balance that changes', () => {
  test('marks the pass by the journal, is pushed, listed since the tag, and fetched', async () => {
    const held = await holder();
    await register(held);
    await desk.follow();
    await push();
    desk.clock.skip(100);
    const before = await changed(held);
    const tag = (before.body as unknown as { lastUpdated: string }).lastUpdated;
    expect((await changed(held, tag)).status).toBe(204);
    expect(await spend(held, '10.00')).toMatchObject({ status: 201 });
    // Nothing is marked in the till's way.
    expect((await changed(held, tag)).status).toBe(204);
    desk.clock.skip(5);
    await desk.follow();
    const after = await changed(held, tag);
    expect(after.body).toMatchObject({ serialNumbers: [held.pass.serialNumber] });
    const heard = apple.heard.length;
    await push();
    expect(apple.heard.slice(heard)).toEqual([
      {
        token: held.pushToken,
        topic: PASS_TYPE,
        type: 'background',
        body: '{}',
        who: expect.stringContaining(PASS_TYPE),
      },
    ]);
    const fetched = await latest(held);
    expect(fetched).toMatchObject({ status: 200, headers: { 'content-type': 'application/vnd.apple.pkpass' } });
    const pass = passJson(fetched.raw);
    expect(pass.storeCard.primaryFields[0].value).toBe('15.00 EUR');
    expect(pass.serialNumber).toBe(held.pass.serialNumber);
    expect(pass.authenticationToken).toBe(held.pass.authenticationToken);
    // Told once.
    expect(await push()).toBe(0);
  });

  test('as a tender of a sale of somebody else marks it too', async () => {
    const held = await holder();
    await register(held);
    await desk.follow();
    desk.clock.skip(100);
    const tag = ((await changed(held)).body as unknown as { lastUpdated: string }).lastUpdated;
    const sale = await desk.request('POST /v1/sales', {
      reference: desk.reference(),
      occurredAt: '2026-01-01T00:00:00Z',
      manner: 'notice',
      currency: 'EUR',
      member: { phone: desk.house.people[0].phone },
      lines: [{ line: 1, sku: 'bread', quantity: '1', amount: '4.00' }],
      tenders: [{ kind: 'gift_card', card: { number: held.number }, amount: '4.00' }],
    });
    expect(sale.status).toBe(201);
    await desk.follow();
    expect((await changed(held, tag)).body).toMatchObject({ serialNumbers: [held.pass.serialNumber] });
  });

  test('is fetched only if it was modified, to the second, and never missed', async () => {
    const held = await holder();
    await desk.follow();
    desk.clock.skip(100);
    const first = await latest(held);
    const modified = String(first.headers['last-modified']);
    expect((await latest(held, { 'if-modified-since': modified })).status).toBe(304);
    expect((await latest(held, { 'if-modified-since': 'yesterday' })).status).toBe(200);
    await spend(held, '1.00');
    await desk.follow();
    // So soon after, the second is not over: what the phone is given lets it ask again rather than miss the next change.
    const second = await latest(held, { 'if-modified-since': modified });
    expect(second.status).toBe(200);
    expect((await latest(held, { 'if-modified-since': String(second.headers['last-modified']) })).status).toBe(200);
    desk.clock.skip(20);
    const third = await latest(held);
    expect((await latest(held, { 'if-modified-since': String(third.headers['last-modified']) })).status).toBe(304);
    const now = httpDateFromInstant(desk.clock.now());
    expect((await latest(held, { 'if-modified-since': now })).status).toBe(304);
  });

  test('of a card that was withdrawn is told as void, without barcode, number and balance', async () => {
    const held = await holder();
    await register(held);
    await desk.follow();
    await push();
    const [{ delivery }] = await desk.house.database.query<{ delivery: bigint }>(
      'select max(delivery) as delivery from delivery.delivery',
    );
    const name = desk.house.tokens.encode('dlv', 0, delivery);
    expect((await desk.request(`POST /v1/gift-card-deliveries/${name}/withdraw`)).status).toBe(200);
    const heard = apple.heard.length;
    await push();
    expect(apple.heard.slice(heard).map(({ token }) => token)).toEqual([held.pushToken]);
    const pass = passJson((await latest(held)).raw);
    expect(pass).toMatchObject({ voided: true, description: 'Mercado' });
    expect(JSON.stringify(pass)).not.toContain(held.number);
    expect(JSON.stringify(pass)).not.toContain('25.00');
  });
});

describe('Apple’s push service', () => {
  const due = async () => {
    const held = await holder();
    await register(held);
    await desk.follow();
    await push();
    await spend(held, '1.00');
    await desk.follow();
    return held;
  };
  const times = ({ pushToken }: Holder): number => apple.heard.filter(({ token }) => token === pushToken).length;

  test('that says that the phone is gone has it forgotten', async () => {
    for (const answer of [
      { status: 410, reason: 'Unregistered' },
      { status: 400, reason: 'BadDeviceToken' },
    ]) {
      const held = await due();
      apple.answer(held.pushToken, answer);
      await push();
      expect((await changed(held)).status).toBe(204);
    }
  });

  test.each([
    ['has too much to do', { status: 429, reason: 'TooManyRequests' }],
    ['is broken', { status: 503 }],
    ['does not answer', 'silence'],
  ] as const)('that %s is asked again later, and the phone stays', async (_, answer) => {
    const held = await due();
    apple.answer(held.pushToken, answer);
    const before = times(held);
    await push();
    expect(times(held)).toBe(before + 1);
    expect(await push()).toBe(0);
    apple.answer(held.pushToken, undefined);
    desk.clock.skip(121);
    await push();
    expect(times(held)).toBe(before + 2);
    expect((await changed(held)).status).toBe(200);
  });

  test('that hangs up is connected to anew, and otherwise one connection is kept', async () => {
    const one = await due();
    await push();
    const before = apple.sessions();
    await spend(one, '1.00');
    await desk.follow();
    await push();
    expect(apple.sessions()).toBe(before);
    apple.hangUp();
    await spend(one, '1.00');
    await desk.follow();
    const heard = times(one);
    await push();
    desk.clock.skip(121);
    await push();
    expect(times(one)).toBeGreaterThan(heard);
    expect(apple.sessions()).toBe(before + 1);
  });

  test('that cannot be reached, or whose certificate nobody trusts, loses no push', async () => {
    const held = await due();
    const untrusting = createApns({ origin: apple.origin, timeoutMs: 500 });
    const nowhere = createApns({ origin: 'https://localhost:1', timeoutMs: 500 });
    const before = times(held);
    for (const one of [untrusting, nowhere]) {
      await pushPasses(desk.house.delivery.deps, one);
      desk.clock.skip(121);
      await one.close();
    }
    await push();
    expect(times(held)).toBe(before + 1);
  });
});

test('what a phone reports is taken and cut, and counted by its address', async () => {
  const send = (logs: unknown, address: string) => desk.publicly(`POST ${at('/log')}`, { logs }, address);
  expect((await send(['Passbook did something'], '203.0.113.7')).status).toBe(200);
  expect((await send('x', '203.0.113.7')).status).toBe(400);
  expect(
    (
      await send(
        Array.from({ length: 51 }, () => 'x'),
        '203.0.113.7',
      )
    ).status,
  ).toBe(400);
  let last = 200;
  for (let n = 0; n < 200 && last === 200; n++) last = (await send(['x'], '203.0.113.8')).status;
  expect(last).toBe(429);
});

test('owners are found wherever a record names them, and nothing else', () => {
  const record = {
    payments: [{ wallet: '9', payer: { lane: 3, owner: '77', seq: '1' } }],
    member: { lane: 2, owner: '5' },
    lane: 4,
    owner: 12,
    note: 'lane',
    deep: { a: { b: { c: { d: { e: { f: { lane: 1, owner: '1' } } } } } } },
  };
  expect(ownersIn(record)).toEqual([
    { lane: 3, owner: 77n },
    { lane: 2, owner: 5n },
  ]);
});
