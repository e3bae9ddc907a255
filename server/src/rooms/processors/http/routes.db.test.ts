import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../../../test/call-endpoint.ts';
import { KEY, openProcessorRooms, type ProcessorRooms } from '../../../../test/processor-rooms.ts';
import { SCOPES, type Principal } from '../../partners/index.ts';
import { standInJson } from '../stand-in/services.ts';

let rooms: ProcessorRooms;
let call: ReturnType<typeof callerOf<Principal>>;
let ours: Principal;
let theirs: Principal;
let till: Principal;
const CARD = '7000 0000 0000 0001';

beforeAll(async () => {
  rooms = await openProcessorRooms();
  call = callerOf(rooms.routes);
  const principal = (tenant: number, more: Partial<Principal> = {}): Principal => ({
    ...{ tenant, credential: 7n, name: 'desk', scopes: new Set(SCOPES) },
    ...more,
  });
  [ours, theirs] = rooms.tenants.map((tenant) => principal(tenant)) as [Principal, Principal];
  till = principal(rooms.tenant, { terminal: 5 });
  rooms.standIn.books.open('7000000000000001');
  rooms.standIn.books.book('7000000000000001', 10_000n, 'LOAD');
});
afterAll(() => rooms.close());

const settings = () => ({
  unit: 'EUR',
  perMinute: 60_000,
  service: standInJson(rooms.standIn.url),
  secretHeaders: { 'X-Key': KEY },
});

test('a processor is set up by who may, shown without its secrets, and refused where it would lead inside', async () => {
  const set = await call(ours, 'PUT /v1/processors/other', { body: settings() });
  expect(set).toMatchObject({ status: 200, body: { code: 'other', secretHeaders: ['x-key'], passesPayments: true } });
  const { secretHeaders: _, ...again } = settings();
  expect(await call(ours, 'PUT /v1/processors/other', { body: { ...again, timeoutMs: 300 } })).toMatchObject({
    body: { secretHeaders: ['x-key'], timeoutMs: 300 },
  });
  const shown = await call(ours, 'GET /v1/processors/other');
  expect(shown).toMatchObject({ status: 200, body: { uncertain: 0, openDiscrepancies: 0 } });
  expect(JSON.stringify(shown)).not.toContain(KEY);
  const [row] = await rooms.database.query<{ text: string }>(
    `select service::text || encode(secrets, 'escape') as text from processors.processor`,
  );
  expect(row.text).not.toContain(KEY);
  for (const [url, refusal] of [
    ['http://10.0.0.7', 'processors.url.not_https'],
    ['https://10.0.0.7', 'processors.url.inside'],
    ['https://user:pass@example.com', 'processors.url.with_credentials'],
    ['https://example.com?card={card}', 'processors.url.malformed'],
    ['https://example.com:5432', 'processors.url.port_refused'],
  ]) {
    const body = { ...settings(), service: { ...settings().service, url } };
    expect(await call(ours, 'PUT /v1/processors/wrong', { body })).toEqual({ refusal });
  }
  expect(await call(ours, 'PUT /v1/processors/other', { body: { ...settings(), unit: 'PTS' } })).toEqual({
    refusal: 'processors.unit.unfit',
  });
  expect(await call(till, 'PUT /v1/processors/other', { body: settings() })).toEqual({
    refusal: 'processors.processor.not_for_bound',
  });
  expect(await call(theirs, 'GET /v1/processors/other')).toEqual({ refusal: 'processors.processor.not_found' });
  expect(await call(theirs, 'GET /v1/processors')).toEqual({ status: 200, body: { items: [] } });
});

test('a balance has its age, and one of before says that it is not fresh', async () => {
  expect(await call(till, 'POST /v1/processor-balances', { body: { card: CARD } })).toMatchObject({
    body: { balance: '100.00', unit: 'EUR', masked: '••••0001', fresh: true, ageSeconds: 0 },
  });
  rooms.wait(90);
  rooms.standIn.setMood({ manner: 'failing' });
  expect(await call(till, 'POST /v1/processor-balances', { body: { card: CARD } })).toMatchObject({
    body: { balance: '100.00', fresh: false, ageSeconds: 90, reason: 'status_502' },
  });
  rooms.standIn.setMood(undefined);
});

