import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { newSaleSchema } from '../../../../../contract/checkout.ts';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../../../test/house.ts';
import { decidedOver, forgetfulDesk } from '../../../../test/lesser-desk.ts';
import { luhnDigit } from '../../../kernel/card-number.ts';
import { addSeconds, isoFromInstant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import type { Desk } from '../../../platform/lanes/index.ts';
import { parseNetworks } from '../../../platform/networks.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { standInJson, startStandIn, type StandIn } from '../../processors/index.ts';
import { createCheckoutJobs } from '../jobs/index.ts';
import { readSale } from '../http/read-sale.ts';
import { giveUp, sweepOutside } from './give-up.ts';
import { outsideEndSheet } from '../store/outside-end.ts';
import { asIfPaid, outsidePlaces } from './outside-tender.ts';
import { payOutside } from './pay-outside.ts';

// Cards that another company's processor keeps, paying on receipts: a real server plays the processor, slow, silent and forgetful.

// A machine that does other things too lets nobody wait for ever: a processor that answers is never taken for a silent one, and what
// is found out in the background has the time of a few pauses.
const TIMEOUT_MS = 1_500;
const PATIENCE = { timeout: 30_000, interval: 50 };
vi.setConfig({ testTimeout: 60_000 });

let house: TestHouse;
let standIn: StandIn;
let jobs: ReturnType<typeof createCheckoutJobs>;
let cards = 0;
let names = 0;
const clock = systemClock();

beforeAll(async () => {
  house = await makeHouse({ clock, webhookAllow: parseNetworks('127.0.0.1')! });
  standIn = await startStandIn(clock);
  const range = { code: 'theirs', prefix: '7000', length: 16, type: 'gift', unit: 'EUR', checkDigit: 'luhn' };
  await house.request('POST /v1/card-ranges', { ...range, processor: 'other' }, asTenant());
  jobs = createCheckoutJobs({ ...house, outside: house.checkout });
  jobs.start();
  house.processors.start();
});
afterAll(async () => {
  await jobs.stop();
  await standIn.stop();
  await house.close();
});
beforeEach(async () => {
  standIn.setMood(undefined);
  await configure();
});

const asTenant = () => ({ secret: house.secrets.tenant });
const configure = async (options: Parameters<typeof standInJson>[1] = {}, without: readonly string[] = []) => {
  const service = Object.fromEntries(
    Object.entries(standInJson(standIn.url, options)).filter(([name]) => !without.includes(name)),
  );
  const body = { unit: 'EUR', perMinute: 60_000, timeoutMs: TIMEOUT_MS, service };
  expect(await house.request('PUT /v1/processors/other', body, asTenant())).toMatchObject({ status: 200 });
};
const cardWith = (cents: bigint): string => {
  const payload = `70000000000${String(++cards).padStart(4, '0')}`;
  const card = payload + luhnDigit(payload);
  standIn.books.open(card);
  standIn.books.book(card, cents, 'LOAD', 3_600);
  return card;
};
const named = (): string => `outside-${++names}`;
const by = (number: string, amount: string) => ({ kind: 'gift_card', card: { number }, amount });
const cash = (amount: string) => ({ kind: 'cash', amount });
const saleOf = (tenders: readonly object[], over: Record<string, unknown> = {}) => ({
  reference: named(),
  occurredAt: isoFromInstant(systemClock().now()),
  currency: 'EUR',
  lines: [
    { line: 1, sku: 'bread', quantity: '1', amount: '6.00' },
    { line: 2, sku: 'cheese', quantity: '1', amount: '4.00' },
  ],
  tenders,
  ...over,
});
const sell = (body: object) => house.request('POST /v1/sales', body);
const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const asked = (question: string): number => standIn.heard.filter((one) => one.question === question).length;
const later = (seconds: number) => ({ ...house.checkout, clock: { now: () => addSeconds(clock.now(), seconds) } });
/** A sale as the endpoint has it before any card is asked, for what happens between its steps. */
const arrivalOf = (body: object) => {
  const sender = { principal: house.principals.till, clientReference: undefined };
  const read = readSale(house.checkout, sender, newSaleSchema.parse(body));
  if (!read.ok || read.arrival.reference === undefined) throw new Error('the sale is read');
  return { ...read.arrival, reference: read.arrival.reference };
};
const payOnly = async (body: object) => {
  const arrival = arrivalOf(body);
  const paid = await payOutside(house.checkout, arrival, outsidePlaces(house.checkout.gifts, arrival.input));
  if (!paid.ok) throw new Error(`refused: ${paid.refusal}`);
  return paid;
};

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

describe('goods that come back', () => {
  const giveBack = (original: string, lines: unknown) =>
    house.request('POST /v1/returns', {
      reference: named(),
      occurredAt: isoFromInstant(systemClock().now()),
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
  const rows = await house.database.query<{ text: string }>(
    'select journal::text as text from ledger.journal union all select outside_tender::text from checkout.outside_tender',
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ text }) => /7000000000\d{6}/.test(text))).toEqual([]);
});
