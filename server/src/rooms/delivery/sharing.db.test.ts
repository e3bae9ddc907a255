import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf } from '../../../test/acts.ts';
import { assertBooks } from '../../../test/books.ts';
import { makeApp, makeDeliveryHouse, type DeliveryHouse, type TestApp } from '../../../test/delivery-house.ts';

let desk: DeliveryHouse;
let addresses = 0;
/** Each person has an address of his own: the limit of one is not what these tests are about. */
const address = (): string => `203.0.113.${(addresses += 1) % 250}`;

beforeAll(async () => {
  desk = await makeDeliveryHouse();
});
afterAll(() => desk.close());

type Held = { readonly app: TestApp; readonly phone: string; readonly card: string; readonly number: string };

/** Somebody with a card on his phone. */
async function holder(): Promise<Held> {
  const { number, card } = await desk.sellCard();
  const phone = desk.phone();
  await desk.deliver(number, phone);
  await desk.send();
  const app = makeApp();
  const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, app, address());
  expect(claimed).toMatchObject({ status: 200, body: { cards: 1 } });
  app.device = claimed.body['device'] as unknown as string;
  return { app, phone, card, number };
}

const offer = async ({ app, card }: Held, extra: object = {}) => {
  desk.clock.skip(1);
  const made = await desk.asApp(app, 'share', card, { reference: desk.reference(), ...extra }, address());
  return { made, secret: made.status === 201 ? desk.secretIn(made.body['url'] as unknown as string) : '' };
};

