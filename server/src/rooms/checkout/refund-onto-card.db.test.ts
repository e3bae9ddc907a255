import { inflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import type { GiftHouse } from '../../../test/gift-house.ts';
import { makeRefundHouse, refundTill } from '../../../test/refund-house.ts';
import { unpackBody } from '../ledger/index.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeRefundHouse();
});
afterAll(() => gifts.house.close());
afterEach(() => gifts.house.setPolicy({ refundOntoGiftCard: 'if_named', negativeBalance: 'within_balance' }));
const { card, available, post, soldFor, returned } = refundTill(() => gifts);

const AT = new Date().toISOString();

describe('the money of a return goes onto a gift card', () => {
  test('that is in use, in the same batch; the card that had paid gets its own part back', async () => {
    const payer = await soldFor('s-1');
    const number = await card();
    const lines = [{ line: 1, quantity: '1' }];
    const quoted = await post('/v1/returns/quote', {
      ...{ original: { reference: 's-1' }, lines, toGiftCard: { card: { number } } },
    });
    expect(quoted).toMatchObject({ status: 200, body: { refund: [], toGiftCard: { amount: '18.00', isNew: false } } });
    expect(await available(number)).toBe('5.00');
    const back = await returned('s-1', { card: { number } }, { reference: 'r-1', lines, occurredAt: AT });
    expect(back).toMatchObject({
      status: 201,
      body: {
        refund: [],
        giftCards: [{ amount: '12.00' }],
        toGiftCard: {
          amount: '18.00',
          unit: 'EUR',
          available: '23.00',
          instead: [{ kind: 'cash', amount: '18.00', unit: 'EUR' }],
        },
      },
    });
    expect([await available(payer), await available(number)]).toEqual(['12.00', '23.00']);
    const again = await returned('s-1', { card: { number } }, { reference: 'r-1', lines, occurredAt: AT });
    expect(again).toMatchObject({ status: 200, body: { repeated: true, toGiftCard: { available: '23.00' } } });
    const other = await returned('s-1', undefined, { reference: 'r-1', lines, occurredAt: AT });
    expect(other.body).toMatchObject({ code: 'operation.reference_reused' });
    expect(await available(number)).toBe('23.00');
    await assertBooks(gifts.house);
  });

  test('that is new and is activated with it', async () => {
    await soldFor('s-2');
    const number = gifts.number();
    const back = await returned('s-2', { newCard: { number } });
    expect(back).toMatchObject({
      status: 201,
      body: { isWhole: true, toGiftCard: { isNew: true, amount: '30.00', available: '30.00' } },
    });
    expect(await gifts.balance(number)).toMatchObject({ state: 'active', available: '30.00' });
    const paid = await gifts.ask('redeem', { card: { number }, amount: '30.00' });
    expect(paid.status).toBe(201);
    await assertBooks(gifts.house);
  });

  test('and is not paid out a second time: the rest of the goods brings the rest, onto whatever the till names then', async () => {
    await soldFor('s-3');
    const [one, two] = [await card(), await card()];
    await returned('s-3', { card: { number: one } }, { lines: [{ line: 2, quantity: '1' }] });
    await returned('s-3', { card: { number: two } }, { lines: [{ line: 1, quantity: '1' }] });
    expect([await available(one), await available(two)]).toEqual(['17.00', '23.00']);
    expect((await returned('s-3', { card: { number: one } })).body).toMatchObject({ code: 'checkout.return.nothing' });
    await assertBooks(gifts.house);
  });

  test('and stays with its return: it is voided neither with the sale nor alone, and the sale not after it', async () => {
    await soldFor('s-4');
    const number = await card();
    const back = await returned('s-4', { card: { number } }, { reference: 'r-4' });
    const operation = back.body.operation as unknown as string;
    const voids = [
      post('/v1/voids', { target: { family: 'sale', reference: 's-4' } }),
      post('/v1/voids', { target: { family: 'return', reference: 'r-4' } }),
      gifts.ask('void', { of: 'load', operation }),
    ];
    expect((await Promise.all(voids)).map(({ body }) => (body as { code?: string }).code)).toEqual([
      'checkout.void.goods_returned',
      'checkout.void.of_return',
      'giftcards.operation.elsewhere',
    ]);
    expect(await available(number)).toBe('35.00');
    // What the reason says: the goods are sold again, and the card that took the money pays for them.
    const again = await post('/v1/sales', {
      ...{ currency: 'EUR', lines: [{ line: 1, sku: 'lamp', amount: '30.00' }] },
      tenders: [{ kind: 'gift_card', amount: '30.00', card: { number } }],
    });
    expect(again.status).toBe(201);
    expect(await available(number)).toBe('5.00');
    await assertBooks(gifts.house);
  });

  test('but not by a return whose void came first: it brings nothing back, however often either is sent', async () => {
    const payer = await soldFor('s-4b');
    const number = await card();
    const stop = { reference: 'stop', target: { family: 'return', reference: 'r-4b' }, occurredAt: AT };
    expect(await post('/v1/voids', stop)).toMatchObject({ status: 201, body: { state: 'closed' } });
    expect(await post('/v1/voids', stop)).toMatchObject({ status: 200, body: { state: 'closed', repeated: true } });
    for (let n = 0; n < 2; n++)
      expect((await returned('s-4b', { card: { number } }, { reference: 'r-4b' })).body).toMatchObject({
        code: 'operation.voided_before',
      });
    expect([await available(payer), await available(number)]).toEqual(['0.00', '5.00']);
    const other = await post('/v1/voids', { target: { family: 'return', reference: 'r-4b' } });
    expect(other.body).toMatchObject({ code: 'checkout.void.already' });
    // Control: under a name of its own the same return does.
    expect((await returned('s-4b', { card: { number } }, { reference: 'r-4c' })).status).toBe(201);
    expect([await available(payer), await available(number)]).toEqual(['20.00', '35.00']);
    await assertBooks(gifts.house);
  });

  test('and a return and its void at one moment: one of two orders, and never both', async () => {
    for (let n = 0; n < 6; n++) {
      const sale = `s-race-${n}`;
      await soldFor(sale);
      const number = await card();
      const send = [
        () => returned(sale, { card: { number } }, { reference: `${sale}-back` }),
        () => post('/v1/voids', { target: { family: 'return', reference: `${sale}-back` } }),
      ];
      if (n % 2) send.reverse();
      const outcomes = await Promise.all(send.map((one) => one()));
      if (n % 2) outcomes.reverse();
      const [came, voided] = outcomes.map(({ status, body }) => body.code ?? status);
      expect([
        [201, 'checkout.void.of_return'],
        ['operation.voided_before', 201],
      ]).toContainEqual([came, voided]);
      expect(await available(number)).toBe(came === 201 ? '35.00' : '5.00');
    }
    await assertBooks(gifts.house);
  });

  test('less what is kept back for points that were spent', async () => {
    await gifts.house.setPolicy({ negativeBalance: 'recover_from_refund' });
    const [, person] = gifts.house.people;
    const money = { currency: 'EUR', member: { card: person.card } };
    await post('/v1/sales', {
      ...{ ...money, reference: 's-5', lines: [{ line: 1, sku: 'lamp', amount: '100.00' }] },
      tenders: [{ kind: 'cash', amount: '100.00' }],
    });
    const spent = await post('/v1/sales', {
      ...{ ...money, lines: [{ line: 1, sku: 'cup', amount: '1.00' }], tenders: [{ kind: 'points', points: '100' }] },
    });
    expect(spent.status).toBe(201);
    const number = await card();
    const back = await returned('s-5', { card: { number } });
    expect(back).toMatchObject({
      status: 201,
      body: { deducted: '1.00', toGiftCard: { amount: '99.00', instead: [{ amount: '100.00' }] } },
    });
    expect(await available(number)).toBe('104.00');
    await assertBooks(gifts.house);
  });

  test('however little it is: the least of a load is for cards that are sold', async () => {
    await post('/v1/sales', { reference: 's-cent', currency: 'EUR', lines: [{ line: 1, sku: 'bag', amount: '0.05' }] });
    const number = await card('1.00', '6016');
    expect(await returned('s-cent', { card: { number } })).toMatchObject({
      body: { toGiftCard: { available: '1.05' } },
    });
    const load = await gifts.ask('load', { card: { number }, amount: '0.05' });
    expect(load.body).toMatchObject({ code: 'giftcards.load.too_small' });
  });

  test('that had paid itself: its own part goes to its lots, the money on top', async () => {
    const payer = await soldFor('s-6');
    const back = await returned('s-6', { card: { number: payer } });
    expect(back).toMatchObject({ status: 201, body: { toGiftCard: { amount: '30.00', available: '50.00' } } });
    expect(await available(payer)).toBe('50.00');
    await assertBooks(gifts.house);
  });
});

