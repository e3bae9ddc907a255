import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf } from '../../../test/acts.ts';
import { withAnotherEnd } from '../../../test/another-end.ts';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { giftTerms } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { makePassCertificates, makeServiceKey } from '../../../test/pass-certificates.ts';

const PREFIX = '7783';
let desk: DeliveryHouse;
let addresses = 0;
/** Each person has an address of his own: the limit of one is not what these tests are about. */
const address = (): string => `203.0.113.${(addresses += 1) % 250}`;

beforeAll(async () => {
  const service = makeServiceKey();
  desk = await makeDeliveryHouse({
    setting: {
      apple: { passType: 'pass.example.gift', team: 'TEAM123456' },
      google: { issuer: '338800000', email: 'wallet@example.iam.gserviceaccount.com' },
    },
    secrets: { ...makePassCertificates(), googleKey: service.googleKey },
  });
  const { house } = desk;
  const open = (code: string, type: 'gift' | 'bonus', prefix: string) =>
    house.cards.openRange(house.tenant, {
      ...{ program: house.program().program, code, type, prefix, length: 12, charset: 'digits', checkDigit: 'none' },
      ...{ pinKind: 'none', pinLength: 0, pinRequired: false, face: undefined, priceList: undefined, track: {} },
      unit: type === 'gift' ? desk.unitOf('EUR') : undefined,
      ...{ systemOfRecord: 'here', processor: undefined, policy: {} },
    } as Parameters<typeof house.cards.openRange>[1]);
  must(await open('links', 'gift', PREFIX));
  must(await open('points', 'bonus', '7784'));
  await desk.set('links', 'EUR', giftTerms('0000', { numbers: undefined, range: 'links' }));
});
afterAll(() => desk.close());

type MadeCard = {
  readonly serial: number;
  readonly number: string;
  readonly link: string;
  readonly passes: { readonly apple: string; readonly google: string };
};
type Order = { status: number; body: { code?: string; batch: string; linksUntil: string; cards: MadeCard[] } };

const post = async (url: string, payload: object, method: 'GET' | 'POST' = 'POST') => {
  const answer = await desk.house.api.inject({
    ...{ method, url, ...(method === 'POST' && { payload }) },
    headers: { authorization: `Bearer ${desk.house.secrets.tenant}` },
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body) as never, text: answer.body };
};
const order = (cards: object[], extra: object = {}): Promise<Order> =>
  post('/v1/card-orders', { reference: desk.reference(), range: 'links', cards, links: true, ...extra });
const activate = async (number: string): Promise<void> => {
  const sold = await desk.ask('activate', { card: { number }, amount: '25.00' });
  expect(sold.status, JSON.stringify(sold.body)).toBe(201);
};
const pathOf = (url: string): string => url.replace('https://cards.example', '');
const look = (url: string) => desk.publicly(`GET ${pathOf(url)}`, undefined, address());

