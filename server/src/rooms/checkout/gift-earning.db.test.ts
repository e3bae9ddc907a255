import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import type { Person } from '../../../test/house.ts';
import { walletOf } from '../../../test/sales.ts';

let gifts: GiftHouse;
let count = 0;
let people = 3;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

const earning = (params: object) => ({
  code: 'base-earn',
  priority: 1,
  firstOn: '2020-01-01',
  effects: [
    { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt', ...params } },
  ],
});
const publish = async (params: object) => {
  const outcome = await gifts.house.publish([earning(params)]);
  await gifts.house.refresh();
  return outcome.ok ? 'published' : { refusal: outcome.refusal, place: outcome.facts?.['place'] };
};
type Answered = { status: number; body: { earned: { points: string }[]; code?: string } };
const post = (what: string, body: object): Promise<Answered> =>
  gifts.house.request(`POST ${what}`, {
    reference: `earn-${++count}`,
    occurredAt: new Date().toISOString(),
    ...body,
  }) as never;
/** Two lines of 20.00, of which a gift card pays 30.00. */
const sell = async (buyer: Person | undefined, reference = `sale-${++count}`): Promise<string | undefined> => {
  const number = gifts.number();
  await gifts.ask('activate', { card: { number }, amount: '50.00' });
  const { status, body } = await post('/v1/sales', {
    ...{ reference, currency: 'EUR', ...(buyer && { member: { card: buyer.card } }) },
    lines: [1, 2].map((line) => ({ line, sku: `sku-${line}`, amount: '20.00' })),
    tenders: [
      { kind: 'gift_card', amount: '30.00', card: { number } },
      { kind: 'cash', amount: '10.00' },
    ],
  });
  expect(status).toBe(201);
  return body.earned[0]?.points;
};
const bookedOf = async (buyer: Person): Promise<bigint> => (await walletOf(gifts.house, buyer)).booked;

describe('3.10 Earn base net of gift card', () => {
  test('a rule counts with or without what gift cards pay, line by line, and a return decides on the same', async () => {
    const buyer = await gifts.house.enrol(++people);
    expect(await publish({ base: 'net_of_points' })).toBe('published');
    expect(await sell(buyer)).toBe('40');
    expect(await publish({ base: 'net_of_gift_cards' })).toBe('published');
    const before = await bookedOf(buyer);
    expect(await sell(buyer, 'net-1')).toBe('10');
    const back = (line: number) =>
      post('/v1/returns', { original: { reference: 'net-1' }, lines: [{ line, quantity: '1' }] });
    expect(await back(1)).toMatchObject({ status: 201 });
    expect((await bookedOf(buyer)) - before).toBe(5n);
    expect(await back(2)).toMatchObject({ status: 201 });
    expect((await bookedOf(buyer)) - before).toBe(0n);
  });

  test('a receipt that is claimed later earns as it would have at the till', async () => {
    const buyer = await gifts.house.enrol(++people);
    expect(await sell(undefined, 'claimed-1')).toBeUndefined();
    const body = { original: { reference: 'claimed-1' }, member: { card: buyer.card } };
    expect(await post('/v1/claims', body)).toMatchObject({ status: 201, body: { earned: [{ points: '10' }] } });
  });

  test('the program’s setting is the base of rules that name none', async () => {
    await gifts.house.setPolicy({ earnBase: 'net_of_gift_cards' });
    const { house } = gifts;
    const outcome = await house.promotions.publish({
      program: house.program().program,
      content: { promotions: [earning({})] },
    });
    expect(outcome.ok).toBe(true);
    await house.refresh();
    expect(await sell(await house.enrol(++people))).toBe('10');
    await house.setPolicy({ earnBase: 'net_of_points' });
  });
});

describe('3.10 A gift card’s purchase earns nothing unless the program says so; both is double counting', () => {
  const onCards = { lines: { kinds: ['gift_card'] } };
  const onGoods = { base: 'net_of_points' };
  const place = 'promotions[0].effects[0].params';

  test('where cards earn when they are spent, a rule on their purchase is refused with its place', async () => {
    expect(await publish(onCards)).toEqual({
      refusal: 'promotions.rulebook.counts_twice',
      place: `${place}.lines.kinds`,
    });
    expect(await publish(onGoods)).toBe('published');
  });

  test('where they earn when they are bought, a rule on goods that counts what they pay is refused', async () => {
    await gifts.house.setPolicy({ giftCardsEarn: 'when_bought' });
    expect(await publish(onGoods)).toEqual({ refusal: 'promotions.rulebook.counts_twice', place: `${place}.base` });
    expect(await publish({ base: 'net_of_gift_cards' })).toBe('published');
    expect(await publish(onCards)).toBe('published');
  });

  test('a program that wants both says so', async () => {
    await gifts.house.setPolicy({ giftCardsEarn: 'both' });
    expect(await publish(onCards)).toBe('published');
    expect(await publish(onGoods)).toBe('published');
  });
});
