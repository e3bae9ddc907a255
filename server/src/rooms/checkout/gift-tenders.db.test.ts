import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { assert } from '../../kernel/assert.ts';
import { unpackBody } from '../ledger/index.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  const { house } = gifts;
  const body = { reference: 'start', program: 'club', walletType: 'points', points: '5000', reason: 'goodwill' };
  const given = await house.request(
    'POST /v1/adjustments',
    { ...body, member: { card: house.people[0].card } },
    TENANT(),
  );
  assert(given.status === 201, 'the first member has points');
});
afterAll(() => gifts.house.close());

const TENANT = () => ({ secret: gifts.house.secrets.tenant });
let count = 0;

type Answered = { status: number; body: Record<string, never> & { code?: string } };
const sale = (body: object, path = ''): Promise<Answered> =>
  gifts.house.request(`POST /v1/sales${path}`, {
    reference: `sale-${++count}`,
    occurredAt: new Date().toISOString(),
    currency: 'EUR',
    ...body,
  }) as never;
const post = (what: string, body: object): Promise<Answered> =>
  gifts.house.request(`POST ${what}`, {
    reference: `back-${++count}`,
    occurredAt: new Date().toISOString(),
    ...body,
  }) as never;
const line = (number: number, amount: string, over: object = {}) => ({
  line: number,
  sku: `sku-${number}`,
  amount,
  ...over,
});
const card = async (amount: string, over: object = {}): Promise<string> => {
  const number = gifts.number();
  expect((await gifts.ask('activate', { card: { number }, amount, ...over })).status).toBe(201);
  return number;
};
const available = async (number: string): Promise<string | undefined> => (await gifts.balance(number)).available;

describe('a receipt paid by points, a gift card and cash', () => {
  test('is decided in one batch, over lanes, and the void of it gives everything back', async () => {
    const number = await card('30.00', { promotional: '5.00' });
    const [person] = gifts.house.people;
    const paid = await sale({
      reference: 'mixed-1',
      member: { card: person.card },
      lines: [line(1, '40.00'), line(2, '20.00')],
      tenders: [
        { kind: 'points', amount: '10.00' },
        { kind: 'gift_card', amount: '32.00', card: { number } },
        { kind: 'cash', amount: '18.00' },
      ],
    });
    expect(paid).toMatchObject({ status: 201, body: { spent: [{ points: '1000' }] } });
    const shares = paid.body.giftCards as unknown as { paid: string }[];
    expect(shares.map((one) => one.paid)).toEqual(['5.00', '27.00']);
    expect(await available(number)).toBe('3.00');
    await assertBooks(gifts.house);

    const undone = await post('/v1/voids', { target: { family: 'sale', reference: 'mixed-1' } });
    expect(undone).toMatchObject({ status: 201, body: { refund: [{ kind: 'cash', amount: '18.00' }] } });
    expect(await gifts.balance(number)).toMatchObject({ available: '35.00', promotional: '5.00' });
    await assertBooks(gifts.house);
  });

  test('comes back line by line, in any order: every tender gets what it paid, and no more', async () => {
    const orders = [
      [1, 2, 3],
      [3, 1, 2],
      [2, 3, 1],
    ];
    for (const order of orders) {
      const number = await card('25.00');
      const [person] = gifts.house.people;
      const reference = `parts-${order.join('')}`;
      const before = await points();
      const sold = await sale({
        reference,
        member: { card: person.card },
        lines: [line(1, '9.99'), line(2, '20.01'), line(3, '7.77')],
        tenders: [
          { kind: 'points', amount: '5.00' },
          { kind: 'gift_card', amount: '25.00', card: { number } },
          { kind: 'cash', amount: '7.77' },
        ],
      });
      expect(sold.status).toBe(201);
      let cash = 0;
      for (const back of order) {
        const returned = await post('/v1/returns', { original: { reference }, lines: [{ line: back, quantity: '1' }] });
        expect(returned.status).toBe(201);
        const refund = (returned.body.refund ?? []) as unknown as { amount: string }[];
        cash += refund.reduce((sum, one) => sum + Math.round(Number(one.amount) * 100), 0);
      }
      expect(await available(number)).toBe('25.00');
      expect(cash).toBe(777);
      expect(await points()).toBe(before);
    }
    await assertBooks(gifts.house);
  });

  test('by policy the gift card gets its part first', async () => {
    await gifts.house.setPolicy({ refund: 'to_gift_card' });
    const number = await card('10.00');
    await sale({
      reference: 'gift-first',
      lines: [line(1, '10.00'), line(2, '10.00')],
      tenders: [
        { kind: 'gift_card', amount: '10.00', card: { number } },
        { kind: 'cash', amount: '10.00' },
      ],
    });
    const back = await post('/v1/returns', {
      original: { reference: 'gift-first' },
      lines: [{ line: 2, quantity: '1' }],
    });
    expect(back).toMatchObject({ status: 201, body: { refund: [], giftCards: [{ amount: '10.00' }] } });
    await gifts.house.setPolicy({ refund: 'original_proportional' });
  });
});

