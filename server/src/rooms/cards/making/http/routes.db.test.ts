import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actsOf } from '../../../../../test/acts.ts';
import { makeHouse, must, type TestHouse } from '../../../../../test/house.ts';
import { luhnDigit } from '../../../../kernel/card-number.ts';
import { decryptField } from '../../../../platform/keys.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await makeHouse();
  const eur = house.programs.settings().unitByCode(house.tenant, 'EUR')!.unit;
  must(
    await house.cards.openRange(house.tenant, {
      ...{ code: 'gift-2026', type: 'gift', prefix: '7770', length: 12, charset: 'digits', checkDigit: 'luhn' },
      ...{ pinKind: 'pin', pinLength: 4, pinRequired: true, unit: eur, face: undefined, program: undefined },
      ...{ priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined, policy: {} },
    }),
  );
});
afterAll(() => house.close());

const number = (n: number): string => {
  const payload = `7770${String(n).padStart(7, '0')}`;
  return payload + luhnDigit(payload);
};

type Answer = { status: number; body: Record<string, unknown>; text: string };

async function send(what: string, body?: string | object, headers: Record<string, string> = {}): Promise<Answer> {
  const [method, url] = what.split(' ') as ['GET' | 'POST' | 'PUT', string];
  const answer = await house.api.inject({
    ...{ method, url, ...(body === undefined ? {} : { payload: body }) },
    headers: { authorization: `Bearer ${house.secrets.tenant}`, ...headers },
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, body: isJson ? (JSON.parse(answer.body) as never) : {}, text: answer.body };
}
const upload = (file: string, query: string, headers = { 'content-type': 'text/csv' }) =>
  send(`POST /v1/card-files?range=gift-2026&${query}`, file, headers);

/** The code as the mail that waits in the queue has it. */
async function mailedCode(): Promise<string> {
  const [row] = await house.database.query<{ sealed: Buffer; reference: string }>(
    `select sealed, reference from notifications.message where template = 'file-code' order by message desc limit 1`,
  );
  const context = `notifications.message.${house.tenant}.${row!.reference}`;
  const plain = decryptField(house.keys, row!.sealed, context).toString();
  return (JSON.parse(plain) as { facts: { code: string } }).facts.code;
}

test('the registered address waits for a second person, and codes need one', async () => {
  expect(await send('GET /v1/card-contact')).toMatchObject({ status: 409, body: { code: 'cards.contact.missing' } });
  const asked = await send('PUT /v1/card-contact', { reference: 'contact', email: 'cards@example.com' });
  expect(asked).toMatchObject({ status: 202, body: { email: 'c•••@example.com', repeated: false } });
  expect(await send('PUT /v1/card-contact', { reference: 'contact', email: 'cards@example.com' })).toMatchObject({
    body: { approval: asked.body['approval'], repeated: true },
  });
  expect(await send('PUT /v1/card-contact', { reference: 'contact', email: 'thief@example.com' })).toMatchObject({
    status: 409,
  });
  expect((await send('GET /v1/card-contact')).status).toBe(409);
  const approval = house.tokens.decode('appr', String(asked.body['approval']))!.id;
  const { credential, scopes } = house.principals.tenant;
  const { approve } = house.staff.approvals;
  // Not the one who asked, nor a credential of nobody.
  expect(await approve(house.tenant, approval, { credential, scopes })).toMatchObject({ ok: false });
  const boss = { name: 'Boss', email: 'boss@example.com' };
  const added = must(await house.staff.addPerson(house.tenant, boss, { credential }));
  must(await approve(house.tenant, approval, { person: added.person.person, scopes }));
  expect(await send('GET /v1/card-contact')).toMatchObject({ status: 200, body: { email: 'c•••@example.com' } });
});

test('from upload to card over HTTP', async () => {
  const file = `number,pin,face_value,phone,note\n${number(1)},1234,25.00,+34600123456,=1+1\n${number(2)},4321,50.00,,\n`;
  const made = await upload(file, 'reference=may&mode=whole');
  expect(made).toMatchObject({ status: 202, body: { state: 'checking', repeated: false } });
  expect((await upload(file, 'reference=may&mode=whole')).body).toMatchObject({ repeated: true });
  const path = `/v1/card-files/${made.body['file'] as string}`;
  await house.making.work();
  expect((await send(`GET ${path}`)).body).toMatchObject({ state: 'checked', rows: { total: 2, wrong: 0, done: 0 } });
  const sent = await send(`POST ${path}/code`);
  expect(sent).toMatchObject({ status: 202, body: { sentTo: 'c•••@example.com' } });
  const wrong = await send(`POST ${path}/confirm`, { code: '000000' });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'cards.code.wrong' } });
  const unknown = await send(`POST /v1/card-files/cfile_${'0'.repeat(26)}/confirm`, { code: '000000' });
  expect({ ...unknown.body, requestId: 0 }).toEqual({ ...wrong.body, requestId: 0 });
  expect(await send(`POST ${path}/confirm`, { code: await mailedCode() })).toMatchObject({
    status: 202,
    body: { state: 'creating' },
  });
  await house.making.work();
  expect((await send(`GET ${path}`)).body).toMatchObject({ state: 'released', rows: { total: 2, wrong: 0, done: 2 } });
  const { text } = await send(`GET ${path}/cards.csv`);
  expect(text).toContain(`1,••••${number(1).slice(-4)},inert,,25.00,,,'+34•••••3456,,'=1+1`);
  expect(text).not.toContain(number(1));
  expect(text.split('\n')[0]).not.toContain('link');

  // Links to hand out are asked for, and refused while the program does not say how it delivers.
  const batch = ((await send(`GET ${path}`)).body as { batch: string }).batch;
  const open = () => send(`POST /v1/card-batches/${batch}/links`, {});
  expect(await open()).toMatchObject({ status: 409, body: { code: 'delivery.setting.missing' } });
  const setting = { publicUrl: 'https://cards.example', brand: 'Mercado' };
  expect((await send('PUT /v1/programs/club/gift-card-delivery', setting)).status).toBe(200);
  const opened = await open();
  expect(opened.status).toBe(201);
  expect((await open()).body).toEqual(opened.body);
  const withLinks = (await send(`GET ${path}/cards.csv`)).text;
  const links = withLinks.match(/https:\/\/cards\.example\/gift\/gft_[0-9a-z]{26}/g);
  expect(new Set(links).size).toBe(2);
  expect(withLinks).not.toContain('gift-passes');
  expect(withLinks).not.toContain(number(1));
  expect((await send('GET /v1/card-files')).body).toMatchObject({ items: [{ reference: 'may' }] });
  expect((await send(`POST ${path}/abandon`)).body).toMatchObject({ code: 'cards.file.unfit_state' });
  // Each step once, whoever asked again; each list of what was made, since its links open cards.
  expect(await actsOf(house, `card file ${made.body['file'] as string}`)).toEqual([
    ...['cards.file.received', 'cards.file.code_sent', 'cards.file.confirmed'],
    ...['cards.file.downloaded', 'cards.file.downloaded'],
  ]);
  expect(await actsOf(house, `card batch ${batch}`)).toEqual([
    ...['cards.batch.ordered', 'cards.batch.released', 'delivery.links.opened'],
  ]);
});

