import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';
import { QUANTITY_MAX } from '../../kernel/quantity.ts';

// A slip of the pen in a step or a factor: more points than any column holds. Tills go on selling, and what was given can be taken back.

let house: TestHouse;
let till: Tills;

beforeAll(async () => {
  const firstOn = '2020-01-01';
  const earn = { points: '999999999999', step: '0.01', per: 'receipt' };
  house = await makeHouse({
    promotions: [
      {
        ...{ code: 'slip', priority: 1, firstOn },
        effects: [{ kind: 'points-per-amount', wallet: 'points', params: earn }],
      },
      {
        ...{ code: 'twice', priority: 2, firstOn },
        effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '1000000', per: 'line' } }],
      },
    ],
  } as never);
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

test('a grant is never more than an amount may be, whatever a rate says, and goes back to the last point', async () => {
  const of = await house.enrol(4);
  const reference = freshName();
  await done(till.sell({ of, reference, lines: [line(1, 10_000_000), line(2, 5_000_000)] }));
  expect((await walletOf(house, of)).booked).toBe(2n * QUANTITY_MAX);
  expect((await done(till.giveBack(reference, [[2, 1_000]]))).hasDrifted).toBeUndefined();
  await done(till.giveBack(reference, 'all'));
  expect((await walletOf(house, of)).booked).toBe(0n);
});
