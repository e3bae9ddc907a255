import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { besides, done, freshName, openTills } from '../../../test/sales.ts';

let house: TestHouse;

beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

test('an answer names the version of its own program, however many rulebooks others have published', async () => {
  const neighbour = house.programs.settings().programByCode(house.principals.vecino.tenant, 'club');
  for (const priority of [1, 2, 3])
    must(
      await house.promotions.publish({
        program: neighbour?.program ?? 0,
        // The neighbour has no wallets: he takes something off.
        content: {
          promotions: [{ ...BASE_EARN, priority, effects: [{ kind: 'percent-discount', params: { percent: '1' } }] }],
        },
      }),
    );
  must(await house.publish([{ ...BASE_EARN, priority: 7 }]));
  const till = openTills(house);
  const reference = freshName();
  const sale = await done(till.sell({ of: house.people[0], reference }));
  expect(sale.rulebook, 'the fifth of the installation, the second of the program').toBe(2);
  const { body } = await house.request(`GET /v1/operations/${sale.operation}/explanation`);
  expect(body).toMatchObject({ rulebook: 2, agrees: true });
  const second = await besides(house);
  try {
    expect(await done(openTills(second).sell({ of: house.people[0], reference }))).toMatchObject({ rulebook: 2 });
  } finally {
    await second.stop();
  }
});
