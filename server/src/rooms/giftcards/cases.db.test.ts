// What other processors document case by case, each asked as a till would and named by its sentence.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
  await gifts.set('limited', 'EUR', giftTerms('6014', { loadMin: '5.00', loadMax: '100.00', balanceMax: '150.00' }));
  await gifts.set('still', 'EUR', giftTerms('6015', { transfer: false, reload: false }));
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

const { code, card, available } = giftTill(() => gifts);

describe('activation', () => {
  test('a second one is refused, and the first keeps its value', async () => {
    const number = await card('20.00');
    expect(await code('activate', { card: { number }, amount: '30.00' })).toBe('giftcards.activation.twice');
    expect(await available(number)).toBe('20.00');
  });

  test('sent again after a timeout under its own name is the same one', async () => {
    const number = gifts.number();
    const sold = { reference: 'timeout', card: { number }, amount: '20.00' };
    expect(await code('activate', sold)).toBe(201);
    expect((await gifts.ask('activate', sold)).body).toMatchObject({ repeated: true, balance: { available: '20.00' } });
    expect(await code('activate', { ...sold, amount: '21.00' })).toBe('operation.reference_reused');
  });

  test('for more than the terms let one load be is refused, for exactly so much it is not', async () => {
    const number = gifts.number('6014');
    expect(await code('activate', { card: { number }, amount: '100.01' })).toBe('giftcards.load.too_large');
    expect(await code('activate', { card: { number }, amount: '60.00', promotional: '40.01' })).toBe(
      'giftcards.load.too_large',
    );
    expect(await code('activate', { card: { number }, amount: '100.00' })).toBe(201);
  });

  test('for less than the terms let one load be is refused, for exactly so much it is not, for nothing neither', async () => {
    const number = gifts.number('6014');
    expect(await code('activate', { card: { number }, amount: '4.99' })).toBe('giftcards.load.too_small');
    expect(await code('activate', { card: { number }, amount: '5.00' })).toBe(201);
    expect(await code('load', { card: { number }, amount: '4.99' })).toBe('giftcards.load.too_small');
    expect(await code('load', { card: { number }, amount: '5.00' })).toBe(201);
    expect(await code('activate', { card: { number: gifts.number('6014') } })).toBe(201);
  });

  test('for nothing opens an empty card, which is loaded later', async () => {
    const number = await card();
    expect(await gifts.balance(number)).toMatchObject({ state: 'active', available: '0.00' });
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('giftcards.card.insufficient');
    expect(await code('load', { card: { number }, amount: '5.00' })).toBe(201);
  });

  test('of a number that fits no terms is refused as unknown', async () => {
    expect(await code('activate', { card: { number: '9999000000000001' }, amount: '1.00' })).toBe(
      'giftcards.card.unknown',
    );
  });

  test('reversed before it came books nothing when it comes, and the card may be sold under another name', async () => {
    const number = gifts.number();
    expect(await code('void', { of: 'activation', originalReference: 'early' })).toBe(201);
    expect(await code('activate', { reference: 'early', card: { number }, amount: '5.00' })).toBe(
      'operation.voided_before',
    );
    expect(await code('balance', { reference: undefined, card: { number } })).toBe('giftcards.card.unknown');
    expect(await code('activate', { card: { number }, amount: '5.00' })).toBe(201);
  });
});

describe('an inactive card', () => {
  test('is unknown to every act until it is activated, and not active after its activation was undone', async () => {
    const number = gifts.number();
    const acts = (): [string, Record<string, unknown>][] => [
      ['redeem', { card: { number }, amount: '1.00' }],
      ['load', { card: { number }, amount: '1.00' }],
      ['hold', { card: { number }, amount: '1.00' }],
      ['cash-out', { card: { number } }],
    ];
    for (const [what, body] of acts()) expect([what, await code(what, body)]).toEqual([what, 'giftcards.card.unknown']);
    expect(await code('activate', { reference: 'soon-undone', card: { number }, amount: '5.00' })).toBe(201);
    expect(await code('void', { of: 'activation', originalReference: 'soon-undone' })).toBe(201);
    for (const [what, body] of acts())
      expect([what, await code(what, body)]).toEqual([what, 'giftcards.card.not_active']);
  });
});

describe('a load', () => {
  test('beyond the balance that the terms allow is refused, up to it is taken', async () => {
    const number = await card('100.00', {}, '6014');
    expect(await code('load', { card: { number }, amount: '50.01' })).toBe('giftcards.card.balance_too_large');
    expect(await code('load', { card: { number }, amount: '50.00' })).toBe(201);
    expect(await code('load', { card: { number }, amount: '5.00' })).toBe('giftcards.card.balance_too_large');
  });

  test('of nothing, and onto a card that is not reloaded, is refused', async () => {
    expect(await code('load', { card: { number: await card('1.00') }, amount: '0.00' })).toBe('giftcards.amount.zero');
    expect(await code('load', { card: { number: await card('1.00', {}, '6015') }, amount: '1.00' })).toBe(
      'giftcards.load.not_allowed',
    );
  });

  test('reversed before it came books nothing when it comes', async () => {
    const number = await card('1.00');
    expect(await code('void', { of: 'load', originalReference: 'early-load' })).toBe(201);
    expect(await code('load', { reference: 'early-load', card: { number }, amount: '9.00' })).toBe(
      'operation.voided_before',
    );
    expect(await available(number)).toBe('1.00');
  });

  test('of which something was spent is not voided', async () => {
    const number = await card('5.00');
    await gifts.ask('load', { reference: 'half-spent', card: { number }, amount: '5.00' });
    expect(await code('redeem', { card: { number }, amount: '7.00' })).toBe(201);
    expect(await code('void', { of: 'load', originalReference: 'half-spent' })).toBe('giftcards.void.spent');
    expect(await available(number)).toBe('3.00');
  });
});

