import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestHouse } from '../../../test/house.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { byPoints, done, line, openTills, type Tills } from '../../../test/sales.ts';

let gifts: GiftHouse;
let house: TestHouse;
let till: Tills;

beforeAll(async () => {
  gifts = await makeGiftHouse();
  house = gifts.house;
  till = openTills(house);
});
afterAll(() => gifts.house.close());

const lines = async () => {
  await house.reports.catchUp();
  return house.database.query<Record<string, unknown>>(
    `select line.lane, line.seq, line.n, line.is_head, known.value as kind, line.amount, line.earned, line.spent, line.loaded, line.changed,
            line.receipt, after.state
       from reports.operation_line as line join reports.mark as known on known.mark = line.kind
       left join reports.operation_state as after on after.lane = line.lane and after.seq = line.seq
      order by line.recorded_at, line.lane, line.seq, line.n`,
  );
};

describe('a line', () => {
  test('says of a sale what it cost, earned and spent, and of its return what went back', async () => {
    const [ana] = house.people;
    await done(till.sell({ of: ana, reference: 's-1', receiptNumber: 'R-1', lines: [line(1, 12_000)], cashier: 'c7' }));
    await done(till.sell({ of: ana, reference: 's-2', lines: [line(1, 1_000)], tenders: [byPoints(50)] }));
    await done(till.giveBack('s-1', [[1, 500]]));
    await done(till.void('s-2'));
    const told = (await lines()).filter((one) => String(one.kind).startsWith('checkout.'));
    expect(
      told.map(({ kind, amount, earned, spent, receipt, state }) => [kind, amount, earned, spent, receipt, state]),
    ).toEqual([
      ['checkout.sale', 12_000n, 120n, 0n, 'R-1', 2],
      ['checkout.sale', 1_000n, 9n, 50n, null, 4],
      ['checkout.return', -6_000n, -60n, 0n, 'R-1', null],
      ['checkout.void', -1_000n, -9n, -50n, null, null],
    ]);
  });

  test('says what stands on gift cards', async () => {
    const number = gifts.number();
    await gifts.ask('activate', { card: { number }, amount: '30.00' });
    await gifts.ask('redeem', { card: { number }, amount: '12.50' });
    const told = (await lines()).filter((one) => String(one.kind).startsWith('giftcards.'));
    expect(told.map(({ kind, amount, loaded, spent, changed }) => [kind, amount, loaded, spent, changed])).toEqual([
      ['giftcards.activation', 3_000n, 3_000n, 0n, 3_000n],
      ['giftcards.redemption', 1_250n, 0n, 1_250n, -1_250n],
    ]);
  });
});
