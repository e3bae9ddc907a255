import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemberRooms, type MemberRooms } from '../../../../test/member-rooms.ts';
import { assert } from '../../../kernel/assert.ts';
import { luhnDigit, type CardNumber } from '../../../kernel/card-number.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival } from '../../members/index.ts';
import { cardKeys, type Batch, type CardInput, type StockLoader } from '../index.ts';

let rooms: MemberRooms;
let here: { tenant: number };
let loader: StockLoader;
let references = 0;

beforeAll(async () => {
  rooms = await openMemberRooms();
  [here] = rooms.tenants;
  const opened = await rooms.cards.openRange(here.tenant, {
    ...{ program: undefined, code: 'club', type: 'bonus', prefix: '2990', length: 13, charset: 'digits' },
    ...{ checkDigit: 'luhn', pinKind: 'pin', pinLength: 4, pinRequired: false, unit: undefined, face: undefined },
    ...{ priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined, policy: { usesPerDay: 3 } },
  });
  assert(opened.ok, JSON.stringify(opened));
  loader = await rooms.cards.openLoader();
});
afterAll(async () => {
  await loader.close();
  await rooms.close();
});

const who = () => ({ tenant: here.tenant, by: 7n });
const numberAt = (n: number): CardNumber => {
  const payload = `2990${String(n).padStart(8, '0')}`;
  return (payload + luhnDigit(payload)) as CardNumber;
};
async function batchOf(first: number, quantity: number): Promise<Batch> {
  const made = await rooms.cards.createCardBatch({
    ...who(),
    ...{ space: 0n, reference: `b-${++references}`, range: 'club', quantity, source: 'csv' },
  });
  assert(made.ok, 'the batch opens');
  const entries = Array.from({ length: quantity }, (_, i) => ({
    serial: i + 1,
    number: numberAt(first + i),
    pin: '1234',
  }));
  const added = await rooms.cards.addToBatch(loader, made.batch, entries);
  assert(added.ok, JSON.stringify(added));
  return made.batch;
}
const issue = (told: Partial<CardInput> & { number: string }) => {
  const input: CardInput = { tenant: here.tenant, type: 'bonus', ...told };
  return rooms.machine.submit(rooms.cards.issue, memberArrival(rooms.keys, rooms.name(FAMILY.card), input, input));
};

test('a card of a batch that is not released is there for nobody; one release makes all of them cards', async () => {
  const batch = await batchOf(100, 3);
  expect(await issue({ number: numberAt(100) })).toMatchObject({ refusal: 'cards.range.not_stock' });
  expect(await rooms.cards.releaseBatch(who(), batch.batch)).toMatchObject({ ok: true, repeated: false });
  expect(await rooms.cards.releaseBatch(who(), batch.batch)).toMatchObject({ ok: true, repeated: true });
  for (const n of [100, 101, 102]) expect(await issue({ number: numberAt(n) })).toMatchObject({ ok: true });
  expect(await issue({ number: numberAt(101) })).toMatchObject({ refusal: 'cards.card.exists' });
  expect(
    await rooms.database.query(
      `select type, range is not null as ranged, serial, uses_per_day from cards.card where batch = $1 order by serial`,
      [batch.batch],
    ),
  ).toEqual([1, 2, 3].map((serial) => ({ type: 'bonus', ranged: true, serial, uses_per_day: 3 })));
});

test('one card claimed twenty times at once is one card', async () => {
  const batch = await batchOf(200, 1);
  await rooms.cards.releaseBatch(who(), batch.batch);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => issue({ number: numberAt(200) })));
  expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
  expect(outcomes.flatMap((one) => (one.ok ? [] : [one.refusal]))).toEqual(Array(19).fill('cards.card.exists'));
});

test('a number that a card or stock has already is not made again, and nothing of its chunk is', async () => {
  await batchOf(300, 2);
  const again = await rooms.cards.createCardBatch({
    ...who(),
    ...{ space: 0n, reference: 'again', range: 'club', quantity: 2, source: 'csv' },
  });
  assert(again.ok, 'the batch opens');
  const entries = [299, 300].map((n, i) => ({ serial: i + 1, number: numberAt(n) }));
  expect(await rooms.cards.addToBatch(loader, again.batch, entries)).toEqual({
    ...{ ok: false, refusal: 'cards.stock.number_taken', facts: { serials: '2' } },
  });
  const [row] = await rooms.database.query<{ made: number }>(`select made from cards.batch where batch = $1`, [
    again.batch.batch,
  ]);
  expect(row?.made).toBe(0);
  expect(
    await rooms.database.query(`select 1 from cards.stock where key = $1`, [cardKeys(rooms.keys, numberAt(299))[0]]),
  ).toEqual([]);
});

test('of two who add the same chunk one adds it', async () => {
  const made = await rooms.cards.createCardBatch({
    ...who(),
    ...{ space: 0n, reference: 'twice', range: 'club', quantity: 1, source: 'csv' },
  });
  assert(made.ok, 'the batch opens');
  const other = await rooms.cards.openLoader();
  const entries = [{ serial: 1, number: numberAt(400) }];
  const outcomes = await Promise.all([loader, other].map((one) => rooms.cards.addToBatch(one, made.batch, entries)));
  await other.close();
  expect(outcomes.map((one) => one.ok).sort()).toEqual([false, true]);
});
