import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf } from '../../../test/acts.ts';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';

let desk: DeliveryHouse;
beforeAll(async () => {
  desk = await makeDeliveryHouse();
});
afterAll(() => desk.close());

describe('a till that sends a gift card', () => {
  test('is answered with everything but the number, and the same again when it repeats', async () => {
    const { number, card } = await desk.sellCard();
    const phone = desk.phone();
    const reference = desk.reference();
    const first = await desk.deliver(number, phone, { reference });
    expect(first).toMatchObject({ status: 202, body: { card, state: 'queued', repeated: false } });
    expect(JSON.stringify(first.body)).not.toContain(number);
    const again = await desk.deliver(number, phone, { reference });
    expect(again.body).toEqual({ ...first.body, repeated: true });
    const other = await desk.deliver(number, desk.phone(), { reference });
    expect(other).toMatchObject({ status: 409, body: { code: 'operation.reference_reused' } });
  });

  test('sends the SMS of ten repeats at once exactly once', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const reference = desk.reference();
    const answers = await Promise.all(Array.from({ length: 10 }, () => desk.deliver(number, phone, { reference })));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    await Promise.all([desk.send(), desk.send()]);
    expect((await desk.outbox()).filter((one) => one.to === phone)).toHaveLength(1);
  });

  test('is refused a phone that is none, a card that is not there, and one that is not active', async () => {
    const { number } = await desk.sellCard();
    expect(await desk.deliver(number, '12345')).toMatchObject({
      status: 422,
      body: { code: 'kernel.phone.malformed' },
    });
    expect(await desk.deliver('6012999999999999', desk.phone())).toMatchObject({
      status: 404,
      body: { code: 'delivery.card.unknown' },
    });
    const blocked = await desk.sellCard();
    const held = await desk.request(`POST /v1/cards/${blocked.card}/block`, {
      reference: desk.reference(),
      reason: 'lost',
    });
    expect(held.status).toBeLessThan(300);
    expect(await desk.deliver(blocked.number, desk.phone())).toMatchObject({
      status: 409,
      body: { code: 'delivery.card.unfit_state' },
    });
  });

  test('is refused a second phone for a card that is on its way', async () => {
    const { number } = await desk.sellCard();
    expect((await desk.deliver(number, desk.phone())).status).toBe(202);
    expect(await desk.deliver(number, desk.phone())).toMatchObject({
      status: 409,
      body: { code: 'delivery.card.on_its_way' },
    });
  });

  test('of another tenant sees neither the card nor the delivery', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const made = await desk.deliver(number, phone);
    const { vecino } = desk.house.secrets;
    const stranger = await desk.request(
      'POST /v1/gift-card-deliveries',
      { reference: desk.reference(), card: { number }, phone, amount: '1.00', unit: 'EUR' },
      { secret: vecino },
    );
    expect(stranger).toMatchObject({ status: 404, body: { code: 'delivery.card.unknown' } });
    for (const what of ['', '/resend', '/withdraw']) {
      const method = what === '' ? 'GET' : 'POST';
      const path = `/v1/gift-card-deliveries/${made.body['delivery'] as unknown as string}${what}`;
      expect(await desk.request(`${method} ${path}`, undefined, { secret: vecino })).toMatchObject({ status: 404 });
    }
  });
});

