import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { sweepGifts } from './jobs/index.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

const { code, card } = giftTill(() => gifts);
let count = 0;
const name = (): string => `moved-${++count}`;

/** Pairs of cards until one pair stood in one lane and one in two. */
const PAIRS = 8;

describe('a transfer that is voided by its reference', () => {
  test('goes back to the very lots, in one lane and over two, promotional value too', async () => {
    for (let n = 0; n < PAIRS; n++) {
      const [from, to] = [await card('30.00', { promotional: '5.00' }), await card('10.00')];
      const reference = name();
      expect(await code('transfer', { reference, card: { number: from }, to: { number: to }, amount: '20.00' })).toBe(
        201,
      );
      expect(await gifts.balance(to)).toMatchObject({ available: '30.00', promotional: '5.00' });
      expect(await code('void', { of: 'transfer', originalReference: reference })).toBe(201);
      expect(await gifts.balance(from)).toMatchObject({ available: '35.00', promotional: '5.00', state: 'active' });
      expect(await gifts.balance(to)).toMatchObject({ available: '10.00', promotional: '0.00' });
      expect(await code('void', { of: 'transfer', originalReference: reference })).toBe('giftcards.operation.undone');
    }
  });

  test('is refused once a part of it was spent or is held, and nothing is moved', async () => {
    const [from, to] = [await card('30.00'), await card('10.00')];
    const reference = name();
    expect(await code('transfer', { reference, card: { number: from }, to: { number: to }, amount: '20.00' })).toBe(
      201,
    );
    expect(await code('redeem', { card: { number: to }, amount: '15.00' })).toBe(201);
    expect(await code('void', { of: 'transfer', originalReference: reference })).toBe('giftcards.void.spent');
    expect(await gifts.balance(from)).toMatchObject({ available: '10.00' });
  });

  test('before it came never moves anything', async () => {
    const [from, to] = [await card('30.00'), await card('10.00')];
    const reference = name();
    expect(await code('void', { of: 'transfer', originalReference: reference })).toBe(201);
    expect(await code('transfer', { reference, card: { number: from }, to: { number: to }, amount: '20.00' })).toBe(
      'operation.voided_before',
    );
  });
});

