// What becomes of a gift card beside paying: its PIN, a person's acts, time, and many who ask at once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { sweepGifts, type SweepGiftsDeps } from './jobs/sweep-gifts.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
});
afterAll(() => gifts.house.close());

const { code, card } = giftTill(() => gifts);

describe('a PIN', () => {
  test('three wrong ones lock the card, however many come at once, and a person unlocks it', async () => {
    const number = await card('10.00', { newPin: '4711' });
    expect(await code('redeem', { card: { number, pin: '4711' }, amount: '1.00' })).toBe(201);
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, n) => code('redeem', { card: { number, pin: String(1000 + n) }, amount: '1.00' })),
    );
    expect(guesses.filter((one) => one === 'giftcards.pin.wrong')).toHaveLength(2);
    expect(guesses.filter((one) => one === 'giftcards.pin.locked')).toHaveLength(38);
    expect(await code('redeem', { card: { number, pin: '4711' }, amount: '1.00' })).toBe('giftcards.pin.locked');
    const [rows] = await gifts.house.database.query<{ n: number }>(
      `select count(*)::int as n from ledger.journal where kind = 'giftcards.pin_wrong'`,
    );
    expect(rows!.n).toBe(3);
    expect(await code('unlock', { card: { number }, reason: 'member_request' })).toBe(201);
    expect(await code('unlock', { card: { number }, reason: 'member_request' })).toBe('giftcards.pin.not_locked');
    expect(await code('redeem', { card: { number, pin: '4711' }, amount: '1.00' })).toBe(201);
  });

  test('a wrong one leaves the reference free, a right one forgets those before, and a balance counts them too', async () => {
    await gifts.set('pin', 'EUR', giftTerms('6015', { pin: 'needed' }));
    const number = await card('10.00', { newPin: '4711' }, '6015');
    const ask = (pin?: string) =>
      code('redeem', { reference: 'same', card: { number, ...(pin ? { pin } : {}) }, amount: '1.00' });
    expect(await ask()).toBe('giftcards.pin.missing');
    expect(await ask('0000')).toBe('giftcards.pin.wrong');
    const asked = await gifts.house.request('POST /v1/gift-cards/balance', { card: { number, pin: '0001' } });
    expect(asked.body).toMatchObject({ code: 'giftcards.pin.wrong', facts: { left: '1' } });
    expect(await ask('4711')).toBe(201);
    const left = await gifts.ask('redeem', { card: { number, pin: '0000' }, amount: '1.00' });
    expect(left.body).toMatchObject({ code: 'giftcards.pin.wrong', facts: { left: '2' } });
    await assertBooks(gifts.house);
  });
});

