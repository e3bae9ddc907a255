// What the desk for cards of every kind does with one that has stored value behind it: it finds the value, or says where that went.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

let references = 0;
const RACES = 12;

type Told = { status: number; body: Record<string, unknown> };

/** An activated card with its number and id. */
async function card(): Promise<{ readonly number: string; readonly id: string }> {
  const number = gifts.number();
  const told = await gifts.ask('activate', { card: { number }, amount: '10.00' });
  expect(told.status).toBe(201);
  return { number, id: told.body['card'] as unknown as string };
}
const merge = async (from: string, to: string): Promise<void> => {
  expect((await gifts.ask('merge', { card: { number: from }, to: { number: to } })).status).toBe(201);
};
const atDesk = async (act: string, id: string, body: object): Promise<Told> =>
  (await gifts.house.request(
    `POST /v1/cards/${id}/${act}`,
    { reference: `desk-${++references}`, ...body },
    { secret: gifts.house.secrets.tenant },
  )) as Told;
const { code } = giftTill(() => gifts);
const pay = (number: string): Promise<unknown> => code('redeem', { card: { number }, amount: '1.00' });

test('a merged card is not blocked, whatever the reason: the answer names the card at the end of the merges, never its number', async () => {
  const [first, second, kept] = [await card(), await card(), await card()];
  await merge(first.number, second.number);
  await merge(second.number, kept.number);
  for (const reason of ['fraud', 'stolen', 'lost', 'other']) {
    const told = await atDesk('block', first.id, { reason });
    const facts = { masked: `••••${kept.number.slice(-4)}`, card: kept.id };
    expect(told).toMatchObject({ status: 409, body: { code: 'giftcards.card.merged', facts } });
    expect(JSON.stringify(told.body)).not.toContain(kept.number);
  }
  expect(await pay(kept.number)).toBe(201);
  expect((await atDesk('block', kept.id, { reason: 'fraud' })).status).toBe(200);
  expect(await pay(kept.number)).toBe('cards.card.blocked');
});

test('a replaced card is blocked where its value is for fraud, and refused with the one that took over when it was lost', async () => {
  const old = await card();
  const next = gifts.number();
  const swap = { card: { number: old.number }, newCard: { number: next }, reason: 'stolen' };
  const now = (await gifts.ask('replace', swap)).body['to'] as unknown as string;
  expect(await atDesk('block', old.id, { reason: 'lost' })).toMatchObject({
    ...{ status: 409, body: { code: 'cards.card.gave_way', facts: { card: now } } },
  });
  expect(await atDesk('block', old.id, { reason: 'fraud' })).toMatchObject({
    ...{ status: 200, body: { card: now, insteadOf: old.id } },
  });
  expect(await pay(next)).toBe('cards.card.blocked');
});

test('of a block and a merge at once the block holds what the card had, or is refused with the card that got it', async () => {
  for (let n = 0; n < RACES; n++) {
    const [from, to] = [await card(), await card()];
    const [blocked, merged] = await Promise.all([
      atDesk('block', from.id, { reason: 'fraud' }),
      gifts.ask('merge', { card: { number: from.number }, to: { number: to.number } }),
    ]);
    // Exactly one of the two is done: a blocked card gives nothing, and a merged one is not blocked.
    expect([blocked.status === 200, merged.status === 201].filter(Boolean), JSON.stringify(blocked)).toHaveLength(1);
    if (blocked.status !== 200) expect(blocked.body).toMatchObject({ code: 'giftcards.card.merged' });
    else expect(merged.body).toMatchObject({ code: 'cards.card.blocked' });
  }
});

test('a gift card is replaced as one: the desk for cards sends there, since value and phone would stay behind', async () => {
  const { id, number } = await card();
  const told = await atDesk('replace', id, { number: gifts.number(), reason: 'damaged' });
  expect(told).toMatchObject({ status: 409, body: { code: 'cards.card.is_gift' } });
  expect(await pay(number)).toBe(201);
});
