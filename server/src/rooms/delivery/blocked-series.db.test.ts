// A gift card that was given has a number of its own in no range. What blocks the range, batch or serial of the card that was sold
// reaches it all the same, before and after, through as many hands as there were.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { openBoxes } from '../../../test/boxed-gifts.ts';
import { makeApp, makeDeliveryHouse, type DeliveryHouse, type TestApp } from '../../../test/delivery-house.ts';
import { compose, type House } from '../../app/compose.ts';
import { openDatabase } from '../../platform/database/database.ts';

let desk: DeliveryHouse;
let boxes: Awaited<ReturnType<typeof openBoxes>>;
let bounded: Awaited<ReturnType<typeof openBoxes>>;
let second: House;
let addresses = 0;
const address = (): string => `203.0.113.${(addresses += 1) % 250}`;

beforeAll(async () => {
  desk = await makeDeliveryHouse();
  boxes = await openBoxes(desk, 'boxed', '7101');
  bounded = await openBoxes(desk, 'bounded', '7102', { usesPerDay: 3, spendPerDay: 200_000 });
  const { url, keys, clock, log } = desk.house;
  const database = openDatabase(url, { connections: 4, applicationName: 'second' });
  second = compose({ database, keys, clock, log });
  await second.refresh();
});
afterAll(async () => {
  await second.stop();
  await second.database.close();
  await desk.close();
});

type Held = { readonly app: TestApp; readonly phone: string; readonly card: string };

/** A sold card out of a box, on somebody's phone. */
async function sold(number: string): Promise<Held> {
  const activated = await desk.ask('activate', { card: { number }, amount: '50.00' });
  expect(activated, JSON.stringify(activated.body)).toMatchObject({ status: 201 });
  const phone = desk.phone();
  expect((await desk.deliver(number, phone)).status).toBe(202);
  await desk.send();
  const app = makeApp();
  const claimed = await desk.claim(desk.secretIn(await desk.lastTextTo(phone)), phone, app, address());
  app.device = claimed.body['device'] as unknown as string;
  return { app, phone, card: activated.body['card'] as unknown as string };
}

const offer = async ({ app, card }: Held): Promise<string> => {
  desk.clock.skip(1);
  const made = await desk.asApp(app, 'share', card, { reference: desk.reference() }, address());
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  return desk.secretIn(made.body['url'] as unknown as string);
};

/** The card in the hands of the next one, under its next number. */
async function given(giver: Held): Promise<Held> {
  const secret = await offer(giver);
  const phone = desk.phone();
  const app = makeApp('ios');
  const claimed = await desk.claim(secret, phone, app, address());
  expect(claimed, JSON.stringify(claimed.body)).toMatchObject({ status: 200 });
  app.device = claimed.body['device'] as unknown as string;
  desk.clock.skip(1);
  const cards = (await desk.asApp(app, 'cards', '', {}, address())).body['cards'] as unknown as { card: string }[];
  expect(cards).toHaveLength(1);
  expect(cards[0]!.card).not.toBe(giver.card);
  return { app, phone, card: cards[0]!.card };
}

const pay = async ({ card }: Pick<Held, 'card'>, amount = '1.00'): Promise<string | number> => {
  const { status, body } = await desk.ask('redeem', { card: { id: card }, amount });
  return (body as { code?: string }).code ?? status;
};

/** The same at a till that another process serves. */
async function payElsewhere({ card }: Pick<Held, 'card'>): Promise<string> {
  const { house } = desk;
  const found = second.partners.resolveTill(house.principals.till, {});
  if (!found.ok) throw new Error(found.refusal);
  const { outlet, terminal, partner, program } = found;
  const till = { outlet, terminal, partner, program, occurredAt: undefined };
  const outcome = await second.machine.submit(second.giftcards.redeem, {
    tenant: house.tenant,
    input: {
      ...{ till, receivedAt: desk.clock.now(), gift: { card }, pin: undefined },
      ...{ amount: '1.00', currency: undefined, short: 'decline' as const },
    },
  });
  return outcome.ok ? 'ok' : outcome.refusal;
}