const points = async (): Promise<string> => {
  const [person] = gifts.house.people;
  const answer = await gifts.house.request(`GET /v1/members/${person.member}/balance`, undefined, TENANT());
  const { wallets } = answer.body as { wallets: { walletType: string; booked: string }[] };
  return wallets.find((one) => one.walletType === 'points')!.booked;
};

describe('a gift card that pays', () => {
  test('pays what is there where the till says so, and is refused where it does not', async () => {
    const number = await card('4.00');
    const lines = [line(1, '10.00')];
    expect(await sale({ lines, tenders: [{ kind: 'gift_card', amount: '10.00', card: { number } }] })).toMatchObject({
      status: 422,
      body: { code: 'giftcards.card.insufficient' },
    });
    const quoted = await sale(
      { lines, tenders: [{ kind: 'gift_card', amount: '10.00', short: 'partial', card: { number } }] },
      '/quote',
    );
    expect(quoted).toMatchObject({ status: 200, body: { toPay: { amount: '6.00' }, giftCards: [{ paid: '4.00' }] } });
    expect(await available(number)).toBe('4.00');
    const rest = [
      { kind: 'gift_card', card: { number } },
      { kind: 'cash', amount: '6.00' },
    ];
    expect((await sale({ lines, tenders: rest })).status).toBe(201);
    expect(await available(number)).toBe('0.00');
  });

  test('of another currency pays by the rate, and gets back exactly what it gave', async () => {
    const number = gifts.number('6013');
    await gifts.ask('activate', { card: { number }, amount: '50.00' });
    await sale({
      reference: 'dollars',
      lines: [line(1, '3.33'), line(2, '6.66'), line(3, '0.01')],
      tenders: [{ kind: 'gift_card', amount: '10.00', card: { number } }],
    });
    expect(await available(number)).toBe('39.00');
    for (const back of [2, 3, 1])
      await post('/v1/returns', { original: { reference: 'dollars' }, lines: [{ line: back, quantity: '1' }] });
    expect(await available(number)).toBe('50.00');
    await assertBooks(gifts.house);
  });

  test('told by a notice with more than it has: booked, and listed', async () => {
    const number = await card('4.00');
    const told = await sale({
      manner: 'notice',
      offline: true,
      lines: [line(1, '10.00')],
      tenders: [{ kind: 'gift_card', amount: '10.00', card: { number } }],
    });
    expect(told).toMatchObject({
      status: 201,
      body: { exceptions: [{ code: 'giftcards.card.insufficient' }] },
    });
    expect(await available(number)).toBe('0.00');
    const unknown = await sale({
      manner: 'notice',
      lines: [line(1, '10.00')],
      tenders: [{ kind: 'gift_card', amount: '10.00', card: { number: '6012999999999999' } }],
    });
    expect(unknown).toMatchObject({ status: 201, body: { exceptions: [{ code: 'giftcards.card.unknown' }] } });
    await assertBooks(gifts.house);
  });

  test('tells what it paid in its own history, whichever lane its buyer stands in', async () => {
    const [person] = gifts.house.people;
    const { database } = gifts.house;
    const lanesOfCards = async (): Promise<number> => {
      const [lanes] = await database.query<{ n: number }>(
        `select count(distinct lane)::int as n from ledger.journal where kind = 'giftcards.activation'`,
      );
      return lanes!.n;
    };
    // Until some stand beside the buyer and some do not.
    for (let n = 0; n < 4 || (n < 60 && (await lanesOfCards()) < 2); n++) {
      const number = await card('5.00');
      const reference = `told-${n}`;
      const sold = await sale({
        ...{ reference, member: { card: person.card }, lines: [line(1, '3.00')] },
        tenders: [{ kind: 'gift_card', amount: '3.00', card: { number } }],
      });
      const [paid] = sold.body.giftCards as unknown as { card: string }[];
      await post('/v1/returns', { original: { reference }, lines: 'all' });
      const shown = await gifts.house.request(`GET /v1/gift-cards/${paid!.card}/history`, undefined, TENANT());
      const { items } = shown.body as { items: { kind: string; change: string; operation: string }[] };
      expect(items.map(({ kind, change }) => [kind, change])).toEqual([
        ['checkout.return', '3.00'],
        ['checkout.sale', '-3.00'],
        ['giftcards.activation', '5.00'],
      ]);
      expect(items[1]!.operation).toBe(sold.body.operation);
    }
    expect(await lanesOfCards()).toBe(2);
    await assertBooks(gifts.house);
  });

  test('and earns points with what is paid by it', async () => {
    const number = await card('50.00');
    const [, person] = gifts.house.people;
    const sold = await sale({
      member: { card: person.card },
      lines: [line(1, '50.00')],
      tenders: [{ kind: 'gift_card', card: { number } }],
    });
    expect(sold).toMatchObject({ status: 201, body: { earned: [{ points: '50' }] } });
  });
});

