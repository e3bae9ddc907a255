import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { done, freshName, line, openTills, type Tills } from '../../../../test/sales.ts';
import { recomputeJournal } from './recompute-journal.ts';
import type { Recomputed } from './recompute-journal.ts';

// A later program has, by mistake, another result of a kind: what a till books under it, and what is found under the other one.

// The kinds of effects, as far as they are changed here.
type Award = { readonly points: bigint; readonly parts: readonly bigint[]; readonly exact?: unknown };
type Bound = { readonly apply: (facts: unknown, granted: unknown) => Award | undefined };
type Kind = { readonly bind: (params: unknown, bench: unknown, wallet: unknown) => Bound | undefined };
type Kinds = { readonly effectKind: (code: string, version: number) => Kind | undefined };

const later = vi.hoisted(() => ({ isWrong: false }));

// Files of one worker share modules: this one has them to itself, and nobody after it gets its kinds.
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());

vi.mock('../../promotions/kinds.ts', async (load) => {
  const real = await load<Kinds>();
  const first = real.effectKind('points-per-amount', 1) as Kind;
  const bind: Kind['bind'] = (params, bench, wallet) => {
    const bound = first.bind(params, bench, wallet);
    if (bound === undefined) return undefined;
    const apply: Bound['apply'] = (facts, granted) => {
      const award = bound.apply(facts, granted);
      if (award === undefined || !later.isWrong) return award;
      return { ...award, points: award.points * 3n, parts: award.parts.map((part) => part * 3n), exact: undefined };
    };
    return { ...bound, apply };
  };
  return {
    ...real,
    effectKind: (code: string, version: number) =>
      code === 'points-per-amount' && version === 1 ? { ...first, bind } : real.effectKind(code, version),
  };
});

let house: TestHouse;
let till: Tills;
let people = 3;

const EARN = {
  ...{ code: 'earn', priority: 100, firstOn: '2020-01-01' },
  effects: [
    { kind: 'points-per-amount', version: 1, wallet: 'points', params: { points: '1', step: '10.00', per: 'receipt' } },
  ],
};

beforeAll(async () => {
  house = await makeHouse({ promotions: [EARN] as never });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => {
  later.isWrong = false;
});

const recompute = (): Promise<Recomputed> =>
  recomputeJournal(house.database, {
    ...{ tenant: house.tenant, program: house.program().program, rulebook: house.promotions.rulebook },
    ...{ look: house.machine.look, codeOf: (walletType: number) => house.walletTypes.of(walletType).code },
  });

/** The differences in what was said of a return. */
const ofReturns = ({ classes }: Recomputed): readonly string[] =>
  (classes.drift?.first ?? [])
    .filter(({ promotion }) => promotion === '')
    .map(({ told, computed }) => `${told} / ${computed}`);

const sells = async (): Promise<string> => {
  const reference = freshName();
  const of = await house.enrol(++people);
  await done(till.sell({ of, reference, lines: [line(2, 3_500), line(1, 1_900, { quantity: 2_000n })] }));
  return reference;
};

test('a return that went by the version comes out; where the version gives the recorded grants no more, it says what it is not', async () => {
  const reference = await sells();
  const answer = await done(till.giveBack(reference, [[1, 1_000]]));
  expect(answer.hasDrifted).toBeUndefined();
  expect(await recompute()).toMatchObject({ sales: 1, returns: 1, differences: 0, notComputed: 0 });
  later.isWrong = true;
  const found = await recompute();
  expect(ofReturns(found)).toEqual([
    'as it was granted / earn/0 15 points (1:6 2:9), granted was earn/0 5 points (1:2 2:3)',
  ]);
  later.isWrong = false;
  expect((await recompute()).differences).toBe(0);
});

test('a return that shared out by lines, as the version had drifted, comes out while it has; a return that says so while the version gives what was granted does not', async () => {
  const reference = await sells();
  later.isWrong = true;
  const answer = await done(till.giveBack(reference, [[1, 1_000]]));
  expect(answer.hasDrifted).toBe(true);
  const { lane, seq } = await lastReturn();
  const drifted = await recompute();
  // Beside the return of the test before it: that had not drifted.
  expect(ofReturns(drifted)).toHaveLength(1);
  expect(drifted.classes.drift?.first.some((one) => one.lane === lane && one.seq === seq)).toBe(false);
  expect(drifted.notComputedFor).toMatchObject({ drifted: { count: 1, first: [{ lane, seq }] } });

  later.isWrong = false;
  const found = await recompute();
  expect(found.classes.drift).toMatchObject({ count: 1, first: [{ lane, seq }] });
  expect(ofReturns(found)).toEqual(['not as it was granted any more / as it was granted']);
});

test('a return of a receipt that granted nothing has nothing that could drift', async () => {
  const before = (await recompute()).differences;
  const reference = freshName();
  await done(till.sell({ reference, lines: [line(1, 3_500)] }));
  await done(till.giveBack(reference, 'all'));
  later.isWrong = true;
  const wrong = ofReturns(await recompute());
  later.isWrong = false;
  expect(wrong).toHaveLength(1);
  expect((await recompute()).differences).toBe(before);
});

const lastReturn = async (): Promise<{ readonly lane: number; readonly seq: bigint }> => {
  const [row] = await house.database.query<{ lane: number; seq: bigint }>(
    "select lane, seq from ledger.journal where kind = 'checkout.return' order by recorded_at desc, seq desc limit 1",
  );
  return row as { lane: number; seq: bigint };
};
