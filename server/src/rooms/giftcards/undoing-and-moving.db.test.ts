// The cases of other processors in which value is undone, changed, moved or paid out; those of a single act stand in `cases.db.test.ts`.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
  await gifts.set('limited', 'EUR', giftTerms('6014', { loadMin: '5.00', loadMax: '100.00', balanceMax: '150.00' }));
  await gifts.set('still', 'EUR', giftTerms('6015', { transfer: false, reload: false }));
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

const { code, card, available } = giftTill(() => gifts);

describe('a void', () => {
  test('of a void, of a refund, of a release and of a replacement is refused', async () => {
    const number = await card('10.00');
    await gifts.ask('redeem', { reference: 'r', card: { number }, amount: '4.00' });
    await gifts.ask('hold', { reference: 'h', card: { number }, amount: '1.00' });
    const done = [
      await gifts.ask('refund', { originalReference: 'r', amount: '1.00' }),
      await gifts.ask('void', { of: 'redemption', originalReference: 'r' }),
      await gifts.ask('release', { originalReference: 'h' }),
      await gifts.ask('replace', { card: { number }, newCard: { number: gifts.number() }, reason: 'lost' }),
    ];
    const reasons = ['of_such', 'of_such', 'of_such', 'of_replacement'].map((what) => `giftcards.void.${what}`);
    for (const [at, { status, body }] of done.entries()) {
      expect(status).toBe(201);
      const operation = body.operation as unknown as string;
      expect(await code('void', { of: 'redemption', operation })).toBe(reasons[at]);
    }
  });

  test('a second time, of the same operation or of the same unused name, is refused', async () => {
    const number = await card('10.00');
    await gifts.ask('redeem', { reference: 'once', card: { number }, amount: '4.00' });
    expect(await code('void', { of: 'redemption', originalReference: 'once' })).toBe(201);
    expect(await code('void', { of: 'redemption', originalReference: 'once' })).toBe('giftcards.operation.undone');
    expect(await code('void', { of: 'transfer', originalReference: 'unused' })).toBe(201);
    expect(await code('void', { of: 'transfer', originalReference: 'unused' })).toBe('giftcards.operation.undone');
    const to = { number: await card('1.00') };
    expect(await code('transfer', { reference: 'unused', card: { number }, to, amount: '1.00' })).toBe(
      'operation.voided_before',
    );
  });

  test('sent again under its own name after a timeout is the same void', async () => {
    const number = await card('10.00');
    await gifts.ask('redeem', { reference: 'lost-answer', card: { number }, amount: '4.00' });
    const undo = { reference: 'undo-it', of: 'redemption', originalReference: 'lost-answer' };
    expect(await code('void', undo)).toBe(201);
    expect((await gifts.ask('void', undo)).body).toMatchObject({ repeated: true, state: 'voided' });
    expect(await available(number)).toBe('10.00');
  });
});

describe('another currency', () => {
  test('without a rate, onto a card of it and between cards is refused; with a rate it pays', async () => {
    const [euros, dollars] = [await card('10.00'), await card('10.00', {}, '6013')];
    expect(await code('redeem', { card: { number: euros }, amount: '1.00', currency: 'USD' })).toBe(
      'giftcards.rate.unknown',
    );
    expect(await code('hold', { card: { number: euros }, amount: '1.00', currency: 'USD' })).toBe(
      'giftcards.rate.unknown',
    );
    for (const act of ['transfer', 'merge'])
      expect(
        await code(act, {
          ...{ card: { number: euros }, to: { number: dollars } },
          ...(act === 'transfer' ? { amount: '1.00' } : {}),
        }),
      ).toBe('giftcards.transfer.other_currency');
    const paid = await gifts.ask('redeem', { card: { number: dollars }, amount: '1.00', currency: 'EUR' });
    expect(paid.body).toMatchObject({ amount: '1.10', currency: 'USD', foreign: { amount: '1.00', currency: 'EUR' } });
  });
});

