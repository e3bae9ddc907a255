import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, freshName, line, openTills, refused, walletOf, type Tills } from '../../../test/sales.ts';
import type { Policy } from '../programs/index.ts';

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

const under = async (policy: Partial<Policy>): Promise<void> => {
  await house.setPolicy({ debtMax: undefined, ...policy });
  await house.refresh();
};
const spend = (person: Person, points: number) =>
  done(till.sell({ of: person, lines: [line(1, points)], tenders: [byPoints(points)] }));

/** Earns 70, spends 50: 20 are left. */
async function seventyFifty(person: Person): Promise<string> {
  const reference = freshName();
  await done(till.sell({ of: person, reference, lines: [line(1, 7_000, { quantity: 7_000n })] }));
  await spend(person, 50);
  expect(await walletOf(house, person)).toMatchObject({ booked: 20n });
  return reference;
}
const postedTo = async (kind: string): Promise<bigint> => {
  const [row] = await house.database.query<{ sum: bigint }>(
    `select coalesce(sum(posting.amount), 0)::bigint as sum from ledger.posting
       join ledger.account on account.account = posting.account where account.kind = $1`,
    [kind],
  );
  return row.sum;
};

describe('3.6 Negative balances: earn 70, spend 50, return the sale', () => {
  test('only_pending: nothing is taken, the 20 stay', async () => {
    await under({ negativeBalance: 'only_pending' });
    const buyer = await somebody();
    const answer = await done(till.giveBack(await seventyFifty(buyer), 'all'));
    expect(answer.takenBack).toMatchObject([
      { points: '70', fromPending: '0', fromBalance: '0', owed: '0', writtenOff: '0', leftWithMember: '70' },
    ]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 20n, owed: 0n });
  });

  test('within_balance: the 20 are taken, 50 are written off and booked so', async () => {
    await under({ negativeBalance: 'within_balance' });
    const buyer = await somebody();
    const reference = await seventyFifty(buyer);
    const before = await postedTo('write_off');
    const answer = await done(till.giveBack(reference, 'all'));
    expect(answer.takenBack).toMatchObject([{ points: '70', fromBalance: '20', writtenOff: '50', owed: '0' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
    expect(before - (await postedTo('write_off'))).toBe(50n);
  });

  test('unlimited: the 20 are taken and 50 owed; the member sees minus 50', async () => {
    await under({ negativeBalance: 'unlimited' });
    const buyer = await somebody();
    const answer = await done(till.giveBack(await seventyFifty(buyer), 'all'));
    expect(answer.takenBack).toMatchObject([{ points: '70', fromBalance: '20', owed: '50', writtenOff: '0' }]);
    expect(answer.wallets).toMatchObject([{ available: '-50', booked: '0', owed: '50' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 50n });
  });

  test('recover_from_refund: the 20 are taken and the worth of 50 is deducted from the refund', async () => {
    await under({ negativeBalance: 'recover_from_refund' });
    const buyer = await somebody();
    const answer = await done(till.giveBack(await seventyFifty(buyer), 'all'));
    expect(answer.takenBack).toMatchObject([{ points: '70', fromBalance: '20', fromRefund: '50' }]);
    expect(answer.deducted).toBe('0.50');
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test.each(['only_pending', 'within_balance', 'unlimited', 'recover_from_refund'] as const)(
    '%s: piece by piece it ends as at once',
    async (negativeBalance) => {
      await under({ negativeBalance });
      const [one, many] = [await somebody(), await somebody()];
      await done(till.giveBack(await seventyFifty(one), 'all'));
      const reference = await seventyFifty(many);
      for (const quantity of [1_500, 500, 3_000, 2_000]) await done(till.giveBack(reference, [[1, quantity]]));
      expect(await walletOf(house, many)).toEqual(await walletOf(house, one));
    },
  );

  test('debt is repaid oldest first by what is earned next, before any of it can be spent', async () => {
    await under({ negativeBalance: 'unlimited' });
    const buyer = await somebody();
    const [first, second] = [freshName(), freshName()];
    await done(till.sell({ of: buyer, reference: first, lines: [line(1, 1_000)] }));
    await done(till.sell({ of: buyer, reference: second, lines: [line(1, 2_000)] }));
    await spend(buyer, 30);
    await done(till.giveBack(first, 'all'));
    await done(till.giveBack(second, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 30n });
    await done(till.sell({ of: buyer, lines: [line(1, 1_500)] }));
    const debts = await house.database.query(
      `select amount, remaining from points.debt join points.wallet using (lane, wallet) where owner = $1 order by owed_since`,
      [buyer.owner],
    );
    expect(debts).toEqual([
      { amount: 10n, remaining: 0n },
      { amount: 20n, remaining: 15n },
    ]);
    expect(await refused(till.sell({ of: buyer, lines: [line(1, 1)], tenders: [byPoints(1)] }))).toBe(
      'points.wallet.insufficient',
    );
    await done(till.sell({ of: buyer, lines: [line(1, 4_000)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 25n, owed: 0n });
  });

  test('an accrual that repaid a debt and comes back makes a debt anew', async () => {
    await under({ negativeBalance: 'unlimited' });
    const buyer = await somebody();
    await done(till.giveBack(await seventyFifty(buyer), 'all'));
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 6_000)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n, owed: 0n });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 50n });
  });

  test('no debt grows over the cap: what is more is written off', async () => {
    await under({ negativeBalance: 'unlimited', debtMax: '30' });
    const buyer = await somebody();
    const answer = await done(till.giveBack(await seventyFifty(buyer), 'all'));
    expect(answer.takenBack).toMatchObject([{ owed: '30', writtenOff: '20' }]);
    const again = await done(
      till.giveBack(
        await (async () => {
          const reference = freshName();
          await done(till.sell({ of: buyer, reference, lines: [line(1, 4_000)] }));
          await spend(buyer, 10);
          return reference;
        })(),
        'all',
      ),
    );
    expect(again.takenBack).toMatchObject([{ points: '40', fromBalance: '0', owed: '30', writtenOff: '10' }]);
  });

  test('a return is never refused for points that are spent', async () => {
    for (const negativeBalance of ['only_pending', 'within_balance', 'unlimited', 'recover_from_refund'] as const) {
      await under({ negativeBalance });
      const buyer = await somebody();
      expect(await till.giveBack(await seventyFifty(buyer), 'all')).toMatchObject({ ok: true });
    }
  });

  test('no more is deducted than is refunded: what the refund does not cover is written off', async () => {
    await under({ negativeBalance: 'recover_from_refund' });
    const conditions = [{ kind: 'min-basket', params: { min: '10.00', base: 'net' } }];
    const effects = [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '500' } }];
    await house.publish([{ code: 'ten', priority: 1, firstOn: '2020-01-01', conditions, effects }]);
    await house.refresh();
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 900), line(2, 100)] }));
    await spend(buyer, 500);
    const answer = await done(till.giveBack(reference, [[2, 1_000]]));
    // 500 points are worth 5.00, the refund is 1.00.
    expect(answer.refund).toMatchObject([{ amount: '1.00' }]);
    expect(answer.deducted).toBe('1.00');
    expect(answer.takenBack).toMatchObject([{ points: '500', fromRefund: '100', writtenOff: '400' }]);
  });
});

