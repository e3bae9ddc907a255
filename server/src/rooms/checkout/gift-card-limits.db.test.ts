// Rights and limits of gift cards: what the range says a card may do in a day is looked at wherever it pays, and given back with what is.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { openBoxes } from '../../../test/boxed-gifts.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
let bounded: Awaited<ReturnType<typeof openBoxes>>;
let unspendable: Awaited<ReturnType<typeof openBoxes>>;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  bounded = await openBoxes(gifts, 'bounded', '7301', { usesPerDay: 2, spendPerDay: 200_000 });
  unspendable = await openBoxes(gifts, 'vouchers', '7302', { maySpend: false });
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

let count = 0;
type Answered = { status: number; body: Record<string, never> & { code?: string } };
const said = ({ status, body }: Answered): string | number => body.code ?? status;
const act = async (what: string, body: Record<string, unknown>): Promise<string | number> =>
  said(await gifts.ask(what, body));
const post = async (what: string, body: object): Promise<string | number> =>
  said(
    (await gifts.house.request(`POST ${what}`, {
      ...{ reference: `limit-${++count}`, occurredAt: new Date().toISOString() },
      ...body,
    })) as never,
  );

/** A card with 50.00 on it, of which it may pay 20.00 a day in two goes. */
async function card(of = bounded): Promise<string> {
  const { numbers } = await of.box(1);
  const number = numbers[1]!;
  expect(await act('activate', { card: { number }, amount: '50.00' })).toBe(201);
  return number;
}
const redeem = (number: string, amount: string, reference = `r-${++count}`) =>
  act('redeem', { reference, card: { number }, amount });
const sale = (number: string, amount: string, reference = `s-${++count}`) =>
  post('/v1/sales', {
    ...{ reference, currency: 'EUR', lines: [{ line: 1, sku: 'lamp', amount }] },
    tenders: [{ kind: 'gift_card', amount, card: { number } }],
  });

describe('the limits of a gift card’s day', () => {
  test('bound redemptions and receipts together: by what they pay, and by how often', async () => {
    const number = await card();
    expect(await redeem(number, '20.01')).toBe('cards.limit.spend');
    expect(await sale(number, '20.01')).toBe('cards.limit.spend');
    expect(await redeem(number, '12.00')).toBe(201);
    expect(await sale(number, '8.01')).toBe('cards.limit.spend');
    expect(await sale(number, '3.00')).toBe(201);
    expect(await redeem(number, '1.00')).toBe('cards.limit.uses');
    expect(await sale(number, '1.00')).toBe('cards.limit.uses');
  });

  test('are given back by a refund, a void and a return of the same day, as far as they go', async () => {
    const number = await card();
    expect(await redeem(number, '20.00', 'to-refund')).toBe(201);
    expect(await act('refund', { originalReference: 'to-refund', amount: '5.00' })).toBe(201);
    expect(await redeem(number, '5.01')).toBe('cards.limit.spend');
    expect(await redeem(number, '5.00', 'to-void')).toBe(201);
    expect(await redeem(number, '0.01')).toBe('cards.limit.uses');
    expect(await act('void', { of: 'redemption', originalReference: 'to-void' })).toBe(201);
    expect(await sale(number, '5.00', 'to-return')).toBe(201);
    expect(await redeem(number, '0.01')).toBe('cards.limit.uses');
    const lines = [{ line: 1, quantity: '1' }];
    expect(await post('/v1/returns', { original: { reference: 'to-return' }, lines })).toBe(201);
    expect(await redeem(number, '5.00')).toBe(201);
  });

  test('count a hold when it is made; released it gives all back, captured what it did not take', async () => {
    const number = await card();
    const hold = (reference: string, amount: string) =>
      act('hold', { reference, card: { number }, amount, seconds: 600 });
    expect(await hold('hold-1', '20.01')).toBe('cards.limit.spend');
    expect(await hold('hold-1b', '15.00')).toBe(201);
    expect(await redeem(number, '5.01')).toBe('cards.limit.spend');
    expect(await act('release', { originalReference: 'hold-1b' })).toBe(201);
    expect(await hold('hold-2', '15.00')).toBe(201);
    expect(await act('capture', { originalReference: 'hold-2', amount: '4.00' })).toBe(201);
    expect(await redeem(number, '16.01')).toBe('cards.limit.spend');
    expect(await redeem(number, '16.00')).toBe(201);
  });

  test('are not passed by two tills at once: of ten payments of the last five euros one goes through', async () => {
    const number = await card();
    expect(await redeem(number, '15.00')).toBe(201);
    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(number, '5.00')));
    expect(answers.filter((one) => one === 201)).toHaveLength(1);
  });

  test('are not passed by moving the value to a card that has none', async () => {
    const number = await card();
    const free = gifts.number();
    expect(await act('activate', { card: { number: free }, amount: '1.00' })).toBe(201);
    const moved = { card: { number }, to: { number: free } };
    expect(await act('transfer', { ...moved, amount: '20.00' })).toBe(201);
    expect(await act('transfer', { ...moved, amount: '0.01' })).toBe('cards.limit.spend');
    expect(await act('merge', moved)).toBe('cards.limit.spend');
  });
});

test('a gift card whose range may not spend pays nowhere, and is looked at and loaded all the same', async () => {
  const number = await card(unspendable);
  expect(await redeem(number, '1.00')).toBe('cards.card.may_not_spend');
  expect(await sale(number, '1.00')).toBe('cards.card.may_not_spend');
  expect(await act('hold', { card: { number }, amount: '1.00' })).toBe('cards.card.may_not_spend');
  expect(await act('load', { card: { number }, amount: '5.00' })).toBe(201);
  expect(await gifts.balance(number)).toMatchObject({ available: '55.00' });
});

test('a gift card that may not be viewed shows no balance, and pays all the same', async () => {
  const number = await card();
  await gifts.house.database.query('update cards.card set may_view = false where last_four = $1', [number.slice(-4)]);
  const told = await gifts.house.request('POST /v1/gift-cards/balance', { card: { number } });
  expect(told.body).toMatchObject({ code: 'cards.card.may_not_view' });
  expect(await redeem(number, '1.00')).toBe(201);
});
