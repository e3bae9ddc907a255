import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeApp, makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';

let desk: DeliveryHouse;
beforeAll(async () => {
  desk = await makeDeliveryHouse();
});
afterAll(() => desk.close());

const sale = (reference: string): Record<string, unknown> => ({
  reference,
  occurredAt: new Date().toISOString(),
  outlet: 'centro',
  terminal: 'T1',
  currency: 'EUR',
  lines: [{ sku: 'gift', quantity: '1', amount: '25.00' }],
  tenders: [{ kind: 'cash', amount: '25.00' }],
});

const confirm = async (reference: string): Promise<void> => {
  const { status, body } = await desk.request('POST /v1/sales', sale(reference));
  if (status >= 300) throw new Error(JSON.stringify(body));
};
const voidIt = async (reference: string): Promise<void> => {
  const { occurredAt } = sale(reference);
  const asked = {
    reference: desk.reference(),
    occurredAt,
    outlet: 'centro',
    terminal: 'T1',
    target: { family: 'sale', reference },
  };
  const { status, body } = await desk.request('POST /v1/voids', asked);
  if (status >= 300) throw new Error(JSON.stringify(body));
};

test('a voided sale withdraws its card, its link and its holder', async () => {
  const { number, card } = await desk.sellCard();
  const reference = desk.reference();
  await confirm(reference);
  const phone = desk.phone();
  const { body } = await desk.deliver(number, phone, { paidBy: { kind: 'sale', reference } });
  await desk.send();
  const secret = desk.secretIn(await desk.lastTextTo(phone));
  expect((await desk.publicly(`GET /gift/${secret}`)).status).toBe(200);
  const app = makeApp();
  app.device = (await desk.claim(secret, phone, app)).body['device'] as unknown as string;
  const view = (await desk.asApp(app, 'view', card)).body['view'] as unknown as string;
  expect((await desk.publicly(`GET /v1/gift-card-views/${view}/barcode.png`)).status).toBe(200);

  await voidIt(reference);
  await desk.follow();
  expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'withdrawn', reason: 'sale_voided' });
  expect((await desk.publicly(`GET /gift/${secret}`)).status).toBe(404);
  expect((await desk.publicly(`GET /v1/gift-card-views/${view}/barcode.png`)).status).toBe(404);
  expect((await desk.asApp(app, 'view', card)).status).toBe(401);
  expect((await desk.asApp(app, 'cards', '')).body['cards']).toEqual([]);
  const [pass] = await desk.house.database.query<{ n: bigint }>(
    'select count(*) as n from delivery.holding where held_until = $1',
    ['infinity'],
  );
  expect(pass?.n).toBe(0n);
});

test('a voided activation withdraws its card although no sale was named', async () => {
  const { number, reference } = await desk.sellCard();
  const { body } = await desk.deliver(number, desk.phone());
  await desk.send();
  const voided = await desk.ask('void', { of: 'activation', originalReference: reference });
  if (voided.status >= 300) throw new Error(JSON.stringify(voided.body));
  await desk.follow();
  expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'withdrawn' });
});

test('a sale that was voided before it came refuses the delivery, and withdraws one that was told first', async () => {
  const { number } = await desk.sellCard();
  const reference = desk.reference();
  const early = await desk.deliver(number, desk.phone(), { paidBy: { kind: 'sale', reference } });
  expect(early.status).toBe(202);
  await voidIt(reference);
  await desk.follow();
  expect(await desk.trace(early.body['delivery'])).toMatchObject({ state: 'withdrawn' });
  expect(await desk.deliver(number, desk.phone(), { paidBy: { kind: 'sale', reference } })).toMatchObject({
    status: 409,
    body: { code: 'delivery.sale.voided' },
  });
});

test('a delivery told before its sale is withdrawn when that is voided later', async () => {
  const { number } = await desk.sellCard();
  const reference = desk.reference();
  const { body } = await desk.deliver(number, desk.phone(), { paidBy: { kind: 'sale', reference } });
  await desk.send();
  await confirm(reference);
  await desk.follow();
  expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'sent' });
  await voidIt(reference);
  await desk.follow();
  expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'withdrawn', reason: 'sale_voided' });
});

test('a void that the follower passed before the delivery was written stops it before anything is sent', async () => {
  const { number } = await desk.sellCard();
  const reference = desk.reference();
  const phone = desk.phone();
  const { body } = await desk.deliver(number, phone, { paidBy: { kind: 'sale', reference } });
  // As if it had been told while the sale and its void were on their way: the follower has nothing left to see.
  await desk.house.database.query(
    'update delivery.delivery set sale_reference = null, sale_family = null where card_lane > 0 and state = $1',
    ['queued'],
  );
  await confirm(reference);
  await voidIt(reference);
  await desk.follow();
  await desk.house.database.query(
    `update delivery.delivery set sale_family = 's', sale_reference = $1 where state = 'queued'`,
    [Buffer.from(reference)],
  );
  expect((await desk.trace(body['delivery'])).state).toBe('queued');
  await desk.send();
  expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'withdrawn', reason: 'sale_voided' });
  expect((await desk.outbox()).some((one) => one.to === phone)).toBe(false);
});

test('a sale that is voided after its card was given takes it from whoever has it now', async () => {
  const { number, card } = await desk.sellCard();
  const reference = desk.reference();
  await confirm(reference);
  const phone = desk.phone();
  const { body } = await desk.deliver(number, phone, { paidBy: { kind: 'sale', reference } });
  await desk.send();
  const giver = makeApp();
  giver.device = (await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, giver)).body[
    'device'
  ] as unknown as string;
  desk.clock.skip(61);
  const offered = await desk.asApp(giver, 'share', card, { reference: desk.reference() });
  const taker = makeApp();
  const secret = desk.secretIn(offered.body['url'] as unknown as string);
  taker.device = (await desk.claim(secret, desk.phone(), taker)).body['device'] as unknown as string;
  desk.clock.skip(61);
  expect((await desk.asApp(taker, 'cards', '')).body['cards']).toHaveLength(1);
  await voidIt(reference);
  await desk.follow();
  expect(await desk.trace(body['delivery'])).toMatchObject({ state: 'withdrawn' });
  desk.clock.skip(1);
  expect((await desk.asApp(taker, 'cards', '')).body['cards']).toEqual([]);
});

test('a card that is replaced stays with its holder', async () => {
  const { number } = await desk.sellCard();
  const phone = desk.phone();
  await desk.deliver(number, phone);
  await desk.send();
  const app = makeApp();
  app.device = (await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, app)).body[
    'device'
  ] as unknown as string;
  const replaced = await desk.ask('replace', { card: { number }, newCard: { number: desk.number() }, reason: 'lost' });
  if (replaced.status >= 300) throw new Error(JSON.stringify(replaced.body));
  await desk.follow();
  desk.clock.skip(61);
  const [held] = (await desk.asApp(app, 'cards', '')).body['cards'] as unknown as [{ card: string }];
  desk.clock.skip(1);
  expect((await desk.asApp(app, 'view', held.card)).body).toMatchObject({ state: 'active', balance: '25.00' });
});
