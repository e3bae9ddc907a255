import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf } from '../../../test/acts.ts';
import { withAnotherEnd } from '../../../test/another-end.ts';
import { makeApp, makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { must } from '../../../test/house.ts';
import { makePassCertificates, makeServiceKey } from '../../../test/pass-certificates.ts';
import { readSvg } from '../../../test/picture.ts';
import { readCode128 } from '../../../test/read-bars.ts';
import { readQr } from '../../../test/read-qr.ts';
import { unzip } from '../../../test/unzip.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';

const TYPES = ['bonus', 'multi', 'discount'] as const;
let desk: DeliveryHouse;
let addresses = 0;
/** Each person has an address of his own: the limit of one is not what these tests are about. */
const address = (): string => `203.0.113.${(addresses += 1) % 250}`;

beforeAll(async () => {
  desk = await makeDeliveryHouse({
    setting: {
      apple: { passType: 'pass.example.card', team: 'TEAM123456' },
      google: { issuer: '338800000', email: 'wallet@example.iam.gserviceaccount.com' },
    },
    secrets: { ...makePassCertificates(), googleKey: makeServiceKey().googleKey },
  });
  const { house } = desk;
  for (const [n, type] of TYPES.entries())
    must(
      await house.cards.openRange(house.tenant, {
        ...{ program: house.program().program, code: type, type, prefix: `779${n}`, length: 12, charset: 'digits' },
        ...{ checkDigit: 'none', pinKind: 'none', pinLength: 0, pinRequired: false, face: undefined, track: {} },
        ...{ priceList: type === 'discount' ? 'club-prices' : undefined, unit: undefined },
        ...{ systemOfRecord: 'here', processor: undefined, policy: {} },
      } as Parameters<typeof house.cards.openRange>[1]),
    );
});
afterAll(() => desk.close());

type Made = {
  readonly serial: number;
  readonly number: string;
  readonly link: string;
  readonly passes: { readonly apple: string; readonly google: string };
};
type Body = Record<string, never> & { code?: string; batch: string; cards: Made[] };

const ask = async (what: string, payload?: object): Promise<{ status: number; body: Body; text: string }> => {
  const [method, url] = what.split(' ') as ['GET' | 'POST', string];
  const headers = { authorization: `Bearer ${desk.house.secrets.tenant}` };
  const answer = await desk.house.api.inject({ method, url, headers, ...(payload && { payload }) });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, body: isJson ? JSON.parse(answer.body) : {}, text: answer.body };
};
const order = async (cards: object[] = [{}], extra: object = {}): Promise<Body> => {
  const body = { reference: desk.reference(), range: 'bonus', cards, links: true, ...extra };
  const made = await ask('POST /v1/card-orders', body);
  expect(made.status, made.text).toBe(201);
  return made.body;
};
const oneCard = async (card: object = {}, extra: object = {}): Promise<Made & { batch: string }> => {
  const made = await order([card], extra);
  return { ...made.cards[0]!, batch: made.batch };
};
const look = (url: string, headers: Record<string, string> = {}) =>
  desk.publicly(`GET ${url.replace('https://cards.example', '')}`, undefined, address(), headers);
const claim = (card: Made, phone: string) => desk.claim(desk.secretIn(card.link), phone, undefined, address());
const ownerOf = async (number: string): Promise<{ owner: bigint; phone: string | null } | undefined> => {
  const found = await ask('POST /v1/cards', { reference: desk.reference(), number });
  expect(found.body.code).toBe('cards.card.exists');
  const [row] = await desk.house.database.query<{ owner: bigint; phone: string | null }>(
    `select card.owner, known.phone from cards.card as card left join members.profile as known on known.member = card.owner
      where card.last_four = $1 order by card.card desc limit 1`,
    [number.slice(-4)],
  );
  return row;
};

