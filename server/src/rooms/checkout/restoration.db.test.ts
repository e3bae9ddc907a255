import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, daysAgo, done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';

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

const earnAgo = (of: Person, days: number, points: number) =>
  done(till.sell({ of, manner: 'notice', occurredAt: daysAgo(days), lines: [line(1, points * 100)] }));
/** What is left of each lot, oldest first. */
const lots = async (person: Person): Promise<[bigint, bigint][]> => {
  const rows = await house.database.query<{ amount: bigint; remaining: bigint }>(
    `select lot.amount, lot.remaining from points.lot join points.wallet using (lane, wallet) where owner = $1 order by lot.expires_at, lot.earned_at`,
    [person.owner],
  );
  return rows.map(({ amount, remaining }) => [amount, remaining]);
};

/** Three lots of 10, 20 and 30 that end one after another; a sale of 50 pieces of a cent, all paid by points. */
async function threeLots(person: Person): Promise<string> {
  await earnAgo(person, 200, 10);
  await earnAgo(person, 100, 20);
  await earnAgo(person, 40, 30);
  const reference = freshName();
  await done(
    till.sell({ of: person, reference, lines: [line(1, 50, { quantity: 50_000n })], tenders: [byPoints(50)] }),
  );
  expect(await lots(person)).toEqual([
    [10n, 0n],
    [20n, 0n],
    [30n, 10n],
  ]);
  return reference;
}

describe('3.23 Reversal of a redemption', () => {
  test('points come back to the lots that they came from, what was taken last first', async () => {
    const buyer = await somebody();
    const reference = await threeLots(buyer);
    await done(till.giveBack(reference, [[1, 25_000]]));
    expect(await lots(buyer)).toEqual([
      [10n, 0n],
      [20n, 5n],
      [30n, 30n],
    ]);
    await done(till.giveBack(reference, [[1, 20_000]]));
    expect(await lots(buyer)).toEqual([
      [10n, 5n],
      [20n, 20n],
      [30n, 30n],
    ]);
    await done(till.giveBack(reference, 'all'));
    expect(await lots(buyer)).toEqual([
      [10n, 10n],
      [20n, 20n],
      [30n, 30n],
    ]);
  });

  test('or what was taken first, where the policy says so', async () => {
    await house.setPolicy({ restoreOrder: 'first_taken_first' });
    await house.refresh();
    const buyer = await somebody();
    const reference = await threeLots(buyer);
    await done(till.giveBack(reference, [[1, 25_000]]));
    expect(await lots(buyer)).toEqual([
      [10n, 10n],
      [20n, 15n],
      [30n, 10n],
    ]);
    await house.setPolicy({ restoreOrder: 'last_taken_first' });
    await house.refresh();
  });

  test('a policy that changes between two returns does not change what the first one began', async () => {
    const buyer = await somebody();
    const reference = await threeLots(buyer);
    await done(till.giveBack(reference, [[1, 25_000]]));
    await house.setPolicy({ restoreOrder: 'first_taken_first' });
    await house.refresh();
    await done(till.giveBack(reference, 'all'));
    expect(await lots(buyer)).toEqual([
      [10n, 10n],
      [20n, 20n],
      [30n, 30n],
    ]);
    await house.setPolicy({ restoreOrder: 'last_taken_first' });
    await house.refresh();
  });

  test('a void gives all of them back at once', async () => {
    const buyer = await somebody();
    await done(till.void(await threeLots(buyer)));
    expect(await lots(buyer)).toEqual([
      [10n, 10n],
      [20n, 20n],
      [30n, 30n],
    ]);
  });

  /** A lot that ended long ago paid for a sale before its end; the sale comes back today. */
  async function paidByWhatHasEnded(person: Person): Promise<string> {
    await earnAgo(person, 1_000, 40);
    const reference = freshName();
    const occurredAt = daysAgo(900);
    await done(
      till.sell({ of: person, reference, manner: 'notice', occurredAt, lines: [line(1, 40)], tenders: [byPoints(40)] }),
    );
    expect(await lots(person)).toEqual([[40n, 0n]]);
    return reference;
  }

  test('what has expired since expires again at once, and the answer says how much', async () => {
    const buyer = await somebody();
    const answer = await done(till.giveBack(await paidByWhatHasEnded(buyer), 'all'));
    expect(answer.givenBack).toMatchObject([{ points: '40', expired: '40' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n });
    const breakage = await house.database.query(
      `select 1 from ledger.posting join ledger.account using (account) where account.kind = 'breakage' and posting.amount = 40`,
    );
    expect(breakage).toHaveLength(1);
  });

  test('or lives for the days of grace of the policy', async () => {
    await house.setPolicy({ restoreGraceDays: 10 });
    await house.refresh();
    const buyer = await somebody();
    const answer = await done(till.giveBack(await paidByWhatHasEnded(buyer), 'all'));
    expect(answer.givenBack).toMatchObject([{ points: '40', expired: '0' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 40n });
    await house.setPolicy({ restoreGraceDays: 0 });
    await house.refresh();
  });

  test('a repaid debt is not taken for a payment when the sale comes back', async () => {
    await house.setPolicy({ negativeBalance: 'unlimited' });
    await house.refresh();
    const buyer = await somebody();
    const [first, second] = [freshName(), freshName()];
    await done(till.sell({ of: buyer, reference: first, lines: [line(1, 2_000)] }));
    await done(till.sell({ of: buyer, lines: [line(1, 20)], tenders: [byPoints(20)] }));
    await done(till.giveBack(first, 'all'));
    // It earns 30, of which 20 repay the debt, in the same entry.
    await done(till.sell({ of: buyer, reference: second, lines: [line(1, 3_000)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n, owed: 0n });
    const answer = await done(till.giveBack(second, 'all'));
    expect(answer.givenBack).toEqual([]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 20n });
    await house.setPolicy({ negativeBalance: 'within_balance' });
    await house.refresh();
  });

  test('points that expired unspent are not taken back a second time when their sale comes back', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(
      till.sell({ of: buyer, reference, manner: 'notice', occurredAt: daysAgo(900), lines: [line(1, 4_000)] }),
    );
    await done(till.sell({ of: buyer, lines: [line(1, 2_500)] }));
    expect(await walletOf(house, buyer), 'the old 40 have expired').toMatchObject({ booked: 25n });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer), 'the member never had any good of them').toMatchObject({
      booked: 25n,
      owed: 0n,
    });
  });

  test('nor piece by piece, nor what was spent before the rest expired', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const occurredAt = daysAgo(900);
    await done(
      till.sell({ of: buyer, reference, manner: 'notice', occurredAt, lines: [line(1, 4_000, { quantity: 4_000n })] }),
    );
    await done(till.sell({ of: buyer, manner: 'notice', occurredAt, lines: [line(1, 15)], tenders: [byPoints(15)] }));
    await done(till.sell({ of: buyer, lines: [line(1, 2_500)] }));
    // 15 of 40 were spent, 25 expired: the first 25 that come back cost him nothing, the other 15 he has had.
    await done(till.giveBack(reference, [[1, 2_000]]));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 25n });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n, owed: 0n });
  });
});
