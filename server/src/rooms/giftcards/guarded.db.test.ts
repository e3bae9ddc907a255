import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bonusRange } from '../../../test/card-stock.ts';
import { giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  const { house } = gifts;
  must(
    await house.cards.openRange(house.tenant, {
      ...bonusRange('other', '770000'),
      ...{ type: 'gift', unit: gifts.unitOf('EUR'), systemOfRecord: 'elsewhere', processor: 'other' },
    }),
  );
});
afterAll(() => gifts.house.close());

let count = 0;
const { card } = giftTill(() => gifts);
const sale = (number: string, path = '', secret = gifts.house.secrets.till) =>
  gifts.house.request(
    `POST /v1/sales${path}`,
    {
      ...{ reference: `sale-${++count}`, occurredAt: new Date().toISOString(), currency: 'EUR' },
      lines: [{ line: 1, sku: 'milk', amount: '1.00' }],
      tenders: [{ kind: 'gift_card', card: { number }, amount: '1.00' }],
      ...(path === '' ? {} : { reference: undefined }),
    },
    { secret },
  ) as Promise<{ status: number; body: { code?: string } }>;

describe('a till that guesses', () => {
  test('numbers is refused after ten in a minute, whatever it asks, and its neighbour is served', async () => {
    const { house } = gifts;
    const { secret } = must(
      await house.partners.issueCredential(house.tenant, {
        ...{ name: 'till T2', outlet: 'centro', terminal: 'T2', scopes: ['sales:write', 'giftcards:load'] },
      }),
    );
    const known = await card('5.00');
    const ways: ((number: string) => Promise<{ body: { code?: string } }>)[] = [
      (number) => gifts.ask('redeem', { card: { number }, amount: '1.00' }, secret) as never,
      (number) => gifts.ask('balance', { reference: undefined, card: { number } }, secret) as never,
      (number) => sale(number, '', secret),
      (number) => sale(number, '/quote', secret),
      (number) => gifts.ask('transfer', { card: { number }, to: { number: known }, amount: '1.00' }, secret) as never,
    ];
    const told: (string | undefined)[] = [];
    for (let n = 0; n < 20; n++) told.push((await ways[n % ways.length]!(gifts.number())).body.code);
    expect(told.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'giftcards.card.unknown'));
    expect(told.slice(10)).toEqual(Array.from({ length: 10 }, () => 'guards.attempts.too_many'));
    expect((await gifts.ask('redeem', { card: { number: known }, amount: '1.00' }, secret)).status).toBe(429);
    expect((await gifts.ask('redeem', { card: { number: known }, amount: '1.00' })).status).toBe(201);
    expect((await sale(known)).status).toBe(201);
  });

  test('nothing is not held back by what its cards cannot pay', async () => {
    const number = await card('5.00');
    const told = await Promise.all(
      Array.from({ length: 40 }, () => gifts.ask('redeem', { card: { number }, amount: '6.00' })),
    );
    expect(new Set(told.map(({ body }) => body['code']))).toEqual(new Set(['giftcards.card.insufficient']));
  });
});

test('a card whose money another company keeps is refused in words that say so, and nothing is booked', async () => {
  const number = '770000000017';
  const before = await gifts.house.journalCount();
  const known = await card('5.00');
  const asked: [string, object][] = [
    ['redeem', { card: { number }, amount: '1.00' }],
    ['hold', { card: { number }, amount: '1.00' }],
    ['balance', { card: { number }, reference: undefined }],
    ['activate', { card: { number }, amount: '1.00' }],
    ['load', { card: { number }, amount: '1.00' }],
    ['cash-out', { card: { number } }],
    ['transfer', { card: { number: known }, to: { number }, amount: '1.00' }],
    ['replace', { card: { number: known }, newCard: { number }, reason: 'lost' }],
  ];
  for (const [what, body] of asked)
    expect([what, (await gifts.ask(what, body as Record<string, unknown>)).body['code']]).toEqual([
      what,
      'giftcards.card.kept_elsewhere',
    ]);
  // As a tender of a receipt it is asked of its processor, and here is none.
  expect((await sale(number)).body.code).toBe('processors.processor.not_found');
  // A quote asks nobody: what such a card has is not known here.
  expect((await sale(number, '/quote')).status).toBe(200);
  expect(await gifts.house.journalCount()).toBe(before + 1);
});
