import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, freshName, line, openTills, refused, walletOf, type Tills } from '../../../test/sales.ts';
import type { RefundOrder } from '../programs/index.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const giveTo = (person: Person, points: number) => done(till.sell({ of: person, lines: [line(1, points * 100)] }));
const cash = (amount: number) => ({ kind: 'cash', amount: BigInt(amount) });
const card = (amount: number) => ({ kind: 'card', amount: BigInt(amount) });

/** A sale of 10.01 in three lines: 100 points, 5.00 in cash, 4.01 by card. */
async function mixedSale(buyer: Person): Promise<string> {
  await giveTo(buyer, 300);
  const reference = freshName();
  const lines = [line(1, 333), line(2, 334, { quantity: 3_000n }), line(3, 434, { discount: 100n })];
  await done(till.sell({ of: buyer, reference, lines, tenders: [byPoints(100), cash(500), card(401)] }));
  return reference;
}

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
async function refundsOf(
  reference: string,
  returns: readonly (readonly (readonly [number, number])[])[],
): Promise<Record<string, bigint>> {
  const all: Record<string, bigint> = { cash: 0n, card: 0n, points: 0n };
  for (const lines of returns) {
    const { refund = [], givenBack = [] } = await done(till.giveBack(reference, lines));
    for (const { kind, amount } of refund) all[kind] += cents(amount);
    for (const { points } of givenBack) all.points += BigInt(points);
  }
  return all;
}
const ONE_BY_ONE: [number, number][][] = [[[2, 1_000]], [[1, 1_000]], [[2, 1_000]], [[3, 999]], [[2, 1_000]], [[3, 1]]];
const AT_ONCE: [number, number][][] = [
  [
    [1, 1_000],
    [2, 3_000],
    [3, 1_000],
  ],
];

describe('3.5 Mixed-tender returns', () => {
  test('points are shared over lines so that the parts sum to the whole', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 200);
    const answer = await done(
      till.sell({ of: buyer, lines: [line(1, 333), line(2, 333), line(3, 335)], tenders: [byPoints(100)] }),
    );
    const [spent] = answer.spent;
    expect(spent.lines.map(({ paid }) => cents(paid)).reduce((sum, part) => sum + part)).toBe(100n);
    expect(spent.points).toBe('100');
  });

  test('tenders that do not sum to what is due are refused, a notice is booked and marked', async () => {
    const buyer = await somebody();
    expect(await refused(till.sell({ of: buyer, lines: [line(1, 500)], tenders: [cash(499)] }))).toBe(
      'checkout.tenders.do_not_cover',
    );
    const told = await done(till.sell({ of: buyer, manner: 'notice', lines: [line(1, 500)], tenders: [cash(499)] }));
    expect(told.exceptions).toMatchObject([{ code: 'checkout.tenders.do_not_cover' }]);
  });

  const policies: RefundOrder[] = ['original_proportional', 'non_cash_first', 'first', 'last_in_first_out'];
  test.each(policies)(
    '%s: all that came back refunds each tender exactly what it paid, at once or piece by piece',
    async (refund) => {
      await house.setPolicy({ refund });
      await house.refresh();
      const [one, many] = [await somebody(), await somebody()];
      const whole = { cash: 500n, card: 401n, points: 100n };
      expect(await refundsOf(await mixedSale(one), AT_ONCE)).toEqual(whole);
      expect(await refundsOf(await mixedSale(many), ONE_BY_ONE)).toEqual(whole);
      expect(await walletOf(house, many)).toEqual(await walletOf(house, one));
      expect(await walletOf(house, one)).toMatchObject({ booked: 300n });
    },
  );

  test.each([
    // Line 1 costs 3.33 of 10.01: in proportion each tender gives back its own part of it.
    ['original_proportional', { points: 34n, cash: 166n, card: 133n }],
    ['non_cash_first', { points: 100n, cash: 0n, card: 233n }],
    ['first', { points: 100n, cash: 233n, card: 0n }],
    ['last_in_first_out', { points: 0n, cash: 0n, card: 333n }],
  ] as const)('%s: a line that comes back is refunded to the tenders in that order', async (refund, expected) => {
    await house.setPolicy({ refund });
    await house.refresh();
    const refunds = await refundsOf(await mixedSale(await somebody()), [[[1, 1_000]]]);
    const sum = refunds.points + refunds.cash + refunds.card;
    expect(sum).toBe(333n);
    if (refund !== 'original_proportional') expect(refunds).toEqual(expected);
    else
      for (const [kind, amount] of Object.entries(expected))
        expect(Math.abs(Number(refunds[kind] - amount))).toBeLessThanOrEqual(1);
  });

  test('a policy that changes between two returns never makes a tender give more than it was paid', async () => {
    const reference = await mixedSale(await somebody());
    const all: Record<string, bigint> = { cash: 0n, card: 0n, points: 0n };
    for (const [refund, lines] of [
      ['last_in_first_out', [[1, 1_000]]],
      ['first', [[2, 3_000]]],
      ['original_proportional', [[3, 1_000]]],
    ] as const) {
      await house.setPolicy({ refund });
      await house.refresh();
      for (const [kind, amount] of Object.entries(await refundsOf(reference, [lines]))) all[kind] += amount;
    }
    expect(all.cash).toBeLessThanOrEqual(500n);
    expect(all.card).toBeLessThanOrEqual(401n);
    expect(all.points).toBeLessThanOrEqual(100n);
    expect(all.cash + all.card + all.points, 'and the buyer gets back what he paid').toBe(1_001n);
    await house.setPolicy({ refund: 'original_proportional' });
    await house.refresh();
  });

  test('what the till named no tender for is refunded without a name', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 100);
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 500)], tenders: [byPoints(100)] }));
    const answer = await done(till.giveBack(reference, 'all'));
    expect(answer.refund).toEqual([{ kind: 'unnamed', amount: '4.00', unit: 'EUR' }]);
    expect(answer.givenBack).toMatchObject([{ points: '100' }]);
  });

  test('another member’s points go back to him, the money to the till', async () => {
    const [buyer, friend] = [house.people[0], house.people[1]];
    await giveTo(friend, 100);
    const before = (await walletOf(house, friend)).booked;
    const reference = freshName();
    const tenders = [byPoints(100, { payer: { card: friend.card } }), cash(100)];
    await done(till.sell({ of: buyer, reference, lines: [line(1, 100), line(2, 100)], tenders }));
    expect((await walletOf(house, friend)).booked).toBe(before - 100n);
    expect((await done(till.giveBack(reference, [[1, 1_000]]))).givenBack).toMatchObject([{ points: '50' }]);
    await done(till.giveBack(reference, 'all'));
    expect((await walletOf(house, friend)).booked).toBe(before);
  });
});
