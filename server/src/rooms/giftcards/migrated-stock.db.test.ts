import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { bonusRange, numberOf } from '../../../test/card-stock.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { legacyPinDigest } from '../cards/index.ts';

const PREFIX = '661100';
const salt = 'old system ';
const legacyOf = (pin: string) => ({
  scheme: 'sha256' as const,
  salt,
  digest: createHash('sha256').update(salt).update(pin).digest('hex'),
});
const pinOf = (n: number): string => String(4_000 + n);

let gifts: GiftHouse;
let batch: bigint;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  const { house } = gifts;
  must(
    await house.cards.openRange(house.tenant, {
      ...bonusRange('migrated', PREFIX),
      ...{ type: 'gift', unit: gifts.unitOf('EUR'), pinKind: 'pin', pinLength: 4, pinRequired: true },
    }),
  );
  await gifts.set('migrated', 'EUR', { ...giftTerms('9998'), numbers: undefined, range: 'migrated', pin: 'needed' });
  const who = { tenant: house.tenant, by: 1n };
  const told = {
    ...who,
    space: 0n,
    reference: 'inventory',
    range: 'migrated',
    quantity: 5,
    source: 'migration' as const,
  };
  const made = must(await house.cards.createCardBatch(told));
  batch = made.batch.batch;
  const loader = await house.cards.openLoader();
  try {
    const entries = [1, 2, 3, 4, 5].map((n) => ({
      ...{ serial: n, number: numberOf(PREFIX, n), face: 2_500n },
      pinDigest: legacyPinDigest(house.keys, legacyOf(pinOf(n))),
    }));
    must(await house.cards.addToBatch(loader, made.batch, entries));
  } finally {
    await loader.close();
  }
});
afterAll(() => gifts.house.close());

const { code } = giftTill(() => gifts);

test('inventory of another system keeps states and PINs from its batch to the till (S0.3)', async () => {
  const { house } = gifts;
  const who = { tenant: house.tenant, by: 1n };
  const number = (n: number): string => numberOf(PREFIX, n);
  // A batch that is not released is there for nobody.
  expect(await code('activate', { card: { number: number(1) } })).toBe('giftcards.card.unknown');
  must(await house.cards.releaseBatch(who, batch));
  must(await house.cards.destroyStock(who, batch, { first: 2, last: 2 }));
  expect(await code('activate', { card: { number: number(2) } })).toBe('cards.stock.destroyed');
  const sold = await gifts.ask('activate', { card: { number: number(1) } });
  expect(sold).toMatchObject({ status: 201, body: { balance: { available: '25.00' } } });
  expect(await code('activate', { card: { number: number(1) } })).toBe('giftcards.activation.twice');

  const keptPin = async (): Promise<Buffer> =>
    (
      await house.database.query<{ pin_digest: Buffer }>(
        'select pin_digest from cards.card where batch = $1 and serial = 1',
        [batch],
      )
    )[0]!.pin_digest;
  const pay = (pin?: string) =>
    code('redeem', { card: { number: number(1), ...(pin ? { pin } : {}) }, amount: '1.00' });
  const before = await keptPin();
  expect(await pay()).toBe('giftcards.pin.missing');
  expect(await pay('9999')).toBe('giftcards.pin.wrong');
  expect((await keptPin()).equals(before)).toBe(true);
  expect(await pay(pinOf(1))).toBe(201);
  // From its first right use on it is kept as one of ours, and goes on being right.
  expect((await keptPin()).equals(before)).toBe(false);
  expect((await keptPin()).toString('latin1')).not.toContain(legacyOf(pinOf(1)).digest);
  expect(await pay(pinOf(1))).toBe(201);

  must(await house.cards.destroyBatch(who, batch));
  expect(await code('activate', { card: { number: number(3) } })).not.toBe(201);
  expect(await pay(pinOf(1))).toBe(201);
  await assertBooks(house);
});