test('errors are listed by line, page by page, and as a file', async () => {
  const rows = Array.from({ length: 5 }, (_, n) => `${number(100)},${n % 2 ? '12' : '1234'}`);
  const made = await upload(`number,pin\n${rows.join('\n')}`, 'reference=wrong&mode=whole');
  const path = `/v1/card-files/${made.body['file'] as string}`;
  await house.making.work();
  const first = await send(`GET ${path}/errors?limit=3`);
  expect(first.body).toMatchObject({
    items: [
      { line: 3, column: 'pin', code: 'pin.malformed', message: 'A PIN of this range has 4 digits.' },
      { line: 4, column: 'number', code: 'number.twice', message: 'The number stands in line 2 already.' },
      { line: 5, code: 'pin.malformed' },
    ],
  });
  const second = await send(`GET ${path}/errors?limit=3&cursor=${String(first.body['next'])}`);
  expect(second.body).toEqual({ items: [expect.objectContaining({ line: 6, code: 'number.twice' })] });
  const { text } = await send(`GET ${path}/errors.csv`, undefined, { 'accept-language': 'es' });
  expect(text.split('\r\n')[1]).toBe('3,pin,pin.malformed,Un PIN de este rango tiene 4 cifras.');
  expect(text.trim().split('\r\n')).toHaveLength(5);
  expect(await send(`POST ${path}/code`)).toMatchObject({ status: 409, body: { code: 'cards.file.rows_wrong' } });
  expect((await send(`POST ${path}/abandon`)).body).toMatchObject({ state: 'abandoned' });
});

