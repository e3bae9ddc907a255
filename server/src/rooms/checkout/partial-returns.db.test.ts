import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { addWalletType, at, daysAgo, done, freshName, line, lotsOf, openTills, walletOf, type Tills } from '../../../test/sales.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

const earn = (over: object = {}, code = 'earn') => ({
  code,
  priority: 100,
  firstOn: '2020-01-01',
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt', ...over } }],
});
const bonus = (points: string, over: object = {}, conditions: { kind: string; params: object }[] = [], code = 'bonus') => ({
  code,
  priority: 200,
  firstOn: '2020-01-01',
  conditions,
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points }, ...over }],
});
const spend100Get500 = bonus('500', {}, [{ kind: 'min-basket', params: { min: '100.00', base: 'net' } }]);

/** Publishes rules, then sells under them as a notice of just now, so that they are in force. */
async function sellUnder(promotions: Parameters<TestHouse['publish']>[0], input: Parameters<Tills['sell']>[0]): Promise<string> {
  const published = await house.publish(promotions);
  if (!published.ok) throw new Error(JSON.stringify(published));
  await house.refresh();
  const reference = freshName();
  await done(till.sell({ ...input, reference }));
  return reference;
}

beforeAll(async () => {
  house = await makeHouse();
  await addWalletType(house, 'later', { activation: { days: 14 }, expiry: { after: { months: 1 } } });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

describe('3.3 Pending points and returns', () => {
  test('a return before activation cancels pending points first, and activation gives nothing for what came back', async () => {
    const buyer = await somebody();
    await house.publish([{ ...earn(), effects: [{ ...earn().effects[0], wallet: 'later' }] }], at('2020-01-02T00:00:00Z'));
    await house.refresh();
    await house.publish([{ ...earn(), effects: [{ ...earn().effects[0], wallet: 'later' }] }]);
    await house.refresh();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 5_000), line(2, 2_000)] }));
    expect(await walletOf(house, buyer, 'later')).toMatchObject({ booked: 0n, pending: 70n });
    const answer = await done(till.giveBack(reference, [[1, 1_000]]));
    expect(answer.takenBack).toMatchObject([{ points: '50', fromPending: '50', fromBalance: '0' }]);
    expect(await walletOf(house, buyer, 'later')).toMatchObject({ booked: 0n, pending: 20n });
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await walletOf(house, buyer, 'later')).toMatchObject({ booked: 0n, pending: 0n, owed: 0n });
    expect(await lotsOf(house, buyer)).toEqual([]);
  });

  test('what was returned while it was pending does not unlock later: only the kept part activates', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const longAgo = daysAgo(30);
    await house.publish([{ ...earn(), effects: [{ ...earn().effects[0], wallet: 'later' }] }]);
    await house.refresh();
    await house.database.query('select 1');
    // A till that reports late: bought thirty days ago, half of it brought back the day after.
    const sold = await till.sell({ of: buyer, reference, manner: 'notice', occurredAt: longAgo, lines: [line(1, 5_000), line(2, 2_000)] });
    expect(sold).toMatchObject({ ok: true });
    await done(till.giveBack(reference, [[1, 1_000]], { manner: 'notice', occurredAt: daysAgo(29) }));
    // The next purchase settles what time has done meanwhile.
    await done(till.sell({ of: buyer, lines: [line(1, 99)] }));
    const wallets = [await walletOf(house, buyer, 'later'), await walletOf(house, buyer, 'points')];
    expect(wallets.map(({ booked, pending }) => booked + pending).reduce((sum, part) => sum + part)).toBe(20n);
  });

  test('pending points of a sale are cancelled before active points of other purchases are touched', async () => {
    const buyer = await somebody();
    const first = await sellUnder([earn()], { of: buyer, lines: [line(1, 4_000)] });
    const both = [earn(), bonus('30', { activation: { days: 7 } })];
    const second = await sellUnder(both, { of: buyer, lines: [line(1, 1_000), line(2, 1_000)] });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 60n, pending: 30n });
    const answer = await done(till.giveBack(second, [[1, 1_000], [2, 1_000]]));
    expect(answer.takenBack).toMatchObject([{ points: '50', fromPending: '30', fromBalance: '20' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 40n, pending: 0n });
    await done(till.giveBack(first, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, pending: 0n, owed: 0n });
  });
});

