// Where a rest is paid out once most of a card was spent, whatever it is: in Massachusetts at nine tenths.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { assert } from '../../kernel/assert.ts';

const PATH = '/v1/cash-out-thresholds';
// The outlet of the house is in this group.
const LAW = { jurisdiction: 'city', currency: 'EUR', below: '5.00', leftPercent: 10 };

let gifts: GiftHouse;
const byTenant = () => ({ secret: gifts.house.secrets.tenant });
beforeAll(async () => {
  gifts = await makeGiftHouse();
  const told = await gifts.house.request(`POST ${PATH}`, { ...LAW, inForceFrom: '2020-01-01T00:00:00Z' }, byTenant());
  assert(told.status === 201, JSON.stringify(told.body));
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

let references = 0;
const { code: act, card } = giftTill(() => gifts);
const spend = async (number: string, amount: string): Promise<void> =>
  expect(await act('redeem', { card: { number }, amount })).toBe(201);
const payOut = (number: string) => act('cash-out', { card: { number } });

test('a rest of a tenth is paid out, one of a cent more is not, and the till is told what stands against it', async () => {
  const number = await card('50.00', { promotional: '10.00' });
  // What a promotion gave is spent first, and is no part of what was paid in.
  await spend(number, '54.99');
  const refused = await gifts.ask('cash-out', { card: { number } });
  expect(refused.body).toMatchObject({
    ...{ code: 'giftcards.cash_out.too_much_left' },
    facts: { balance: '5.01', loaded: '50.00', below: '5.00', percent: '10' },
  });
  await spend(number, '0.01');
  expect(await payOut(number)).toBe(201);
});

test('a rest below the amount is paid out, however little was spent', async () => {
  expect(await payOut(await card('4.99'))).toBe(201);
  expect(await payOut(await card('5.00'))).toBe('giftcards.cash_out.too_much_left');
});

test('what was loaded later counts; a load that was undone and value that went to another card do not', async () => {
  const reloaded = await card('20.00');
  expect(await act('load', { card: { number: reloaded }, amount: '60.00' })).toBe(201);
  await spend(reloaded, '72.00');
  expect(await payOut(reloaded)).toBe(201);

  const [undone, moved] = [await card('50.00'), await card('100.00')];
  const reference = `load-${++references}`;
  expect(await act('load', { reference, card: { number: undone }, amount: '50.00' })).toBe(201);
  expect(await act('void', { of: 'load', originalReference: reference })).toBe(201);
  await spend(undone, '44.00');
  expect(await payOut(undone)).toBe('giftcards.cash_out.too_much_left');

  const to = { number: await card('1.00') };
  expect(await act('transfer', { card: { number: moved }, to, amount: '50.00' })).toBe(201);
  await spend(moved, '44.00');
  expect(await payOut(moved)).toBe('giftcards.cash_out.too_much_left');
  // The card that got it was given 51 in all.
  await spend(to.number, '45.90');
  expect(await payOut(to.number)).toBe(201);
});

test('a card that was sold and paid with on receipts is no other', async () => {
  const number = gifts.number();
  const sale = async (body: object): Promise<void> => {
    const told = await gifts.house.request('POST /v1/sales', {
      ...{ reference: `sale-${++references}`, occurredAt: new Date().toISOString(), currency: 'EUR', ...body },
    });
    expect(told.status, JSON.stringify(told.body)).toBe(201);
  };
  const line = { line: 1, sku: 'gift', kind: 'gift_card', amount: '80.00', giftCard: { card: { number } } };
  await sale({ lines: [line], tenders: [{ kind: 'cash', amount: '80.00' }] });
  await sale({
    lines: [{ line: 1, sku: 'lamp', amount: '71.50' }],
    tenders: [{ kind: 'gift_card', card: { number }, amount: '71.50' }],
  });
  expect(await payOut(number)).toBe('giftcards.cash_out.too_much_left');
  await spend(number, '0.50');
  expect(await payOut(number)).toBe(201);
});

test('the share is data, listed with the amount; none and all of it are no shares', async () => {
  const set = async (leftPercent: number) =>
    (
      await gifts.house.request(
        `POST ${PATH}`,
        { ...LAW, leftPercent, inForceFrom: '2021-01-01T00:00:00Z' },
        byTenant(),
      )
    ).status;
  for (const wrong of [0, 100, 9.5]) expect(await set(wrong)).toBe(400);
  const listed = await gifts.house.request(`GET ${PATH}`, undefined, byTenant());
  expect(listed.body).toMatchObject({ items: [{ ...LAW, inForceFrom: '2020-01-01T00:00:00.000000Z' }] });
});