describe('the way to the phone', () => {
  test('is an SMS with a neutral link where nobody is known by the number', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const { body } = await desk.deliver(number, phone);
    await desk.send();
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent', route: 'phone_unknown', sends: 1 });
    const text = await desk.lastTextTo(phone);
    expect(text).toContain('25.00 EUR');
    expect(text).toContain('Mercado');
    expect(text).toMatch(/https:\/\/cards\.example\/gift\/gft_/);
    expect(text).not.toContain(number);
    expect(text).not.toContain(number.slice(-4));
  });

  test('is an SMS as to a stranger where the member only said that the number is his', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const member = await desk.enrol(phone, false);
    await desk.subscribe(member, 'android');
    const { body } = await desk.deliver(number, phone);
    await desk.send();
    expect(await desk.trace(body['delivery'])).toMatchObject({ route: 'phone_unknown' });
  });

  test('is an SMS where the member has no app', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    await desk.enrol(phone, true);
    const { body } = await desk.deliver(number, phone);
    await desk.send();
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent', route: 'app_absent' });
  });

  test.each([
    ['ios', 90 * 86_400, 'active', 'https://apps.example/ios'],
    ['android', 0, 'ended', 'https://apps.example/android'],
    ['desktop', 90 * 86_400, 'active', 'https://cards.example/gift/'],
  ])(
    'is an SMS with the store of its platform where the app does not answer (%s, seen %i s ago, %s)',
    async (platform, seconds, state, link) => {
      const { number } = await desk.sellCard();
      const phone = desk.phone();
      const member = await desk.enrol(phone, true);
      await desk.subscribe(member, platform, seconds, state);
      const { body } = await desk.deliver(number, phone);
      await desk.send();
      expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent', route: 'app_inactive' });
      expect(await desk.lastTextTo(phone)).toContain(link);
    },
  );

  test('is a push where the app answers, and no SMS', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const member = await desk.enrol(phone, true);
    await desk.subscribe(member, 'android');
    const { body } = await desk.deliver(number, phone);
    await desk.send();
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent', route: 'push' });
    const messages = await desk.outbox();
    expect(messages.filter((one) => one.kind === 'push' && one.to === member)).toHaveLength(1);
    expect(messages.some((one) => one.to === phone)).toBe(false);
  });

  test('goes on by SMS when the push is lost, and is given up after the last try', async () => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const member = await desk.enrol(phone, true);
    await desk.subscribe(member, 'ios');
    const { body } = await desk.deliver(number, phone);
    const delivery = body['delivery'] as unknown as string;
    await desk.send();
    const { database, delivery: room, tenant } = desk.house;
    const fail = async (): Promise<void> => {
      const [newest] = (await database.query<{ reference: string }>(
        `select reference from notifications.message where tenant_id = $1 and reference like 'delivery.%' order by message desc limit 1`,
        [tenant],
      )) as [{ reference: string }];
      await database.transaction((tx) =>
        room.hearState(tx, { tenant, reference: newest.reference, state: 'failed' } as never),
      );
    };
    await fail();
    await desk.send();
    expect(await desk.trace(delivery)).toMatchObject({ state: 'sent', route: 'app_inactive', sends: 2 });
    expect(await desk.lastTextTo(phone)).toContain('https://apps.example/ios');
    for (let n = 0; n < 4; n++) {
      await fail();
      desk.clock.skip(4_000);
      await desk.send();
    }
    const ended = await desk.trace(delivery);
    expect(ended).toMatchObject({ state: 'failed', reason: 'not_delivered' });
    expect(ended.sends).toBeLessThanOrEqual(5);
  });

  test('hears that the message arrived, and listens to nobody of another tenant', async () => {
    const { number } = await desk.sellCard();
    const { body } = await desk.deliver(number, desk.phone());
    await desk.send();
    const { database, delivery: room, tenant } = desk.house;
    const [newest] = (await database.query<{ reference: string }>(
      `select reference from notifications.message where reference like 'delivery.%' order by message desc limit 1`,
    )) as [{ reference: string }];
    const hear = (of: number) =>
      database.transaction((tx) =>
        room.hearState(tx, { tenant: of, reference: newest.reference, state: 'delivered' } as never),
      );
    await hear(tenant + 1);
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent' });
    await hear(tenant);
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'delivered' });
  });
});

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1';
const PIXEL = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36';
const LAPTOP = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';

