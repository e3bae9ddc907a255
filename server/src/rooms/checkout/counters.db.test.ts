import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import {
  daysAgo,
  done,
  freshName,
  line,
  openTills,
  walletOf,
  type SaleInput,
  type Tills,
} from '../../../test/sales.ts';

// Semantics 3.4: counters that a sale moved are moved back with its goods, as of the day of the sale.

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

const bonus = (code: string, points: string, kind: string, params: object = {}) => ({
  ...{ code, priority: 100, firstOn: '2020-01-01', conditions: [{ kind, params }] },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
});

beforeAll(async () => {
  house = await makeHouse({
    promotions: [
      bonus('welcome', '100', 'first-purchase'),
      bonus('third', '30', 'nth-purchase', { n: 3 }),
      bonus('three-days', '7', 'streak', { period: 'day', n: 3 }),
      {
        ...{ code: 'coffee-card', priority: 200, firstOn: '2020-01-01' },
        effects: [
          {
            ...{ kind: 'stamp-card', wallet: 'points' },
            params: { card: 'coffee', size: 4, points: '20', lines: { skus: ['coffee'] } },
          },
        ],
      },
      {
        ...{ code: 'come-back', priority: 300, firstOn: '2020-01-01' },
        conditions: [{ kind: 'lines-include', params: { lines: { skus: ['tea'] }, min: '1' } }],
        effects: [{ kind: 'coupon-issue', params: { coupon: 'TEA10' } }],
      },
    ],
    policy: { claimWithinDays: 30, noticeAgeMaxDays: 60 },
  });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const coffee = (number: number, pieces: number) =>
  line(number, pieces * 200, { sku: 'coffee', quantity: BigInt(pieces * 1_000) });
const sell = async (of: Person | undefined, over: SaleInput = {}): Promise<string> => {
  const reference = freshName();
  await done(till.sell({ reference, ...(of && { of }), lines: [line(1, 1_000)], ...over }));
  return reference;
};
/** A sale of an earlier day, told when it was too late to ask. */
const daysBefore = (days: number): SaleInput => ({ occurredAt: daysAgo(days), manner: 'notice' });
const booked = async (person: Person): Promise<bigint> => (await walletOf(house, person)).booked;
const memberOf = async ({ owner }: Person) => {
  const [row] = await house.database.query<{ purchases: number; counters: Record<string, number> }>(
    'select purchases, counters from members.member where member = $1',
    [owner],
  );
  return row ?? { purchases: 0, counters: {} };
};

describe('a purchase that came back whole', () => {
  test('was no first purchase: the next one is, and the bonus is never with him twice', async () => {
    const buyer = await somebody();
    const first = await sell(buyer);
    expect(await booked(buyer)).toBe(100n);
    await done(till.giveBack(first, 'all'));
    expect(await booked(buyer)).toBe(0n);
    await sell(buyer);
    expect(await booked(buyer)).toBe(100n);
    await done(till.void(await sell(buyer)));
    await sell(buyer);
    expect(await booked(buyer), 'the second, not the third').toBe(100n);
    await sell(buyer);
    expect(await booked(buyer), 'the third').toBe(130n);
  });

  test('is taken out of its row of days, which falls in two; a partial return leaves it in', async () => {
    const buyer = await somebody();
    await sell(buyer, daysBefore(3));
    const middle = await sell(buyer, { ...daysBefore(2), lines: [line(1, 500), line(2, 500)] });
    await done(till.giveBack(middle, [[2, 1_000]]));
    expect((await memberOf(buyer)).counters).toMatchObject({ 'streak.day': 2 });
    await done(till.giveBack(middle, 'all'));
    expect((await memberOf(buyer)).counters).toMatchObject({ 'streak.day': 1 });
    await sell(buyer, daysBefore(1));
    expect(await booked(buyer), 'no three days in a row').toBe(100n);
  });

  test('one that comes late fills its row, and is decided as of its day', async () => {
    const buyer = await somebody();
    await sell(buyer, daysBefore(3));
    await sell(buyer, daysBefore(2));
    await sell(buyer, daysBefore(0));
    const before = await booked(buyer);
    await sell(buyer, daysBefore(1));
    expect((await booked(buyer)) - before, 'the third day in a row').toBe(7n);
    expect((await memberOf(buyer)).counters).toMatchObject({ 'streak.day': 4 });
  });
});

describe('stamps', () => {
  test('come off piece by piece, in any order, as far as the rest of the basket does not bring them', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const lines = [coffee(1, 2), coffee(2, 3), line(3, 500)];
    const ends = [];
    for (const [buyer, order] of [
      [one, [[1, 1_000] as const, [2, 2_000] as const, [3, 1_000] as const]],
      [other, [[3, 1_000] as const, [2, 2_000] as const, [1, 1_000] as const]],
    ] as const) {
      await sell(buyer);
      const reference = await sell(buyer, { lines });
      expect(await memberOf(buyer)).toMatchObject({ purchases: 2, counters: { 'stamps.coffee': 5 } });
      for (const piece of order) await done(till.giveBack(reference, [piece]));
      expect(await memberOf(buyer)).toMatchObject({ purchases: 2, counters: { 'stamps.coffee': 2 } });
      ends.push(await booked(buyer));
      await done(till.giveBack(reference, 'all'));
      expect(await memberOf(buyer)).toMatchObject({ purchases: 1, counters: { 'stamps.coffee': 0 } });
      ends.push(await booked(buyer));
    }
    expect(ends, 'the card was not full with two').toEqual([100n, 100n, 100n, 100n]);
  });
});

describe('a receipt that is claimed later', () => {
  test('puts stamps on the card, gives its coupons and counts in rows, and a return takes them out again', async () => {
    const buyer = await somebody();
    await sell(buyer, daysBefore(3));
    await sell(buyer, { ...daysBefore(1), lines: [coffee(1, 3)] });
    const reference = await sell(undefined, {
      ...daysBefore(2),
      lines: [coffee(1, 2), line(2, 300, { sku: 'tea' })],
    });
    const claimed = await done(till.claim(reference, buyer));
    expect(claimed).toMatchObject({
      coupons: [{ promotion: 'come-back', coupon: 'TEA10', count: 1 }],
      stamps: [{ promotion: 'coffee-card', card: 'coffee', count: 2 }],
      promotions: expect.arrayContaining([expect.objectContaining({ code: 'coffee-card', points: '20' })]),
    });
    expect(await memberOf(buyer)).toMatchObject({
      purchases: 3,
      counters: { 'stamps.coffee': 5, 'streak.day': 3 },
    });
    const answer = await done(till.giveBack(reference, [[1, 1_000]]));
    expect(answer.hasDrifted).toBeUndefined();
    expect(await memberOf(buyer)).toMatchObject({ purchases: 3, counters: { 'stamps.coffee': 4, 'streak.day': 3 } });
    await done(till.giveBack(reference, 'all'));
    expect(await memberOf(buyer)).toMatchObject({ purchases: 2, counters: { 'stamps.coffee': 3, 'streak.day': 1 } });
  });

  test('of which everything had come back is nobody’s purchase', async () => {
    const buyer = await somebody();
    const reference = await sell(undefined);
    await done(till.giveBack(reference, 'all'));
    await done(till.claim(reference, buyer));
    expect(await memberOf(buyer)).toMatchObject({ purchases: 0 });
  });
});
