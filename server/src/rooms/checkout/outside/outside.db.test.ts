import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASE_EARN, must, type TestHouse } from '../../../../test/house.ts';
import { makeOutsideHouse, PATIENCE, tillOf, type OutsideHouse } from '../../../../test/outside-house.ts';
import type { StandIn } from '../../processors/index.ts';

// Cards that another company's processor keeps, paying on receipts.

let at: OutsideHouse;
let house: TestHouse;
let standIn: StandIn;
const { configure, cardWith, named, by, cash, saleOf, sell, code, asked, keptOfSales } = tillOf(() => at);

beforeAll(async () => {
  at = await makeOutsideHouse();
  ({ house, standIn } = at);
});
afterAll(() => at.close());
beforeEach(async () => {
  standIn.setMood(undefined);
  await configure();
});

describe('a card of another processor on a receipt', () => {
  test('is asked there, pays, and its sale is answered again without asking again', async () => {
    const card = cardWith(2_000n);
    const sale = saleOf([by(card, '7.50'), cash('2.50')]);
    const first = await sell(sale);
    expect(first).toMatchObject({
      status: 201,
      body: { outsideCards: [{ processor: 'other', paid: '7.50' }], total: { amount: '10.00' } },
    });
    const { payment } = (first.body as { outsideCards: { payment: string }[] }).outsideCards[0];
    expect(await house.request(`GET /v1/processor-payments/${payment}`)).toMatchObject({
      body: { state: 'approved', amount: '7.50', processor: 'other' },
    });
    const before = asked('redeem');
    expect(await sell(sale)).toMatchObject({ status: 200, body: { repeated: true, outsideCards: [{ payment }] } });
    expect(asked('redeem')).toBe(before);
    expect(standIn.books.balanceOf(card)).toBe(1_250n);
  });

  test('that does not have so much is declined, nothing is booked, and the sale may come again with cash', async () => {
    const card = cardWith(500n);
    const sale = saleOf([by(card, '10.00')]);
    expect(code(await sell(sale))).toEqual([409, 'processors.payment.declined']);
    expect(await sell({ ...sale, tenders: [cash('10.00')] })).toMatchObject({ status: 201 });
    expect(standIn.books.balanceOf(card)).toBe(500n);
  });

  test('is not asked where the sale would be refused anyway', async () => {
    const card = cardWith(2_000n);
    const before = asked('redeem');
    expect(code(await sell(saleOf([by(card, '7.50'), cash('1.00')])))).toEqual([422, 'checkout.tenders.do_not_cover']);
    expect(code(await sell(saleOf([{ kind: 'gift_card', card: { number: card } }])))).toEqual([
      422,
      'checkout.tender.outside_needs_amount',
    ]);
    expect(asked('redeem')).toBe(before);
  });

  test('gets its money back when a second one says no', async () => {
    const [rich, poor] = [cardWith(2_000n), cardWith(1n)];
    expect(code(await sell(saleOf([by(rich, '6.00'), by(poor, '4.00')])))).toEqual([
      409,
      'processors.payment.declined',
    ]);
    expect(standIn.books.balanceOf(rich)).toBe(2_000n);
    expect(standIn.books.linesOf(rich).map((one) => one.kind)).toEqual(['LOAD', 'PAY', 'UNDO']);
  });

  test('gets its money back when the batch refuses what the look had allowed', async () => {
    const card = cardWith(2_000n);
    const member = { card: house.people[0].card };
    await sell(
      saleOf([cash('10.00')], {
        member,
        lines: [{ line: 1, sku: 'tv', quantity: '1', amount: '500.00' }],
        tenders: [cash('500.00')],
      }),
    );
    standIn.setMood({ slowMs: 1_000, questions: ['redeem'], times: 1 });
    const sale = saleOf([{ kind: 'points', amount: '4.00' }, by(card, '6.00')], { member });
    const slow = sell(sale);
    await expect.poll(() => standIn.books.linesOf(card).length + asked('redeem'), PATIENCE).toBeGreaterThan(1);
    // The points are gone before the processor has answered.
    expect(await sell(saleOf([{ kind: 'points', amount: '5.00' }, cash('5.00')], { member }))).toMatchObject({
      status: 201,
    });
    expect(code(await slow)).toEqual([422, 'points.wallet.insufficient']);
    expect(standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('of a processor that is only read, or cannot undo, is refused', async () => {
    const card = cardWith(2_000n);
    await configure({ readsOnly: true });
    expect(code(await sell(saleOf([by(card, '10.00')])))).toEqual([409, 'processors.processor.reads_only']);
    await configure({ onUnknown: 'query' }, ['reverse']);
    expect(code(await sell(saleOf([by(card, '10.00')])))).toEqual([409, 'processors.processor.reads_only']);
    expect(standIn.books.balanceOf(card)).toBe(2_000n);
  });

  test('pays in a batch of operations too, and a quote counts on it without asking', async () => {
    const card = cardWith(2_000n);
    const { reference: _none, ...quote } = saleOf([by(card, '10.00')]);
    const before = standIn.heard.length;
    expect(await house.request('POST /v1/sales/quote', quote)).toMatchObject({ status: 200 });
    expect(standIn.heard.length).toBe(before);
    const answer = await house.request('POST /v1/batch', {
      operations: [{ op: 'sale', ...saleOf([by(card, '10.00')]) }],
    });
    expect(answer).toMatchObject({ status: 200, body: { answers: [{ status: 201 }] } });
    expect(standIn.books.balanceOf(card)).toBe(1_000n);
  });
});

describe('a card that has less than is asked', () => {
  const partly = (number: string, amount: string) => ({ ...by(number, amount), short: 'partial' });
  const paymentOf = ({ body }: { body: object }) =>
    (body as { outsideCards: { payment: string }[] }).outsideCards[0].payment;

  test('pays what is there where till and processor take a part, once; how the rest is paid need not be named', async () => {
    await configure({ partial: 'by_caller' });
    const card = cardWith(500n);
    const sale = saleOf([partly(card, '10.00')]);
    const first = await sell(sale);
    expect(first).toMatchObject({
      status: 201,
      body: { outsideCards: [{ paid: '5.00' }], total: { amount: '10.00' } },
    });
    expect(await sell(sale)).toMatchObject({ status: 200, body: { repeated: true, outsideCards: [{ paid: '5.00' }] } });
    expect(standIn.books.balanceOf(card)).toBe(0n);
    expect(await house.request(`GET /v1/processor-payments/${paymentOf(first)}`)).toMatchObject({
      body: { state: 'approved', amount: '5.00', asked: '10.00' },
    });
    // What it paid goes back to it, and not a cent more.
    const back = await house.request('POST /v1/returns', {
      ...{ reference: named(), occurredAt: sale.occurredAt, original: { reference: sale.reference }, lines: 'all' },
    });
    expect((back.body as { refund: object[] }).refund).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'outside_card', amount: '5.00', processor: 'other' }),
        expect.objectContaining({ kind: 'unnamed', amount: '5.00' }),
      ]),
    );
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(500n);
  });

  test('is declined where the till says nothing, where the processor takes no parts, and where nothing is there', async () => {
    const card = cardWith(500n);
    const declined = [409, 'processors.payment.declined'];
    expect(code(await sell(saleOf([partly(card, '10.00')])))).toEqual(declined);
    await configure({ partial: 'by_caller' });
    expect(code(await sell(saleOf([by(card, '10.00')])))).toEqual(declined);
    expect(code(await sell(saleOf([partly(cardWith(0n), '10.00')])))).toEqual(declined);
    expect(standIn.books.balanceOf(card)).toBe(500n);
    // By policy it is not the till that says so.
    await configure({ partial: 'always' });
    expect(await sell(saleOf([by(card, '10.00')]))).toMatchObject({
      status: 201,
      body: { outsideCards: [{ paid: '5.00' }] },
    });
  });

  test('gets it back where the other tenders that are named do not cover the rest', async () => {
    await configure({ partial: 'by_caller' });
    const card = cardWith(500n);
    const sale = saleOf([partly(card, '7.50'), cash('2.50')]);
    expect(code(await sell(sale))).toEqual([422, 'checkout.tenders.do_not_cover']);
    await expect.poll(() => standIn.books.balanceOf(card), PATIENCE).toBe(500n);
    // The same sale again, with as much as it was told is missing.
    expect(await sell({ ...sale, tenders: [by(card, '5.00'), cash('5.00')] })).toMatchObject({ status: 201 });
    expect(standIn.books.balanceOf(card)).toBe(0n);
  });

  test.each([
    ['query', 'silent'],
    ['reverse', 'silent'],
    ['query', 'broken'],
  ] as const)(
    'and of which nobody knows what it paid (%s, %s): booked in the end with what it did, once',
    async (onUnknown, manner) => {
      await configure({ onUnknown, partial: 'by_caller' });
      const card = cardWith(500n);
      const sale = saleOf([partly(card, '10.00')]);
      standIn.setMood({ manner, questions: ['redeem'], times: 1 });
      expect(code(await sell(sale))).toEqual([503, 'checkout.tender.outside_unknown']);
      await expect.poll(async () => (await sell(sale)).status, { ...PATIENCE, interval: 300 }).toBeLessThan(300);
      expect(await sell(sale)).toMatchObject({
        status: 200,
        body: { repeated: true, outsideCards: [{ paid: '5.00' }] },
      });
      expect(standIn.books.balanceOf(card)).toBe(0n);
    },
  );

  test('is not booked while its processor says that it paid more than was asked; that is found out further', async () => {
    await configure({ onUnknown: 'query', partial: 'by_caller' });
    const card = cardWith(500n);
    const sale = saleOf([partly(card, '10.00')]);
    standIn.books.lieAboutPaid(1_100n);
    const before = asked('find');
    try {
      standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
      expect(code(await sell(sale))).toEqual([503, 'checkout.tender.outside_unknown']);
      await expect.poll(() => asked('find') - before, PATIENCE).toBeGreaterThan(0);
      expect(code(await sell(sale))).toEqual([503, 'checkout.tender.outside_unknown']);
    } finally {
      standIn.books.lieAboutPaid(undefined);
    }
    // The next look would come later and later.
    await house.database.query(`update processors.redemption set next_attempt_at = now() where state = 'unknown'`);
    await expect.poll(async () => (await sell(sale)).status, { ...PATIENCE, interval: 300 }).toBeLessThan(300);
    expect(standIn.books.balanceOf(card)).toBe(0n);
  });

  test('pays a part to a till without a receipt too; another wish under the same name is another payment', async () => {
    await configure({ partial: 'by_caller' });
    const card = cardWith(500n);
    const pay = { reference: named(), card, amount: '10.00', currency: 'EUR', short: 'partial' };
    const paid = await house.request('POST /v1/processor-payments', pay);
    expect(paid).toMatchObject({ status: 201, body: { state: 'approved', amount: '5.00', asked: '10.00' } });
    expect(await house.request('POST /v1/processor-payments', pay)).toMatchObject({
      body: { repeated: true, amount: '5.00' },
    });
    expect(code(await house.request('POST /v1/processor-payments', { ...pay, short: 'decline' }))).toEqual([
      409,
      'operation.reference_reused',
    ]);
    const undone = await house.request('POST /v1/processor-payments/reverse', { original: pay.reference });
    expect(undone).toMatchObject({ status: 200, body: { state: 'reversed' } });
    expect(standIn.books.balanceOf(card)).toBe(500n);
  });
});

test('a till that leaves a promotion’s discount out is sold to at its own price, as without such a card', async () => {
  const promotion = {
    ...{ code: 'tenth-off', priority: 10, firstOn: '2020-01-01' },
    effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
  };
  must(await house.publish([promotion, BASE_EARN]));
  await house.promotions.refresh();
  const card = cardWith(2_000n);
  const quoted = await house.request('POST /v1/sales/quote', { ...saleOf([]), reference: undefined });
  expect(quoted.body).toMatchObject({ discounts: [{ promotion: 'tenth-off', amount: '1.00' }] });
  expect(await sell(saleOf([cash('10.00')]))).toMatchObject({ status: 201 });
  expect(await sell(saleOf([by(card, '10.00')]))).toMatchObject({ status: 201 });
  expect(standIn.books.balanceOf(card)).toBe(1_000n);
});

test('no number of theirs stands in what is kept of sales', async () => {
  const { rows, telling } = await keptOfSales();
  expect(rows).toBeGreaterThan(20);
  expect(telling).toEqual([]);
});
