import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { daysAgo, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
});
afterAll(() => house.close());

/** Sells so many days ago; gives the reference. */
const sell = async (of: Person, days: number): Promise<string> => {
  const reference = freshName();
  const lines = [line(1, 500), line(2, 500)];
  await done(till.sell({ of, reference, manner: 'notice', occurredAt: daysAgo(days), lines }));
  return reference;
};
/** So many days ago was the last purchase, as rules see it. */
const lastOf = async ({ owner }: Person): Promise<number | undefined> => {
  const [row] = await house.database.query<{ days: number | null }>(
    `select round(extract(epoch from now() - last_purchase_at) / 86400)::int as days from members.member where member = $1`,
    [owner],
  );
  return row.days ?? undefined;
};

test('a purchase that comes back whole is not the last one any more, in any order of returns', async () => {
  const buyer = await house.enrol(++people);
  const [first, late, last] = [await sell(buyer, 30), await sell(buyer, 10), await sell(buyer, 20)];
  expect(await lastOf(buyer)).toBe(10);
  await done(till.giveBack(last, 'all'));
  expect(await lastOf(buyer)).toBe(10);
  await done(till.giveBack(late, [[1, 1_000]]));
  expect(await lastOf(buyer)).toBe(10);
  // The middle one is back already, so the first is the last.
  await done(till.giveBack(late, [[2, 1_000]]));
  expect(await lastOf(buyer)).toBe(30);
  await done(till.void(first));
  expect(await lastOf(buyer)).toBeUndefined();
  await sell(buyer, 5);
  expect(await lastOf(buyer)).toBe(5);
});