describe('a redemption', () => {
  test('of nothing, of less than a cent and of less than nothing is refused', async () => {
    const number = await card('5.00');
    const asked = ['0', '0.00', '0.001', '-1.00', '1e2', '1,00', '', ' 1', '01.00'];
    for (const amount of asked)
      expect(String(await code('redeem', { card: { number }, amount }))).toMatch(/^(giftcards|kernel|http)\./);
    expect(await available(number)).toBe('5.00');
  });

  test('for more than is there declines, or takes what is there and says what was asked', async () => {
    const number = await card('12.34');
    expect(await code('redeem', { card: { number }, amount: '20.00' })).toBe('giftcards.card.insufficient');
    const part = await gifts.ask('redeem', { card: { number }, amount: '20.00', short: 'partial' });
    expect(part.body).toMatchObject({ amount: '12.34', asked: '20.00', balance: { available: '0.00' } });
  });

  test('after it was voided is the one that was voided, and its value is there for another', async () => {
    const number = await card('10.00');
    const paid = { reference: 'paid-voided', card: { number }, amount: '10.00' };
    expect(await code('redeem', paid)).toBe(201);
    expect(await code('void', { of: 'redemption', originalReference: 'paid-voided' })).toBe(201);
    expect((await gifts.ask('redeem', paid)).body).toMatchObject({ repeated: true });
    expect(await available(number)).toBe('10.00');
    expect(await code('redeem', { card: { number }, amount: '10.00' })).toBe(201);
  });

  test('on a card whose activation was voided is refused', async () => {
    const number = await card('10.00', { reference: 'void-me' });
    expect(await code('void', { of: 'activation', originalReference: 'void-me' })).toBe(201);
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('giftcards.card.not_active');
  });

  test('with a tip is a second one on the same card, or one of both', async () => {
    const number = await card('30.00');
    expect(await code('redeem', { reference: 'meal', card: { number }, amount: '20.00' })).toBe(201);
    expect(await code('redeem', { reference: 'meal-tip', card: { number }, amount: '3.00' })).toBe(201);
    expect(await code('refund', { originalReference: 'meal-tip' })).toBe(201);
    expect(await available(number)).toBe('10.00');
  });

  test('is refunded in parts up to what it took, and no cent more', async () => {
    const number = await card('10.00');
    await gifts.ask('redeem', { reference: 'parts', card: { number }, amount: '10.00' });
    for (const amount of ['3.33', '3.33'])
      expect(await code('refund', { originalReference: 'parts', amount })).toBe(201);
    expect(await code('refund', { originalReference: 'parts', amount: '3.35' })).toBe('giftcards.refund.too_large');
    expect(await code('refund', { originalReference: 'parts', amount: '3.34' })).toBe(201);
    expect(await code('refund', { originalReference: 'parts', amount: '0.01' })).toBe('giftcards.operation.undone');
    expect(await code('void', { of: 'redemption', originalReference: 'parts' })).toBe('giftcards.operation.undone');
    expect(await available(number)).toBe('10.00');
  });
});

describe('a hold', () => {
  test('captured over what it holds is refused, and stays', async () => {
    const number = await card('30.00');
    await gifts.ask('hold', { reference: 'over', card: { number }, amount: '20.00' });
    expect(await code('capture', { originalReference: 'over', amount: '20.01' })).toBe('giftcards.hold.exceeded');
    expect(await code('capture', { originalReference: 'over', amount: '30.00' })).toBe('giftcards.hold.exceeded');
    expect(await gifts.balance(number)).toMatchObject({ held: '20.00', available: '10.00' });
    expect(await code('capture', { originalReference: 'over', amount: '20.00' })).toBe(201);
  });

  test('captured after it was released, or released after it was captured, is refused', async () => {
    const number = await card('30.00');
    await gifts.ask('hold', { reference: 'gone', card: { number }, amount: '10.00' });
    expect(await code('release', { originalReference: 'gone' })).toBe(201);
    expect(await code('capture', { originalReference: 'gone' })).toBe('giftcards.hold.closed');
    await gifts.ask('hold', { reference: 'taken', card: { number }, amount: '10.00' });
    expect(await code('capture', { originalReference: 'taken' })).toBe(201);
    expect(await code('release', { originalReference: 'taken' })).toBe('giftcards.hold.closed');
    expect(await code('void', { of: 'hold', originalReference: 'taken' })).toBe('giftcards.hold.closed');
    expect(await gifts.balance(number)).toMatchObject({ available: '20.00', held: '0.00' });
  });

  test('leaves no more than the rest for others, and its part capture frees what is over', async () => {
    const number = await card('30.00');
    await gifts.ask('hold', { reference: 'fuel', card: { number }, amount: '25.00' });
    expect(await code('redeem', { card: { number }, amount: '5.01' })).toBe('giftcards.card.insufficient');
    expect(await code('capture', { originalReference: 'fuel', amount: '18.20' })).toBe(201);
    expect(await available(number)).toBe('11.80');
  });

  test('for more than is there holds what is there, where the till says so', async () => {
    const number = await card('8.00');
    const held = await gifts.ask('hold', { card: { number }, amount: '10.00', short: 'partial' });
    expect(held.body).toMatchObject({ amount: '8.00', asked: '10.00', balance: { available: '0.00', held: '8.00' } });
  });

  test('voided before it came holds nothing when it comes', async () => {
    const number = await card('8.00');
    expect(await code('void', { of: 'hold', originalReference: 'early-hold' })).toBe(201);
    expect(await code('hold', { reference: 'early-hold', card: { number }, amount: '1.00' })).toBe(
      'operation.voided_before',
    );
  });
});