describe('the page behind a link', () => {
  const [ios, android] = ['https://apps.example/ios', 'https://apps.example/android'];

  test.each([
    ['an iPhone', IPHONE, ios, [ios, android]],
    ['an Android phone', PIXEL, android, [android, ios]],
    ['a computer', LAPTOP, undefined, [ios, android]],
    ['a browser that says nothing', '', undefined, [ios, android]],
  ])('offers %s the app of its own store first', async (_, userAgent, own, links) => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    await desk.deliver(number, phone);
    await desk.send();
    const text = await desk.lastTextTo(phone);
    // Nobody is known by this number: the message cannot name a store, and leads here.
    expect(text).not.toContain('apps.example');
    const page = await desk.publicly(`GET /gift/${desk.secretIn(text)}`, undefined, undefined, {
      'user-agent': userAgent,
    });
    const html = page.raw.toString();
    expect([...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1])).toEqual(links);
    expect(/<a class="own" [^>]*href="([^"]+)"/.exec(html)?.[1]).toBe(own);
  });
});

describe('a link that is opened', () => {
  test.each([
    ['page', '/gift/'],
    ['app', '/v1/gift-links/'],
  ])('by its %s says so on the delivery, once, and is claimed from there', async (_, path) => {
    const { number } = await desk.sellCard();
    const phone = desk.phone();
    const { body } = await desk.deliver(number, phone);
    await desk.send();
    const secret = desk.secretIn(await desk.lastTextTo(phone));
    expect((await desk.publicly(`GET ${path}gft_00000000000000000000000000`)).status).toBe(404);
    expect((await desk.trace(body['delivery'])).state).toBe('sent');
    for (let look = 0; look < 2; look += 1) expect((await desk.publicly(`GET ${path}${secret}`)).status).toBe(200);
    const opened = await desk.trace(body['delivery']);
    expect(opened.state).toBe('opened');
    expect(opened.steps.map(({ state }) => state)).toEqual(['queued', 'sent', 'opened']);
    expect((await desk.claim(secret, phone)).status).toBe(200);
    // Whoever looks at it now opens nothing any more.
    await desk.publicly(`GET ${path}${secret}`);
    const claimed = await desk.trace(body['delivery']);
    expect(claimed.steps.map(({ state }) => state)).toEqual(['queued', 'sent', 'opened', 'claimed']);
  });
});

describe('an agent', () => {
  test('sends again, a minute apart and five times in all', async () => {
    const { number } = await desk.sellCard();
    const { body } = await desk.deliver(number, desk.phone());
    const path = `POST /v1/gift-card-deliveries/${body['delivery'] as unknown as string}/resend`;
    await desk.send();
    expect(await desk.request(path)).toMatchObject({
      status: 429,
      body: { code: 'delivery.delivery.resent_too_often' },
    });
    for (let n = 2; n <= 5; n++) {
      desk.clock.skip(61);
      expect(await desk.request(path)).toMatchObject({ status: 200, body: { state: 'queued' } });
      expect(await desk.request(path)).toMatchObject({ status: 200, body: { state: 'queued' } });
      await desk.send();
    }
    desk.clock.skip(61);
    expect((await desk.request(path)).status).toBe(429);
    expect((await desk.trace(body['delivery'])).sends).toBe(5);
    // What waits already is not sent by whoever asks again.
    const acts = await actsOf(desk.house, `gift card delivery ${body['delivery'] as unknown as string}`);
    expect(acts).toEqual(['delivery.delivery.asked', ...Array<string>(4).fill('delivery.delivery.resent')]);
  });

  test('takes a card back, once', async () => {
    const { number } = await desk.sellCard();
    const { body } = await desk.deliver(number, desk.phone());
    const path = `POST /v1/gift-card-deliveries/${body['delivery'] as unknown as string}/withdraw`;
    expect(await desk.request(path)).toMatchObject({ status: 200, body: { state: 'withdrawn', reason: 'asked' } });
    expect(await desk.request(path)).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect((await desk.trace(body['delivery'])).steps).toHaveLength(2);
    expect((await desk.deliver(number, desk.phone())).status).toBe(202);
  });

  test('sees of a member what went to the phone that he has proved, and nothing by a number that he only told', async () => {
    const [proved, told] = [desk.phone(), desk.phone()];
    const [owner, teller] = [await desk.enrol(proved, true), await desk.enrol(told, false)];
    const sent: string[] = [];
    for (const phone of [proved, told, proved]) {
      const { number } = await desk.sellCard();
      sent.push((await desk.deliver(number, phone)).body['delivery']);
    }
    const list = async (member: string, more = '', secret = desk.house.secrets.tenant) => {
      const asked = `GET /v1/gift-card-deliveries?member=${member}${more}`;
      const { body } = await desk.request(asked, undefined, { secret });
      const { items, next } = body as unknown as { items: { delivery: string }[]; next?: string };
      return { found: items.map(({ delivery }) => delivery), next };
    };
    expect((await list(owner)).found).toEqual([sent[2], sent[0]]);
    const { found, next } = await list(owner, '&limit=1');
    expect(found).toEqual([sent[2]]);
    expect((await list(owner, `&limit=1&cursor=${next}`)).found).toEqual([sent[0]]);
    expect((await list(owner, '&state=claimed')).found).toEqual([]);
    expect((await list(teller)).found).toEqual([]);
    expect((await list('mem_0123456789abcdefghjkmnpqrs')).found).toEqual([]);
    expect((await list(owner, '', desk.house.secrets.vecino)).found).toEqual([]);
  });
});

