import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { instantFromIso, type Instant } from '../../kernel/instant.ts';
import { manualClock, type ManualClock } from '../../platform/clock.ts';

const at = (iso: string): Instant => instantFromIso(iso)!;

let gifts: GiftHouse;
let clock: ManualClock;
beforeAll(async () => {
  clock = manualClock(at('2026-12-30T10:00:00Z'));
  gifts = await makeGiftHouse({ clock, movesTime: true });
  await gifts.set('month', 'EUR', giftTerms('6014', { expiry: { after: { months: 1 } } }));
});
afterAll(() => gifts.house.close());
afterEach(() => assertBooks(gifts.house));

const { code, card } = giftTill(() => gifts);

test('a rest is paid out below the threshold of its day: less than ten until the year ends, less than fifteen from then on', async () => {
  const threshold = async (below: bigint, inForceFrom: string): Promise<void> => {
    must(
      await gifts.house.giftSettings.setThreshold({
        ...{ tenant: gifts.house.tenant, jurisdiction: 'city', unit: gifts.unitOf('EUR') },
        ...{ below, inForceFrom: at(inForceFrom) },
      }),
    );
  };
  await threshold(1_000n, '2026-12-31T00:00:00Z');
  await threshold(1_500n, '2027-01-01T00:00:00Z');
  const [small, twelve, fifteen] = [await card('9.99'), await card('12.00'), await card('15.00')];
  const out = (number: string) => code('cash-out', { card: { number } });
  // The day before the first one: no law is known.
  expect(await out(small)).toBe('giftcards.cash_out.not_here');
  clock.set(at('2026-12-31T23:59:59Z'));
  expect(await out(twelve)).toBe('giftcards.cash_out.too_much');
  expect(await out(small)).toBe(201);
  clock.set(at('2027-01-01T00:00:00Z'));
  expect(await out(twelve)).toBe(201);
  expect(await out(fifteen)).toBe('giftcards.cash_out.too_much');
  // What the till says of the day makes no law: it is asked now.
  const eve = { card: { number: await card('12.50') }, occurredAt: '2026-12-31T23:00:00Z' };
  expect(await code('cash-out', eve)).toBe(201);
});

test('what is held outlives its end until the hold is over: captured it pays, released it is over at once', async () => {
  clock.set(at('2027-01-10T10:00:00Z'));
  const [captured, released] = [await card('20.00', {}, '6014'), await card('20.00', {}, '6014')];
  clock.set(at('2027-02-09T10:00:00Z'));
  for (const number of [captured, released])
    expect(await code('hold', { reference: `held-${number}`, card: { number }, amount: '15.00' })).toBe(201);
  clock.set(at('2027-02-12T10:00:00Z'));
  expect(await gifts.balance(captured)).toMatchObject({ booked: '15.00', held: '15.00', available: '0.00' });
  expect(await code('redeem', { card: { number: captured }, amount: '0.01' })).toBe('giftcards.card.insufficient');
  expect(await code('capture', { originalReference: `held-${captured}`, amount: '12.00' })).toBe(201);
  expect(await gifts.balance(captured)).toMatchObject({ booked: '0.00', held: '0.00' });
  expect(await code('release', { originalReference: `held-${released}` })).toBe(201);
  expect(await gifts.balance(released)).toMatchObject({ booked: '0.00', held: '0.00', available: '0.00' });
});

test('a hold that nobody ends lapses by itself, and its value is there again', async () => {
  clock.set(at('2027-03-01T10:00:00Z'));
  const number = await card('20.00');
  expect(await code('hold', { reference: 'lapses', card: { number }, amount: '20.00', seconds: 3_600 })).toBe(201);
  clock.set(at('2027-03-01T10:59:59Z'));
  expect(await gifts.balance(number)).toMatchObject({ available: '0.00', held: '20.00' });
  clock.set(at('2027-03-01T11:00:01Z'));
  expect(await gifts.balance(number)).toMatchObject({ available: '20.00', held: '0.00' });
  expect(await code('capture', { originalReference: 'lapses' })).toBe('giftcards.hold.closed');
});

test('value that had ended and is refunded is over again at once, and the till is told', async () => {
  clock.set(at('2027-04-10T10:00:00Z'));
  const number = await card('20.00', {}, '6014');
  expect(await code('redeem', { reference: 'long-ago', card: { number }, amount: '5.00' })).toBe(201);
  clock.set(at('2027-06-01T10:00:00Z'));
  const back = await gifts.ask('refund', { originalReference: 'long-ago' });
  expect(back).toMatchObject({ status: 201, body: { expired: '5.00', balance: { booked: '0.00' } } });
});