test('a file of another tenant is not there', async () => {
  const made = await upload(`number,pin\n${number(300)},1234`, 'reference=ours&mode=whole');
  const path = `/v1/card-files/${made.body['file'] as string}`;
  const headers = { authorization: `Bearer ${house.secrets.vecino}` };
  for (const what of [`GET ${path}`, `GET ${path}/errors`, `POST ${path}/code`, `POST ${path}/abandon`]) {
    expect(await send(what, undefined, headers)).toMatchObject({ status: 404, body: { code: 'cards.file.unknown' } });
  }
  await send(`POST ${path}/abandon`);
  const acts = await actsOf(house, `card file ${made.body['file'] as string}`);
  expect(acts).toEqual(['cards.file.received', 'cards.file.abandoned']);
});

test('what is no upload is refused', async () => {
  expect(await upload('{}', 'reference=x&mode=whole', { 'content-type': 'application/json' })).toMatchObject({
    status: 415,
    body: { code: 'http.media_type.unsupported' },
  });
  expect(await upload('number\n1', 'reference=x')).toMatchObject({ status: 400, body: { code: 'http.input.invalid' } });
  expect(await upload('number\n1', 'mode=whole')).toMatchObject({ body: { code: 'operation.reference_missing' } });
  expect(
    await send('POST /v1/card-files?range=none&reference=x&mode=whole', 'a', { 'content-type': 'text/csv' }),
  ).toMatchObject({
    status: 404,
    body: { code: 'cards.range.unknown' },
  });
});

test('templates are files of the format', async () => {
  const { text } = await send('GET /v1/card-file-format/gift');
  expect(text.split('\r\n')[0]).toBe('\uFEFFnumber,pin,face_value,currency,phone,valid_until,serial,note');
  expect((await send('GET /v1/card-file-format')).body).toMatchObject({ limits: { rows: 1_000_000 } });
});

test('a card is made while the caller waits, and told once more for the same reference', async () => {
  const order = { reference: 'order-1', range: 'gift-2026', cards: [{ faceValue: '25.00', phone: '+34600123456' }] };
  const made = await send('POST /v1/card-orders', order);
  expect(made).toMatchObject({ status: 201, body: { repeated: false, cards: [{ serial: 1 }] } });
  expect((await send('POST /v1/card-orders', order)).body).toEqual({ ...made.body, repeated: true });
  // Both answers have number and PIN: who saw them stands in the chain, and they do not.
  const { batch, cards } = made.body as { batch: string; cards: { number: string; pin: string }[] };
  expect(await actsOf(house, `card batch ${batch}`)).toEqual([
    ...['cards.batch.ordered', 'cards.order.made', 'cards.batch.released', 'cards.order.shown'],
  ]);
  const told = await house.database.query('select act, subject, reason, before, after from staff.audit');
  expect(JSON.stringify(told)).not.toContain(cards[0]!.number);
  const other = await send('POST /v1/card-orders', { ...order, cards: [{ faceValue: '26.00' }] });
  expect(other).toMatchObject({ status: 409, body: { code: 'operation.reference_reused' } });
  const form = { ...order, reference: 'order-2', source: 'form' };
  expect(await send('POST /v1/card-orders', form)).toMatchObject({ status: 400 });
  expect(await send('POST /v1/card-orders', { ...form, reason: 'lost parcel' })).toMatchObject({ status: 201 });
  expect(
    await send('POST /v1/card-orders', { ...order, reference: 'o3', cards: [{ validUntil: '2020-01-01' }] }),
  ).toMatchObject({
    body: {
      code: 'http.input.invalid',
      errors: [{ path: 'body.cards.0.valid_until', message: 'The date lies in the past.' }],
    },
  });
});

test('nothing of a file is left in the folder when all are over', () => {
  expect(readdirSync(join(tmpdir(), `tallystick-${process.pid}`, 'card-files'))).toEqual([]);
});