describe('a gift card that is sold on a receipt', () => {
  const sold = (number: string, reference: string, over: object = {}) =>
    sale({
      reference,
      member: { card: gifts.house.people[1].card },
      lines: [line(1, '8.00'), line(2, '25.00', { kind: 'gift_card', giftCard: { card: { number }, ...over } })],
    });

  test('is activated with it and earns nothing; a void of the sale undoes the activation', async () => {
    const number = gifts.number();
    const done = await sold(number, 'with-card');
    expect(done).toMatchObject({
      status: 201,
      body: { cardsSold: [{ line: 2, amount: '25.00' }], earned: [{ points: '8' }] },
    });
    expect(await available(number)).toBe('25.00');
    expect(await sold(number, 'twice')).toMatchObject({ body: { code: 'giftcards.activation.twice' } });
    await assertBooks(gifts.house);

    expect((await post('/v1/voids', { target: { family: 'sale', reference: 'with-card' } })).status).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ state: 'inactive', booked: '0.00' });
    const refused = await gifts.ask('redeem', { card: { number }, amount: '1.00' });
    expect(refused.body).toMatchObject({ code: 'giftcards.card.not_active' });
    await assertBooks(gifts.house);
    expect((await sold(number, 'again')).status).toBe(201);
    expect(await available(number)).toBe('25.00');
  });

  test('is not taken back when something of it is spent; told by a notice, what is left is', async () => {
    const number = gifts.number();
    await sold(number, 'spent-card');
    await gifts.ask('redeem', { card: { number }, amount: '5.00' });
    const back = { original: { reference: 'spent-card' }, lines: [{ line: 2, quantity: '1' }] };
    expect(await post('/v1/returns', back)).toMatchObject({ body: { code: 'giftcards.void.spent' } });
    expect(await available(number)).toBe('20.00');
    expect(await post('/v1/returns', { ...back, manner: 'notice' })).toMatchObject({
      status: 201,
      body: { exceptions: [{ code: 'giftcards.void.spent' }] },
    });
    expect(await available(number)).toBe('0.00');
    await assertBooks(gifts.house);
  });

  test('and is paid by another one goes back onto that, as it was, even where it was closed since; no money is paid out', async () => {
    const [payer, bought] = [await card('20.00', { promotional: '5.00' }), gifts.number()];
    const reference = 'card-by-card';
    const buys = await sale({
      reference,
      lines: [{ line: 1, sku: 'gift-25', kind: 'gift_card', amount: '25.00', giftCard: { card: { number: bought } } }],
      tenders: [{ kind: 'gift_card', amount: '25.00', card: { number: payer } }],
    });
    expect(buys.status, JSON.stringify(buys.body)).toBe(201);
    expect(await available(payer)).toBe('0.00');
    // What a promotion gave is money on the card that it bought: it was worth as much when it was taken.
    expect(await gifts.balance(bought)).toMatchObject({ available: '25.00', promotional: '0.00' });
    const closed = { card: { number: payer }, reason: 'other', outlet: 'centro', terminal: 'T1' };
    expect((await gifts.ask('close', closed, gifts.house.secrets.tenant)).status).toBe(201);

    // Spent in part it is not taken back: the goods would be had twice.
    const spends = await gifts.ask('redeem', { reference: 'of-bought', card: { number: bought }, amount: '1.00' });
    expect(spends.status).toBe(201);
    const back = { original: { reference }, lines: [{ line: 1, quantity: '1' }] };
    expect(await post('/v1/returns', back)).toMatchObject({ body: { code: 'giftcards.void.spent' } });
    expect(await available(payer)).toBe('0.00');
    expect((await gifts.ask('refund', { originalReference: 'of-bought' })).status).toBe(201);

    expect(await post('/v1/returns', back)).toMatchObject({
      ...{ status: 201, body: { isWhole: true, refund: [] } },
    });
    expect(await gifts.balance(payer)).toMatchObject({ state: 'active', available: '25.00', promotional: '5.00' });
    expect(await gifts.balance(bought)).toMatchObject({ state: 'inactive', booked: '0.00' });
    expect(await post('/v1/returns', back)).toMatchObject({ status: 422 });
    expect((await gifts.ask('redeem', { card: { number: payer }, amount: '25.00' })).status).toBe(201);
    await assertBooks(gifts.house);
  });

  test('leaves no number and no PIN in what is kept', async () => {
    const number = gifts.number();
    await sold(number, 'kept', { newPin: '4711' });
    const paid = await card('3.00');
    await sale({ lines: [line(1, '3.00')], tenders: [{ kind: 'gift_card', card: { number: paid } }] });
    const rows = await gifts.house.database.query<{ messages: Buffer }>('select messages from ledger.raw_message');
    const kept = rows.map(({ messages }) => inflateRawSync(messages).toString('utf8')).join('\n');
    expect(kept).toContain('"giftCard":{"card":{"number":"••••');
    for (const secret of [number, paid, '4711']) expect(kept).not.toContain(secret);
    const bodies = await gifts.house.database.query<{ body: Buffer }>(
      'select body from ledger.journal where body is not null',
    );
    const records = bodies.map(({ body }) => JSON.stringify(unpackBody(body))).join('\n');
    expect(records).toContain('"sold"');
    for (const secret of [number, paid, '4711']) expect(records).not.toContain(secret);
  });
});