describe('moving value', () => {
  test('to the card itself, by its number and by its id, is refused', async () => {
    const number = await card('10.00');
    const id = (await gifts.ask('redeem', { card: { number }, amount: '1.00' })).body.card as unknown as string;
    for (const to of [{ number }, { id }]) {
      expect(await code('transfer', { card: { number }, to, amount: '1.00' })).toBe('giftcards.transfer.same_card');
      expect(await code('merge', { card: { number }, to })).toBe('giftcards.transfer.same_card');
    }
    expect(await available(number)).toBe('9.00');
  });

  test('of more than the other card may hold is refused, by transfer and by merge, and nothing moves', async () => {
    const [giver, taker] = [await card('100.00', {}, '6014'), await card('60.00', {}, '6014')];
    expect(await code('merge', { card: { number: giver }, to: { number: taker } })).toBe(
      'giftcards.card.balance_too_large',
    );
    expect(await code('transfer', { card: { number: giver }, to: { number: taker }, amount: '90.01' })).toBe(
      'giftcards.card.balance_too_large',
    );
    expect(await code('transfer', { card: { number: giver }, to: { number: taker }, amount: '90.00' })).toBe(201);
    expect([await available(giver), await available(taker)]).toEqual(['10.00', '150.00']);
  });

  test('from a card of which a part is held is refused as a merge, and may be a transfer of the rest', async () => {
    const [giver, taker] = [await card('10.00'), await card('1.00')];
    await gifts.ask('hold', { reference: 'part-held', card: { number: giver }, amount: '4.00' });
    expect(await code('merge', { card: { number: giver }, to: { number: taker } })).toBe('giftcards.card.value_held');
    expect(await code('transfer', { card: { number: giver }, to: { number: taker }, amount: '6.01' })).toBe(
      'giftcards.card.insufficient',
    );
    expect(await code('transfer', { card: { number: giver }, to: { number: taker }, amount: '6.00' })).toBe(201);
  });

  test('where the terms do not allow it, of nothing, and to a card that is not there, is refused', async () => {
    const [number, still] = [await card('10.00'), await card('10.00', {}, '6015')];
    expect(await code('transfer', { card: { number: still }, to: { number }, amount: '1.00' })).toBe(
      'giftcards.transfer.not_allowed',
    );
    expect(await code('transfer', { card: { number }, to: { number: still }, amount: '1.00' })).toBe(
      'giftcards.transfer.not_allowed',
    );
    expect(await code('transfer', { card: { number }, to: { number: await card() }, amount: '0.00' })).toBe(
      'giftcards.amount.zero',
    );
    expect(await code('transfer', { card: { number }, to: { number: gifts.number() }, amount: '1.00' })).toBe(
      'giftcards.card.unknown',
    );
  });

  // Its control, and that of the redemptions below, stand in race.db.test.ts: they leave books that do not add up.
  test('twenty gifts at once from a sender who can afford one: one arrives', async () => {
    const giver = await card('10.00');
    const takers = await Promise.all(Array.from({ length: 20 }, () => card()));
    const codes = await Promise.all(
      takers.map((number) => code('transfer', { card: { number: giver }, to: { number }, amount: '10.00' })),
    );
    expect(codes.filter((one) => one === 201)).toHaveLength(1);
    const held = await Promise.all([giver, ...takers].map(available));
    expect(held.filter((one) => one === '10.00')).toHaveLength(1);
    expect(held.filter((one) => one === '0.00')).toHaveLength(20);
  });
});

describe('fifty redemptions at once of one card', () => {
  test('of all that is there: one pays; of a tenth: ten do', async () => {
    for (const [amount, pay] of [
      ['10.00', 1],
      ['1.00', 10],
    ] as const) {
      const number = await card('10.00');
      const codes = await Promise.all(Array.from({ length: 50 }, () => code('redeem', { card: { number }, amount })));
      expect(codes.filter((one) => one === 201)).toHaveLength(pay);
      expect(codes.filter((one) => one === 'giftcards.card.insufficient')).toHaveLength(50 - pay);
      expect(await available(number)).toBe('0.00');
    }
  });
});