describe('what waits for a number', () => {
  test('appears when the number is proved, and not when it is only said', async () => {
    const phone = desk.phone();
    const cards = [await desk.sellCard(), await desk.sellCard()];
    const deliveries: string[] = [];
    for (const { number } of cards) deliveries.push((await desk.deliver(number, phone)).body['delivery']);
    await desk.send();
    const other = await desk.enrol(phone, false);
    await desk.follow();
    expect((await desk.trace(deliveries[0])).state).toBe('sent');
    const member = await desk.enrol(phone, true);
    expect(other).toBeDefined();
    expect(member).toBeDefined();
    await desk.follow();
    for (const [at, { card }] of cards.entries()) {
      expect((await desk.trace(deliveries[at]!)).state).toBe('claimed');
      const seen = await desk.request(`POST /v1/gift-cards/${card}/views`);
      expect(seen).toMatchObject({ status: 201, body: { card, balance: '25.00' } });
    }
    expect(desk.failures).toEqual([]);
  });
});

describe('a phone that is sent a card a second time', () => {
  test('takes it from the first where the program says so and nobody has claimed it', async () => {
    const other = await makeDeliveryHouse({ setting: { secondPhone: 'transfer' } });
    try {
      const { number } = await other.sellCard();
      const first = await other.deliver(number, other.phone());
      const second = await other.deliver(number, other.phone());
      expect(second.status).toBe(202);
      expect(await other.trace(first.body['delivery'])).toMatchObject({ state: 'withdrawn', reason: 'second_phone' });
      const member = await other.enrol(other.phone(), true);
      expect(member).toMatch(/^mem_/);
    } finally {
      await other.close();
    }
  });
});

test('a program without settings delivers nothing, and says so', async () => {
  const { number } = await desk.sellCard();
  const { database, tenant } = desk.house;
  const [kept] = await database.query<{ settings: object }>(
    'select settings from delivery.setting where tenant_id = $1',
    [tenant],
  );
  await database.query('delete from delivery.setting where tenant_id = $1', [tenant]);
  expect(await desk.deliver(number, desk.phone())).toMatchObject({
    status: 409,
    body: { code: 'delivery.setting.missing' },
  });
  await database.query(
    `insert into delivery.setting (tenant_id, program, settings, changed_at) values ($1, $2, $3::jsonb, now())`,
    [tenant, desk.house.program().program, JSON.stringify(kept?.settings)],
  );
  expect((await desk.deliver(number, desk.phone())).status).toBe(202);
});

test('the jobs send by themselves what a till has told', async () => {
  const { number } = await desk.sellCard();
  const phone = desk.phone();
  const { body } = await desk.deliver(number, phone);
  await desk.running(async () => {
    for (let n = 0; n < 100 && (await desk.trace(body['delivery'])).state === 'queued'; n++) await sleep(50);
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent' });
    await desk.enrol(phone, true);
    for (let n = 0; n < 100 && (await desk.trace(body['delivery'])).state === 'sent'; n++) await sleep(50);
    expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'claimed' });
  });
  expect(desk.failures).toEqual([]);
});
