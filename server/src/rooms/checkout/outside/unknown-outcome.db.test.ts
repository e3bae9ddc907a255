import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestHouse } from '../../../../test/house.ts';
import { makeOutsideHouse, PATIENCE, tillOf, type OutsideHouse } from '../../../../test/outside-house.ts';
import type { StandIn } from '../../processors/index.ts';
import { giveUp, sweepOutside } from './give-up.ts';
import { asIfPaid, outsidePlaces } from './outside-tender.ts';
import { payOutside } from './pay-outside.ts';

// A processor that does not say what it did, and what comes between the payment and the sale.

let at: OutsideHouse;
let house: TestHouse;
let standIn: StandIn;
const { configure, cardWith, named, by, cash, saleOf, sell, code, later, arrivalOf, payOnly, keptOfSales } = tillOf(
  () => at,
);

beforeAll(async () => {
  at = await makeOutsideHouse();
  ({ house, standIn } = at);
});
afterAll(() => at.close());
beforeEach(async () => {
  standIn.setMood(undefined);
  await configure();
});

describe('an unknown outcome', () => {
  test.each([
    ['query', 'silent'],
    ['query', 'broken'],
    ['reverse', 'silent'],
    ['reverse', 'failing'],
  ] as const)(
    'is no decline: with %s and a processor that is %s the same sale is booked in the end, paid once',
    async (onUnknown, manner) => {
      await configure({ onUnknown });
      const card = cardWith(2_000n);
      const sale = saleOf([by(card, '10.00')]);
      standIn.setMood({ manner, questions: ['redeem'], times: 1 });
      expect(code(await sell(sale))).toEqual([503, 'checkout.tender.outside_unknown']);
      expect(standIn.books.balanceOf(card)).toBe(1_000n);
      await expect.poll(async () => (await sell(sale)).status, { ...PATIENCE, interval: 300 }).toBeLessThan(300);
      expect(standIn.books.balanceOf(card)).toBe(1_000n);
      expect(await sell(sale)).toMatchObject({ status: 200, body: { repeated: true } });
    },
  );

  test('that nobody comes back for is undone', async () => {
    await configure({ onUnknown: 'query' });
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    expect(code(await sell(sale))).toEqual([503, 'checkout.tender.outside_unknown']);
    // While the till may still come again nobody meddles.
    await sweepOutside(later(500));
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
    await sweepOutside(later(700));
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(2_000n);
    // And the sale that comes after all asks anew.
    expect(await sell(sale)).toMatchObject({ status: 201 });
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
  });

  test('of a void before the sale: what had been paid is undone, and the sale stays closed', async () => {
    await configure({ onUnknown: 'query' });
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
    expect(code(await sell(sale))).toEqual([503, 'checkout.tender.outside_unknown']);
    const target = { family: 'sale', reference: sale.reference };
    const voided = await house.request('POST /v1/voids', { reference: named(), occurredAt: sale.occurredAt, target });
    expect(voided).toMatchObject({ status: 201, body: { state: 'closed' } });
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(2_000n);
    expect(code(await sell(sale))).toEqual([409, 'operation.voided_before']);
    expect(standIn.books.balanceOf(card)).toBe(2_000n);
  });
});

describe('between the payment and the sale', () => {
  test('a process that dies leaves a payment that the sweep undoes; the sale that comes again pays anew', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await payOnly(sale);
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
    await sweepOutside(later(700));
    expect(standIn.books.balanceOf(card)).toBe(2_000n);
    expect(await sell(sale)).toMatchObject({ status: 201 });
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
    await sweepOutside(later(1_400));
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
  });

  test('a sale that comes again in time goes on with the payment that is there', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await payOnly(sale);
    expect(await sell(sale)).toMatchObject({ status: 201 });
    expect(standIn.books.linesOf(card).map((one) => one.kind)).toEqual(['LOAD', 'PAY']);
  });

  test('the same reference with another amount undoes the first payment', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    await payOnly(sale);
    expect(await sell({ ...sale, tenders: [by(card, '3.00'), cash('7.00')] })).toMatchObject({ status: 201 });
    expect(standIn.books.balanceOf(card)).toBe(1_700n);
  });

  test('undoing and booking at once: one of them wins, whichever way, every time', async () => {
    const seen = { booked: 0, undone: 0 };
    const race = async (isGuarded: boolean, afterMs = 0) => {
      const card = cardWith(1_000n);
      const sale = saleOf([by(card, '10.00')]);
      const arrival = arrivalOf(sale);
      const places = outsidePlaces(house.checkout.gifts, arrival.input);
      const paid = await payOnly(sale);
      const input = isGuarded ? paid.arrival : { ...arrival, input: asIfPaid(arrival.input, places) };
      const [outcome] = await Promise.all([
        house.checkout.machine.submit(house.checkout.confirm, input),
        sleep(afterMs).then(() => giveUp(house.checkout, house.tenant, paid.attempts[0])),
      ]);
      return { isBooked: outcome.ok, isUndone: standIn.books.balanceOf(card) === 1_000n };
    };
    for (let n = 0; n < 30; n++) {
      const { isBooked, isUndone } = await race(true, 4 * (n % 6) ** 2);
      expect(isBooked).toBe(!isUndone);
      if (isBooked) seen.booked++;
      else seen.undone++;
    }
    expect(Math.min(seen.booked, seen.undone)).toBeGreaterThan(0);
    // The control: a sale that does not say on which payment it stands is booked although the payment is undone.
    expect(await race(false)).toEqual({ isBooked: true, isUndone: true });
  });

  test('two tills that send the same sale at once pay once', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '10.00')]);
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => sell(sale)))).map(({ status }) => status);
    expect(statuses.some((status) => status === 201)).toBe(true);
    expect(statuses.every((status) => [200, 201, 503].includes(status))).toBe(true);
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
    // The control: were each of them to ask under a name of its own, the card would pay as long as it can.
    const other = cardWith(2_000n);
    const arrival = arrivalOf(saleOf([by(other, '10.00')]));
    const { processors } = house.checkout;
    let asks = 0;
    const nameless: typeof processors = {
      ...processors,
      redeem: (name, input) => processors.redeem({ ...name, reference: `${name.reference}-${++asks}` }, input),
    };
    const places = outsidePlaces(house.checkout.gifts, arrival.input);
    await Promise.all([1, 2].map(() => payOutside({ ...house.checkout, processors: nameless }, arrival, places)));
    expect(standIn.books.balanceOf(other)).toBe(0n);
  });
});

test('no number of theirs stands in what is kept of sales', async () => {
  const { rows, telling } = await keptOfSales();
  expect(rows).toBeGreaterThan(20);
  expect(telling).toEqual([]);
});
