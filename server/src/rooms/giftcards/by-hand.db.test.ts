import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../test/house.ts';
import { twoPeople } from '../../../test/two-people.ts';

// What frees value of a gift card by hand besides what is sold, loaded, moved and unblocked (in `second-person-acts`): confirming a load,
// paying a rest out, forgetting wrong PINs; and the ways to the same by the desk for cards of every kind.

let gifts: GiftHouse;
let house: TestHouse;
let people: Awaited<ReturnType<typeof twoPeople>>;
let count = 0;

beforeAll(async () => {
  gifts = await makeGiftHouse();
  ({ house } = gifts);
  people = await twoPeople(house, 100);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

type Told = Awaited<ReturnType<typeof people.ask>>;
const act = (what: string, body: object): Promise<Told> =>
  people.ask(`POST /v1/gift-cards/${what}`, {
    reference: `hand-${++count}`,
    outlet: 'centro',
    terminal: 'T2',
    ...body,
  });
const sold = async (amount: string, over: object = {}, prefix?: string): Promise<string> => {
  const number = gifts.number(prefix);
  expect((await gifts.ask('activate', { card: { number }, amount, ...over })).status).toBe(201);
  return number;
};
const approved = async (told: Told, kind: string): Promise<void> => {
  expect([told.status, told.body['code']]).toEqual([202, undefined]);
  const { seen, yes } = await people.approve(told);
  expect(seen['kind']).toBe(kind);
  expect(yes).toMatchObject({ status: 200, body: { state: 'approved', isApplied: true } });
  expect(yes.body).not.toHaveProperty('refused');
};

describe('above the bound a second person is asked', () => {
  test('to confirm a load, so that it can be spent', async () => {
    const number = await sold('1.00');
    const load = async (amount: string): Promise<string> => {
      const told = await gifts.ask('load', { card: { number }, amount, awaitsConfirmation: true });
      return String(told.body['operation']);
    };
    expect((await act('loads/confirm', { operation: await load('100.00') })).status).toBe(201);
    await approved(await act('loads/confirm', { operation: await load('100.01') }), 'giftcards.load');
    expect(await gifts.balance(number)).toMatchObject({ available: '201.01' });
  });

  test('to pay the rest of a card out in money', async () => {
    await gifts.set('paid-out', 'EUR', giftTerms('6016', { jurisdiction: 'plenty' }));
    const unit = gifts.unitOf('EUR');
    const threshold = { tenant: house.tenant, jurisdiction: 'plenty', unit, inForceFrom: 0 as never };
    must(await house.giftSettings.setThreshold({ ...threshold, below: 50_000n }));
    const [little, much] = [await sold('100.00', {}, '6016'), await sold('100.01', {}, '6016')];
    expect((await act('cash-out', { card: { number: little } })).status).toBe(201);
    const asked = await act('cash-out', { card: { number: much } });
    expect(await gifts.balance(much)).toMatchObject({ booked: '100.01' });
    await approved(asked, 'giftcards.move');
    expect(await gifts.balance(much)).toMatchObject({ booked: '0.00', state: 'closed' });
  });

  test('to forget the wrong PINs of a card', async () => {
    const locked = async (amount: string): Promise<string> => {
      const number = await sold(amount, { newPin: '4711' });
      for (const pin of ['1111', '2222', '3333']) await gifts.ask('redeem', { card: { number, pin }, amount: '1.00' });
      return number;
    };
    const [little, much] = [await locked('100.00'), await locked('100.01')];
    const unlock = (number: string) => act('unlock', { card: { number }, reason: 'member_request' });
    expect((await unlock(little)).status).toBe(201);
    await approved(await unlock(much), 'giftcards.release');
    const paid = await gifts.ask('redeem', { card: { number: much, pin: '4711' }, amount: '1.00' });
    expect(paid.status).toBe(201);
  });
});

describe('the desk for cards of every kind is no way around it', () => {
  test('to free a gift card with much on it: neither by lifting its block nor by new plastic', async () => {
    const number = await sold('400.00');
    const blocked = await act('block', { card: { number }, reason: 'fraud' });
    const card = String(blocked.body['card']);
    const asked = (what: string, body: object): Promise<Told> =>
      people.ask(`POST /v1/cards/${card}/${what}`, { reference: `hand-${++count}`, ...body });
    expect((await asked('unblock', {})).body).toMatchObject({ code: 'cards.card.is_gift' });
    const plastic = { number: gifts.number(), reason: 'damaged' };
    expect((await asked('replace', plastic)).body).toMatchObject({ code: 'cards.card.is_gift' });
    expect((await gifts.ask('redeem', { card: { number }, amount: '1.00' })).body).toMatchObject({
      code: 'cards.card.blocked',
    });
    await approved(await act('unblock', { card: { number }, reason: 'other' }), 'giftcards.release');
  });
});
