import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { byPoints, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';
import { verifyJournal } from '../points/index.ts';
import { createMerge } from './merge.ts';
import { createUnmerge } from './unmerge.ts';

const SEED = 20_261_122;
const STORIES = 12;
const PEOPLE = 4;

let house: TestHouse;
let tills: Tills;
let enrolled = 9;
beforeAll(async () => {
  house = await makeHouse({ policy: { negativeBalance: 'unlimited' } });
  tills = openTills(house);
});
afterAll(() => house.close());

const act = fc.record({
  does: fc.constantFrom('buy', 'buy', 'spend', 'return', 'merge', 'merge', 'unmerge', 'unmerge'),
  who: fc.nat(PEOPLE - 1),
  whom: fc.nat(PEOPLE - 1),
  which: fc.nat(100),
  euros: fc.integer({ min: 1, max: 50 }),
});

const named = (reference: string) => ({ space: 0n, family: FAMILY.member, reference }) as const;

/** Points of all together, less what they owe. */
const worth = async (people: readonly Person[]): Promise<bigint> => {
  const [row] = await house.database.query<{ sum: bigint }>(
    'select coalesce(sum(booked + pending - owed), 0)::bigint as sum from points.wallet where owner = any($1)',
    [people.map(({ owner }) => owner)],
  );
  return row?.sum ?? 0n;
};

test('merging and parting in any order between sales and returns neither makes points nor loses any', async () => {
  const counted = { merged: 0, parted: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 30 }), async (acts) => {
      const people: Person[] = [];
      for (let n = 0; n < PEOPLE; n++) people.push(await house.enrol((enrolled += 1)));
      const sales: string[] = [];
      const merges: string[] = [];
      for (const { does, who, whom, which, euros } of acts) {
        const [one, other] = [people[who]!, people[whom]!];
        const before = await worth(people);
        if (does === 'buy' || does === 'spend') {
          const reference = freshName();
          const tenders = does === 'spend' ? [byPoints(Math.min(euros, 9))] : [];
          const sold = await tills.sell({ of: one, reference, lines: [line(1, euros * 100)], tenders });
          if (sold.ok) sales.push(reference);
          continue;
        }
        if (does === 'return') {
          const sale = sales.splice(which % Math.max(1, sales.length), 1)[0];
          if (sale !== undefined) expect((await tills.giveBack(sale, 'all')).ok).toBe(true);
          continue;
        }
        if (does === 'merge') {
          const input = { tenant: house.tenant, member: one.member, other: other.member, reason: 'duplicate' };
          const arrival = memberArrival(house.keys, named(freshName()), input, input);
          const outcome = await house.machine.submit(createMerge(house), arrival);
          if (outcome.ok) merges.push(outcome.answer.operation);
          if (outcome.ok) counted.merged += 1;
        } else {
          const merge = merges.splice(which % Math.max(1, merges.length), 1)[0];
          if (merge === undefined) continue;
          const input = { tenant: house.tenant, merge, reason: 'mistake' };
          const arrival = memberArrival(house.keys, named(freshName()), input, input);
          const outcome = await house.machine.submit(createUnmerge(house), arrival);
          if (outcome.ok) counted.parted += 1;
          else merges.push(merge);
        }
        expect(await worth(people)).toBe(before);
      }
      await assertBooks(house);
    }),
    { seed: SEED, numRuns: STORIES },
  );
  // A story in which nobody was ever merged would prove nothing.
  expect(counted.merged).toBeGreaterThan(STORIES);
  expect(counted.parted).toBeGreaterThan(STORIES / 2);
  expect((await verifyJournal(house.database)).problem).toBeUndefined();
}, 180_000);
