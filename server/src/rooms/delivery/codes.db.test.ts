import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApp, makeDeliveryHouse, type DeliveryHouse, type TestApp } from '../../../test/delivery-house.ts';
import { must } from '../../../test/house.ts';
import { SCOPES } from '../partners/index.ts';

// Payments with a card on a phone, where the program asks for codes of a minute: what proves that the phone was there, to whom, and for
// how long.

let desk: DeliveryHouse;
let otherTill: string;
beforeAll(async () => {
  desk = await makeDeliveryHouse({ setting: { dynamicCodes: true } });
  const input = { name: 'till T2', outlet: 'centro', terminal: 'T2', scopes: [...SCOPES] };
  otherTill = must(await desk.house.partners.issueCredential(desk.house.tenant, input)).secret;
  await desk.house.refresh();
});
afterAll(() => desk.close());

type Held = { readonly app: TestApp; readonly phone: string; readonly number: string; readonly card: string };

/** Somebody with a card on his phone. */
async function hold(amount = '25.00'): Promise<Held> {
  const { number, card } = await desk.sellCard(amount);
  const phone = desk.phone();
  expect((await desk.deliver(number, phone)).status).toBe(202);
  await desk.send();
  const app = makeApp();
  await move(app, phone, desk.secretIn(await desk.lastTextTo(phone)));
  return { app, phone, number, card };
}

/** The phone's number is proved by an app, by the link of a delivery. */
async function move(app: TestApp, phone: string, secret: string): Promise<void> {
  app.device = (await desk.claim(secret, phone, app)).body['device'] as unknown as string;
  expect(app.device).toMatch(/^dev_/);
  desk.clock.skip(61);
}

async function show({ app, card }: Pick<Held, 'app' | 'card'>): Promise<string> {
  desk.clock.skip(1);
  const shown = await desk.asApp(app, 'code', card);
  expect(shown.status, JSON.stringify(shown.body)).toBe(201);
  return shown.body['code'] as unknown as string;
}

type Asked = { readonly reference?: string; readonly secret?: string; readonly at?: object };
const use = (code: string, { reference = desk.reference(), secret = desk.house.secrets.till, at = {} }: Asked = {}) =>
  desk.request('POST /v1/gift-card-codes', { reference, code, ...at }, { secret });
const pay = (what: string, body: Record<string, unknown>, secret?: string) => desk.ask(what, body, secret);
const redeem = (card: string, amount = '1.00', more: object = {}, secret?: string) =>
  pay('redeem', { card: { id: card }, amount, ...more }, secret);
const receipt = (card: string, amount: string, more: object = {}) => ({
  ...{ reference: desk.reference(), occurredAt: new Date().toISOString(), currency: 'EUR' },
  lines: [{ line: 1, sku: 'coat', amount }],
  tenders: [{ kind: 'gift_card', card: { id: card }, amount }],
  ...more,
});
const NEEDED = { body: { code: 'giftcards.card.code_needed' } };

/** A card that its till has just seen. */
async function seen(amount?: string): Promise<Held> {
  const held = await hold(amount);
  expect(await use(await show(held))).toMatchObject({ status: 200, body: { card: held.card } });
  return held;
}

describe('a till that saw the code of a phone', () => {
  test('pays with the card once; for the next payment the phone shows another code', async () => {
    const held = await seen();
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
    expect(await redeem(held.card)).toMatchObject(NEEDED);
    expect(await use(await show(held))).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
  });

  test('is answered alike when it repeats the payment, long after the proof is used and old', async () => {
    const { card } = await seen();
    const reference = desk.reference();
    const first = await redeem(card, '2.00', { reference });
    expect(first.status).toBe(201);
    desk.clock.skip(300);
    const again = await redeem(card, '2.00', { reference });
    expect(again).toMatchObject({ status: 200, body: { operation: first.body['operation'] } });
    expect(await redeem(card, '2.00')).toMatchObject(NEEDED);
  });

  test('has a minute for it', async () => {
    const { card } = await seen();
    desk.clock.skip(61);
    expect(await redeem(card)).toMatchObject(NEEDED);
    const { card: other } = await seen();
    desk.clock.skip(55);
    expect(await redeem(other)).toMatchObject({ status: 201 });
  });

  test('proves nothing anew by a repeat of the use, and no other card by this one', async () => {
    const held = await hold();
    const neighbour = await hold();
    const [code, reference] = [await show(held), desk.reference()];
    expect(await use(code, { reference })).toMatchObject({ status: 200 });
    expect(await redeem(neighbour.card)).toMatchObject(NEEDED);
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
    expect(await use(code, { reference })).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject(NEEDED);
  });

  test('proves nothing to another till; a credential of many tills says at which it was', async () => {
    const held = await seen();
    expect(await redeem(held.card, '1.00', {}, otherTill)).toMatchObject(NEEDED);
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
    const { tenant } = desk.house.secrets;
    const at = { outlet: 'centro', terminal: 'T2' };
    const code = await show(held);
    expect(await use(code, { secret: tenant })).toMatchObject({ body: { code: 'partners.outlet.missing' } });
    expect(await use(code, { secret: tenant, at })).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject(NEEDED);
    expect(await redeem(held.card, '1.00', {}, otherTill)).toMatchObject({ status: 201 });
  });

  test('keeps the proof when the payment is refused, and tries with less', async () => {
    const { card } = await seen('5.00');
    expect(await redeem(card, '6.00')).toMatchObject({ body: { code: 'giftcards.card.insufficient' } });
    expect(await redeem(card, '5.00')).toMatchObject({ status: 201 });
  });

  test('pays once, however many payments come at once', async () => {
    const { card } = await seen();
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(card, '0.10')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['code'] === ('giftcards.card.code_needed' as never))).toHaveLength(19);
    // Without the program's wish for codes the same twenty all pay.
    const plastic = await desk.sellCard();
    const free = await Promise.all(Array.from({ length: 20 }, () => redeem(plastic.card, '0.10')));
    expect(free.filter(({ status }) => status === 201)).toHaveLength(20);
  });
});