describe('a card that is given', () => {
  test('goes to who claims the link, under another number, and leaves its giver', async () => {
    const giver = await holder();
    const { made, secret } = await offer(giver);
    const text = made.body['text'] as unknown as string;
    expect(text).toMatch(/^Mercado: https:\/\/cards\.example\/gift\/gft_[0-9a-z]{26}$/);
    expect(JSON.stringify(made.body)).not.toContain(giver.number);
    const page = await desk.publicly(`GET /gift/${secret}`, undefined, address());
    expect(page.raw.toString()).toContain(`••••${giver.number.slice(-4)}`);
    expect(page.raw.toString()).not.toContain(giver.number);

    const phone = desk.phone();
    const app = makeApp('ios');
    const claimed = await desk.claim(secret, phone, app, address());
    expect(claimed).toMatchObject({ status: 200, body: { cards: 1 } });
    app.device = claimed.body['device'] as unknown as string;
    desk.clock.skip(1);
    const cards = (await desk.asApp(app, 'cards', '', {}, address())).body['cards'] as unknown as {
      card: string;
      isReady: boolean;
    }[];
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({ isReady: true });
    expect(cards[0]!.card).not.toBe(giver.card);
    desk.clock.skip(1);
    expect((await desk.asApp(app, 'view', cards[0]!.card, {}, address())).body).toMatchObject({ balance: '25.00' });

    expect(await desk.lastTextTo(giver.phone)).toContain('claimed');
    desk.clock.skip(1);
    expect((await desk.asApp(giver.app, 'cards', '', {}, address())).body['cards']).toEqual([]);
    const spent = await desk.ask('redeem', { card: { number: giver.number }, amount: '1.00' });
    expect(spent.status).toBeGreaterThanOrEqual(400);
  });

  test('is blocked under the number of its giver: the freeze follows it, and both are told', async () => {
    const giver = await holder();
    const { secret } = await offer(giver);
    const phone = desk.phone();
    const app = makeApp('ios');
    app.device = (await desk.claim(secret, phone, app, address())).body['device'] as unknown as string;
    expect(await desk.lastTextTo(phone)).toContain('yours now');
    desk.clock.skip(1);
    const held = async () =>
      (await desk.asApp(app, 'cards', '', {}, address())).body['cards'] as unknown as { card: string }[];
    const [card] = await held();

    // The chargeback names the card that was paid for.
    const named = { card: { number: giver.number }, reason: 'fraud' };
    const blocked = await desk.ask('block', named);
    expect(blocked, JSON.stringify(blocked)).toMatchObject({ status: 201, body: { card: card!.card } });
    const [row] = await desk.house.database.query<{ state: string }>('select state from cards.card where card = $1', [
      desk.house.tokens.decode('card', card!.card)!.id,
    ]);
    expect(row).toEqual({ state: 'blocked' });
    desk.clock.skip(1);
    expect((await desk.asApp(app, 'view', card!.card, {}, address())).body).toMatchObject({ state: 'blocked' });
    // Nor does it go on to a third.
    desk.clock.skip(1);
    const next = await desk.asApp(app, 'share', card!.card, { reference: desk.reference() }, address());
    const on = desk.secretIn(next.body['url'] as unknown as string);
    expect((await desk.publicly(`GET /v1/gift-links/${on}`, undefined, address())).status).toBe(404);

    await desk.follow();
    await desk.follow();
    for (const told of [giver.phone, phone]) expect(await desk.lastTextTo(told)).toContain('blocked');
    const sent = await desk.house.database.query(
      `select 1 from notifications.message where template = 'gift-card-blocked'`,
    );
    expect(sent).toHaveLength(2);

    const again = await desk.ask('unblock', named);
    expect(again).toMatchObject({ status: 201, body: { card: card!.card } });
  });

  test('is told to its giver in the language in which it was announced to him', async () => {
    const { number, card } = await desk.sellCard();
    const phone = desk.phone();
    await desk.deliver(number, phone, { language: 'es' });
    await desk.send();
    const app = makeApp();
    const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, app, address());
    app.device = claimed.body['device'] as unknown as string;
    const { secret } = await offer({ app, phone, card, number });
    expect((await desk.claim(secret, desk.phone(), makeApp('ios'), address())).status).toBe(200);
    expect(await desk.lastTextTo(phone)).not.toContain('claimed');
    const [sent] = await desk.house.database.query<{ language: string }>(
      `select language from notifications.message where template = 'gift-card-given' order by message desc limit 1`,
    );
    expect(sent).toEqual({ language: 'es' });
    const [link] = await desk.house.database.query<{ is_secret: boolean }>(
      `select is_secret from notifications.message where template = 'gift-card' order by message desc limit 1`,
    );
    expect(link).toEqual({ is_secret: true });
  });

  test('is won by exactly one of eight who claim at once', async () => {
    for (let round = 0; round < 3; round++) {
      const giver = await holder();
      const { secret } = await offer(giver);
      const phones = Array.from({ length: 8 }, () => desk.phone());
      for (const phone of phones) await desk.publicly(`POST /v1/gift-links/${secret}/codes`, { phone }, address());
      const codes = await Promise.all(phones.map(async (phone) => /\d{6}/.exec(await desk.lastTextTo(phone))?.[0]));
      const answers = await Promise.all(
        phones.map((phone, at) =>
          desk.publicly(`POST /v1/gift-links/${secret}/claim`, { phone, code: codes[at] }, address()),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const lost of answers.filter(({ status }) => status !== 200))
        expect(lost.body).toMatchObject({ status: 404, code: 'delivery.link.unusable' });
      const rows = await desk.house.database.query<{ n: bigint }>(
        `select count(*) as n from delivery.holding where link is not null and held_until = 'infinity' group by link`,
      );
      expect(rows.every(({ n }) => n === 1n)).toBe(true);
    }
  });

  test('would be won by several without the condition on its state: the race is real', async () => {
    const giver = await holder();
    await offer(giver);
    const { database } = desk.house;
    await database.query('create table if not exists won (who int)');
    // What a claim would be that looks first and writes then.
    const naive = (who: number): Promise<void> =>
      database.transaction(async (tx) => {
        const [link] = await tx.query<{ link: bigint; state: string }>(
          'select link, state from delivery.link order by link desc limit 1',
        );
        await tx.query('select pg_sleep(0.05)');
        if (link?.state !== 'open') return;
        await tx.query(`update delivery.link set state = 'claimed', ended_at = now() where link = $1`, [link.link]);
        await tx.query('insert into won values ($1)', [who]);
      });
    await Promise.all([naive(1), naive(2), naive(3)]);
    expect((await database.query('select who from won')).length).toBeGreaterThan(1);
  });

  test('stays where it is when the link is revoked, declined or has run out, and all three look alike', async () => {
    const giver = await holder();
    const first = await offer(giver);
    expect((await offer(giver)).made).toMatchObject({ status: 409, body: { code: 'delivery.link.open_already' } });
    desk.clock.skip(1);
    const link = first.made.body['link'] as unknown as string;
    const revoked = await desk.asApp(giver.app, 'revoke', link, {}, address());
    expect(revoked).toMatchObject({ status: 200, body: { state: 'revoked' } });
    const second = await offer(giver);
    expect((await desk.publicly(`POST /v1/gift-links/${second.secret}/decline`, {}, address())).status).toBe(202);
    const third = await offer(giver, { hours: 1 });
    desk.clock.skip(3_601);
    const bodies = await Promise.all(
      [first.secret, second.secret, third.secret, 'gft_00000000000000000000000000'].map(async (secret) => {
        const { status, body } = await desk.publicly(`GET /v1/gift-links/${secret}`, undefined, address());
        const { requestId: _, ...told } = body as Record<string, unknown>;
        return { status, told };
      }),
    );
    for (const one of bodies) expect(one).toEqual(bodies[0]);
    expect(bodies[0]?.status).toBe(404);
    expect((await offer(giver)).made.status).toBe(201);
  });

  test('is offered, taken back and shown by an agent on behalf of its holder, who stands in the chain; the holder does not', async () => {
    const giver = await holder();
    const own = await offer(giver);
    desk.clock.skip(1);
    await desk.asApp(giver.app, 'revoke', own.made.body['link'] as unknown as string, {}, address());
    const before = (await actsOf(desk.house)).length;
    const made = await desk.request(`POST /v1/gift-cards/${giver.card}/claim-links`, { reference: desk.reference() });
    expect(made.status).toBe(201);
    const { link } = made.body as unknown as { link: string };
    for (let n = 0; n < 2; n++) expect((await desk.request(`POST /v1/claim-links/${link}/revoke`)).status).toBe(200);
    expect((await desk.request(`POST /v1/gift-cards/${giver.card}/views`)).status).toBe(201);
    expect((await actsOf(desk.house)).slice(before)).toEqual([
      ...['delivery.offer.made', 'delivery.offer.revoked', 'delivery.card.shown'],
    ]);
    expect(await actsOf(desk.house, `claim link ${own.made.body['link'] as unknown as string}`)).toEqual([]);
  });

  test('is not claimed by who gives it, nor with a wrong code', async () => {
    const giver = await holder();
    const { secret } = await offer(giver);
    expect((await desk.claim(secret, giver.phone, undefined, address())).status).toBe(404);
    const phone = desk.phone();
    await desk.publicly(`POST /v1/gift-links/${secret}/codes`, { phone }, address());
    const code = /\d{6}/.exec(await desk.lastTextTo(phone))?.[0] ?? '';
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect((await desk.publicly(`POST /v1/gift-links/${secret}/claim`, { phone, code: wrong }, address())).status).toBe(
      404,
    );
  });

  test('is worth what is left of it when its giver spends first', async () => {
    const giver = await holder();
    const { secret } = await offer(giver);
    await desk.ask('redeem', { card: { number: giver.number }, amount: '25.00' });
    expect((await desk.publicly(`GET /v1/gift-links/${secret}`, undefined, address())).status).toBe(404);
  });
});

