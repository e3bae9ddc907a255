import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());

test('a card is activated, pays, is asked for its balance and gets its money back', async () => {
  const number = gifts.number();
  const activated = await gifts.ask('activate', { number, amount: '50.00' });
  expect(activated).toMatchObject({ status: 201, body: { act: 'activation', balance: { available: '50.00', state: 'active' } } });
  const paid = await gifts.ask('redeem', { reference: 'r-1', card: { number }, amount: '12.50' });
  expect(paid).toMatchObject({ status: 201, body: { amount: '12.50', balance: { available: '37.50', booked: '37.50' } } });
  const again = await gifts.ask('redeem', { reference: 'r-1', card: { number }, amount: '12.50' });
  expect(again).toMatchObject({ status: 200, body: { repeated: true, balance: { available: '37.50' } } });
  expect(await gifts.balance(number)).toMatchObject({ available: '37.50' });
  const back = await gifts.ask('refund', { originalReference: 'r-1', amount: '2.50' });
  expect(back).toMatchObject({ status: 201, body: { balance: { available: '40.00' } } });
  await assertBooks(gifts.house);
});
