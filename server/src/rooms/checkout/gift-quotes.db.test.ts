import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

type Answered = { status: number; body: Record<string, never> & { code?: string } };
let count = 0;
const post = (path: string, body: object, secret = gifts.house.secrets.till): Promise<Answered> =>
  gifts.house.request(
    `POST ${path}`,
    { reference: `quote-${++count}`, occurredAt: new Date().toISOString(), ...body },
    { secret },
  ) as never;
const receipt = (number: string, amount: string, over: object = {}) => ({
  currency: 'EUR',
  lines: [{ line: 1, sku: 'coat', amount }],
  tenders: [{ kind: 'gift_card', card: { number }, amount }],
  ...over,
});
const card = async (amount: string, over: object = {}): Promise<string> => {
  const number = gifts.number();
  expect((await gifts.ask('activate', { card: { number }, amount, ...over })).status).toBe(201);
  return number;
};
const redeem = async (number: string, amount: string) =>
  (await gifts.ask('redeem', { card: { number }, amount })).body['code'] ?? 'paid';

describe('a quote that holds a gift card', () => {
  test('keeps its value for the sale, and from everybody else', async () => {
    const number = await card('50.00', { promotional: '5.00' });
    const quote = await post('/v1/sales/quote', receipt(number, '40.00', { hold: true }));
    expect(quote).toMatchObject({ status: 201, body: { isHeld: true, toPay: { amount: '0.00' } } });
    expect(await gifts.balance(number)).toMatchObject({ booked: '55.00', held: '40.00', available: '15.00' });
    expect(await redeem(number, '15.01')).toBe('giftcards.card.insufficient');
    const sale = await post('/v1/sales', receipt(number, '40.00', { quote: quote.body['quote'] }));
    expect(sale.status, JSON.stringify(sale.body)).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ booked: '15.00', held: '0.00', available: '15.00' });
    expect(await redeem(number, '15.00')).toBe('paid');
  });

  test('holds the points of the member beside it, wherever the two stand', async () => {
    const { house } = gifts;
    for (const person of house.people) {
      const given = await post(
        '/v1/adjustments',
        {
          occurredAt: undefined,
          program: 'club',
          walletType: 'points',
          points: '1000',
          reason: 'goodwill',
          member: { card: person.card },
        },
        house.secrets.tenant,
      );
      expect(given.status, JSON.stringify(given.body)).toBe(201);
      const number = await card('30.00');
      const both = {
        member: { card: person.card },
        tenders: [
          { kind: 'points', amount: '10.00' },
          { kind: 'gift_card', card: { number }, amount: '20.00' },
        ],
      };
      const quote = await post('/v1/sales/quote', receipt(number, '30.00', { ...both, hold: true }));
      expect(quote.status, JSON.stringify(quote.body)).toBe(201);
      expect(await gifts.balance(number)).toMatchObject({ held: '20.00' });
      const sale = await post('/v1/sales', receipt(number, '30.00', { ...both, quote: quote.body['quote'] }));
      expect(sale.status, JSON.stringify(sale.body)).toBe(201);
      expect(await gifts.balance(number)).toMatchObject({ held: '0.00', available: '10.00' });
    }
  });

  test('is told the holds, each of which may be released by itself; then the sale takes what is there', async () => {
    const number = await card('20.00');
    const quote = await post('/v1/sales/quote', receipt(number, '20.00', { hold: true }));
    const [hold] = quote.body['giftHolds'] as unknown as string[];
    expect(await redeem(number, '0.01')).toBe('giftcards.card.insufficient');
    expect((await gifts.ask('release', { operation: hold })).status).toBe(201);
    expect(await redeem(number, '5.00')).toBe('paid');
    const sale = await post('/v1/sales', receipt(number, '20.00', { quote: quote.body['quote'] }));
    expect(sale.body.code).toBe('giftcards.card.insufficient');
    expect(await gifts.balance(number)).toMatchObject({ available: '15.00', held: '0.00' });
  });

  test('holds once, however often it is asked under one name, and ends with the quote', async () => {
    const number = await card('20.00');
    const body = receipt(number, '12.00', { hold: true, reference: 'one-hold', occurredAt: new Date().toISOString() });
    const [first, again] = [await post('/v1/sales/quote', body), await post('/v1/sales/quote', body)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body['quote']).toBe(first.body['quote']);
    expect(await gifts.balance(number)).toMatchObject({ held: '12.00' });
  });

  test('that the card cannot pay is refused, and holds nothing', async () => {
    const number = await card('5.00');
    const quote = await post('/v1/sales/quote', receipt(number, '6.00', { hold: true }));
    expect(quote.body.code).toBe('giftcards.card.insufficient');
    expect(await gifts.balance(number)).toMatchObject({ held: '0.00' });
  });
});