describe('one code is enough', () => {
  test('for a hold and its capture, however much later', async () => {
    const { card } = await seen();
    const reference = desk.reference();
    expect(await pay('hold', { card: { id: card }, amount: '9.00', seconds: 3_600, reference })).toMatchObject({
      status: 201,
    });
    desk.clock.skip(600);
    expect(await pay('capture', { originalReference: reference, amount: '8.00' })).toMatchObject({ status: 201 });
    expect(await pay('hold', { card: { id: card }, amount: '1.00', seconds: 60 })).toMatchObject(NEEDED);
  });

  test('for a quote and its sale within the minute; the quote alone uses nothing up', async () => {
    const { card } = await seen();
    const quote = await desk.request('POST /v1/sales/quote', receipt(card, '4.00'));
    expect(quote.status, JSON.stringify(quote.body)).toBe(200);
    const sale = await desk.request('POST /v1/sales', receipt(card, '4.00', { quote: quote.body['quote'] }));
    expect(sale.status, JSON.stringify(sale.body)).toBe(201);
    const second = await desk.request('POST /v1/sales', receipt(card, '4.00', { quote: quote.body['quote'] }));
    expect(second).toMatchObject(NEEDED);
    expect(await desk.request('POST /v1/sales/quote', receipt(card, '4.00'))).toMatchObject(NEEDED);
  });

  test('for a quote that holds and its sale after minutes, once, and for no more than is held', async () => {
    const { card } = await seen();
    const quote = await desk.request('POST /v1/sales/quote', receipt(card, '4.00', { hold: true }));
    expect(quote.status, JSON.stringify(quote.body)).toBe(201);
    desk.clock.skip(300);
    const promised = { quote: quote.body['quote'] };
    const more = await desk.request('POST /v1/sales', receipt(card, '5.00', promised));
    expect(more).toMatchObject(NEEDED);
    const body = receipt(card, '4.00', promised);
    expect(await desk.request('POST /v1/sales', body)).toMatchObject({ status: 201 });
    expect(await desk.request('POST /v1/sales', body)).toMatchObject({ status: 200 });
    expect(await desk.request('POST /v1/sales', receipt(card, '4.00', promised))).toMatchObject(NEEDED);
  });

  test('for a receipt on which the card stands twice', async () => {
    const { card } = await seen();
    const tender = { kind: 'gift_card', card: { id: card }, amount: '2.00' };
    const twice = receipt(card, '4.00', { tenders: [tender, tender] });
    expect(await desk.request('POST /v1/sales', twice)).toMatchObject({ status: 201 });
    expect(await redeem(card)).toMatchObject(NEEDED);
  });

  test('but not for a hold that was given back', async () => {
    const { card } = await seen();
    const quote = await desk.request('POST /v1/sales/quote', receipt(card, '4.00', { hold: true }));
    const [operation] = quote.body['giftHolds'] as unknown as string[];
    expect(await pay('release', { operation })).toMatchObject({ status: 201 });
    const sale = await desk.request('POST /v1/sales', receipt(card, '4.00', { quote: quote.body['quote'] }));
    expect(sale).toMatchObject(NEEDED);
  });
});