describe('3.4 Partial returns of earned points', () => {
  test('spend 100 get 500: the bonus goes with the piece that takes the basket under 100', async () => {
    const buyer = await somebody();
    const reference = await sellUnder([earn(), spend100Get500], { of: buyer, lines: [line(1, 6_000), line(2, 3_000), line(3, 2_000)] });
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
      { code: 'double', priority: 200, firstOn: '2020-01-01', effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt', lines: { categories: ['fruit'] } }, cap: '25' }] },
    ];
    const fruit = { category: 'fruit' };
    const reference = await sellUnder(rules, { of: buyer, lines: [line(1, 2_000, fruit), line(2, 2_000, fruit), line(3, 1_000)] });
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
    const has = (category: string) => [{ kind: 'lines-include', params: { lines: { categories: [category] }, min: '1' } }];
    const rules = [
      { ...bonus('10', {}, has('wine'), 'wine'), priority: 10, excludes: ['cheese'] },
      { ...bonus('40', {}, has('cheese'), 'cheese'), priority: 20 },
      bonus('30', {}, has('bread'), 'bread'),
    ];
    const reference = await sellUnder(rules, {
      of: buyer,
      lines: [line(1, 1_000, { category: 'wine' }), line(2, 1_000, { category: 'cheese' }), line(3, 1_000, { category: 'bread' })],
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
    const has = (category: string) => [{ kind: 'lines-include', params: { lines: { categories: [category] }, min: '1' } }];
    const rules = [
      { ...bonus('10', {}, has('wine'), 'wine'), priority: 10, excludes: ['cheese'] },
      { ...bonus('40', {}, has('cheese'), 'cheese'), priority: 20 },
      bonus('30', {}, has('bread'), 'bread'),
    ];
    const reference = await sellUnder(rules, {
      of: buyer,
      lines: [line(1, 1_000, { category: 'wine' }), line(2, 1_000, { category: 'cheese' }), line(3, 1_000, { category: 'bread' })],
    });
    await done(till.sell({ of: buyer, lines: [line(1, 40)], tenders: [{ kind: 'points', asked: { money: 40n } }] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n });
    await done(till.giveBack(reference, [[3, 1_000]]));
    await done(till.giveBack(reference, [[1, 1_000]]));
    // In the other order nothing would have been taken or given at all: 40, then still 40.
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('when the version does not give the grant any more, each line gives back its own share, and the answer says so', async () => {
    const buyer = await somebody();
    const reference = await sellUnder([earn()], { of: buyer, lines: [line(1, 4_000, { quantity: 4_000n }), line(2, 1_500)] });
    const [{ rulebook }] = await house.database.query<{ rulebook: number }>('select max(rulebook)::int as rulebook from ledger.journal');
    const known = house.promotions.rulebook(rulebook);
    expect(known).toBeDefined();
    const forgetful = { ...house.checkout, rulebooks: { ...house.promotions, rulebook: () => undefined } };
    const { returnGoods } = await import('./return-goods.ts');
    const operation = returnGoods(forgetful as never);
    const original = house.checkout.return;
    Object.assign(house.checkout, { return: operation });
    try {
      const answer = await done(till.giveBack(reference, [[1, 1_000]]));
      expect(answer).toMatchObject({ hasDrifted: true, takenBack: [{ points: '10' }] });
      await done(till.giveBack(reference, [[2, 1_000], [1, 1_000]]));
      expect(await walletOf(house, buyer)).toMatchObject({ booked: 20n });
      await done(till.giveBack(reference, 'all'));
    } finally {
      Object.assign(house.checkout, { return: original });
    }
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });
});
