import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
});
afterAll(() => gifts.house.close());

const { code, card } = giftTill(() => gifts);

describe('the walk', () => {
  test('a card is activated, pays, is asked for its balance and gets its money back', async () => {
    const number = gifts.number();
    const activated = await gifts.ask('activate', { card: { number }, amount: '50.00' });
    expect(activated).toMatchObject({ status: 201, body: { balance: { available: '50.00', state: 'active' } } });
    const paid = await gifts.ask('redeem', { reference: 'r-1', card: { number }, amount: '12.50' });
    expect(paid).toMatchObject({ status: 201, body: { balance: { available: '37.50', booked: '37.50' } } });
    const again = await gifts.ask('redeem', { reference: 'r-1', card: { number }, amount: '12.50' });
    expect(again).toMatchObject({ status: 200, body: { repeated: true, balance: { available: '37.50' } } });
    expect(await code('redeem', { reference: 'r-1', card: { number }, amount: '12.51' })).toBe(
      'operation.reference_reused',
    );
    expect(await gifts.balance(number)).toMatchObject({ available: '37.50' });
    const back = await gifts.ask('refund', { originalReference: 'r-1', amount: '2.50' });
    expect(back).toMatchObject({ status: 201, body: { balance: { available: '40.00' } } });
    expect(await code('refund', { originalReference: 'r-1', amount: '10.01' })).toBe('giftcards.refund.too_large');
    expect(await code('refund', { originalReference: 'r-1' })).toBe(201);
    expect(await code('refund', { originalReference: 'r-1' })).toBe('giftcards.operation.undone');
    expect(await gifts.balance(number)).toMatchObject({ available: '50.00' });
    await assertBooks(gifts.house);
  });

  test('takes a part or declines as the till says, where the terms leave it to the till', async () => {
    const number = await card('5.00');
    expect(await code('redeem', { card: { number }, amount: '5.01' })).toBe('giftcards.card.insufficient');
    const part = await gifts.ask('redeem', { card: { number }, amount: '7.00', short: 'partial' });
    expect(part).toMatchObject({
      status: 201,
      body: { amount: '5.00', asked: '7.00', balance: { available: '0.00' } },
    });
    expect(await code('redeem', { card: { number }, amount: '1.00', short: 'partial' })).toBe(
      'giftcards.card.insufficient',
    );
  });

  test('another currency is turned by the rate of the moment, and a refund uses that one', async () => {
    const number = await card('100.00', {}, '6013');
    const paid = await gifts.ask('redeem', { reference: 'eur', card: { number }, amount: '33.33', currency: 'EUR' });
    expect(paid.body).toMatchObject({ amount: '36.66', foreign: { amount: '33.33', currency: 'EUR' } });
    must(
      await gifts.house.giftSettings.setRate({
        ...{ tenant: gifts.house.tenant, fromUnit: gifts.unitOf('EUR'), toUnit: gifts.unitOf('USD') },
        ...{ inForceFrom: gifts.house.clock.now(), numerator: 2n, denominator: 1n },
      }),
    );
    for (const amount of ['11.11', '11.11', '11.11'])
      expect(await code('refund', { originalReference: 'eur', amount })).toBe(201);
    expect(await code('refund', { originalReference: 'eur', amount: '0.01' })).toBe('giftcards.operation.undone');
    expect(await gifts.balance(number)).toMatchObject({ available: '100.00' });
    expect(await code('redeem', { card: { number }, amount: '1.00', currency: 'GBP' })).toBe('giftcards.rate.unknown');
    await assertBooks(gifts.house);
  });
});