describe('without any code', () => {
  test('a till moves nothing off the card either; it loads, and undoes what it did', async () => {
    const { card } = await seen();
    const to = await desk.sellCard();
    expect(await redeem(card, '3.00', { reference: 'paid-3' })).toMatchObject({ status: 201 });
    for (const what of ['transfer', 'merge'])
      expect(
        await pay(what, { card: { id: card }, to: { id: to.card }, ...(what === 'transfer' && { amount: '1.00' }) }),
      ).toMatchObject(NEEDED);
    expect(await pay('cash-out', { card: { id: card } })).toMatchObject(NEEDED);
    expect(await pay('load', { card: { id: card }, amount: '1.00' })).toMatchObject({ status: 201 });
    expect(await pay('void', { of: 'redemption', originalReference: 'paid-3' })).toMatchObject({ status: 201 });
    const back = { card: { id: to.card }, to: { id: card }, amount: '1.00' };
    expect(await pay('transfer', back)).toMatchObject({ status: 201 });
  });

  test('a desk loads, blocks, unblocks and moves value by the card, and does not pay goods with it', async () => {
    const { card } = await hold();
    const { tenant } = desk.house.secrets;
    const at = { outlet: 'centro', terminal: 'T1' };
    const to = await desk.sellCard();
    const ask = (what: string, body: object) => pay(what, { card: { id: card }, ...at, ...body }, tenant);
    expect(await ask('load', { amount: '1.00' })).toMatchObject({ status: 201 });
    expect(await ask('block', { reason: 'lost' })).toMatchObject({ status: 201 });
    expect(await ask('unblock', { reason: 'lost' })).toMatchObject({ status: 201 });
    expect(await ask('transfer', { to: { id: to.card }, amount: '1.00' })).toMatchObject({ status: 201 });
    expect(await ask('redeem', { amount: '1.00' })).toMatchObject(NEEDED);
  });
});

describe('a code is bound to the device that showed it', () => {
  test('no other device of the member asks for one in its place', async () => {
    const held = await hold();
    const second = await hold();
    desk.clock.skip(1);
    // The second app has a key and a phone of its own; the card is not on that.
    expect(await desk.asApp(second.app, 'code', held.card)).toMatchObject({
      status: 401,
      body: { code: 'delivery.device.not_proved' },
    });
    // It signs under the name of the first.
    const signed = second.app.signed('code', held.card, desk.clock);
    expect(await desk.publicly('POST /v1/device/codes', { ...signed, device: held.app.device })).toMatchObject({
      body: { code: 'delivery.device.not_proved' },
    });
    desk.clock.skip(1);
    expect((await desk.asApp(held.app, 'code', held.card)).status).toBe(201);
  });

  test('the old phone’s codes die at once when a new one takes its place, used or not', async () => {
    const held = await hold();
    const [unused, paidLater, paidBefore] = [await show(held), await show(held), await show(held)];
    expect(await use(paidBefore)).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
    const reference = desk.reference();
    expect(await use(paidLater, { reference })).toMatchObject({ status: 200 });

    const { number } = await desk.sellCard();
    await desk.deliver(number, held.phone);
    await desk.send();
    const app = makeApp();
    const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(held.phone)), held.phone, app);
    app.device = claimed.body['device'] as unknown as string;

    expect(await use(unused)).toMatchObject({ status: 404, body: { code: 'delivery.code.unusable' } });
    expect(await redeem(held.card)).toMatchObject(NEEDED);
    // Who repeats the use hears what he heard, and may pay as little.
    expect(await use(paidLater, { reference })).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject(NEEDED);
    desk.clock.skip(1);
    expect((await desk.asApp(held.app, 'code', held.card)).body).toMatchObject({ code: 'delivery.device.not_proved' });
    expect(await use(await show({ app, card: held.card }))).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
  });

  test('a phone that nobody replaced keeps its codes beside each other: what died above died of the new phone', async () => {
    const held = await hold();
    const [first, second] = [await show(held), await show(held)];
    await hold();
    desk.clock.skip(-61);
    expect(await use(first)).toMatchObject({ status: 200 });
    expect(await use(second)).toMatchObject({ status: 200 });
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
    expect(await redeem(held.card)).toMatchObject({ status: 201 });
    desk.clock.skip(61);
  });

  test('a session that ends takes its device’s codes along', async () => {
    const held = await hold();
    const [unused, used] = [await show(held), await show(held)];
    expect(await use(used)).toMatchObject({ status: 200 });
    await desk.house.delivery.endDevice(desk.house.tokens.decode('dev', held.app.device)!.id);
    expect(await use(unused)).toMatchObject({ status: 404 });
    expect(await redeem(held.card)).toMatchObject(NEEDED);
  });

  test('a card that was taken off the phone takes its codes along', async () => {
    const { number, card } = await desk.sellCard();
    const phone = desk.phone();
    const delivery = (await desk.deliver(number, phone)).body['delivery'] as unknown as string;
    await desk.send();
    const app = makeApp();
    await move(app, phone, desk.secretIn(await desk.lastTextTo(phone)));
    const code = await show({ app, card });
    const withdrawn = await desk.request(`POST /v1/gift-card-deliveries/${delivery}/withdraw`, {
      reference: desk.reference(),
    });
    expect(withdrawn.status, JSON.stringify(withdrawn.body)).toBeLessThan(300);
    expect(await use(code)).toMatchObject({ status: 404 });
  });
});