describe.each(TYPES)('a %s card that was made with a link', (type) => {
  test('is shown at once as tills read it, and goes into either wallet', async () => {
    const card = await oneCard({}, { range: type });
    const page = await look(card.link);
    expect(page.status).toBe(200);
    const html = page.raw.toString();
    expect(html).toContain(`••••${card.number.slice(-4)}`);
    expect(html).not.toContain(card.number);
    const [qr, bars] = [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => readSvg(svg));
    expect(readQr(qr!).text).toBe(card.number);
    expect(readCode128(bars!).text).toBe(card.number);

    const fetched = await look(card.passes.apple);
    expect(fetched).toMatchObject({ status: 200, headers: { 'content-type': 'application/vnd.apple.pkpass' } });
    const pass = JSON.parse(unzip(fetched.raw).get('pass.json')!.toString());
    expect(pass).toMatchObject({ voided: false, barcodes: [{ message: card.number, altText: expect.any(String) }] });
    expect(JSON.stringify(pass.storeCard)).not.toContain(card.number);
    expect(JSON.stringify(pass.storeCard)).toContain('card');
    const google = await look(card.passes.google);
    expect(google.status).toBe(303);
    const claims = String(google.headers['location']).split('/save/')[1]!.split('.')[1]!;
    const { payload } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(payload.genericObjects[0].barcode).toMatchObject({ value: card.number });
    // The second pass of a card is the first, whoever fetches it.
    expect(
      JSON.parse(
        unzip((await look(card.passes.apple)).raw)
          .get('pass.json')!
          .toString(),
      ).serialNumber,
    ).toBe(pass.serialNumber);
  });

  test('is taken into the name of who proves his phone, who was no member before, and then its link is over', async () => {
    const card = await oneCard({}, { range: type });
    const phone = desk.phone();
    expect(await claim(card, phone)).toMatchObject({ status: 200, body: { cards: 1 } });
    expect(await ownerOf(card.number)).toMatchObject({ phone });
    for (const url of [card.link, card.passes.apple, card.passes.google]) expect((await look(url)).status).toBe(404);
    const late = await desk.publicly(
      `POST /v1/gift-links/${desk.secretIn(card.link)}/claim`,
      { phone: desk.phone(), code: '000000' },
      address(),
    );
    expect(late).toMatchObject({ status: 404, body: { code: 'delivery.link.unusable' } });
  });
});

