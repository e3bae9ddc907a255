import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must, type TestHouse } from '../../../../test/house.ts';
import { decidedOver, forgetfulDesk } from '../../../../test/lesser-desk.ts';
import { makeOutsideHouse, PATIENCE, tillOf, type OutsideHouse } from '../../../../test/outside-house.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import type { Desk } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { StandIn } from '../../processors/index.ts';
import { outsideEndSheet } from '../store/outside-end.ts';
import { giveUp } from './give-up.ts';

// Goods that were paid with cards of another company's processor come back; and sales that are told afterwards.

let at: OutsideHouse;
let house: TestHouse;
let standIn: StandIn;
const { asTenant, configure, cardWith, named, by, saleOf, sell, payOnly, keptOfSales } = tillOf(() => at);

beforeAll(async () => {
  at = await makeOutsideHouse();
  ({ house, standIn } = at);
});
afterAll(() => at.close());
beforeEach(async () => {
  standIn.setMood(undefined);
  await configure();
});

describe('goods that come back', () => {
  const giveBack = (original: string, lines: unknown) =>
    house.request('POST /v1/returns', {
      reference: named(),
      occurredAt: isoFromInstant(at.clock.now()),
      original: { reference: original },
      lines,
    });

  test('are given back on the card by its processor, line by line, and to no more than it paid', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await sell(sale);
    expect(await giveBack(sale.reference, [{ line: 2, quantity: '1' }])).toMatchObject({
      status: 201,
      body: { refund: [{ kind: 'outside_card', amount: '4.00', processor: 'other' }] },
    });
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(1_400n);
    const whole = await giveBack(sale.reference, 'all');
    expect(whole).toMatchObject({ status: 201, body: { refund: [{ amount: '6.00' }] } });
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(2_000n);
    const { payment } = (whole.body as { refund: { payment: string }[] }).refund[0];
    await expect
      .poll(async () => (await house.request(`GET /v1/processor-payments/${payment}`)).body, PATIENCE)
      .toMatchObject({
        refunds: [
          { amount: '4.00', state: 'refunded' },
          { amount: '6.00', state: 'refunded' },
        ],
      });
  });

  test('are given back once by a processor that does it and does not say so', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await sell(sale);
    standIn.setMood({ manner: 'silent', questions: ['refund'], times: 1 });
    expect(await giveBack(sale.reference, 'all')).toMatchObject({ status: 201 });
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(2_000n);
    // It is tried again after ten seconds; the pause is cut short here.
    const hurry = `update processors.refund set next_attempt_at = now() where state = 'due' and reason <> '' returning 1`;
    await expect.poll(() => house.database.query(hurry), PATIENCE).toHaveLength(1);
    const newest = 'select state, attempts from processors.refund order by refund desc limit 1';
    await expect.poll(() => house.database.query(newest), PATIENCE).toEqual([{ state: 'refunded', attempts: 2 }]);
    expect(standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('of a whole sale that is voided undo the payment where the processor knows no refunds', async () => {
    await configure({}, ['refund']);
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await sell(sale);
    const target = { family: 'sale', reference: sale.reference };
    expect(
      await house.request('POST /v1/voids', { reference: named(), occurredAt: sale.occurredAt, target }),
    ).toMatchObject({ status: 201 });
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(2_000n);
    expect(standIn.books.linesOf(card).map((one) => one.kind)).toEqual(['LOAD', 'PAY', 'UNDO']);
  });

  test('that the processor does not take back are somebody’s to look at', async () => {
    await configure({}, ['refund']);
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await sell(sale);
    await giveBack(sale.reference, [{ line: 2, quantity: '1' }]);
    const found = async () =>
      (await house.request('GET /v1/processor-discrepancies?state=open', undefined, asTenant())).body;
    await expect.poll(found, PATIENCE).toMatchObject({
      items: [{ kind: 'refund_refused', facts: { reason: 'no_refund' } }],
    });
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
  });
});

describe('a notice', () => {
  test('is booked whatever the processor says, and lists what was not paid', async () => {
    const card = cardWith(100n);
    const sale = { ...saleOf([by(card, '10.00')]), manner: 'notice' };
    expect(await sell(sale)).toMatchObject({
      status: 201,
      body: {
        exceptions: [{ code: 'checkout.tender.outside_not_paid', facts: { reason: 'processors.payment.declined' } }],
      },
    });
    expect(standIn.books.balanceOf(card)).toBe(100n);
    const other = cardWith(2_000n);
    const good = await sell({ ...saleOf([by(other, '10.00')]), manner: 'notice' });
    expect(good).toMatchObject({ status: 201, body: { outsideCards: [{ paid: '10.00' }] } });
    expect(good.body).not.toHaveProperty('exceptions');
    expect(standIn.books.balanceOf(other)).toBe(1_000n);
  });

  /** A notice whose payment was made and then, where it says so, given up before the notice was booked; then all of its goods come back. */
  const returnedAfter = async (isGivenUp: boolean, lesser?: (desk: Desk<JournalEntry>) => Desk<JournalEntry>) => {
    const card = cardWith(2_000n);
    const sale = { ...saleOf([by(card, '10.00')]), manner: 'notice' };
    const paid = await payOnly(sale);
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
    if (isGivenUp) {
      expect(await giveUp(house.checkout, house.tenant, paid.attempts[0])).toBe(true);
      expect(standIn.books.balanceOf(card)).toBe(2_000n);
    }
    const { confirm } = house.checkout;
    const operation = lesser ? decidedOver(confirm, lesser) : confirm;
    const booked = must(await house.checkout.machine.submit(operation, paid.arrival));
    const back = await house.request('POST /v1/returns', {
      ...{ reference: named(), occurredAt: sale.occurredAt, original: { reference: sale.reference }, lines: 'all' },
    });
    expect(back.status).toBe(201);
    // The follower of returns has written down whatever is owed once it has met a later one.
    const owed = async (): Promise<number> =>
      (
        await house.database.query<{ n: number }>(
          `select count(*)::int as n from processors.refund join processors.redemption using (redemption)
            where redemption.space = -1 and redemption.reference = $1`,
          [String(paid.attempts[0])],
        )
      )[0].n;
    return { card, booked: booked.answer, refund: (back.body as { refund: unknown[] }).refund, owed };
  };

  test('whose payment was given up before it came is listed, and its return brings nothing back a second time', async () => {
    const undone = await returnedAfter(true);
    expect(undone.booked).toMatchObject({ exceptions: [{ code: 'checkout.tender.outside_given_up' }] });
    // The money was the till's to take: it is told as money, and names no payment of a processor.
    expect(undone.refund).toEqual([{ kind: 'outside_card', amount: '10.00', unit: 'EUR' }]);

    // The control: a payment that stands goes back, so that the follower has passed both.
    const stands = await returnedAfter(false);
    expect(stands.booked).not.toHaveProperty('exceptions');
    expect(stands.refund).toMatchObject([{ amount: '10.00', processor: 'other' }]);
    await expect.poll(stands.owed, PATIENCE).toBe(1);
    await expect.poll(() => standIn.books.balanceOf(stands.card), PATIENCE).toBe(2_000n);
    expect(await undone.owed()).toBe(0);
    expect(standIn.books.balanceOf(undone.card)).toBe(2_000n);
  });

  test('control: one that does not look whether its payment was given up owes the card what it has already', async () => {
    const blind = await returnedAfter(true, forgetfulDesk(outsideEndSheet, true));
    expect(blind.refund).toMatchObject([{ amount: '10.00', processor: 'other' }]);
    await expect.poll(blind.owed, PATIENCE).toBe(1);
  });
});

test('no number of theirs stands in what is kept of sales', async () => {
  const { rows, telling } = await keptOfSales();
  expect(rows).toBeGreaterThan(10);
  expect(telling).toEqual([]);
});
