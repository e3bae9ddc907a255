import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callerOf } from '../../../test/call-endpoint.ts';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { done, freshName, openTills } from '../../../test/sales.ts';
import { tierRoutes } from './http/routes.ts';
import { changeSheet } from './store/change.ts';
import { standingSheet } from './store/standing.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

test('a program without rules of tiers costs no statement; one with rules costs one to load and one to write', async () => {
  const load = vi.spyOn(standingSheet, 'load');
  const write = vi.spyOn(standingSheet, 'write');
  const told = vi.spyOn(changeSheet, 'write');
  const tills = openTills(house);
  const [of] = house.people;
  const sellAndGiveBack = async (): Promise<void> => {
    const reference = freshName();
    await done(tills.sell({ of, reference }));
    await done(tills.giveBack(reference, 'all'));
  };
  await sellAndGiveBack();
  expect([load, write, told].map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0]);

  const call = callerOf(tierRoutes(house));
  await call(house.principals.tenant, 'PUT /v1/programs/club/tiers', {
    body: {
      metric: 'spend',
      window: { per: 'year' },
      validity: 'end_of_period',
      levels: [{ code: 'gold', name: 'Gold', threshold: '500.00' }],
    },
  });
  await done(tills.sell({ of }));
  expect([load, write, told].map((spy) => spy.mock.calls.length)).toEqual([1, 1, 0]);
});
