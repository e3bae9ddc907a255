// A block keeps the value, wherever it is moved: nothing that moves it frees it, and a block that comes after a move hits where the value
// is, or is refused with words that say where it went.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { openBoxes } from '../../../test/boxed-gifts.ts';
import { giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { sweepGifts } from './jobs/index.ts';

let gifts: GiftHouse;
let boxes: Awaited<ReturnType<typeof openBoxes>>;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  boxes = await openBoxes(gifts, 'boxed', '7201');
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

type Told = { status: number; body: Record<string, never> };

const act = (what: string, body: Record<string, unknown>): Promise<Told> => gifts.ask(what, body);
const { code } = giftTill(() => gifts);

/** A card with 30.00 on it, out of a box or as the till brings it along. */
async function card(number = gifts.number()): Promise<{ readonly number: string; readonly id: string }> {
  const told = await act('activate', { card: { number }, amount: '30.00' });
  expect(told, JSON.stringify(told.body)).toMatchObject({ status: 201 });
  return { number, id: told.body['card'] as unknown as string };
}
const pay = (number: string): Promise<string | number> => code('redeem', { card: { number }, amount: '1.00' });
const block = (number: string, reason = 'fraud') => act('block', { card: { number }, reason });

/** Puts a new card in the place of an old one; the number and id of the new one. */
async function replaced(number: string, next = gifts.number(), reason = 'stolen') {
  const told = await act('replace', { card: { number }, newCard: { number: next }, reason });
  expect(told, JSON.stringify(told.body)).toMatchObject({ status: 201 });
  return { number: next, id: told.body['to'] as unknown as string };
}

describe('the old plastic of a card that was stolen and then replaced', () => {
  test('is blocked already: whoever blocks it as stolen again is told which card took over, which goes on paying', async () => {
    const old = await card();
    const fresh = await replaced(old.number);
    for (const reason of ['lost', 'stolen', 'damaged', 'member_request']) {
      const told = await block(old.number, reason);
      const masked = `••••${fresh.number.slice(-4)}`;
      expect(told).toMatchObject({
        status: 409,
        body: { code: 'cards.card.gave_way', facts: { masked, card: fresh.id } },
      });
      expect(JSON.stringify(told.body)).toContain(masked);
      expect(JSON.stringify(told.body)).not.toContain(fresh.number);
    }
    expect(await pay(old.number)).toBe('giftcards.card.replaced');
    expect(await pay(fresh.number)).toBe(201);
  });

  test('leads a block for fraud on to the value, through as many replacements as there were, and names both cards', async () => {
    const old = await card();
    const second = await replaced(old.number);
    const third = await replaced(second.number);
    const told = await block(old.number);
    expect(told).toMatchObject({ status: 201, body: { card: third.id, insteadOf: old.id } });
    expect(await pay(third.number)).toBe('cards.card.blocked');
    // What was blocked by the old card is freed by it.
    const freed = await act('unblock', { card: { number: old.number }, reason: 'other' });
    expect(freed).toMatchObject({ status: 201, body: { card: third.id, insteadOf: old.id } });
    expect(await pay(third.number)).toBe(201);
  });

  test('does not free the new card that was lost in its turn', async () => {
    const old = await card();
    const fresh = await replaced(old.number);
    expect((await block(fresh.number, 'lost')).status).toBe(201);
    expect(await code('unblock', { card: { number: old.number }, reason: 'other' })).toBe('cards.card.gave_way');
    expect(await pay(fresh.number)).toBe('cards.card.blocked');
  });

  test('is not replaced once more: the agent is told which card took over', async () => {
    const old = await card();
    const fresh = await replaced(old.number);
    const told = await act('replace', {
      card: { number: old.number },
      newCard: { number: gifts.number() },
      reason: 'lost',
    });
    expect(told).toMatchObject({ status: 409, body: { code: 'cards.card.gave_way', facts: { card: fresh.id } } });
  });
});

describe('a blocked card', () => {
  test('is replaced where its plastic was meant, and not where its value was', async () => {
    for (const reason of ['lost', 'stolen', 'damaged']) {
      const old = await card();
      expect((await block(old.number, reason)).status).toBe(201);
      expect(await pay((await replaced(old.number)).number)).toBe(201);
    }
    for (const reason of ['fraud', 'other']) {
      const old = await card();
      expect((await block(old.number, reason)).status).toBe(201);
      const asked = { card: { number: old.number }, newCard: { number: gifts.number() }, reason: 'damaged' };
      expect(await code('replace', asked)).toBe('cards.card.value_blocked');
      expect(await code('unblock', { card: { number: old.number }, reason })).toBe(201);
      expect(await code('replace', asked)).toBe(201);
    }
  });

  test('gives nothing away: neither by transfer nor by merge nor in money', async () => {
    const [old, other] = [await card(), await card()];
    expect((await block(old.number)).status).toBe(201);
    const moved = { card: { number: old.number }, to: { number: other.number } };
    expect(await code('transfer', { ...moved, amount: '10.00' })).toBe('cards.card.blocked');
    expect(await code('merge', moved)).toBe('cards.card.blocked');
    expect(await code('cash-out', { card: { number: old.number } })).toBe('cards.card.blocked');
    expect(await gifts.balance(other.number)).toMatchObject({ available: '30.00' });
  });

  test('does not give back by a void what was moved to it, except to a card that is blocked too', async () => {
    const [giver, thief] = [await card(), await card()];
    const reference = 'to-the-thief';
    expect(
      await code('transfer', {
        reference,
        card: { number: giver.number },
        to: { number: thief.number },
        amount: '20.00',
      }),
    ).toBe(201);
    expect((await block(thief.number)).status).toBe(201);
    expect(await code('void', { of: 'transfer', originalReference: reference })).toBe('cards.card.blocked');
    expect((await block(giver.number)).status).toBe(201);
    expect(await code('void', { of: 'transfer', originalReference: reference })).toBe(201);
    expect(await pay(giver.number)).toBe('cards.card.blocked');
    expect(await gifts.balance(giver.number)).toMatchObject({ booked: '30.00' });
  });
});

describe('a block that comes after value was moved', () => {
  test('is refused of a card that was merged, with the card that has its value now, through as many merges as there were', async () => {
    const [first, second, third] = [await card(), await card(), await card()];
    expect(await code('merge', { card: { number: first.number }, to: { number: second.number } })).toBe(201);
    expect(await code('merge', { card: { number: second.number }, to: { number: third.number } })).toBe(201);
    const now = await replaced(third.number);
    const told = await block(first.number);
    expect(told).toMatchObject({
      status: 409,
      body: { code: 'giftcards.card.merged', facts: { masked: `••••${now.number.slice(-4)}`, card: now.id } },
    });
    expect(JSON.stringify(told.body)).not.toContain(now.number);
    // What is on it is not the first one's alone: blocking it is for a person to say.
    expect(await pay(now.number)).toBe(201);
  });

  test('of a card that gave a part away names the cards that got it, as they are now, and not what was brought back', async () => {
    const [giver, taker, other] = [await card(), await card(), await card()];
    const moved = { card: { number: giver.number }, amount: '10.00' };
    expect(await code('transfer', { ...moved, to: { number: taker.number } })).toBe(201);
    expect(await code('transfer', { ...moved, to: { number: other.number }, reference: 'back-again' })).toBe(201);
    expect(await code('void', { of: 'transfer', originalReference: 'back-again' })).toBe(201);
    const now = await replaced(taker.number);
    const told = await block(giver.number);
    expect(told).toMatchObject({ status: 201, body: { card: giver.id, movedTo: [now.id] } });
    expect(await pay(now.number)).toBe(201);
  });

  test('keeps what comes back to a merged card whose series is blocked, until the block is lifted', async () => {
    const { batch, numbers } = await boxes.box(1);
    const [first, kept] = [await card(numbers[1]!), await card()];
    expect(await code('redeem', { reference: 'lunch', card: { number: first.number }, amount: '5.00' })).toBe(201);
    expect(await code('merge', { card: { number: first.number }, to: { number: kept.number } })).toBe(201);
    const lift = await boxes.suspend({ batch });
    expect(await code('refund', { originalReference: 'lunch' })).toBe(201);
    const { house } = gifts;
    await sweepGifts(house);
    expect(await gifts.balance(kept.number)).toMatchObject({ available: '55.00' });
    await lift();
    await sweepGifts(house);
    expect(await gifts.balance(kept.number)).toMatchObject({ available: '60.00' });
  });
});

describe('a block of a series and the card that was put in the place of one of it', () => {
  test('for fraud reaches it, also when it is replaced again: the value is meant', async () => {
    const { batch, numbers } = await boxes.box(1);
    const spare = await boxes.box(3);
    const old = await card(numbers[1]!);
    const second = await replaced(old.number, spare.numbers[1]!);
    const fresh = await replaced(second.number, spare.numbers[2]!);
    const lift = await boxes.suspend({ batch, serials: { first: 1, last: 1 } });
    expect(await pay(fresh.number)).toBe('cards.card.suspended');
    const asked = { card: { number: fresh.number }, newCard: { number: spare.numbers[3]! }, reason: 'damaged' };
    expect(await code('replace', asked)).toBe('cards.card.value_blocked');
    await lift();
    expect(await pay(fresh.number)).toBe(201);
  });

  test('as lost, stolen or called back leaves it alone: it is the remedy, before the block and while it stands', async () => {
    for (const reason of ['lost', 'stolen', 'recall'] as const) {
      const { batch, numbers } = await boxes.box(2);
      const spare = await boxes.box(2);
      const before = await replaced((await card(numbers[1]!)).number, spare.numbers[1]!);
      const still = await card(numbers[2]!);
      const lift = await boxes.suspend({ batch, reason });
      expect(await pay(before.number)).toBe(201);
      expect(await pay(still.number)).toBe('cards.card.suspended');
      expect(await pay((await replaced(still.number, spare.numbers[2]!)).number)).toBe(201);
      await lift();
    }
  });
});
