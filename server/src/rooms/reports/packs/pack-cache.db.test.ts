import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { done, line, openTills } from '../../../../test/sales.ts';
import { readPacks } from '../store/pack.ts';
import { createPackCache, type PackCache } from './pack-cache.ts';
import { sumOfPacks } from './sum-packs.ts';
import { warmPacks } from './warm-packs.ts';

let house: TestHouse;
const PACKS = 4;

beforeAll(async () => {
  house = await makeHouse();
  for (let pack = 0; pack < PACKS; pack++) {
    for (let n = 0; n < 3; n++)
      await done(openTills(house).sell({ of: house.people[0], lines: [line(1, 1_000 + 100 * pack)] }));
    await house.reports.catchUp();
    await house.reports.pack({ least: 1, most: 1_000 });
  }
});
afterAll(() => house.close());

const packsOf = () => readPacks(house.database, house.tenant, undefined, undefined);
const amount = () => ({ currency: house.programs.settings().unitByCode(house.tenant, 'EUR')!.unit });
const total = async (packs: PackCache) => {
  const asked = { sight: { tenant: house.tenant, outlets: null }, filter: { amount: amount() } };
  const rows = await sumOfPacks(house.database, { marks: house.reports.marks, packs }, asked);
  return rows.reduce((sum, row) => sum + row.amount, 0n);
};
/** Takes the data away, so that only what is in memory can answer. */
const without = async (work: () => Promise<void>): Promise<void> => {
  await house.database.query('create table kept_aside as select * from reports.pack_column');
  await house.database.query('delete from reports.pack_column');
  try {
    await work();
  } finally {
    await house.database.query('insert into reports.pack_column select * from kept_aside');
    await house.database.query('drop table kept_aside');
  }
};

const WHOLE = 3n * (1_000n + 1_100n + 1_200n + 1_300n);

test('what was read once is not read again', async () => {
  expect(await packsOf()).toHaveLength(PACKS);
  const cache = createPackCache();
  expect(await total(cache)).toBe(WHOLE);
  await without(async () => {
    expect(await total(cache)).toBe(WHOLE);
    // A control: who has never read it cannot know.
    await expect(total(createPackCache())).rejects.toThrow();
  });
});

test('packs are in memory before anybody asks, and new ones with the next look', async () => {
  const cache = createPackCache();
  const read = new Set<bigint>();
  await warmPacks({ database: house.database, packs: cache }, read);
  expect(read.size).toBe(PACKS);
  await without(async () => expect(await total(cache)).toBe(WHOLE));
});

test('a memory that is too small forgets, reads again, and is right', async () => {
  const cache = createPackCache(2_000);
  for (let n = 0; n < 3; n++) expect(await total(cache)).toBe(WHOLE);
  const read = new Set<bigint>();
  await warmPacks({ database: house.database, packs: createPackCache(600) }, read);
  expect(read.size).toBeGreaterThan(0);
  expect(read.size).toBeLessThan(PACKS);
});
