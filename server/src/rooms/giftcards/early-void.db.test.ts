// A till that had no answer undoes what it sent, and its undoing may arrive before what it undoes.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { decidedOver, forgetfulDesk } from '../../../test/lesser-desk.ts';
import { FAMILY, referenceBytes, referenceSheet } from '../../platform/lanes/index.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  // Cards are looked at that are not there yet, more often than a till may.
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
  must(
    await gifts.house.giftSettings.setThreshold({
      ...{ tenant: gifts.house.tenant, jurisdiction: 'city', unit: gifts.unitOf('EUR') },
      ...{ inForceFrom: 0 as never, below: 1_000n },
    }),
  );
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

const { code, card } = giftTill(() => gifts);

type Cards = { readonly giver: string; readonly taker: string; readonly fresh: string };
const someCards = async (): Promise<Cards> => ({
  giver: await card('5.00'),
  taker: await card('1.00'),
  fresh: gifts.number(),
});

/** How the cards of one act stand. */
const standing = async ({ giver, taker, fresh }: Cards): Promise<readonly unknown[]> => {
  const of = async (number: string): Promise<unknown> => {
    const answer = await gifts.house.request('POST /v1/gift-cards/balance', { card: { number } });
    const { code: refusal, balance } = answer.body as { code?: string; balance?: { available: string; state: string } };
    return refusal ?? `${balance!.available} ${balance!.state}`;
  };
  return [await of(giver), await of(taker), await of(fresh)];
};
const UNTOUCHED = ['5.00 active', '1.00 active', 'giftcards.card.unknown'];

/** The acts, how each is sent, and how the cards stand once it counts. */
const ACTS = [
  {
    act: 'cash_out',
    path: 'cash-out',
    body: ({ giver }: Cards) => ({ card: { number: giver } }),
    done: ['0.00 closed', '1.00 active', 'giftcards.card.unknown'],
    ...{ family: FAMILY.redeem, undone: 201 },
  },
  {
    act: 'transfer',
    path: 'transfer',
    body: ({ giver, taker }: Cards) => ({ card: { number: giver }, to: { number: taker }, amount: '2.00' }),
    done: ['3.00 active', '3.00 active', 'giftcards.card.unknown'],
    ...{ family: FAMILY.redeem, undone: 201 },
  },
  {
    act: 'merge',
    path: 'merge',
    body: ({ giver, taker }: Cards) => ({ card: { number: giver }, to: { number: taker } }),
    done: ['0.00 closed', '6.00 active', 'giftcards.card.unknown'],
    ...{ family: FAMILY.redeem, undone: 201 },
  },
  {
    act: 'replacement',
    path: 'replace',
    body: ({ giver, fresh }: Cards) => ({ card: { number: giver }, newCard: { number: fresh }, reason: 'lost' }),
    done: ['giftcards.card.replaced', '1.00 active', '5.00 active'],
    // The old card may be in a stranger's hands: it is not brought back.
    ...{ family: FAMILY.card, undone: 'giftcards.void.of_replacement' },
  },
] as const;

describe.each(ACTS)('$act', ({ act, path, body, done, family, undone }) => {
  const original = (reference: string, cards: Cards) => code(path, { reference, ...body(cards) });
  const undo = (reference: string) =>
    gifts.ask('void', { reference: `${reference}-undo`, of: act, originalReference: reference });

  test('control: without a void it counts', async () => {
    const cards = await someCards();
    expect(await standing(cards)).toEqual(UNTOUCHED);
    expect(await original(`${act}-plain`, cards)).toBe(201);
    expect(await standing(cards)).toEqual(done);
  });

  test('whose void came first books nothing when it comes, however often either is sent again', async () => {
    const cards = await someCards();
    const reference = `${act}-early`;
    expect(await undo(reference)).toMatchObject({ status: 201, body: { state: 'closed', repeated: false } });
    expect(await undo(reference)).toMatchObject({ status: 200, body: { state: 'closed', repeated: true } });
    for (let n = 0; n < 3; n++) expect(await original(reference, cards)).toBe('operation.voided_before');
    // The same void under another name is another one: there is nothing left to close.
    expect(await code('void', { of: act, originalReference: reference })).toBe('giftcards.operation.undone');
    expect(await undo(reference)).toMatchObject({ status: 200, body: { state: 'closed', repeated: true } });
    expect(await standing(cards)).toEqual(UNTOUCHED);
    // Under a name of its own it is another operation.
    expect(await original(`${reference}-again`, cards)).toBe(201);
    expect(await standing(cards)).toEqual(done);
  });

  test('whose void comes second is undone by it, or stands with a reason', async () => {
    const cards = await someCards();
    const reference = `${act}-late`;
    expect(await original(reference, cards)).toBe(201);
    expect(await code('void', { of: act, originalReference: reference })).toBe(undone);
    expect(await standing(cards)).toEqual(undone === 201 ? UNTOUCHED : done);
    expect(await code('void', { of: act, originalReference: reference })).toBe(
      undone === 201 ? 'giftcards.operation.undone' : undone,
    );
  });

  test('and its void at one moment: one of two orders, and never both', async () => {
    for (let n = 0; n < 8; n++) {
      const cards = await someCards();
      const reference = `${act}-race-${n}`;
      // Either is sent first, half of the times.
      const send = [() => original(reference, cards), () => undo(reference)];
      if (n % 2) send.reverse();
      const outcomes = await Promise.all(send.map((one) => one()));
      if (n % 2) outcomes.reverse();
      const [came, voided] = outcomes as [string | number, Awaited<ReturnType<typeof undo>>];
      const { state, code: refusal } = voided.body as { state?: string; code?: string };
      const order = `${String(came)} and ${String(state ?? refusal)}`;
      const inOrder = undone === 201 ? '201 and voided' : `201 and ${undone}`;
      expect(['operation.voided_before and closed', inOrder]).toContain(order);
      expect(await standing(cards)).toEqual(came === 201 && undone !== 201 ? done : UNTOUCHED);
    }
  });

  test('control: in the same race a void that notes nothing under the name says closed, and it counts all the same', async () => {
    const { house } = gifts;
    const till = must(house.partners.resolveTill(house.principals.till, {}));
    const { giftcards } = house;
    const forgetful = decidedOver(giftcards.void, forgetfulDesk(referenceSheet));
    let both = 0;
    for (let n = 0; n < 4; n++) {
      const cards = await someCards();
      const reference = `${act}-control-${n}`;
      const named = { tenant: house.tenant, space: 0n, family, reference: referenceBytes(reference) };
      const input = { till, receivedAt: house.clock.now(), original: { reference: named, mayName: () => true } };
      const [voided, came] = await Promise.all([
        house.machine.submit(forgetful, { tenant: house.tenant, input }),
        original(reference, cards),
      ]);
      const isBoth = voided.ok && voided.answer.state === 'closed' && came === 201;
      if (!isBoth) continue;
      expect(await standing(cards)).toEqual(done);
      both += 1;
    }
    expect(both).toBeGreaterThan(0);
  });
});
