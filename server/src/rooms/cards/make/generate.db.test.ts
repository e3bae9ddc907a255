import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemberRooms, type MemberRooms } from '../../../../test/member-rooms.ts';
import { assert } from '../../../kernel/assert.ts';
import { luhnIsValid } from '../../../kernel/card-number.ts';
import { decryptField } from '../../../platform/keys.ts';
import { cardKeys, folderOfProcess, verifyPin, type Batch, type RangeInput } from '../index.ts';
import { makeWaiting } from '../jobs/create-cards-jobs.ts';
import { printContext, readPrintLines, type Printed } from '../print/print-chunk.ts';
import type { CardNumber } from '../../../kernel/card-number.ts';

let rooms: MemberRooms;
let here: { tenant: number };
let references = 0;

const RANGE: RangeInput = {
  ...{ program: undefined, code: 'club', type: 'bonus', prefix: '2990', length: 13, charset: 'digits' },
  ...{ checkDigit: 'luhn', pinKind: 'pin', pinLength: 4, pinRequired: false, unit: undefined, face: undefined },
  ...{ priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined, policy: {} },
};

beforeAll(async () => {
  rooms = await openMemberRooms();
  [here] = rooms.tenants;
  for (const range of [RANGE, { ...RANGE, code: 'tiny', prefix: '88888', length: 10 }])
    assert((await rooms.cards.openRange(here.tenant, range)).ok, 'the range opens');
});
afterAll(() => rooms.close());

async function asked(range: string, quantity: number): Promise<Batch> {
  const reference = `g-${++references}`;
  const made = await rooms.cards.createCardBatch({
    ...{ tenant: here.tenant, by: 7n, space: 0n, reference, range, quantity, source: 'generator' },
  });
  assert(made.ok, 'the batch opens');
  return made.batch;
}

async function sealed({ batch, tenant }: Batch): Promise<Printed[]> {
  const rows = await rooms.database.query<{ first_serial: number; sealed: Buffer }>(
    `select first_serial, sealed from cards.print_chunk where batch = $1 order by first_serial`,
    [batch],
  );
  return rows.flatMap((row) => [
    ...readPrintLines(decryptField(rooms.keys, row.sealed, printContext(tenant, batch, row.first_serial)).toString()),
  ]);
}

const stateOf = async ({ batch }: Batch) =>
  (await rooms.database.query(`select state, made from cards.batch where batch = $1`, [batch]))[0];

describe('the generator', () => {
  test('makes as many cards as asked, each found by its digest, with its PIN and a right check digit', async () => {
    const batch = await asked('club', 25_000);
    expect(await rooms.cards.generateBatch(batch)).toBe(25_000);
    expect(await stateOf(batch)).toEqual({ state: 'made', made: 25_000 });
    const cards = await sealed(batch);
    expect(new Set(cards.map((one) => one.number)).size).toBe(25_000);
    expect(cards.map((one) => one.serial)).toEqual(Array.from({ length: 25_000 }, (_, i) => i + 1));
    expect(cards.every(({ number }) => number.length === 13 && number.startsWith('2990') && luhnIsValid(number))).toBe(
      true,
    );
    const stock = await rooms.database.query<{ key: Buffer; serial: number; pin_digest: Buffer; last_four: string }>(
      `select key, serial, pin_digest, last_four from cards.stock where batch = $1 order by serial limit 100`,
      [batch.batch],
    );
    for (const [at, row] of stock.entries()) {
      const { number, pin } = cards[at]!;
      expect(row.key.equals(cardKeys(rooms.keys, number)[0]!)).toBe(true);
      expect(row.last_four).toBe(number.slice(-4));
      expect(verifyPin(rooms.keys, number as CardNumber, pin!, row.pin_digest).isRight).toBe(true);
      expect(verifyPin(rooms.keys, number as CardNumber, `${pin}0`, row.pin_digest).isRight).toBe(false);
    }
  });

  test('fills a range to its last number, two at once, and no number is made twice', async () => {
    const batches = [await asked('tiny', 4_000), await asked('tiny', 6_000)];
    expect(await Promise.all(batches.map((one) => rooms.cards.generateBatch(one)))).toEqual([4_000, 6_000]);
    const numbers = (await Promise.all(batches.map(sealed))).flat().map((one) => one.number);
    expect(new Set(numbers).size).toBe(10_000);
    expect(
      await rooms.cards.createCardBatch({
        ...{ tenant: here.tenant, by: 7n, space: 0n, reference: 'one more', range: 'tiny', quantity: 1 },
        source: 'generator',
      }),
    ).toMatchObject({ refusal: 'cards.range.exhausted', facts: { free: '0', asked: '1' } });
  });

  test('gives a batch up, with the reason, where its range has no numbers left; the others are made', async () => {
    const full = { ...RANGE, code: 'full', prefix: '77777', length: 10 };
    assert((await rooms.cards.openRange(here.tenant, full)).ok, 'the range opens');
    expect(await rooms.cards.generateBatch(await asked('full', 10_000))).toBe(10_000);
    // As if all of them had come from elsewhere, without being counted in the range.
    await rooms.database.query(`update cards.range set allotted = 0 where code = 'full'`);
    const [stuck, next] = [await asked('full', 3), await asked('club', 5)];
    expect(
      await makeWaiting(
        { ...rooms, settings: rooms.cards.settings, refresh: rooms.cards.refresh, folder: folderOfProcess() },
        () => false,
        3,
      ),
    ).toBe(5);
    const found = await rooms.cards.findBatch(here.tenant, stuck.batch);
    expect(found).toMatchObject({ ok: true, batch: { state: 'abandoned', givenUpBecause: 'range_full', made: 0 } });
    expect(await stateOf(next)).toEqual({ state: 'made', made: 5 });
    expect(await rooms.database.query(`select allotted from cards.range where code = 'full'`)).toEqual([
      { allotted: 0n },
    ]);
  });

  test('of two programs that make one batch neither makes a card twice', async () => {
    const batch = await asked('club', 60_000);
    const made = await Promise.all([rooms.cards.generateBatch(batch), rooms.cards.generateBatch(batch)]);
    expect(made[0]! + made[1]!).toBe(60_000);
    const [row] = await rooms.database.query(
      `select count(*)::int as count, max(serial) as last from cards.stock where batch = $1`,
      [batch.batch],
    );
    expect(row).toEqual({ count: 60_000, last: 60_000 });
  });

  test('goes on where a program broke off, and not at all where the batch was given up', async () => {
    const batch = await asked('club', 45_000);
    let looks = 0;
    expect(await rooms.cards.generateBatch(batch, () => ++looks > 1)).toBe(10_000);
    const found = await rooms.cards.findBatch(here.tenant, batch.batch);
    assert(found.ok, 'the batch is there');
    expect(found.batch).toMatchObject({ state: 'making', made: 10_000 });
    expect(await rooms.cards.generateBatch(found.batch)).toBe(35_000);
    const given = await asked('club', 10);
    await rooms.cards.abandonBatch({ tenant: here.tenant, by: 7n }, given.batch);
    expect(await rooms.cards.generateBatch(given)).toBe(0);
  });
});