describe('what else becomes of a card', () => {
  test('a rest below the threshold of the place is paid out, but not what a promotion gave', async () => {
    const number = await card('9.99', { promotional: '2.00' });
    must(
      await gifts.house.giftSettings.setThreshold({
        ...{ tenant: gifts.house.tenant, jurisdiction: 'city', unit: gifts.unitOf('EUR') },
        ...{ inForceFrom: 0 as never, below: 1_000n },
      }),
    );
    const paid = await gifts.ask('cash-out', { reference: 'cash', card: { number } });
    expect(paid.body).toMatchObject({
      amount: '9.99',
      balance: { state: 'active', booked: '2.00', promotional: '2.00' },
    });
    expect(await code('void', { of: 'cash_out', originalReference: 'cash' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ booked: '11.99' });
    await gifts.ask('redeem', { card: { number }, amount: '2.00' });
    expect((await gifts.ask('cash-out', { card: { number } })).body).toMatchObject({ balance: { state: 'closed' } });
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('giftcards.card.closed');
    expect(await code('cash-out', { card: { number: await card('10.00') } })).toBe('giftcards.cash_out.too_much');
    await assertBooks(gifts.house);
  });

  test('value moves, merges and is replaced; a refund opens a closed card again', async () => {
    const [one, two] = [await card('10.00', { promotional: '3.00' }), await card('1.00')];
    await gifts.ask('redeem', { reference: 'before-merge', card: { number: one }, amount: '4.00' });
    expect(await code('transfer', { card: { number: one }, to: { number: two }, amount: '2.00' })).toBe(201);
    const merged = await gifts.ask('merge', { card: { number: one }, to: { number: two } });
    expect(merged.body).toMatchObject({ amount: '7.00', balance: { state: 'closed', booked: '0.00' } });
    expect(await gifts.balance(two)).toMatchObject({ available: '10.00' });
    await gifts.ask('refund', { originalReference: 'before-merge' });
    expect(await gifts.balance(one)).toMatchObject({ state: 'active', available: '4.00', promotional: '3.00' });

    const fresh = gifts.number();
    expect(await code('replace', { card: { number: two }, newCard: { number: fresh }, reason: 'damaged' })).toBe(201);
    expect(await code('redeem', { card: { number: two }, amount: '1.00' })).toBe('giftcards.card.replaced');
    expect(await gifts.balance(fresh)).toMatchObject({ available: '10.00' });
    await assertBooks(gifts.house);
  });

  test('a blocked card does nothing until it is free again', async () => {
    const number = await card('10.00');
    const byHand = (what: string) =>
      gifts.ask(
        what,
        { card: { number }, reason: 'lost', outlet: 'centro', terminal: 'T1' },
        gifts.house.secrets.tenant,
      );
    expect((await byHand('block')).status).toBe(201);
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('cards.card.blocked');
    expect(await code('load', { card: { number }, amount: '1.00' })).toBe('cards.card.blocked');
    expect((await byHand('block')).body).toMatchObject({ code: 'cards.card.unfit_state' });
    expect((await byHand('unblock')).status).toBe(201);
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe(201);
  });

  test('a block keeps what was held before it, and only a block that says so does not', async () => {
    const { house } = gifts;
    const number = await card('40.00');
    const hold = (reference: string) => gifts.ask('hold', { reference, card: { number }, amount: '10.00' });
    for (const reference of ['kept-1', 'kept-2', 'kept-3', 'kept-4']) expect((await hold(reference)).status).toBe(201);
    const byHand = (what: string) =>
      gifts.ask(what, { card: { number }, reason: 'lost', outlet: 'centro', terminal: 'T1' }, house.secrets.tenant);
    expect((await byHand('block')).status).toBe(201);
    expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('cards.card.blocked');
    expect((await hold('after')).body).toMatchObject({ code: 'cards.card.blocked' });
    expect(await code('capture', { originalReference: 'kept-1' })).toBe(201);
    expect(await code('release', { originalReference: 'kept-2' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ booked: '30.00', available: '10.00', held: '20.00' });
    expect((await byHand('unblock')).status).toBe(201);

    const shown = await gifts.ask('balance', { reference: undefined, card: { number } });
    const id = shown.body['card'] as unknown as string;
    const blocked = await house.request(
      `POST /v1/cards/${id}/block`,
      { reference: 'thief', reason: 'stolen', effects: ['spend', 'capture'] },
      { secret: house.secrets.tenant },
    );
    expect(blocked.status, JSON.stringify(blocked.body)).toBeLessThan(300);
    expect(await code('capture', { originalReference: 'kept-3' })).toBe('cards.card.blocked');
    expect(await gifts.balance(number)).toMatchObject({ booked: '30.00', held: '20.00' });
    expect(await code('release', { originalReference: 'kept-3' })).toBe(201);
    expect((await byHand('unblock')).status).toBe(201);
    expect(await code('capture', { originalReference: 'kept-4' })).toBe(201);
    expect(await gifts.balance(number)).toMatchObject({ booked: '20.00', available: '20.00', held: '0.00' });
    await assertBooks(house);
  });
});

describe('time', () => {
  test('a fee for not being used falls due by itself, is the same whoever looks first, and the law may forbid it', async () => {
    const refused = await gifts.house.giftSettings.setTerms(gifts.house.program(), {
      code: 'us',
      currency: 'USD',
      content: giftTerms('6016', { checkedAs: 'us_federal', expiry: { after: { years: 4 } } }),
    });
    expect(refused).toMatchObject({ refusal: 'giftcards.terms.unlawful', facts: { what: 'expiry' } });
    await gifts.set('fee', 'EUR', giftTerms('6017', { fee: { afterMonths: 12, everyMonths: 1, amount: '2.00' } }));
    const [looked, swept] = [await card('5.00', {}, '6017'), await card('5.00', {}, '6017')];
    await gifts.house.database.query(
      `update giftcards.gift set fee_due_at = date_trunc('day', now()) - interval '40 days' where terms = 'fee'`,
    );
    // Merged cards of the tests before would be swept too.
    await gifts.house.database.query('update giftcards.gift set survivor = null, survivor_lane = null');
    expect(await gifts.balance(looked)).toMatchObject({ booked: '1.00' });
    // One with which it fails holds no other up, and is settled when it is tried again.
    let failures = 0;
    const failing: SweepGiftsDeps['machine'] = {
      submit: (operation, arrival) =>
        ++failures === 1
          ? Promise.reject(new Error('this one is broken'))
          : gifts.house.machine.submit(operation, arrival),
    };
    await expect(sweepGifts({ ...gifts.house, machine: failing })).rejects.toThrow('this one is broken');
    expect(failures).toBe(2);
    expect(await sweepGifts({ ...gifts.house, machine: gifts.house.machine })).toBe(1);
    expect(await gifts.balance(swept)).toMatchObject({ booked: '1.00' });
    expect(await sweepGifts({ ...gifts.house, machine: gifts.house.machine })).toBe(0);
    await assertBooks(gifts.house);
  });
});

describe('at once', () => {
  test('fifty redemptions of each of twenty cards: exactly as many succeed as the balance allows', async () => {
    const cards = await Promise.all(Array.from({ length: 20 }, (_, n) => card(`${10 + (n % 3) * 10}.05`)));
    const before = await Promise.all(cards.map((number) => gifts.balance(number)));
    const codes = await Promise.all(
      cards.map((number) =>
        Promise.all(Array.from({ length: 50 }, () => code('redeem', { card: { number }, amount: '10.00' }))),
      ),
    );
    for (const [n, outcomes] of codes.entries()) {
      const may = Math.floor(Number(before[n]!.available) / 10);
      expect(outcomes.filter((one) => one === 201)).toHaveLength(may);
      expect(outcomes.filter((one) => one === 'giftcards.card.insufficient')).toHaveLength(50 - may);
    }
    await assertBooks(gifts.house);
  });

  test('twenty transfers from a card that can afford one', async () => {
    const giver = await card('10.00');
    const takers = await Promise.all(Array.from({ length: 20 }, () => card()));
    const codes = await Promise.all(
      takers.map((number) => code('transfer', { card: { number: giver }, to: { number }, amount: '10.00' })),
    );
    expect(codes.filter((one) => one === 201)).toHaveLength(1);
    expect(codes.filter((one) => one === 'giftcards.card.insufficient')).toHaveLength(19);
    const held = await Promise.all([giver, ...takers].map((number) => gifts.balance(number)));
    expect(held.reduce((sum, { booked }) => sum + Number(booked), 0)).toBe(10);
    await assertBooks(gifts.house);
  });

  test('twenty tills activate one card: one does', async () => {
    const number = gifts.number();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => code('activate', { card: { number }, amount: '10.00' })),
    );
    expect(codes.filter((one) => one === 201)).toHaveLength(1);
    expect(codes.filter((one) => one === 'giftcards.activation.twice')).toHaveLength(19);
    expect(await gifts.balance(number)).toMatchObject({ booked: '10.00' });
  });
});