describe('numbers too large to be exact', () => {
  // 2^53 and 2^63 smallest steps of a currency with two decimals, and their neighbours.
  const TOO_LARGE = ['90071992547409.92', '90071992547409.93', '92233720368547758.07', '92233720368547758.08'];

  test('are refused wherever an amount is read, and change nothing', async () => {
    const [number, other] = [await card('10.00'), await card('1.00')];
    await gifts.ask('redeem', { reference: 'big', card: { number }, amount: '1.00' });
    await gifts.ask('hold', { reference: 'big-hold', card: { number }, amount: '1.00' });
    const before = await gifts.house.journalCount();
    for (const amount of TOO_LARGE) {
      const asked: [string, Record<string, unknown>][] = [
        ['activate', { card: { number: gifts.number() }, amount }],
        ['activate', { card: { number: gifts.number() }, amount: '1.00', promotional: amount }],
        ['load', { card: { number }, amount }],
        ['load', { card: { number }, amount: '1.00', promotional: amount }],
        ['redeem', { card: { number }, amount }],
        ['redeem', { card: { number }, amount, short: 'partial' }],
        ['hold', { card: { number }, amount }],
        ['capture', { originalReference: 'big-hold', amount }],
        ['refund', { originalReference: 'big', amount }],
        ['transfer', { card: { number }, to: { number: other }, amount }],
      ];
      for (const [what, body] of asked)
        expect([what, amount, await code(what, body)]).toEqual([what, amount, 'kernel.quantity.too_large']);
    }
    expect(await gifts.house.journalCount()).toBe(before);
  });

  test('are not reached by loads, transfers and merges of amounts that are exact each', async () => {
    const [one, two] = [await card('10000000000000.00'), await card('10000000000000.00')];
    for (const number of [one, two])
      for (let n = 0; n < 4; n++)
        expect(await code('load', { card: { number }, amount: '10000000000000.00' })).toBe(201);
    expect(await code('merge', { card: { number: one }, to: { number: two } })).toBe(
      'giftcards.card.balance_too_large',
    );
    expect(await code('transfer', { card: { number: one }, to: { number: two }, amount: '10000000000000.00' })).toBe(
      201,
    );
    expect([await available(one), await available(two)]).toEqual(['40000000000000.00', '60000000000000.00']);
    expect(await code('merge', { card: { number: two }, to: { number: one } })).toBe(
      'giftcards.card.balance_too_large',
    );
    expect(await code('redeem', { card: { number: two }, amount: '10000000000000.00' })).toBe(201);
  });
});

describe('paying out', () => {
  test('is refused where no threshold is known, and for a card from which nothing can be paid', async () => {
    const number = await card('5.00');
    expect(await code('cash-out', { card: { number } })).toBe('giftcards.cash_out.not_here');
    must(
      await gifts.house.giftSettings.setThreshold({
        ...{ tenant: gifts.house.tenant, jurisdiction: 'city', unit: gifts.unitOf('EUR') },
        ...{ inForceFrom: 0 as never, below: 1_000n },
      }),
    );
    expect(await code('cash-out', { card: { number: await card() } })).toBe('giftcards.cash_out.nothing');
    expect(await code('cash-out', { card: { number: await card('10.00') } })).toBe('giftcards.cash_out.too_much');
    await gifts.ask('hold', { card: { number }, amount: '1.00' });
    expect(await code('cash-out', { card: { number } })).toBe('giftcards.card.value_held');
    const only = await card(undefined, { promotional: '3.00' });
    expect(await code('cash-out', { card: { number: only } })).toBe('giftcards.cash_out.nothing');
  });
});