test('who claimed and heard no answer is answered again, and nobody else is', async () => {
  const giver = await holder();
  const { secret } = await offer(giver);
  const phone = desk.phone();
  const app = makeApp();
  const first = await desk.claim(secret, phone, app, address());
  // That the card is his was told after the code.
  const sent = (await desk.outbox()).find((one) => one.to === phone && /\d{6}/.test(one.text));
  const code = /\d{6}/.exec(sent?.text ?? '')?.[0];
  const claim = (body: object) => desk.publicly(`POST /v1/gift-links/${secret}/claim`, body, address());
  expect((await claim({ phone, code, app: app.told })).body).toEqual(first.body);
  expect((await claim({ phone, code: code === '000000' ? '000001' : '000000' })).status).toBe(404);
  expect((await claim({ phone: giver.phone, code })).status).toBe(404);
});

test('a card that waits for one phone is claimed by no other', async () => {
  const { number } = await desk.sellCard();
  const phone = desk.phone();
  await desk.deliver(number, phone);
  await desk.send();
  const secret = desk.secretIn(await desk.lastTextTo(phone));
  const thief = desk.phone();
  expect((await desk.publicly(`POST /v1/gift-links/${secret}/codes`, { phone: thief }, address())).status).toBe(202);
  expect((await desk.outbox()).some((one) => one.to === thief)).toBe(false);
  expect((await desk.claim(secret, phone, undefined, address())).status).toBe(200);
});

describe('what a device asks', () => {
  test('is refused when it is sent twice, late, changed, or signed by another key', async () => {
    const { app, card } = await holder();
    desk.clock.skip(1);
    const body = app.signed('view', card, desk.clock);
    expect((await desk.publicly('POST /v1/device/views', body, address())).status).toBe(201);
    const refused = async (sent: object) =>
      expect((await desk.publicly('POST /v1/device/views', sent, address())).body).toMatchObject({
        code: 'delivery.device.not_proved',
      });
    await refused(body);
    desk.clock.skip(2);
    const late = app.signed('view', card, desk.clock);
    desk.clock.skip(120);
    await refused(late);
    const other = makeApp();
    other.device = app.device;
    await refused(other.signed('view', card, desk.clock));
    await refused({ ...app.signed('code', card, desk.clock) });
    const strange = await holder();
    desk.clock.skip(1);
    await refused(app.signed('view', strange.card, desk.clock));
  });

  test('ends for the old phone when its number is proved by a new one', async () => {
    const giver = await holder();
    const next = await desk.sellCard();
    await desk.deliver(next.number, giver.phone);
    await desk.send();
    const app = makeApp();
    const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(giver.phone)), giver.phone, app, address());
    expect(claimed.status).toBe(200);
    desk.clock.skip(1);
    expect((await desk.asApp(giver.app, 'cards', '', {}, address())).status).toBe(401);
  });
});

test('after all that was given, the books of the house add up', async () => {
  await expect(assertBooks(desk.house)).resolves.toBeUndefined();
});
