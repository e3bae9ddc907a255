import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';
import { returnGoods } from './return-goods.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

const earn = (over: object = {}, code = 'earn') => ({
  code,
  priority: 100,
  firstOn: '2020-01-01',
  effects: [
    { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt', ...over } },
  ],
});
const bonus = (
  points: string,
  over: object = {},
  conditions: { kind: string; params: object }[] = [],
  code = 'bonus',
) => ({
  code,
  priority: 200,
  firstOn: '2020-01-01',
  conditions,
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points }, ...over }],
});
const spend100Get500 = bonus('500', {}, [{ kind: 'min-basket', params: { min: '100.00', base: 'net' } }]);

/** Publishes rules and sells under them. */
async function sellUnder(
  promotions: Parameters<TestHouse['publish']>[0],
  input: Parameters<Tills['sell']>[0],
): Promise<string> {
  const published = await house.publish(promotions);
  if (!published.ok) throw new Error(JSON.stringify(published));
  await house.refresh();
  const reference = freshName();
  await done(till.sell({ ...input, reference }));
  return reference;
}

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

describe('3.4 Partial returns of earned points', () => {
  test('spend 100 get 500: the bonus goes with the piece that takes the basket under 100', async () => {
    const buyer = await somebody();
    const reference = await sellUnder([earn(), spend100Get500], {
      of: buyer,
      lines: [line(1, 6_000), line(2, 3_000), line(3, 2_000)],
    });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 610n });
    await done(till.giveBack(reference, [[3, 500]]));
    expect(await walletOf(house, buyer), 'exactly 100 is left').toMatchObject({ booked: 600n });
    await done(till.giveBack(reference, [[3, 500]]));
    expect(await walletOf(house, buyer), '90 is left').toMatchObject({ booked: 90n });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('a multiplier and a cap are decided again on the rest of the basket', async () => {
    const buyer = await somebody();
    const rules = [
      earn(),
      {
        code: 'double',
        priority: 200,
        firstOn: '2020-01-01',
        effects: [
          {
            kind: 'multiplier',
            wallet: 'points',
            params: { factor: '2', per: 'receipt', lines: { categories: ['fruit'] } },
            cap: '25',
          },
        ],
      },
    ];
    const fruit = { category: 'fruit' };
    const reference = await sellUnder(rules, {
      of: buyer,
      lines: [line(1, 2_000, fruit), line(2, 2_000, fruit), line(3, 1_000)],
    });
    expect(await walletOf(house, buyer), '50 and, capped, 25').toMatchObject({ booked: 75n });
    await done(till.giveBack(reference, [[1, 500]]));
    expect(await walletOf(house, buyer), '40 and still 25, for 30 of fruit').toMatchObject({ booked: 65n });
    await done(till.giveBack(reference, [[1, 500]]));
    expect(await walletOf(house, buyer), '30 and 20').toMatchObject({ booked: 50n });
  });

  test('rules that were published since do not matter, nor does the price of today', async () => {
    const buyer = await somebody();
    const reference = await sellUnder([earn()], { of: buyer, lines: [line(1, 3_000), line(2, 1_000)] });
    await sellUnder([earn({ points: '10' })], { lines: [line(1, 100)] });
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 30n });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('a promotion that another one had excluded gives again what was taken, never more than was granted', async () => {
    const buyer = await somebody();
    const has = (category: string) => [
      { kind: 'lines-include', params: { lines: { categories: [category] }, min: '1' } },
    ];
    const rules = [
      { ...bonus('10', {}, has('wine'), 'wine'), priority: 10, excludes: ['cheese'] },
      { ...bonus('40', {}, has('cheese'), 'cheese'), priority: 20 },
      bonus('30', {}, has('bread'), 'bread'),
    ];
    const reference = await sellUnder(rules, {
      of: buyer,
      lines: [
        line(1, 1_000, { category: 'wine' }),
        line(2, 1_000, { category: 'cheese' }),
        line(3, 1_000, { category: 'bread' }),
      ],
    });
    expect(await walletOf(house, buyer), 'wine 10, bread 30, cheese excluded').toMatchObject({ booked: 40n });
    await done(till.giveBack(reference, [[3, 1_000]]));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n });
    const answer = await done(till.giveBack(reference, [[1, 1_000]]));
    expect(answer.grantedAgain).toMatchObject([{ points: '30' }]);
    expect(await walletOf(house, buyer), 'cheese alone earns 40').toMatchObject({ booked: 40n });
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('giving again what was written off undoes the write-off before it credits anything', async () => {
    const buyer = await somebody();
    const has = (category: string) => [
      { kind: 'lines-include', params: { lines: { categories: [category] }, min: '1' } },
    ];
    const rules = [
      { ...bonus('10', {}, has('wine'), 'wine'), priority: 10, excludes: ['cheese'] },
      { ...bonus('40', {}, has('cheese'), 'cheese'), priority: 20 },
      bonus('30', {}, has('bread'), 'bread'),
    ];
    const reference = await sellUnder(rules, {
      of: buyer,
      lines: [
        line(1, 1_000, { category: 'wine' }),
        line(2, 1_000, { category: 'cheese' }),
        line(3, 1_000, { category: 'bread' }),
      ],
    });
    await done(till.sell({ of: buyer, lines: [line(1, 40)], tenders: [byPoints(40)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n });
    await done(till.giveBack(reference, [[3, 1_000]]));
    await done(till.giveBack(reference, [[1, 1_000]]));
    // In the other order nothing would have been taken or given at all: 40, then still 40.
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('when the version does not give the grant any more, each line gives back its own share, and the answer says so', async () => {
    const buyer = await somebody();
    const reference = await sellUnder([earn()], {
      of: buyer,
      lines: [line(1, 4_000, { quantity: 4_000n }), line(2, 1_500)],
    });
    const [{ rulebook }] = await house.database.query<{ rulebook: number }>(
      'select max(rulebook)::int as rulebook from ledger.journal',
    );
    const known = house.promotions.rulebook(rulebook);
    expect(known).toBeDefined();
    const forgetful = { ...house.checkout, rulebooks: { ...house.promotions, rulebook: () => undefined } };
    const operation = returnGoods(forgetful);
    const original = house.checkout.return;
    Object.assign(house.checkout, { return: operation });
    try {
      const answer = await done(till.giveBack(reference, [[1, 1_000]]));
      expect(answer).toMatchObject({ hasDrifted: true, takenBack: [{ points: '10' }] });
      await done(
        till.giveBack(reference, [
          [2, 1_000],
          [1, 1_000],
        ]),
      );
      expect(await walletOf(house, buyer)).toMatchObject({ booked: 20n });
      await done(till.giveBack(reference, 'all'));
    } finally {
      Object.assign(house.checkout, { return: original });
    }
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });
});
