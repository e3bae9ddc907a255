import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { addWalletType, besides, daysAgo, lotsOf, openTills, walletOf } from '../../../test/sales.ts';
import { play, shopping, type Act } from '../../../test/shopping.ts';

fc.configureGlobal({ seed: 2_026_112_207, endOnFailure: true });

const houses: TestHouse[] = [];
afterAll(async () => {
  for (const house of houses) await house.close();
});

const PROMOTIONS = [
  {
    code: 'earn',
    priority: 1,
    firstOn: '2020-01-01',
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '2', step: '1.00', per: 'line' } }],
  },
  {
    code: 'later',
    priority: 2,
    firstOn: '2020-01-01',
    conditions: [{ kind: 'min-basket', params: { min: '30.00', base: 'net' } }],
    effects: [
      {
        kind: 'fixed-bonus',
        wallet: 'points',
        params: { points: '60' },
        activation: { hours: 30 },
        validity: { after: { days: 2 } },
      },
    ],
  },
];
async function open(policy: Parameters<TestHouse['setPolicy']>[0] = {}): Promise<TestHouse> {
  const house = await makeHouse({ promotions: PROMOTIONS as never, policy });
  houses.push(house);
  await addWalletType(house, 'spare');
  return house;
}

/** Where everybody stands, whatever the numbers of lanes and entries. */
const standing = (house: TestHouse, people: readonly Person[]) =>
  Promise.all(
    people.map(async (person) => ({
      wallet: await walletOf(house, person),
      lots: (await lotsOf(house, person)).map(({ remaining, expires_at: ends, is_pending: isPending }) => ({
        remaining,
        ends,
        isPending,
      })),
    })),
  );

describe('conservation', () => {
  test.each(['within_balance', 'unlimited', 'only_pending', 'recover_from_refund'] as const)(
    '%s: the books add up after any sales, payments, returns, voids and claims, five at a time',
    async (negativeBalance) => {
      const house = await open({ negativeBalance, restoreGraceDays: 3 });
      const tills = [openTills(house), openTills(house, 'playa')];
      const seen = new Set<string>();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(shopping(50), async (acts) => {
          const shoppers = { people: house.people, name: `run-${negativeBalance}-${++run}` };
          for (let n = 0; n < acts.length; n += 5) {
            const five = acts.slice(n, n + 5).map((_, i) => play(tills[(n + i) % 2], shoppers, acts, n + i));
            for (const told of await Promise.all(five)) seen.add(told);
          }
          await assertBooks(house);
        }),
        { numRuns: 8 },
      );
      // A property that nothing happens to proves nothing.
      expect([...seen]).toEqual(
        expect.arrayContaining([
          'booked',
          'checkout.void.goods_returned',
          'checkout.sale.voided',
          'checkout.claim.identified',
        ]),
      );
    },
    120_000,
  );

  test('two half runs equal one run: what one process began another ends', async () => {
    const sample = fc.sample(shopping(80), { numRuns: 3, seed: 2_026_112_208 });
    for (const [n, acts] of sample.entries()) {
      const from = daysAgo(20);
      const whole = await open();
      const halves = await open();
      const half = acts.length >> 1;
      const told: string[][] = [[], []];
      const run = async (house: TestHouse, into: string[], first: number, last: number): Promise<void> => {
        const till = openTills(house);
        for (let at = first; at < last; at++) {
          const act: Act = acts[at];
          // A hold ends by the clock on the wall, which two runs do not share.
          if (act.does !== 'hold')
            into.push(await play(till, { people: house.people, name: `half-${n}`, from }, acts, at));
        }
      };
      await run(whole, told[0], 0, acts.length);
      await run(halves, told[1], 0, half);
      const second = await besides(halves);
      await run(second, told[1], half, acts.length);
      await second.stop();
      expect(told[1]).toEqual(told[0]);
      expect(await standing(halves, halves.people)).toEqual(await standing(whole, whole.people));
      await assertBooks(whole);
      await assertBooks(halves);
    }
  }, 120_000);
});