test('a payment is 201 when it is paid, 202 while nobody knows, and a refusal when it is declined', async () => {
  const body = { reference: 'p-1', card: CARD, amount: '10.00', currency: 'EUR' };
  const paid = await call(till, 'POST /v1/processor-payments', { body });
  expect(paid).toMatchObject({
    status: 201,
    body: { state: 'approved', certain: true, repeated: false, balance: '90.00' },
  });
  expect(await call(till, 'POST /v1/processor-payments', { body })).toMatchObject({
    status: 201,
    body: { repeated: true },
  });
  expect(await call(till, 'POST /v1/processor-payments', { body: { ...body, amount: '11.00' } })).toEqual({
    refusal: 'operation.reference_reused',
  });
  const more = { ...body, reference: 'p-2', amount: '500.00' };
  expect(await call(till, 'POST /v1/processor-payments', { body: more })).toEqual({
    refusal: 'processors.payment.declined',
  });
  rooms.standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
  const unsure = await call(till, 'POST /v1/processor-payments', { body: { ...body, reference: 'p-3' } });
  expect(unsure).toMatchObject({ status: 202, body: { state: 'unknown', certain: false, reason: 'timeout' } });
  expect(await call(till, 'POST /v1/processor-payments/reverse', { body: { original: 'p-3' } })).toMatchObject({
    status: 200,
    body: { state: 'reversed', certain: true },
  });
  const { id } = (unsure as { body: { id: string } }).body;
  expect(await call(till, `GET /v1/processor-payments/${id}`)).toMatchObject({
    body: { state: 'reversed', amount: '10.00' },
  });
  expect(await call(theirs, `GET /v1/processor-payments/${id}`)).toEqual({ refusal: 'processors.payment.not_found' });
  expect(await call(till, 'POST /v1/processor-payments/reverse', { body: { original: 'p-9' } })).toMatchObject({
    status: 200,
    body: { state: 'voided' },
  });
  expect(await call(till, 'POST /v1/processor-payments', { body: { ...body, reference: 'p-9' } })).toEqual({
    refusal: 'operation.voided_before',
  });
});

test('another terminal’s reference is another name', async () => {
  const body = { reference: 'p-1', card: CARD, amount: '1.00', currency: 'EUR' };
  const other = { ...till, terminal: 6 };
  expect(await call(other, 'POST /v1/processor-payments', { body })).toMatchObject({
    status: 201,
    body: { repeated: false, amount: '1.00' },
  });
});

test('who is bound sees the payments of its own space, the tenant all', async () => {
  const body = { reference: 'own-1', card: CARD, amount: '1.00', currency: 'EUR' };
  const own = { ...till, terminal: undefined, partner: 31 };
  const paid = await call(own, 'POST /v1/processor-payments', { body });
  const { id } = (paid as { body: { id: string } }).body;
  expect(await call(own, `GET /v1/processor-payments/${id}`)).toMatchObject({ status: 200 });
  expect(await call(ours, `GET /v1/processor-payments/${id}`)).toMatchObject({ status: 200 });
  for (const other of [till, { ...own, partner: 32 }])
    expect(await call(other, `GET /v1/processor-payments/${id}`)).toEqual({ refusal: 'processors.payment.not_found' });
});

test('a till that guesses numbers is stopped, and one whose processor is away is not', async () => {
  const guesser = { ...till, terminal: 77 };
  const guess = (n: number) =>
    call(guesser, 'POST /v1/processor-balances', { body: { card: `70999999999${String(n).padStart(5, '0')}` } });
  const told: unknown[] = [];
  for (let n = 0; n < 12; n++) told.push(((await guess(n)) as { refusal: string }).refusal);
  expect(told.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'processors.card.unknown'));
  expect(told.slice(10)).toEqual(['guards.attempts.too_many', 'guards.attempts.too_many']);
  rooms.standIn.setMood({ manner: 'failing' });
  const patient = { ...till, terminal: 78 };
  for (let n = 0; n < 12; n++) {
    const body = { card: `70999999999${String(n).padStart(5, '0')}` };
    expect(await call(patient, 'POST /v1/processor-balances', { body })).toEqual({
      refusal: 'processors.balance.not_told',
    });
  }
  rooms.standIn.setMood(undefined);
});

test('discrepancies are listed page by page for who may see the whole tenant, and closed with a note', async () => {
  await rooms.database.query(
    `insert into processors.discrepancy (tenant_id, processor, card, kind, subject, facts, found_at, seen_at)
     select tenant_id, processor, card, 'gap', 'g' || n, '{"missing": "1.00"}', now(), now()
       from processors.card, generate_series(1, 3) as n limit 3`,
  );
  type Page = { body: { items: { id: string; kind: string; masked: string }[]; next: string } };
  const first = (await call(ours, 'GET /v1/processor-discrepancies', { query: { limit: 2 } })) as Page;
  expect(first.body.items).toHaveLength(2);
  const rest = (await call(ours, 'GET /v1/processor-discrepancies', { query: { cursor: first.body.next } })) as Page;
  expect(rest.body.items).toHaveLength(1);
  expect(rest.body.items[0]).toMatchObject({ kind: 'gap', masked: '••••0001', state: 'open' });
  const close = `POST /v1/processor-discrepancies/${first.body.items[0].id}/close`;
  expect(await call(ours, close, { body: { note: 'A fee.' } })).toMatchObject({
    body: { state: 'closed', note: 'A fee.' },
  });
  expect(await call(ours, 'GET /v1/processor-discrepancies', { query: { state: 'open' } })).toMatchObject({
    body: { items: [{}, {}] },
  });
  expect(await call(till, 'GET /v1/processor-discrepancies')).toEqual({
    refusal: 'processors.processor.not_for_bound',
  });
  expect(await call(theirs, 'GET /v1/processor-discrepancies')).toMatchObject({ body: { items: [] } });
  expect(await call(theirs, close, { body: { note: 'x' } })).toEqual({ refusal: 'processors.discrepancy.not_found' });
  expect(await call(ours, 'GET /v1/processors/other')).toMatchObject({ body: { openDiscrepancies: 2 } });
});