describe('a merge', () => {
  test('is voided by its reference, and the merged card is open again', async () => {
    for (let n = 0; n < PAIRS; n++) {
      const [from, to] = [await card('30.00'), await card('10.00')];
      const reference = name();
      expect(await code('merge', { reference, card: { number: from }, to: { number: to } })).toBe(201);
      expect(await code('redeem', { card: { number: from }, amount: '1.00' })).toBe('giftcards.card.closed');
      expect(await code('void', { of: 'merge', originalReference: reference })).toBe(201);
      expect(await gifts.balance(from)).toMatchObject({ available: '30.00', state: 'active' });
      expect(await gifts.balance(to)).toMatchObject({ available: '10.00' });
    }
  });

  test('lets what comes back later follow to the card that was kept, through a second merge too', async () => {
    const [first, second, third] = [await card('30.00'), await card('10.00'), await card('1.00')];
    const paid = name();
    expect(await code('redeem', { reference: paid, card: { number: first }, amount: '12.00' })).toBe(201);
    const sale = {
      ...{ reference: name(), occurredAt: new Date().toISOString(), currency: 'EUR' },
      lines: [{ line: 1, sku: 'tea', amount: '3.00' }],
      tenders: [{ kind: 'gift_card', card: { number: first }, amount: '3.00' }],
    };
    expect((await gifts.house.request('POST /v1/sales', sale)).status).toBe(201);
    expect(await code('merge', { card: { number: first }, to: { number: second } })).toBe(201);
    expect(await code('merge', { card: { number: second }, to: { number: third } })).toBe(201);
    expect(await gifts.balance(third)).toMatchObject({ available: '26.00' });
    expect(await code('refund', { originalReference: paid, amount: '5.00' })).toBe(201);
    const back = {
      ...{ reference: name(), occurredAt: new Date().toISOString() },
      target: { family: 'sale', reference: sale.reference },
    };
    expect((await gifts.house.request('POST /v1/voids', back)).status).toBe(201);
    expect(await sweepGifts(gifts.house)).toBeGreaterThan(0);
    expect(await gifts.balance(third)).toMatchObject({ available: '34.00' });
    expect(await gifts.balance(first)).toMatchObject({ booked: '0.00', state: 'closed' });
    expect(await sweepGifts(gifts.house)).toBe(0);
  });

  test('into a card whose activation was undone since leaves what comes back where it is', async () => {
    const [from, to] = [await card('30.00'), gifts.number()];
    const activated = name();
    expect(await code('activate', { reference: activated, card: { number: to }, amount: '5.00' })).toBe(201);
    const paid = name();
    expect(await code('redeem', { reference: paid, card: { number: from }, amount: '30.00' })).toBe(201);
    expect(await code('merge', { card: { number: from }, to: { number: to } })).toBe(201);
    expect(await code('void', { of: 'activation', originalReference: activated })).toBe(201);
    expect(await code('refund', { originalReference: paid })).toBe(201);
    expect(await sweepGifts(gifts.house)).toBe(0);
    expect(await gifts.balance(from)).toMatchObject({ available: '30.00', state: 'active' });
  });

  test('of a replaced card: a refund reaches the card that stands for it now', async () => {
    const [old, next] = [await card('30.00'), gifts.number()];
    const paid = name();
    expect(await code('redeem', { reference: paid, card: { number: old }, amount: '12.00' })).toBe(201);
    expect(await code('replace', { card: { number: old }, newCard: { number: next }, reason: 'lost' })).toBe(201);
    expect(await code('refund', { originalReference: paid })).toBe(201);
    expect(await gifts.balance(next)).toMatchObject({ available: '30.00' });
  });
});

describe('the PIN of a gift card', () => {
  test('is changed with the old one; wrong ones are counted and lock it', async () => {
    const number = await card('10.00', { newPin: '4711' });
    const change = (pin: string, newPin: string) => code('change-pin', { card: { number, pin }, newPin });
    expect(await change('4711', '0815')).toBe(201);
    expect(await code('redeem', { card: { number, pin: '4711' }, amount: '1.00' })).toBe('giftcards.pin.wrong');
    expect(await code('redeem', { card: { number, pin: '0815' }, amount: '1.00' })).toBe(201);
    for (const expected of ['wrong', 'wrong', 'locked'])
      expect(await change('9999', '1111')).toBe(`giftcards.pin.${expected}`);
    expect(await change('0815', '1111')).toBe('giftcards.pin.locked');
    expect(await code('change-pin', { card: { number }, newPin: '1111' })).toBe('http.input.invalid');
    const without = await card('10.00');
    expect(await code('change-pin', { card: { number: without, pin: '1234' }, newPin: '1111' })).toBe(
      'giftcards.pin.none',
    );
  });
});

test('value may end on a fixed day, whenever it was loaded, and is not loaded after it', async () => {
  await gifts.set('gift-fixed', 'EUR', giftTerms('6014', { expiry: { fixedOn: '2099-12-31' as never } }));
  const number = gifts.number('6014');
  const sold = await gifts.ask('activate', { card: { number }, amount: '10.00' });
  expect(sold.body['balance']).toMatchObject({ expiresNext: { amount: '10.00', at: '2099-12-31T23:00:00.000000Z' } });
  const past = await gifts.house.request(
    'POST /v1/programs/club/gift-terms',
    { code: 'gift-over', currency: 'EUR', numbers: { prefix: '6015', length: 16 }, expiry: { fixedOn: '2020-12-31' } },
    { secret: gifts.house.secrets.tenant },
  );
  expect(past.status).toBe(201);
  expect(await code('activate', { card: { number: gifts.number('6015') }, amount: '10.00' })).toBe(
    'giftcards.terms.ended',
  );
});