describe('a gift card that was made with a link', () => {
  test('is answered with link and passes that say nothing of it while it is inert', async () => {
    const reference = desk.reference();
    const made = await order([{ phone: '+34600111222' }], { reference });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const [card] = made.body.cards;
    expect(card!.link).toMatch(/^https:\/\/cards\.example\/gift\/gft_[0-9a-z]{26}$/);
    for (const text of [card!.link, card!.passes.apple, card!.passes.google]) expect(text).not.toContain(card!.number);
    expect((await order([{ phone: '+34600111222' }], { reference })).body.cards).toEqual(made.body.cards);
    // Inert: the same answer as a link that was never made.
    const [page, other] = [await look(card!.link), await look(withAnotherEnd(card!.link))];
    expect(page.status).toBe(404);
    expect(page.raw.equals(other.raw)).toBe(true);
    for (const pass of [card!.passes.apple, card!.passes.google])
      expect(await look(pass)).toMatchObject({ status: 404, body: { code: 'delivery.link.unusable' } });
    const secret = desk.secretIn(card!.link);
    const claimed = await desk.publicly(
      `POST /v1/gift-links/${secret}/claim`,
      { phone: desk.phone(), code: '000000' },
      address(),
    );
    expect(claimed).toMatchObject({ status: 404, body: { code: 'delivery.link.unusable' } });
  });

  test('shows itself and its passes once activated, and goes to who claims it, under another number', async () => {
    const [card] = (await order([{}])).body.cards;
    await activate(card!.number);
    const page = await look(card!.link);
    expect(page.status).toBe(200);
    expect(page.raw.toString()).toContain(`••••${card!.number.slice(-4)}`);
    expect(page.raw.toString()).not.toContain(card!.number);
    const pass = await look(card!.passes.apple);
    expect(pass).toMatchObject({ status: 200, headers: { 'content-type': 'application/vnd.apple.pkpass' } });
    const google = await look(card!.passes.google);
    expect(google.status).toBe(303);
    expect(google.headers['location']).toMatch(/^https:\/\/pay\.google\.com\/gp\/v\/save\//);

    const secret = desk.secretIn(card!.link);
    expect(await desk.claim(secret, desk.phone(), undefined, address())).toMatchObject({
      status: 200,
      body: { cards: 1 },
    });
    expect((await look(card!.link)).status).toBe(404);
    expect((await look(card!.passes.apple)).status).toBe(404);
    const spent = await desk.ask('redeem', { card: { number: card!.number }, amount: '1.00' });
    expect(spent.status).toBeGreaterThanOrEqual(400);
    const voided = await desk.house.database.query<{ n: bigint }>(
      'select count(*) as n from delivery.pass where is_voided',
    );
    expect(voided[0]!.n).toBeGreaterThan(0n);
  });

  test('is won by exactly one of six who claim at once', async () => {
    const [card] = (await order([{}])).body.cards;
    await activate(card!.number);
    const secret = desk.secretIn(card!.link);
    const phones = Array.from({ length: 6 }, () => desk.phone());
    for (const phone of phones) await desk.publicly(`POST /v1/gift-links/${secret}/codes`, { phone }, address());
    const codes = await Promise.all(phones.map(async (phone) => /\d{6}/.exec(await desk.lastTextTo(phone))?.[0]));
    const answers = await Promise.all(
      phones.map((phone, at) =>
        desk.publicly(`POST /v1/gift-links/${secret}/claim`, { phone, code: codes[at] }, address()),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const won = answers.findIndex(({ status }) => status === 200);
    // Who has won is answered again as the first time.
    const again = { phone: phones[won], code: codes[won] };
    expect((await desk.publicly(`POST /v1/gift-links/${secret}/claim`, again, address())).status).toBe(200);
  });

  test('would be won by several who looked whether it is open and did not ask whether they ended it: the race is real', async () => {
    const { batch } = (await order([{}])).body;
    const { id } = desk.house.tokens.decode('cbat', batch)!;
    const { database } = desk.house;
    await database.query('create table if not exists won (who int)');
    const naive = (who: number): Promise<void> =>
      database.transaction(async (tx) => {
        const ended = await tx.query('select state from delivery.card_link_end where batch = $1 and serial = 1', [id]);
        await tx.query('select pg_sleep(0.05)');
        if (ended.length > 0) return;
        await tx.query(
          `insert into delivery.card_link_end (batch, serial, tenant_id, state, ended_at)
           select batch, 1, tenant_id, 'claimed', now() from delivery.batch_links where batch = $1 on conflict do nothing`,
          [id],
        );
        await tx.query('insert into won values ($1)', [who]);
      });
    await Promise.all([naive(1), naive(2), naive(3)]);
    expect((await database.query('select who from won')).length).toBeGreaterThan(1);
    const ends = await database.query('select state from delivery.card_link_end where batch = $1', [id]);
    expect(ends).toEqual([{ state: 'claimed' }]);
  });

  test('is over when its link is revoked, alone or with its batch, or when its time has come', async () => {
    const made = (await order([{}, {}, {}])).body;
    for (const { number } of made.cards) await activate(number);
    const [first, second, third] = made.cards;
    const revoke = (body: object) => post(`/v1/card-batches/${made.batch}/links/revoke`, body);
    expect((await revoke({ serial: 1 })).status).toBe(200);
    expect((await revoke({ serial: 1 })).status).toBe(200);
    expect((await look(first!.link)).status).toBe(404);
    expect((await look(second!.link)).status).toBe(200);
    await desk.claim(desk.secretIn(second!.link), desk.phone(), undefined, address());
    expect(await revoke({ serial: 2 })).toMatchObject({ status: 409, body: { code: 'delivery.link.unfit_state' } });
    expect((await look(third!.link)).status).toBe(200);
    expect((await revoke({})).status).toBe(200);
    expect((await look(third!.link)).status).toBe(404);
    expect((await post(`/v1/card-batches/${made.batch}/links`, {})).body).toMatchObject({
      code: 'delivery.link.unfit_state',
    });

    const late = (await order([{}], { links: false })).body;
    expect(late.cards[0]!.link).toBeUndefined();
    expect((await post(`/v1/card-batches/${late.batch}/links`, { hours: 1 })).status).toBe(201);
    const { batch } = must(
      await desk.house.cards.findBatch(desk.house.tenant, desk.house.tokens.decode('cbat', late.batch)!.id),
    );
    const about = { tenant: batch.tenant, batch: batch.batch, program: desk.house.program().program };
    const links = await desk.house.distribution.find(about);
    await activate(late.cards[0]!.number);
    expect((await look(links!.of(1).url)).status).toBe(200);
    desk.clock.skip(3_601);
    expect((await look(links!.of(1).url)).status).toBe(404);
    expect(await desk.house.distribution.find(about)).toBeUndefined();
  });

  test('is opened by who may make cards, and another tenant knows no batch', async () => {
    const made = (await order([{}])).body;
    const till = await desk.house.request(
      `POST /v1/card-batches/${made.batch}/links`,
      {},
      { secret: desk.house.secrets.till },
    );
    expect(till.status).toBe(403);
    const unknown = desk.house.tokens.encode('cbat', 0, 99_999n);
    expect((await post(`/v1/card-batches/${unknown}/links`, {})).status).toBe(404);
  });
});

describe('cards whose rows named a phone', () => {
  test('go out once they are activated, once each, as a message that waits for that phone', async () => {
    const phone = desk.phone();
    const made = (await order([{ phone }, {}, { phone: desk.phone() }], { links: false })).body;
    const send = () => post(`/v1/card-batches/${made.batch}/deliveries`, {});
    expect((await send()).body).toMatchObject({
      items: [{ serial: 1, refusal: { code: 'delivery.card.unfit_state' } }, { serial: 3 }],
      withoutPhone: 1,
    });
    expect(await desk.send()).toBe(0);
    await activate(made.cards[0]!.number);
    expect((await send()).body).toMatchObject({
      items: [
        { serial: 1, state: 'queued', repeated: false },
        { serial: 3, refusal: { code: 'delivery.card.unfit_state' } },
      ],
    });
    expect((await send()).body).toMatchObject({ items: [{ serial: 1, repeated: true }, { serial: 3 }] });
    expect((await actsOf(desk.house)).filter((act) => act === 'delivery.delivery.asked')).toHaveLength(1);
    expect(await desk.send()).toBe(1);
    const text = await desk.lastTextTo(phone);
    expect(text).toContain('25');
    expect(text).not.toContain(made.cards[0]!.number);
    expect(await desk.claim(desk.secretIn(text), phone, undefined, address())).toMatchObject({ status: 200 });
  });

  test('are not given a second time by their link while they are on their way', async () => {
    const phone = desk.phone();
    const made = (await order([{ phone }])).body;
    await activate(made.cards[0]!.number);
    await post(`/v1/card-batches/${made.batch}/deliveries`, {});
    const secret = desk.secretIn(made.cards[0]!.link);
    expect((await desk.claim(secret, desk.phone(), undefined, address())).status).toBe(404);
  });
});