describe('3.6 A notice that spends what is not there', () => {
  /** Has 9 points, and 39 are told to have paid: 30 are not there. */
  async function overspent(person: Person): Promise<string> {
    await earn(person, 9);
    const reference = freshName();
    const lines = [line(1, 39, { quantity: 39_000n })];
    await done(till.sell({ of: person, reference, manner: 'notice', lines, tenders: [byPoints(39)] }));
    return reference;
  }
  const earn = (person: Person, points: number) => done(till.sell({ of: person, lines: [line(1, points * 100)] }));
  const plain = async (): Promise<void> => {
    const effects = [
      { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
    ];
    await house.publish([{ code: 'earn', priority: 1, firstOn: '2020-01-01', effects }]);
    await house.refresh();
  };

  test('is debt by policy, and is owed no more when the goods come back', async () => {
    await plain();
    await under({ negativeBalance: 'unlimited' });
    const buyer = await somebody();
    const reference = await overspent(buyer);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 30n });
    await done(till.giveBack(reference, [[1, 19_000]]));
    expect(
      await walletOf(house, buyer),
      '18 of 39, each payment rounded down: first the 9 that a lot had paid',
    ).toMatchObject({
      booked: 9n,
      owed: 21n,
    });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer), 'as if it had never been').toMatchObject({ booked: 9n, owed: 0n });
  });

  test('what later points have repaid meanwhile is given as points', async () => {
    await under({ negativeBalance: 'unlimited' });
    const buyer = await somebody();
    const reference = await overspent(buyer);
    await earn(buyer, 12);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 18n });
    await done(till.giveBack(reference, [[1, 20_000]]));
    await earn(buyer, 5);
    const answer = await done(till.giveBack(reference, 'all'));
    expect(answer.givenBack).toMatchObject([{ points: '20' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 9n + 12n + 5n, owed: 0n });
  });

  test('is written off by any other policy, and the loss is none when the goods come back', async () => {
    await under({ negativeBalance: 'within_balance' });
    const buyer = await somebody();
    const before = await postedTo('write_off');
    const reference = await overspent(buyer);
    expect(before - (await postedTo('write_off'))).toBe(30n);
    await done(till.void(reference));
    expect(await postedTo('write_off')).toBe(before);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 9n, owed: 0n });
  });
});
