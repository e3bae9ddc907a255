import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { byPoints, daysAgo, done, line, openTills, addWalletType } from '../../../test/sales.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

test('of two wallets of one order points pay by the end of each lot, and a repeated quote says the same', async () => {
  await addWalletType(house, 'extra', { spendOrder: 10, expiry: { after: { days: 90 } } });
  const extra = {
    ...BASE_EARN,
    code: 'extra',
    conditions: [{ kind: 'channel-in', params: { channels: ['web'] } }],
    effects: [{ kind: 'points-per-amount', wallet: 'extra', params: { points: '1', step: '1.00', per: 'receipt' } }],
  };
  const plain = { ...BASE_EARN, conditions: [{ kind: 'channel-in', params: { channels: ['till'] } }] };
  await house.publish([plain, extra]);
  const tills = openTills(house);
  const [of] = house.people;
  // 100 points that end within weeks, 300 that end in three months, 500 that end in a year.
  const told = { of, manner: 'notice', occurredAt: daysAgo(340) } as const;
  await done(tills.sell({ ...told, lines: [line(1, 10_000)] }));
  await done(tills.sell({ of, channel: 'web', lines: [line(1, 30_000)] }));
  await done(tills.sell({ of, lines: [line(1, 50_000)] }));
  const asks = { of, lines: [line(1, 10_000)], tenders: [byPoints(350)] };
  const spentIn = async () =>
    (await done(tills.quote(asks))).spent.map(({ walletType, points }) => [walletType, points]);
  expect(await spentIn()).toEqual([
    ['points', '100'],
    ['extra', '250'],
  ]);
  expect(await spentIn()).toEqual(await spentIn());
  await done(tills.sell(asks));
  // Fifty of the extra points are left; behind them the points that end in a year.
  const rest = await done(tills.sell({ of, lines: [line(1, 10_000)], tenders: [byPoints(20), byPoints(60)] }));
  expect(rest.spent.map(({ walletType, points }) => [walletType, points])).toEqual([
    ['extra', '20'],
    ['extra', '30'],
    ['points', '30'],
  ]);
});