describe('bad input', () => {
  test('is refused, each in its words, and nothing is made by half', async () => {
    const number = await card('10.00');
    const before = await gifts.house.journalCount();
    const cases: [string, Record<string, unknown>, string][] = [
      ['activate', { card: { number }, amount: '5.00' }, 'giftcards.activation.twice'],
      ['activate', { card: { number: '6012000000000018' }, amount: '5.00' }, 'giftcards.card.unknown'],
      ['activate', { card: { number: gifts.house.people[0].card } }, 'giftcards.card.unknown'],
      ['redeem', { card: { number: gifts.house.people[0].card }, amount: '1.00' }, 'giftcards.card.unknown'],
      ['redeem', { card: { number }, amount: '0.00' }, 'giftcards.amount.zero'],
      ['redeem', { card: { number }, amount: '0.001' }, 'kernel.quantity.too_many_decimals'],
      ['redeem', { card: { number }, amount: '-1.00' }, 'kernel.quantity.negative'],
      ['load', { card: { number }, amount: '90071992547409.92' }, 'kernel.quantity.too_large'],
      ['load', { card: { number }, amount: '92233720368547758.08' }, 'kernel.quantity.too_large'],
      ['transfer', { card: { number }, to: { number }, amount: '1.00' }, 'giftcards.transfer.same_card'],
      ['cash-out', { card: { number } }, 'giftcards.cash_out.not_here'],
      ['refund', { originalReference: 'never-was' }, 'giftcards.operation.unknown'],
      ['close', { card: { number }, reason: 'other' }, 'giftcards.card.not_empty'],
    ];
    for (const [what, body, expected] of cases) expect([what, await code(what, body)]).toEqual([what, expected]);
    expect(await gifts.house.journalCount()).toBe(before);
    const foreign = await gifts.ask(
      'redeem',
      { card: { number }, amount: '1.00', outlet: 'centro', terminal: 'T1' },
      gifts.house.secrets.vecino,
    );
    expect(foreign.body).toMatchObject({ code: 'giftcards.card.unknown' });
  });

  test('a balance stops below 2^53 smallest steps, by many loads too', async () => {
    const number = await card('10000000000000.00');
    for (let n = 0; n < 8; n++) expect(await code('load', { card: { number }, amount: '10000000000000.00' })).toBe(201);
    expect(await code('load', { card: { number }, amount: '71992547409.92' })).toBe('giftcards.card.balance_too_large');
    expect(await code('load', { card: { number }, amount: '71992547409.91' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ booked: '90071992547409.91' });
    await assertBooks(gifts.house);
  });
});

describe('loads, holds and voids', () => {
  test('a load stands in the books at once, and is spent when it is confirmed', async () => {
    const number = await card('1.00');
    const loaded = await gifts.ask('load', {
      reference: 'w-1',
      card: { number },
      amount: '20.00',
      awaitsConfirmation: true,
    });
    expect(loaded.body).toMatchObject({
      awaitsConfirmation: true,
      balance: { booked: '21.00', available: '1.00', awaiting: '20.00' },
    });
    expect(await code('redeem', { card: { number }, amount: '5.00' })).toBe('giftcards.card.insufficient');
    expect(await code('loads/confirm', { originalReference: 'w-1' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ available: '21.00', awaiting: '0.00' });
    expect(await code('loads/reverse', { originalReference: 'w-1' })).toBe('giftcards.load.ended');
    await gifts.ask('load', { reference: 'w-2', card: { number }, amount: '20.00', awaitsConfirmation: true });
    expect(await code('loads/reverse', { originalReference: 'w-2' })).toBe(201);
    expect(await code('loads/confirm', { originalReference: 'w-2' })).toBe('giftcards.load.ended');
    // A void of a confirmed load is an operation of its own.
    expect(await code('void', { of: 'load', originalReference: 'w-1' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ booked: '1.00', available: '1.00' });
    await assertBooks(gifts.house);
  });

  test('a hold is captured in part and the rest is free; not more than it holds', async () => {
    const number = await card('30.00', { promotional: '5.00' });
    await gifts.ask('hold', { reference: 'h-1', card: { number }, amount: '20.00' });
    expect(await gifts.balance(number)).toMatchObject({ booked: '35.00', available: '15.00', held: '20.00' });
    expect(await code('capture', { originalReference: 'h-1', amount: '20.01' })).toBe('giftcards.hold.exceeded');
    const captured = await gifts.ask('capture', { reference: 'c-1', originalReference: 'h-1', amount: '7.00' });
    expect(captured.body).toMatchObject({ balance: { available: '28.00', promotional: '0.00', held: '0.00' } });
    expect(await code('capture', { originalReference: 'h-1' })).toBe('giftcards.hold.closed');
    expect(await code('release', { originalReference: 'h-1' })).toBe('giftcards.hold.closed');
    // Money before promotional value: what was taken last comes back first.
    await gifts.ask('refund', { of: 'capture', originalReference: 'c-1', amount: '2.00' });
    expect(await gifts.balance(number)).toMatchObject({ available: '30.00', promotional: '0.00' });
    await gifts.ask('refund', { of: 'capture', originalReference: 'c-1' });
    expect(await gifts.balance(number)).toMatchObject({ available: '35.00', promotional: '5.00' });
    await assertBooks(gifts.house);
  });

  test('a void that comes first closes the name: the operation books nothing when it comes', async () => {
    const number = await card('10.00');
    const closed = await gifts.ask('void', { of: 'redemption', originalReference: 'late' });
    expect(closed).toMatchObject({ status: 201, body: { state: 'closed' } });
    expect(await code('redeem', { reference: 'late', card: { number }, amount: '4.00' })).toBe(
      'operation.voided_before',
    );
    expect(await gifts.balance(number)).toMatchObject({ available: '10.00' });
    expect(await code('void', { of: 'redemption', originalReference: 'late' })).toBe('giftcards.operation.undone');
    await assertBooks(gifts.house);
  });

  test('a void and its original at one moment: one of two orders, and never both', async () => {
    const number = await card('100.00');
    for (let n = 0; n < 15; n++) {
      const [paid, undone] = await Promise.all([
        code('redeem', { reference: `race-${n}`, card: { number }, amount: '1.00' }),
        code('void', { of: 'redemption', originalReference: `race-${n}` }),
      ]);
      expect(undone).toBe(201);
      expect([201, 'operation.voided_before']).toContain(paid);
    }
    expect(await gifts.balance(number)).toMatchObject({ available: '100.00' });
    await assertBooks(gifts.house);
  });

  test('an activation is voided as long as nothing was spent, and the card may be sold again', async () => {
    const number = await card('10.00', { reference: 'act-1' });
    await gifts.ask('redeem', { reference: 'act-r', card: { number }, amount: '1.00' });
    expect(await code('void', { of: 'activation', originalReference: 'act-1' })).toBe('giftcards.void.spent');
    expect(await code('void', { of: 'redemption', originalReference: 'act-r' })).toBe(201);
    expect(await code('void', { of: 'activation', originalReference: 'act-1' })).toBe(201);
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('giftcards.card.not_active');
    expect(await code('void', { of: 'activation', originalReference: 'act-1' })).toBe('giftcards.operation.undone');
    expect(await code('activate', { card: { number }, amount: '15.00' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ available: '15.00' });
    await assertBooks(gifts.house);
  });

  test('after the window of the terms nothing is voided', async () => {
    await gifts.set('short', 'EUR', giftTerms('6014', { voidHours: 0 }));
    const number = await card('10.00', { reference: 'short-1' }, '6014');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await code('void', { of: 'activation', originalReference: 'short-1' })).toBe('giftcards.void.too_late');
    expect(await gifts.balance(number)).toMatchObject({ available: '10.00' });
  });
});
