import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newReturnSchema, newVoidSchema } from '../../../../contract/checkout.ts';
import { assertBooks } from '../../../test/books.ts';
import type { GiftHouse } from '../../../test/gift-house.ts';
import { decidedOver, forgetfulDesk } from '../../../test/lesser-desk.ts';
import { makeRefundHouse, refundTill } from '../../../test/refund-house.ts';
import { referenceSheet, type Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { readReturn } from './http/read-return.ts';
import { readVoid } from './http/read-void.ts';
import { returnedSheet } from './store/returned.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeRefundHouse();
});
afterAll(() => gifts.house.close());
const { card, available, post, soldFor, returned } = refundTill(() => gifts);

describe('at once', () => {
  test('twenty tills return one sale onto twenty cards: one card gets the money', async () => {
    await soldFor('c-1');
    const cards = await Promise.all(Array.from({ length: 20 }, () => card('1.00')));
    const codes = await Promise.all(
      cards.map(async (number) => {
        const { status, body } = await returned('c-1', { card: { number } });
        return body.code ?? status;
      }),
    );
    expect(codes.filter((one) => one === 201)).toHaveLength(1);
    expect(codes.filter((one) => one === 'checkout.return.nothing')).toHaveLength(19);
    const held = await Promise.all(cards.map(available));
    expect(held.filter((one) => one === '31.00')).toHaveLength(1);
    expect(held.filter((one) => one === '1.00')).toHaveLength(19);
    await assertBooks(gifts.house);
  });

  test('in one batch, behind its sale and behind the load of the card', async () => {
    const number = gifts.number('6012');
    const occurredAt = new Date().toISOString();
    const lines = [{ line: 1, sku: 'lamp', amount: '30.00' }];
    const answer = await gifts.house.request('POST /v1/batch', {
      operations: [
        { op: 'sale', reference: 'b-s', occurredAt, currency: 'EUR', lines },
        {
          ...{ op: 'return', reference: 'b-r', occurredAt, original: { reference: 'b-s' }, lines: 'all' },
          toGiftCard: { newCard: { number } },
        },
      ],
    });
    expect((answer.body as { answers: { status: number }[] }).answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await available(number)).toBe('30.00');
  });
});

// From here on the books of this house do not add up.
describe('the controls of races', () => {
  const bodyOf = (reference: string, sale: string, number: string) => ({
    ...{ reference, occurredAt: new Date().toISOString(), original: { reference: sale }, lines: 'all' },
    toGiftCard: { card: { number } },
  });
  const submit = async (body: object, lesser: (desk: Desk<JournalEntry>) => Desk<JournalEntry>) => {
    const { checkout, principals } = gifts.house;
    const sender = { principal: principals.till, clientReference: undefined };
    const read = readReturn(checkout, sender, newReturnSchema.parse(body));
    if (!read.ok) throw new Error(read.refusal);
    return checkout.machine.submit(decidedOver(checkout.return, lesser), read.arrival);
  };
  const soldForCash = async (reference: string): Promise<void> => {
    const lines = [{ line: 1, sku: 'lamp', amount: '30.00' }];
    const sold = await post('/v1/sales', {
      ...{ reference, currency: 'EUR', lines, tenders: [{ kind: 'cash', amount: '30.00' }] },
    });
    expect(sold.status).toBe(201);
  };

  test('where what came back is not noted, each of five tills returns the sale onto a card of its own', async () => {
    await soldForCash('control-1');
    const cards = await Promise.all(Array.from({ length: 5 }, () => card('1.00')));
    const outcomes = await Promise.all(
      cards.map((number, n) =>
        submit(bodyOf(`control-1-${n}`, 'control-1', number), forgetfulDesk(returnedSheet, true)),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await Promise.all(cards.map(available))).toEqual(Array.from({ length: 5 }, () => '31.00'));
  });

  test('where a void does not note the name that it closes, the return is booked all the same', async () => {
    const { checkout, principals } = gifts.house;
    const sender = { principal: principals.till, clientReference: undefined };
    let both = 0;
    for (let n = 0; n < 4; n++) {
      const sale = `control-v-${n}`;
      await soldForCash(sale);
      const number = await card('1.00');
      const stop = {
        ...{ reference: `${sale}-stop`, occurredAt: new Date().toISOString() },
        target: { family: 'return', reference: `${sale}-back` },
      };
      const read = readVoid(checkout, sender, newVoidSchema.parse(stop));
      if (!read.ok) throw new Error(read.refusal);
      const [voided, back] = await Promise.all([
        checkout.machine.submit(decidedOver(checkout.void, forgetfulDesk(referenceSheet)), read.arrival),
        returned(sale, { card: { number } }, { reference: `${sale}-back` }),
      ]);
      if (voided.ok && voided.answer.state === 'closed' && back.status === 201) both += 1;
    }
    expect(both).toBeGreaterThan(0);
  });
});
