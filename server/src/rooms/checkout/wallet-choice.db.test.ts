import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { done, line, openTills, type Tills } from '../../../test/sales.ts';

let house: TestHouse;
let till: Tills;

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

/** A sale of which 50 points pay a part; the till does not say of which wallet. */
const unnamed = (of: TestHouse['people'][number]) =>
  till.sell({ of, lines: [line(1, 1_000)], tenders: [{ kind: 'points', asked: { points: '50' } }] });

test('points without a wallet type are of the only one that pays', async () => {
  const [buyer] = house.people;
  await done(till.sell({ of: buyer, lines: [line(1, 10_000)] }));
  expect(await done(unnamed(buyer))).toMatchObject({ spent: [{ walletType: 'points', points: '50' }] });
});

test('where several wallet types pay, points without a wallet type are refused with their names', async () => {
  const [buyer] = house.people;
  const unit = house.programs.settings().unitByCode(house.tenant, 'PTS')!;
  const miles = {
    ...{ code: 'miles', spendOrder: 30, paysPoints: 2n, paysMoney: 1n, rules: {} },
    ...{ tenant: house.tenant, program: house.program().program, unit: unit.unit },
    ...({ activation: 'none', expiry: 'never' } as const),
  };
  must(await house.walletTypes.define(miles, { unitDecimals: 0, currencyDecimals: 2 }));
  await house.refresh();
  expect(await unnamed(buyer)).toEqual({
    ...{ ok: false, refusal: 'points.wallet.not_named' },
    facts: { walletTypes: 'points, miles' },
  });
});