describe('a gift card that was claimed by link', () => {
  test('is reached by a block of the range, the batch and the serial that it came out of, and by no other', async () => {
    const box = await boxes.box(3);
    const other = await boxes.box(1);
    const holder = await given(await sold(box.numbers[2]!));
    expect(await pay(holder)).toBe(201);
    const byRange = await boxes.suspend();
    expect(await pay(holder)).toBe('cards.card.suspended');
    await byRange();
    const byBatch = await boxes.suspend({ batch: box.batch });
    expect(await pay(holder)).toBe('cards.card.suspended');
    await byBatch();
    const bySerial = await boxes.suspend({ batch: box.batch, serials: { first: 2, last: 2 } });
    expect(await pay(holder)).toBe('cards.card.suspended');
    await bySerial();
    expect(await pay(holder)).toBe(201);
    const notIts = [
      await boxes.suspend({ batch: box.batch, serials: { first: 3, last: 3 } }),
      await boxes.suspend({ batch: other.batch }),
      await bounded.suspend(),
    ];
    expect(await pay(holder)).toBe(201);
    for (const lift of notIts) await lift();
  });

  test('and claimed again, and again, is reached at the tills of every process within a second, and freed as fast', async () => {
    const box = await boxes.box(1);
    let holder = await sold(box.numbers[1]!);
    for (let hands = 0; hands < 3; hands++) holder = await given(holder);
    expect([await pay(holder), await payElsewhere(holder)]).toEqual([201, 'ok']);
    const began = performance.now();
    const lift = await boxes.suspend({ batch: box.batch });
    expect(await payElsewhere(holder)).toBe('cards.card.suspended');
    expect(await pay(holder)).toBe('cards.card.suspended');
    await lift();
    expect(await payElsewhere(holder)).toBe('ok');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('control: without the places it came from the block would miss it', async () => {
    const box = await boxes.box(1);
    const holder = await given(await sold(box.numbers[1]!));
    const { id } = desk.house.tokens.decode('card', holder.card)!;
    await desk.house.database.query('update cards.card set origins = null where card = $1', [id]);
    const lift = await boxes.suspend({ batch: box.batch });
    expect(await pay(holder)).toBe(201);
    await lift();
  });

  test('keeps its history under its new number', async () => {
    const box = await boxes.box(1);
    const holder = await given(await sold(box.numbers[1]!));
    await pay(holder);
    const told = await desk.request(`GET /v1/gift-cards/${holder.card}/history`, undefined, {
      secret: desk.house.secrets.tenant,
    });
    const kinds = (told.body['items'] as unknown as { kind: string }[]).map(({ kind }) => kind);
    expect(kinds).toEqual(['giftcards.redemption', 'delivery.renumbering', 'giftcards.activation']);
  });

  test('that ends on a day ends on that day under its new number too', async () => {
    const box = await boxes.box(1);
    const first = await sold(box.numbers[1]!);
    const { database, tokens } = desk.house;
    const idOf = ({ card }: Held): bigint => tokens.decode('card', card)!.id;
    await database.query(`update cards.card set valid_until = '2031-05-17' where card = $1`, [idOf(first)]);
    const holder = await given(first);
    const [row] = await database.query('select valid_until from cards.card where card = $1', [idOf(holder)]);
    expect(row).toEqual({ valid_until: '2031-05-17' });
    // Its last day has passed.
    await database.query('update cards.card set valid_until = current_date - 2 where card = $1', [idOf(holder)]);
    expect(await pay(holder)).toBe('cards.card.blocked');
  });
});

describe('while a block of its series stands', () => {
  test('a card is not claimed: the link is unusable, and good again when the block is lifted', async () => {
    const box = await boxes.box(1);
    const giver = await sold(box.numbers[1]!);
    const secret = await offer(giver);
    for (const effect of ['spend', 'view'] as const) {
      const lift = await boxes.suspend({ batch: box.batch, effects: [effect] });
      expect((await desk.publicly(`GET /v1/gift-links/${secret}`, undefined, address())).status).toBe(404);
      expect((await desk.publicly(`POST /v1/gift-links/${secret}/decline`, {}, '203.0.113.251')).status).toBe(
        effect === 'spend' ? 202 : 404,
      );
      await lift();
    }
    const again = await offer(giver);
    expect((await desk.publicly(`GET /v1/gift-links/${again}`, undefined, address())).status).toBe(200);
  });

  test('one that was claimed at that very moment gets its new number, and is blocked under it', async () => {
    const box = await boxes.box(1);
    const giver = await sold(box.numbers[1]!);
    const { house } = desk;
    const place = house.tokens.decode('card', giver.card)!;
    // The claim is past its look at the card; the block is committed; now the new number is made.
    const lift = await boxes.suspend({ batch: box.batch });
    const [holding] = await house.database.query<{ lane: number; owner: bigint }>(
      'select lane, owner from cards.card where card = $1',
      [place.id],
    );
    const made = await house.delivery.deps.giftCards.renumber(
      house.tenant,
      { lane: holding!.lane, owner: holding!.owner, card: place.id },
      'late-claim',
    );
    if (!made.ok) throw new Error(made.refusal);
    const now = { card: house.tokens.encode('card', made.card.lane, made.card.card) };
    expect(await pay(now)).toBe('cards.card.suspended');
    await lift();
    expect(await pay(now)).toBe(201);
  });

  test('of earning or activation a card is given on as always: nothing of that concerns who holds it', async () => {
    const box = await boxes.box(1);
    const giver = await sold(box.numbers[1]!);
    const lift = await boxes.suspend({ batch: box.batch, effects: ['earn', 'activate'] });
    expect(await pay(await given(giver))).toBe(201);
    await lift();
  });

  test('a till delivers no card that could not pay', async () => {
    const box = await boxes.box(1);
    const number = box.numbers[1]!;
    expect((await desk.ask('activate', { card: { number }, amount: '50.00' })).status).toBe(201);
    const lift = await boxes.suspend({ batch: box.batch, effects: ['spend'] });
    expect((await desk.deliver(number, desk.phone())).body).toMatchObject({ code: 'delivery.card.unfit_state' });
    await lift();
    expect((await desk.deliver(number, desk.phone())).status).toBe(202);
  });
});

describe('the limits of a card’s day', () => {
  test('go along when it is given: a new number is no new day', async () => {
    const box = await bounded.box(1);
    const giver = await sold(box.numbers[1]!);
    expect(await pay(giver, '12.00')).toBe(201);
    const holder = await given(giver);
    expect(await pay(holder, '8.50')).toBe('cards.limit.spend');
    expect(await pay(holder, '4.00')).toBe(201);
    const third = await given(holder);
    expect(await pay(third, '4.00')).toBe(201);
    expect(await pay(third, '0.01')).toBe('cards.limit.uses');
  });

  test('get back what the giver’s payment of the same day is refunded', async () => {
    const box = await bounded.box(1);
    const giver = await sold(box.numbers[1]!);
    const reference = desk.reference();
    expect((await desk.ask('redeem', { reference, card: { id: giver.card }, amount: '20.00' })).status).toBe(201);
    const holder = await given(giver);
    expect(await pay(holder, '1.00')).toBe('cards.limit.spend');
    expect((await desk.ask('refund', { originalReference: reference, amount: '15.00' })).status).toBe(201);
    expect(await pay(holder, '15.00')).toBe(201);
  });
});

test('after all that was given and blocked, the books of the house add up', async () => {
  await expect(assertBooks(desk.house)).resolves.toBeUndefined();
});
