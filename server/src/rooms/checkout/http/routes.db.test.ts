import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../../../test/house.ts';

let house: TestHouse;
const now = (): string => isoFromInstant(systemClock().now());

type Answer = {
  readonly operation: string;
  readonly repeated: boolean;
  readonly wallets: { readonly available: string }[];
};

const sale = (reference: string, person: number | undefined, more: object = {}): object => ({
  reference,
  occurredAt: now(),
  ...(person === undefined ? {} : { member: { card: house.people[person]?.card } }),
  currency: 'EUR',
  lines: [
    { sku: 'A', quantity: '2', amount: '300.00' },
    { sku: 'B', quantity: '0.350', amount: '50.00', discount: '10.00', attributes: { shelf: 7 } },
  ],
  ...more,
});

/** A request that has to be booked. */
async function booked(what: string, body: object): Promise<Answer> {
  const answer = await house.request(what, body);
  assert(answer.status === 201, `${what}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

beforeAll(async () => {
  const never = {
    ...{ code: 'winter', priority: 200, firstOn: '2020-01-01', lastOn: '2020-02-01' },
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '10' } }],
  };
  house = await makeHouse({ promotions: [BASE_EARN, never] });
});
afterAll(() => house.close());

test('a sale is booked once: its repeat gets the same answer, also as a notice that was taken offline', async () => {
  const body = sale('once', 0);
  const first = await house.request('POST /v1/sales', body);
  expect(first.status).toBe(201);
  const before = await house.journalCount();
  const again = await house.request('POST /v1/sales', body);
  const { reference: _, ...rest } = body as { reference: string };
  const offline = await house.request(
    'POST /v1/sales',
    { ...rest, manner: 'notice', offline: true },
    { headers: { 'idempotency-key': 'once' } },
  );
  for (const one of [again, offline])
    expect(one).toMatchObject({ status: 200, body: { ...(first.body as object), repeated: true } });
  expect(await house.journalCount()).toBe(before);
});

test('amounts that mean the same are the same content', async () => {
  const lines = (amount: string, quantity: string) => [{ sku: 'A', amount, quantity }];
  const occurredAt = now();
  await booked('POST /v1/sales', sale('same', 0, { occurredAt, lines: lines('10.00', '1') }));
  expect(
    await house.request('POST /v1/sales', sale('same', 0, { occurredAt, lines: lines('10', '1.000') })),
  ).toMatchObject({ status: 200 });
});

test('two references that differ are refused', async () => {
  const answer = await house.request('POST /v1/sales', sale('one', 0), { headers: { 'idempotency-key': 'other' } });
  expect(answer).toMatchObject({ status: 400, body: { code: 'operation.reference_differs' } });
});

test('a till that numbers its own receipts has references of its own', async () => {
  const of = { secret: house.secrets.tenant };
  const at = (terminal: string): object => sale('7', 0, { outlet: 'centro', terminal });
  expect(await house.request('POST /v1/sales', at('T1'), of)).toMatchObject({ status: 201 });
  expect(await house.request('POST /v1/sales', at('T2'), of)).toMatchObject({ status: 201 });
  const back = { outlet: 'centro', terminal: 'T1', occurredAt: now(), lines: 'all', reference: 'R-7' };
  const original = { reference: '7', terminal: 'T2' };
  const answer = await house.request('POST /v1/returns', { ...back, original }, of);
  expect(answer).toMatchObject({ status: 201, body: { isWhole: true } });
  const elsewhere = { ...original, outlet: 'farmacia' };
  expect(await house.request('POST /v1/returns', { ...back, reference: 'R-8', original: elsewhere }, of)).toMatchObject(
    {
      status: 404,
      body: { code: 'partners.outlet.not_found' },
    },
  );
});

test('a quote tells how points can pay, its hold reserves them, and the sale takes what it said', async () => {
  const before = await booked('POST /v1/sales', sale('earn', 1));
  expect(before.wallets[0]?.available).toBe('340');
  const tenders = [{ kind: 'points', amount: '2.00' }];
  const rows = await house.journalCount();
  const quote = await house.request('POST /v1/sales/quote', sale('spend', 1, { tenders }));
  expect(quote).toMatchObject({ status: 200, body: { isHeld: false, toPay: { amount: '338.00', unit: 'EUR' } } });
  expect(await house.journalCount()).toBe(rows);
  const held = await house.request('POST /v1/sales/quote', sale('spend', 1, { tenders, hold: true }));
  expect(held).toMatchObject({ status: 201, body: { isHeld: true, wallets: [{ held: '200', available: '140' }] } });
  expect(await house.request('POST /v1/sales', sale('greedy', 1, { tenders }))).toMatchObject({ status: 422 });
  const { quote: token } = held.body as { quote: string };
  const sold = await house.request('POST /v1/sales', sale('spend', 1, { tenders, quote: token }));
  expect(sold).toMatchObject({
    status: 201,
    body: { spent: [{ points: '200', paid: '2.00' }], wallets: [{ held: '0' }] },
  });
});

test('points are spent by phone with the code that was sent to it, which one sale uses up', async () => {
  await booked('POST /v1/sales', sale('earn-first', 0));
  const { phone } = house.people[0];
  must(await house.members.sendPhoneCode(house.tenant, phone, 'spend'));
  const [sent] = await house.notifications.outbox(house.tenant, { before: 2n ** 62n, limit: 1 });
  const code = /\d{6}/.exec(sent?.text ?? '')?.[0];
  const spend = { member: { phone }, code, tenders: [{ kind: 'points', points: '100' }] };
  expect(await house.request('POST /v1/sales/quote', sale('by-phone', undefined, spend))).toMatchObject({
    status: 200,
  });
  const body = sale('by-phone', undefined, spend);
  expect(await house.request('POST /v1/sales', body)).toMatchObject({
    status: 201,
    body: { spent: [{ points: '100' }] },
  });
  // Another code ends this one, but not the answer to what was booked with it.
  must(await house.members.sendPhoneCode(house.tenant, phone, 'spend'));
  expect(await house.request('POST /v1/sales', body)).toMatchObject({ status: 200 });
  expect(await house.request('POST /v1/sales', sale('by-phone-2', undefined, spend))).toMatchObject({
    status: 422,
    body: { code: 'members.code.wrong' },
  });
});

test('a return is told before it is booked, and the sale knows it afterwards', async () => {
  const { operation } = await booked('POST /v1/sales', sale('goods', 2));
  const back = { occurredAt: now(), original: { operation }, lines: [{ line: 1, quantity: '1' }] };
  const quote = await house.request('POST /v1/returns/quote', back);
  expect(quote).toMatchObject({ status: 200, body: { state: 'booked', takenBack: [{ points: '150' }] } });
  const returned = await booked('POST /v1/returns', { ...back, reference: 'goods-back' });
  expect(returned).toMatchObject(quote.body as object);

  const shown = await house.request(`GET /v1/operations/${operation}`);
  expect(shown).toMatchObject({
    status: 200,
    body: {
      ...{ kind: 'checkout.sale', outlet: 'centro', terminal: 'T1', flags: [] },
      links: { returns: [returned.operation] },
      receipt: {
        lines: [
          { line: 1, quantity: '2', back: '1' },
          { line: 2, quantity: '0.35', attributes: { shelf: 7 } },
        ],
      },
      message: { reference: 'goods', member: { card: '••••0003' } },
    },
  });
  expect(await house.request(`GET /v1/operations/${returned.operation}`)).toMatchObject({
    body: { kind: 'checkout.return', links: { original: operation }, return: { takenBack: [{ points: '150' }] } },
  });
});

test('a void that comes before its sale closes it; a return that does waits for it', async () => {
  const target = { family: 'sale', reference: 'late' };
  expect(await house.request('POST /v1/voids', { reference: 'v-late', occurredAt: now(), target })).toMatchObject({
    status: 201,
    body: { state: 'closed' },
  });
  expect(await house.request('POST /v1/sales', sale('late', 0))).toMatchObject({
    status: 409,
    body: { code: 'operation.voided_before' },
  });

  const back = { occurredAt: now(), original: { reference: 'later' }, lines: 'all' };
  const parked = await house.request('POST /v1/returns', { ...back, reference: 'r-later' });
  expect(parked).toMatchObject({ status: 202, body: { state: 'parked' } });
  const { operation } = await booked('POST /v1/sales', sale('later', 0));
  const shown = await house.request(`GET /v1/operations/${operation}`);
  expect((shown.body as { links: { returns: string[] } }).links.returns).toHaveLength(1);
  expect(await house.request('POST /v1/returns', { ...back, reference: 'r-again' })).toMatchObject({ status: 400 });
});

test('an unidentified receipt is claimed once and then earns for its member', async () => {
  const { operation } = await booked('POST /v1/sales', sale('nobody', undefined));
  const claim = {
    reference: 'c-1',
    occurredAt: now(),
    original: { operation },
    member: { card: house.people[2].card },
  };
  const claimed = await booked('POST /v1/claims', claim);
  expect(claimed).toMatchObject({ earned: [{ points: '340' }] });
  expect(await house.request('POST /v1/claims', { ...claim, reference: 'c-2' })).toMatchObject({
    body: { code: 'checkout.claim.twice' },
  });
  const shown = await house.request(`GET /v1/operations/${operation}`);
  expect(shown).toMatchObject({ body: { flags: ['unidentified'], links: { claim: claimed.operation } } });
  const why = `GET /v1/operations/${claimed.operation}/explanation`;
  expect(await house.request(why)).toMatchObject({
    body: { earns: true, agrees: true, fired: [{ promotion: 'base-earn', points: '340' }] },
  });
  expect(await house.request(`GET /v1/operations/${operation}/explanation`)).toMatchObject({ body: { earns: false } });
});

test('an explanation says what fired and why the rest did not, in either language', async () => {
  const { operation } = await booked('POST /v1/sales', sale('why', 0));
  const path = `GET /v1/operations/${operation}/explanation`;
  const english = await house.request(path);
  expect(english).toMatchObject({
    status: 200,
    body: {
      agrees: true,
      fired: [
        {
          promotion: 'base-earn',
          points: '340',
          text: expect.stringContaining('Gives 340 points: line 1 300, line 2 40.'),
        },
      ],
      notFired: [
        { promotion: 'winter', reason: 'promotions.promotion.ended', text: 'winter: it ended after 1 Feb 2020.' },
      ],
    },
  });
  expect(await house.request(`${path}?language=es`)).toMatchObject({
    body: { notFired: [{ text: 'winter: terminó después del 1 feb 2020.' }] },
  });
});

test('a notice is booked whatever stands against it, and listed as an exception', async () => {
  const notice = sale('told', undefined, { manner: 'notice', member: { card: '2990999999' } });
  const { operation } = await booked('POST /v1/sales', notice);
  const page = await house.request('GET /v1/exceptions?limit=1');
  expect(page).toMatchObject({
    status: 200,
    body: {
      items: [
        {
          operation,
          code: 'cards.card.unknown',
          flags: ['notice', 'exception', 'unidentified'],
          text: 'This card is not known.',
        },
      ],
    },
  });
  await booked('POST /v1/sales', sale('told-2', undefined, { manner: 'notice', member: { card: '2990999998' } }));
  const first = (await house.request('GET /v1/exceptions?limit=1')).body as { next: string };
  expect(await house.request(`GET /v1/exceptions?limit=1&cursor=${first.next}`)).toMatchObject({
    body: { items: [{ operation }] },
  });
  expect(await house.request('GET /v1/exceptions?cursor=bogus')).toMatchObject({
    status: 400,
    body: { code: 'http.cursor.malformed' },
  });
});

test('the operations of a member are listed newest first, page by page', async () => {
  const path = `GET /v1/operations?member=${house.people[1].member}`;
  type Page = { items: { operation: string; kind: string }[]; next?: string };
  const asked = { secret: house.secrets.tenant };
  const whole = (await house.request(path, undefined, asked)).body as Page;
  expect(whole.items.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['checkout.sale', 'points.hold', 'members.enrolment']),
  );
  const first = (await house.request(`${path}&limit=2`, undefined, asked)).body as Page;
  const second = (await house.request(`${path}&limit=2&cursor=${first.next}`, undefined, asked)).body as Page;
  expect([...first.items, ...second.items]).toEqual(whole.items.slice(0, 4));
});

test('a credential of a partner sees what happened at its own outlets only', async () => {
  const { operation } = await booked('POST /v1/sales', sale('mercado', 0));
  const issued = must(
    await house.partners.issueCredential(house.tenant, {
      name: 'farmacia',
      partner: 'farmacia',
      scopes: ['journal:read'],
    }),
  );
  const asked = { secret: issued.secret };
  expect(await house.request(`GET /v1/operations/${operation}`, undefined, asked)).toMatchObject({ status: 404 });
  expect(await house.request('GET /v1/exceptions', undefined, asked)).toMatchObject({
    status: 200,
    body: { items: [] },
  });
  const list = `GET /v1/operations?member=${house.people[0].member}`;
  expect(await house.request(list, undefined, asked)).toMatchObject({ status: 200, body: { items: [] } });
});
