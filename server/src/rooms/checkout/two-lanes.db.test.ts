import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';

let house: TestHouse;
let till: Tills;
/** Members by lane. */
const byLane = new Map<number, Person[]>();

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
  for (const person of house.people) byLane.set(person.lane, [...(byLane.get(person.lane) ?? []), person]);
  for (let n = 4; byLane.size < 2 || [...byLane.values()].some((people) => people.length < 3); n++) {
    const person = await house.enrol(n);
    byLane.set(person.lane, [...(byLane.get(person.lane) ?? []), person]);
  }
  for (const person of [...byLane.values()].flat()) await done(till.sell({ of: person, lines: [line(1, 500_000)] }));
});
afterAll(() => house.close());

describe('operations over two lanes', () => {
  test('three in ten are paid by a member in another lane, mixed with returns and voids: everything adds up, and legs have homes', async () => {
    const [here, there] = [...byLane.values()] as [Person[], Person[]];
    const waves = 10;
    const ofWave = 40;
    let foreign = 0;
    let spent = 0n;
    let back = 0n;
    const before = await balances();
    for (let wave = 0; wave < waves; wave++) {
      const outcomes = await Promise.all(
        Array.from({ length: ofWave }, async (_, n) => {
          const reference = `wave-${wave}-${n}`;
          const buyer = (n % 2 === 0 ? here : there)[n % 3];
          const lines = [line(1, 50), line(2, 40)];
          switch (n % 10) {
            case 1:
            case 4:
            case 7: {
              foreign++;
              spent += 30n;
              const payer = (n % 2 === 0 ? there : here)[(n + wave) % 3];
              return till.sell({
                of: buyer,
                reference,
                lines,
                tenders: [byPoints(30, { payer: { card: payer.card } })],
              });
            }
            case 8: {
              if (wave === 0) return till.sell({ reference, lines });
              // Comes back in part: what was paid with points over lanes, 17 of 30 for the first line.
              const sale = `wave-${wave - 1}-${n - 1}`;
              const outcome = await till.giveBack(sale, [[1, 1_000]]);
              if (outcome.ok) back += BigInt(outcome.answer.givenBack?.[0]?.points ?? '0');
              return outcome;
            }
            case 9: {
              if (wave === 0) return till.sell({ reference, lines });
              const outcome = await till.void(`wave-${wave - 1}-${n - 5}`);
              if (outcome.ok) back += BigInt(outcome.answer.givenBack?.[0]?.points ?? '0');
              return outcome;
            }
            default:
              return till.sell({ of: buyer, reference, lines });
          }
        }),
      );
      expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
      await assertBooks(house);
    }
    expect(foreign / (waves * ofWave)).toBeCloseTo(0.3);
    expect(back).toBeGreaterThan(0n);
    expect((await balances()) - before).toBe(back - spent);
    const legs = await house.database.query<{ count: number }>(
      `select count(*)::int as count from ledger.journal as home
         join ledger.journal as leg on leg.home_lane = home.lane and leg.home_seq = home.seq and leg.lane <> home.lane
        where home.kind = 'checkout.sale'`,
    );
    expect(legs[0].count, 'each sale over two lanes has one leg').toBe(foreign);
    const crossed = await house.database.query(
      `select 1 from ledger.posting join ledger.account using (account) where account.kind = 'between_lanes'`,
    );
    expect(crossed.length).toBeGreaterThanOrEqual(2 * foreign);
  });

  test('two who pay for each other’s baskets at the same moment, again and again, never wait for each other for ever', async () => {
    const [a, b] = [...byLane.values()].map(([first]) => first) as [Person, Person];
    const start = (await walletOf(house, a)).booked + (await walletOf(house, b)).booked;
    const sales = Array.from({ length: 60 }, (_, n) => {
      const [buyer, payer] = n % 2 === 0 ? [a, b] : [b, a];
      return till.sell({ of: buyer, lines: [line(1, 5)], tenders: [byPoints(5, { payer: { card: payer.card } })] });
    });
    expect((await Promise.all(sales)).every(({ ok }) => ok)).toBe(true);
    expect((await walletOf(house, a)).booked + (await walletOf(house, b)).booked).toBe(start - 300n);
    await assertBooks(house);
  });
});

/** All points of all members. No basket here is large enough to earn any. */
async function balances(): Promise<bigint> {
  const [row] = await house.database.query<{ sum: bigint }>(
    'select sum(booked - owed)::bigint as sum from points.wallet',
  );
  return row.sum;
}