describe('a notice that names a card', () => {
  test('is booked: where the card cannot take the money, it is told as money and listed', async () => {
    await soldFor('n-1');
    const told = await returned('n-1', { card: { number: gifts.number() } }, { manner: 'notice' });
    expect(told).toMatchObject({
      status: 201,
      body: { refund: [{ amount: '30.00' }], exceptions: [{ code: 'giftcards.card.unknown' }] },
    });
    await soldFor('n-2');
    const small = await returned('n-2', { card: { number: await card('1.00', '6016') } }, { manner: 'notice' });
    expect(small).toMatchObject({ body: { exceptions: [{ code: 'giftcards.load.too_large' }] } });
    await soldFor('n-3');
    const pinned = await card('1.00', '6014', { newPin: '4711' });
    const taken = await returned('n-3', { card: { number: pinned } }, { manner: 'notice' });
    expect(taken).toMatchObject({ status: 201, body: { toGiftCard: { amount: '30.00' }, refund: [] } });
    await assertBooks(gifts.house);
  });
});

describe('what is kept', () => {
  test('has no number and no PIN, and the operation shows the card by its id', async () => {
    await soldFor('k-1');
    const number = gifts.number();
    const back = await returned('k-1', { newCard: { number }, newPin: '4711' }, { reference: 'k-r' });
    const id = back.body.operation as unknown as string;
    const tenant = { secret: gifts.house.secrets.tenant };
    const shown = await gifts.house.request(`GET /v1/operations/${id}`, undefined, tenant);
    expect(shown.body).toMatchObject({ return: { toGiftCard: { isNew: true, amount: '30.00' } } });
    expect(JSON.stringify(shown.body)).not.toContain(number);
    const rows = await gifts.house.database.query<{ messages: Buffer }>('select messages from ledger.raw_message');
    const kept = rows.map(({ messages }) => inflateRawSync(messages).toString('utf8')).join('\n');
    expect(kept).toContain('"toGiftCard":{"newCard":{"number":"••••');
    const bodies = await gifts.house.database.query<{ body: Buffer }>(
      'select body from ledger.journal where body is not null',
    );
    const records = bodies.map(({ body }) => JSON.stringify(unpackBody(body))).join('\n');
    expect(records).toContain('"onto"');
    for (const secret of [number, '4711']) {
      expect(kept).not.toContain(secret);
      expect(records).not.toContain(secret);
    }
  });
});
