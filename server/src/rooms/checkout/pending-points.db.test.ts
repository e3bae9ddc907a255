import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import {
  byPoints,
  daysAgo,
  done,
  freshName,
  line,
  lotsOf,
  openTills,
  refused,
  walletOf,
  type Tills,
} from '../../../test/sales.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);
const perEuro = (params: object, over: object = {}) => ({
  kind: 'points-per-amount',
  wallet: 'points',
  params: { step: '1.00', per: 'receipt', ...params },
  ...over,
});

beforeAll(async () => {
  // A point for each euro of food in a week; a point for each euro of wine at once.
  house = await makeHouse({
    promotions: [
      {
        code: 'food',
        priority: 1,
        firstOn: '2020-01-01',
        effects: [perEuro({ points: '1', lines: { categories: ['food'] } }, { activation: { days: 7 } })],
      },
      {
        code: 'wine',
        priority: 2,
        firstOn: '2020-01-01',
        effects: [perEuro({ points: '1', lines: { categories: ['wine'] } })],
      },
    ],
  });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

describe('3.3 Pending points and returns', () => {
  test('pending points cannot be spent', async () => {
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 5_000)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, pending: 50n });
    expect(await refused(till.sell({ of: buyer, lines: [line(1, 10)], tenders: [byPoints(10)] }))).toBe(
      'points.wallet.insufficient',
    );
  });

  test('a return before activation cancels pending points', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 5_000), line(2, 2_000)] }));
    const answer = await done(till.giveBack(reference, [[1, 1_000]]));
    expect(answer.takenBack).toMatchObject([{ points: '50', fromPending: '50', fromBalance: '0' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, pending: 20n });
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await walletOf(house, buyer)).toEqual({ booked: 0n, pending: 0n, held: 0n, owed: 0n });
    expect(await lotsOf(house, buyer)).toEqual([]);
  });

  test('activation later gives nothing for what came back', async () => {
    const buyer = await somebody();
    const reference = freshName();
    // A till that reports late: bought thirty days ago, half of it brought back the day after.
    await done(
      till.sell({
        of: buyer,
        reference,
        manner: 'notice',
        occurredAt: daysAgo(30),
        lines: [line(1, 5_000), line(2, 2_000)],
      }),
    );
    await done(till.giveBack(reference, [[1, 1_000]], { manner: 'notice', occurredAt: daysAgo(29) }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, pending: 20n });
    await done(till.sell({ of: buyer, lines: [line(1, 99)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 20n, pending: 0n });
  });

  test('all that came back while pending leaves nothing to activate', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, manner: 'notice', occurredAt: daysAgo(30), lines: [line(1, 5_000)] }));
    await done(till.giveBack(reference, 'all', { manner: 'notice', occurredAt: daysAgo(29) }));
    await done(till.sell({ of: buyer, lines: [line(1, 99)] }));
    expect(await walletOf(house, buyer)).toEqual({ booked: 0n, pending: 0n, held: 0n, owed: 0n });
  });

  test('a return after activation takes active points, of its own sale first', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, lines: [line(1, 1_000, { category: 'wine' })] }));
    await done(till.sell({ of: buyer, reference, manner: 'notice', occurredAt: daysAgo(30), lines: [line(1, 5_000)] }));
    const answer = await done(till.giveBack(reference, 'all'));
    expect(answer.takenBack).toMatchObject([{ points: '50', fromPending: '0', fromBalance: '50' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n, pending: 0n });
  });

  test('pending points of the sale go before its active ones, and active points of other purchases stay', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const lines = [line(1, 1_000), line(2, 1_000, { category: 'wine' })];
    await done(till.sell({ of: buyer, lines: [line(1, 4_000, { category: 'wine' })] }));
    await done(till.sell({ of: buyer, reference, lines }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 50n, pending: 10n });
    const answer = await done(till.giveBack(reference, 'all'));
    expect(answer.takenBack).toMatchObject([{ points: '20', fromPending: '10', fromBalance: '10' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 40n, pending: 0n });
  });

  test('the validity of pending points begins with their activation', async () => {
    const buyer = await somebody();
    const answer = await done(
      till.sell({ of: buyer, manner: 'notice', occurredAt: daysAgo(3), lines: [line(1, 100)] }),
    );
    const [earned] = answer.earned;
    expect(earned.isPending).toBe(true);
    const starts = new Date(earned.activeAt!);
    const ends = new Date(earned.expiresAt!);
    expect(ends.getTime() - starts.getTime()).toBeGreaterThanOrEqual(365 * 86_400_000);
  });
});