describe('the link of a card that holds no money', () => {
  test('tells an app what it offers, without a balance', async () => {
    const card = await oneCard();
    const { body } = await look(`/v1/gift-links/${desk.secretIn(card.link)}`);
    expect(body).toEqual({ type: 'bonus', brand: 'Mercado', masked: `••••${card.number.slice(-4)}` });
  });

  test('gives the card to a member who is known already, beside the cards that he has', async () => {
    const phone = desk.phone();
    await desk.enrol(phone, true);
    const [first, second] = (await order([{}, {}])).cards as [Made, Made];
    expect((await claim(first, phone)).status).toBe(200);
    expect((await claim(second, phone)).status).toBe(200);
    expect((await ownerOf(first.number))!.owner).toBe((await ownerOf(second.number))!.owner);
  });

  test('makes the app that claims the phone’s own, which gets the gift cards that wait there; again it is the same app', async () => {
    const phone = desk.phone();
    const gift = await desk.sellCard();
    expect((await desk.deliver(gift.number, phone)).status).toBe(202);
    await desk.send();
    const card = await oneCard();
    const secret = desk.secretIn(card.link);
    const app = makeApp();
    await desk.publicly(`POST /v1/gift-links/${secret}/codes`, { phone }, address());
    const code = /\d{6}/.exec(await desk.lastTextTo(phone))?.[0];
    const claimed = () =>
      desk.publicly(`POST /v1/gift-links/${secret}/claim`, { phone, code, app: app.told }, address());
    const first = await claimed();
    expect(first).toMatchObject({ status: 200, body: { device: expect.stringMatching(/^dev_/) } });
    expect((await claimed()).body['device']).toBe(first.body['device']);
    app.device = first.body['device'] as unknown as string;
    expect((await desk.asApp(app, 'cards', '', {}, address())).body['cards']).toHaveLength(1);
    const wrong = { phone, code, app: { ...app.told, publicKey: 'x'.repeat(60) } };
    expect((await desk.publicly(`POST /v1/gift-links/${secret}/claim`, wrong, address())).body['code']).toBe(
      'delivery.device.key_malformed',
    );
  });

  test('is won by exactly one of six who saw the card at once and claim it at once', async () => {
    const card = await oneCard();
    const secret = desk.secretIn(card.link);
    const phones = Array.from({ length: 6 }, () => desk.phone());
    for (const phone of phones) await desk.publicly(`POST /v1/gift-links/${secret}/codes`, { phone }, address());
    const codes = await Promise.all(phones.map(async (phone) => /\d{6}/.exec(await desk.lastTextTo(phone))?.[0]));
    // Who looked and then took what he saw would be one of six winners.
    const seen = await Promise.all(phones.map(() => look(card.link)));
    expect(seen.filter(({ status }) => status === 200)).toHaveLength(6);
    const answers = await Promise.all(
      phones.map((phone, at) =>
        desk.publicly(`POST /v1/gift-links/${secret}/claim`, { phone, code: codes[at] }, address()),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(await ownerOf(card.number)).toMatchObject({ phone: phones[won] });
    // Those who lost became nobody by it, and who has won is answered again as the first time.
    const enrolled = await desk.house.database.query('select 1 from members.profile where phone = any($1)', [phones]);
    expect(enrolled).toHaveLength(1);
    const again = { phone: phones[won], code: codes[won] };
    expect((await desk.publicly(`POST /v1/gift-links/${secret}/claim`, again, address())).status).toBe(200);
  });

  test('gives a card that a till took into use for nobody to who has the link, with all that it has collected', async () => {
    const card = await oneCard();
    expect((await ask('POST /v1/cards', { reference: desk.reference(), number: card.number })).status).toBe(201);
    expect((await look(card.link)).status).toBe(200);
    // Somebody who has an account of his own would have to be merged with it, which is for two people at a desk.
    const known = desk.phone();
    await desk.enrol(known, true);
    expect((await claim(card, known)).status).toBe(404);
    const before = (await ownerOf(card.number))!.owner;
    const phone = desk.phone();
    expect((await claim(card, phone)).status).toBe(200);
    expect(await ownerOf(card.number)).toEqual({ owner: before, phone });
  });

  test('is for the phone that its row named and for no other', async () => {
    const phone = desk.phone();
    const card = await oneCard({ phone });
    const other = desk.phone();
    await desk.publicly(`POST /v1/gift-links/${desk.secretIn(card.link)}/codes`, { phone: other }, address());
    await expect(desk.lastTextTo(other)).rejects.toThrow('nothing went');
    expect((await claim(card, phone)).status).toBe(200);
  });

  test('is for the member that its row named, by the phone that he has, and for no other', async () => {
    const phone = desk.phone();
    const { program } = desk.house.program();
    const told = { tenant: desk.house.tenant, program, channel: 'app', phone, phoneVerified: true } as const;
    const input = { ...told, externalId: 'crm-links-1' };
    const name = { space: 0n, family: FAMILY.member, reference: desk.reference() };
    must(
      await desk.house.machine.submit(desk.house.members.enrolment, memberArrival(desk.house.keys, name, input, input)),
    );
    const card = await oneCard({ memberExternalId: 'crm-links-1' });
    expect((await claim(card, desk.phone())).status).toBe(404);
    expect((await claim(card, phone)).status).toBe(200);
    expect(await ownerOf(card.number)).toMatchObject({ phone });
  });

  test('answers as one that never was, whatever stands against the card', async () => {
    const never = await look(`/gift/${withAnotherEnd(desk.secretIn((await oneCard()).link))}`);
    expect(never.status).toBe(404);
    const dead: Record<string, Made & { batch: string }> = {};
    const make = async (name: string, card: object = {}): Promise<Made & { batch: string }> =>
      (dead[name] = await oneCard(card));
    const revoked = await make('revoked');
    await ask(`POST /v1/card-batches/${revoked.batch}/links/revoke`, { serial: 1 });
    const destroyed = await make('destroyed');
    await ask(`POST /v1/card-batches/${destroyed.batch}/destroy`, {});
    const blocked = await make('blocked');
    const block = { reason: 'recall', effects: ['activate'], batch: blocked.batch, reference: desk.reference() };
    expect((await ask('POST /v1/card-suspensions', block)).status).toBe(201);
    const somebodys = await make('somebodys');
    await desk.enrol('+34600987654', true);
    const given = { number: somebodys.number, phone: '+34600987654' };
    expect((await ask('POST /v1/cards', { reference: desk.reference(), ...given })).status).toBe(201);
    const declined = await make('declined');
    await desk.publicly(`POST /v1/gift-links/${desk.secretIn(declined.link)}/decline`, {}, address());
    for (const [name, card] of Object.entries(dead)) {
      const page = await look(card.link);
      expect(page.status, name).toBe(404);
      expect(page.raw.equals(never.raw), name).toBe(true);
      for (const pass of Object.values(card.passes))
        expect(await look(pass), name).toMatchObject({ status: 404, body: { code: 'delivery.link.unusable' } });
      expect((await claim(card, desk.phone()).catch(() => ({ status: 404 }))).status, name).toBe(404);
    }
  });

  test('shows nothing of a batch that is not released, nor of one whose time has come', async () => {
    const { house } = desk;
    const who = { tenant: house.tenant, by: 1n };
    const asked = { ...who, space: 0n, reference: desk.reference(), range: 'bonus', quantity: 3 };
    const { batch } = must(await house.cards.createCardBatch({ ...asked, source: 'generator' }));
    await house.cards.generateBatch(batch);
    const about = { tenant: house.tenant, batch: batch.batch, program: house.program().program };
    const { links } = must(await house.distribution.open(about, { by: { credential: 1n }, hours: 1 }));
    expect((await look(links.of(2).url)).status).toBe(404);
    must(await house.cards.releaseBatch(who, batch.batch));
    expect((await look(links.of(2).url)).status).toBe(200);
    expect((await look(links.of(4).url)).status).toBe(404);
    desk.clock.skip(3_601);
    expect((await look(links.of(2).url)).status).toBe(404);
  });

  test('leaves a pass that somebody has put into his phone good while its card is, and void when it is not', async () => {
    const card = await oneCard();
    const { webServiceURL: _, ...pass } = JSON.parse(
      unzip((await look(card.passes.apple)).raw)
        .get('pass.json')!
        .toString(),
    );
    const now = async () => {
      const url = `/v1/apple-wallet/v1/passes/pass.example.card/${pass.serialNumber}`;
      const fetched = await look(url, { authorization: `ApplePass ${pass.authenticationToken}` });
      expect(fetched.status).toBe(200);
      return JSON.parse(unzip(fetched.raw).get('pass.json')!.toString());
    };
    expect((await claim(card, desk.phone())).status).toBe(200);
    expect(await now()).toMatchObject({ voided: false, barcodes: [{ message: card.number }] });
    const block = { reason: 'stolen', effects: ['view', 'spend'], batch: card.batch, reference: desk.reference() };
    expect((await ask('POST /v1/card-suspensions', block)).status).toBe(201);
    const over = await now();
    expect(over.voided).toBe(true);
    expect(JSON.stringify(over)).not.toContain(card.number.slice(-4));
  });
});

describe('links on their way to people', () => {
  const post = (batch: string, what: string, body: object) => ask(`POST /v1/card-batches/${batch}/${what}`, body);

  test('go to the phones that rows named, once each, and not where somebody has the card', async () => {
    const [phone, other] = [desk.phone(), desk.phone()];
    const made = await order([{ phone }, {}, { phone: other }]);
    expect((await claim(made.cards[2]!, other)).status).toBe(200);
    const sent = await post(made.batch, 'deliveries', { language: 'es' });
    expect(sent.body).toMatchObject({
      items: [
        { serial: 1, state: 'queued', repeated: false },
        { serial: 3, refusal: { code: 'delivery.link.unfit_state', facts: { state: 'claimed' } } },
      ],
      withoutPhone: 1,
    });
    expect((await post(made.batch, 'deliveries', { language: 'es' })).body).toMatchObject({
      items: [{ repeated: true }, {}],
    });
    const text = await desk.lastTextTo(phone);
    expect(text).toContain(made.cards[0]!.link);
    expect(text).not.toContain(made.cards[0]!.number);
    expect((await claim(made.cards[0]!, phone)).status).toBe(200);
  });

  test('are refused while they are not open', async () => {
    const made = await order([{ phone: desk.phone() }], { links: false });
    expect((await post(made.batch, 'deliveries', {})).body).toMatchObject({
      items: [{ refusal: { code: 'delivery.link.not_found' } }],
    });
    expect(
      (await post(made.batch, 'links/send', { reference: 'x', serial: 1, to: { email: 'a@example.com' } })).status,
    ).toBe(404);
  });

  test('go singly by SMS and e-mail in two languages, once under a reference, and the audit knows who sent them', async () => {
    const card = await oneCard();
    const send = (body: object) => post(card.batch, 'links/send', { serial: 1, ...body });
    const reference = desk.reference();
    const mail = { reference, to: { email: 'ana@example.com' }, language: 'en' };
    expect(await send(mail)).toMatchObject({ status: 202, body: { state: 'queued', repeated: false } });
    expect(await send(mail)).toMatchObject({ status: 202, body: { repeated: true } });
    expect((await send({ ...mail, language: 'es' })).body.code).toBe('operation.reference_reused');
    const phone = desk.phone();
    expect((await send({ reference: desk.reference(), to: { phone }, language: 'es' })).status).toBe(202);
    expect(await desk.lastTextTo(phone)).toBe(`Su tarjeta de Mercado: ${card.link}`);
    expect(await desk.lastTextTo('ana@example.com')).toContain(card.link);
    for (const wrong of [
      { reference: desk.reference(), to: { phone: '12' } },
      { reference: desk.reference(), to: { email: 'nobody' } },
      { reference: desk.reference(), to: { phone }, serial: 2 },
      { to: { phone } },
    ])
      expect((await send(wrong)).status, JSON.stringify(wrong)).toBeGreaterThanOrEqual(400);
    const acts = await desk.house.database.query(`select act from staff.audit where subject = $1 order by seq`, [
      `card batch ${card.batch}`,
    ]);
    expect(acts.map((one) => one['act'])).toEqual([
      ...['cards.batch.ordered', 'cards.order.made', 'cards.batch.released'],
      'delivery.links.opened',
      'delivery.link.sent',
      'delivery.link.sent',
    ]);
  });
});

describe('the list of links', () => {
  const CARDS = 2_500;
  const rowsOf = (text: string): string[][] =>
    text
      .replace('\uFEFF', '')
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));

  test('tells those of a batch of the generator, page after page, with the state of each', async () => {
    const { house } = desk;
    const who = { tenant: house.tenant, by: 1n };
    const asked = { ...who, space: 0n, reference: desk.reference(), range: 'bonus', quantity: CARDS };
    const { batch } = must(await house.cards.createCardBatch({ ...asked, source: 'generator' }));
    await house.cards.generateBatch(batch);
    const name = house.tokens.encode('cbat', 0, batch.batch);
    const list = () => ask(`GET /v1/card-batches/${name}/links.csv`);
    expect((await list()).body.code).toBe('cards.batch.unfit_state');
    must(await house.cards.releaseBatch(who, batch.batch));
    expect((await list()).body.code).toBe('delivery.link.not_found');
    expect((await ask(`GET /v1/card-batches/${name}`)).body).not.toHaveProperty('links');
    expect((await ask(`POST /v1/card-batches/${name}/links`, {})).status).toBe(201);

    const [head, ...rows] = rowsOf((await list()).text);
    expect(head!.join()).toBe('serial,number,client_serial,card_state,blocked,link_state,link,apple_pass,google_pass');
    expect(rows).toHaveLength(CARDS);
    expect(new Set(rows.map((row) => row[6])).size).toBe(CARDS);
    expect(rows.map((row) => Number(row[0]))).toEqual(rows.map((_, at) => at + 1));
    for (const row of [rows[0]!, rows[CARDS - 1]!]) {
      expect(row[1]).toMatch(/^••••\d{4}$/);
      expect(row.slice(3, 6)).toEqual(['inert', '', 'open']);
      expect((await look(row[6]!)).status).toBe(200);
      expect((await look(row[7]!)).status).toBe(200);
    }
    const phone = desk.phone();
    expect((await desk.claim(desk.secretIn(rows[2_200]![6]!), phone, undefined, address())).status).toBe(200);
    await ask(`POST /v1/card-batches/${name}/links/revoke`, { serial: 3 });
    await ask(`POST /v1/card-batches/${name}/destroy`, { serials: { first: 4, last: 4 } });
    const after = rowsOf((await list()).text).slice(1);
    expect(after[2_200]!.slice(3)).toEqual(['activated', '', 'claimed', '', '', '']);
    expect(after[2]!.slice(3)).toEqual(['inert', '', 'revoked', '', '', '']);
    expect(after[3]!.slice(3)).toEqual(['destroyed', '', 'over', '', '', '']);
    expect((await ask(`GET /v1/card-batches/${name}`)).body).toMatchObject({
      links: {
        state: 'open',
        openedBy: { credential: expect.stringMatching(/^cred_/) },
        ended: { claimed: 1, declined: 0, revoked: 1 },
        list: `/v1/card-batches/${name}/links.csv`,
        listName: `links-bonus-${name}.csv`,
      },
    });
    const [listed] = await house.database.query<{ n: bigint }>(
      `select count(*) as n from staff.audit where act = 'delivery.links.listed' and subject = $1`,
      [`card batch ${name}`],
    );
    expect(listed!.n).toBe(2n);
  });

  test('says of a card that somebody has without its link that it is used, and of a whole batch that was revoked that it is over', async () => {
    const made = await order([{}, {}]);
    const phone = desk.phone();
    await desk.enrol(phone, true);
    const given = { reference: desk.reference(), number: made.cards[0]!.number, phone };
    expect((await ask('POST /v1/cards', given)).status).toBe(201);
    const states = async () =>
      rowsOf((await ask(`GET /v1/card-batches/${made.batch}/links.csv`)).text)
        .slice(1)
        .map((row) => [row[5], row[6] !== '']);
    expect(await states()).toEqual([
      ['used', false],
      ['open', true],
    ]);
    await ask(`POST /v1/card-batches/${made.batch}/links/revoke`, {});
    expect(await states()).toEqual([
      ['used', false],
      ['over', false],
    ]);
    expect((await ask(`GET /v1/card-batches/${made.batch}`)).body).toMatchObject({ links: { state: 'revoked' } });
    expect(await actsOf(desk.house, `card batch ${made.batch}`)).toContain('delivery.links.revoked');
  });

  test('is for who may make cards of the whole tenant, and of its own tenant', async () => {
    const made = await order();
    const path = `GET /v1/card-batches/${made.batch}/links.csv`;
    const { till, vecino } = desk.house.secrets;
    expect((await desk.request(path, undefined, { secret: till })).status).toBe(403);
    expect((await desk.request(path, undefined, { secret: vecino })).status).toBe(404);
  });
});

test('numbers of cards without money are kept sealed, those of gift cards are not kept, and no number stands in the clear', async () => {
  const card = await oneCard();
  const rows = await desk.house.database.query<{ type: string; text: string }>(
    `select range.type, encode(kept.sealed, 'escape') as text from cards.stock_number as kept
       join cards.batch as batch using (batch) join cards.range as range on range.range = batch.range`,
  );
  expect(new Set(rows.map((row) => row.type))).toEqual(new Set(TYPES));
  for (const { text } of rows) expect(text).not.toContain(card.number);
});
