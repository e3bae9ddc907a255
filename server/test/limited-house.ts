// A house of members in two lanes whose promotion is limited: what tests of limits and budgets have in common.

import type { RulebookInput } from '../src/rooms/promotions/index.ts';
import { makeHouse, must, type Person, type TestHouse } from './house.ts';
import { openTills } from './sales.ts';

export type Limits = NonNullable<RulebookInput['promotions'][number]['limits']>;

/** Tenant `demo` without promotions; its members by lane, three in each of two at least. */
export async function makeLimitedHouse() {
  const house = await makeHouse({ promotions: [] });
  const byLane = new Map<number, Person[]>();
  const put = (person: Person): unknown => byLane.set(person.lane, [...(byLane.get(person.lane) ?? []), person]);
  for (const person of house.people) put(person);
  let people = house.people.length;
  while (byLane.size < 2 || [...byLane.values()].some((all) => all.length < 3)) put(await house.enrol(++people));
  return { house, till: openTills(house), lanes: [...byLane.values()] };
}

/** Publishes one promotion of one point a euro under limits, and gives its code. */
export const limiterOf = (at: () => TestHouse) => {
  let published = 0;
  return async (limits: Limits, over: Partial<RulebookInput['promotions'][number]> = {}): Promise<string> => {
    const code = `limited-${++published}`;
    must(
      await at().publish([
        {
          ...{ code, priority: 1, firstOn: '2020-01-01' },
          effects: [
            { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
          ],
          limits,
          ...over,
        },
      ]),
    );
    return code;
  };
};

/** The points of an answer, all promotions together. */
export const earned = (answer: { readonly earned?: readonly { readonly points: string }[] }): number =>
  (answer.earned ?? []).reduce((sum, { points }) => sum + Number(points), 0);
