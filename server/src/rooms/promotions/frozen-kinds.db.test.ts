import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertPots } from '../../../test/pots.ts';
import { done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';
import type { BoundEffect, EffectKind } from './kind.ts';
import type * as Kinds from './kinds.ts';

// Architecture 7: a kind's result is frozen with its version. Here a later program has a second version of a kind that gives
// twice as much, and, by mistake, another result of the first.

const later = vi.hoisted(() => ({ isWrong: false }));

// Files of one worker share modules: this one has them to itself, and nobody after it gets its kinds.
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());

vi.mock('./kinds.ts', async (load) => {
  const real = await load<typeof Kinds>();
  const first = real.effectKind('points-per-amount', 1) as EffectKind;
  const giving =
    (factor: () => bigint): EffectKind['bind'] =>
    (params, bench, wallet) => {
      const bound = first.bind(params, bench, wallet);
      if (bound === undefined) return undefined;
      const apply: BoundEffect['apply'] = (facts, granted) => {
        const award = bound.apply(facts, granted);
        const by = factor();
        if (award === undefined || by === 1n) return award;
        return { ...award, points: award.points * by, parts: award.parts.map((part) => part * by), exact: undefined };
      };
      return { ...bound, apply };
    };
  const changed = new Map([
    ['points-per-amount 1', { ...first, bind: giving(() => (later.isWrong ? 3n : 1n)) }],
    ['points-per-amount 2', { ...first, version: 2, bind: giving(() => 2n) }],
  ]);
  return {
    ...real,
    effectKind: (code: string, version: number) => changed.get(`${code} ${version}`) ?? real.effectKind(code, version),
  };
});

let house: TestHouse;
let till: Tills;
let people = 3;

const earn = (version: number, over: object = {}) => ({
  code: 'earn',
  priority: 100,
  firstOn: '2020-01-01',
  effects: [
    {
      ...{ kind: 'points-per-amount', version, wallet: 'points' },
      params: { points: '1', step: '10.00', per: 'receipt' },
    },
  ],
  ...over,
});
const publish = async (...promotions: Parameters<TestHouse['publish']>[0]): Promise<void> => {
  expect(await house.publish(promotions)).toMatchObject({ ok: true });
  await house.refresh();
};
const sell = async (of: Person): Promise<string> => {
  const reference = freshName();
  await done(till.sell({ of, reference, lines: [line(1, 3_500), line(2, 1_900)] }));
  return reference;
};
const booked = async (person: Person): Promise<bigint> => (await walletOf(house, person)).booked;

beforeAll(async () => {
  house = await makeHouse({ promotions: [] });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(async () => {
  later.isWrong = false;
  await assertBooks(house);
  await assertPots(house);
});

describe('a receipt decided under a kind whose result has changed since', () => {
  test('gives back by the version that decided it, though a new version of the kind decides today', async () => {
    await publish(earn(1));
    const [old, young] = [await house.enrol(++people), await house.enrol(++people)];
    const before = await sell(old);
    expect(await booked(old), 'five full tens of 54.00').toBe(5n);
    await publish(earn(2));
    const since = await sell(young);
    expect(await booked(young), 'twice that').toBe(10n);

    const part = await done(till.giveBack(before, [[2, 1_000]]));
    expect(part).toMatchObject({ takenBack: [{ points: '2' }] });
    expect(part.hasDrifted).toBeUndefined();
    expect(await booked(old), 'three full tens of 35.00').toBe(3n);
    await done(till.giveBack(since, [[2, 1_000]]));
    expect(await booked(young)).toBe(6n);
    await done(till.giveBack(before, 'all'));
    await done(till.giveBack(since, 'all'));
    expect([await booked(old), await booked(young)], 'exactly what was given').toEqual([0n, 0n]);
  });

  test('whose own version gives another result by mistake, shares what was given over its lines, and says so', async () => {
    await publish(earn(1, { limits: [{ per: 'program', of: 'points', max: '100', over: 'clip' }] }));
    const buyer = await house.enrol(++people);
    const reference = await sell(buyer);
    const spentOf = async (): Promise<bigint | undefined> =>
      (await house.promotions.budgets(house.program().program))[0]?.spent;
    expect([await booked(buyer), await spentOf()]).toEqual([5n, 5n]);

    later.isWrong = true;
    const part = await done(till.giveBack(reference, [[2, 1_000]]));
    // 35.00 brought 3.24 of the five and 19.00 brought 1.76: largest remainder makes them 3 and 2.
    expect(part).toMatchObject({ hasDrifted: true, takenBack: [{ points: '2' }] });
    expect([await booked(buyer), await spentOf()]).toEqual([3n, 3n]);
    const rest = await done(till.giveBack(reference, 'all'));
    expect(rest).toMatchObject({ hasDrifted: true, takenBack: [{ points: '3' }] });
    expect([await booked(buyer), await spentOf()], 'exactly what was given').toEqual([0n, 0n]);
  });
});
