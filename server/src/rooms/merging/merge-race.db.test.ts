import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { byPoints, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';
import { verifyJournal } from '../points/index.ts';
import { createMerge } from './merge.ts';
import { createUnmerge } from './unmerge.ts';

const ROUNDS = 6;
const SALES_EACH = 20;

let house: TestHouse;
let tills: Tills;
beforeAll(async () => {
  house = await makeHouse();
  tills = openTills(house);
});
afterAll(() => house.close());

const named = (reference: string) => ({ space: 0n, family: FAMILY.member, reference }) as const;

function merge(into: Person, other: Person, onlyWithoutValue?: true) {
  const input = {
    tenant: house.tenant,
    member: into.member,
    other: other.member,
    reason: 'duplicate',
    onlyWithoutValue,
  };
  return house.machine.submit(createMerge(house), memberArrival(house.keys, named(freshName()), input, input));
}
function unmerge(operation: string) {
  const input = { tenant: house.tenant, merge: operation, reason: 'mistake' };
  return house.machine.submit(createUnmerge(house), memberArrival(house.keys, named(freshName()), input, input));
}

const stranded = async ({ owner }: Person): Promise<bigint> => {
  const [row] = await house.database.query<{ sum: bigint }>(
    'select coalesce(sum(booked + pending + owed), 0)::bigint as sum from points.wallet where owner = $1',
    [owner],
  );
  return row?.sum ?? 0n;
};

/** Sales that stand with an owner in the journal: with one who was merged, those that were booked before it. */
const salesOf = async ({ owner }: Person): Promise<number> => {
  const [row] = await house.database.query<{ count: number }>(
    `select count(*)::int as count from ledger.journal where kind = 'checkout.sale' and owner = $1`,
    [owner],
  );
  return row?.count ?? 0;
};

test('sales of both while they are merged: every one is booked, none with the one who is no more', async () => {
  let met = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [stays, goes] = [await house.enrol(30 + 2 * round), await house.enrol(31 + 2 * round)];
    let answered = 0;
    let begin = (): void => undefined;
    const isUnderWay = new Promise<void>((done) => (begin = done));
    // One sale behind the other at each till: thrown in at once they would be one batch, before the merge or after it.
    const sellOn = async (of: Person) => {
      const outcomes = [];
      for (let n = 0; n < SALES_EACH; n++) {
        outcomes.push(await tills.sell({ of, lines: [line(1, 1_000)] }));
        if (++answered === SALES_EACH) begin();
      }
      return outcomes;
    };
    const selling = Promise.all([sellOn(stays), sellOn(goes), sellOn(goes), sellOn(stays)]);
    await isUnderWay;
    const merged = await merge(stays, goes);
    const afterMerge = answered;
    const sales = (await selling).flat();
    expect(merged.ok).toBe(true);
    expect(sales.filter(({ ok }) => !ok)).toEqual([]);
    expect(await stranded(goes)).toBe(0n);
    const [sum] = await house.database.query<{ booked: bigint }>('select booked from points.wallet where owner = $1', [
      stays.owner,
    ]);
    expect(sum?.booked).toBe(BigInt(4 * SALES_EACH * 10));
    const before = await salesOf(goes);
    if (before > 0 && before < 2 * SALES_EACH && afterMerge < 4 * SALES_EACH) met += 1;
  }
  // The merge came between sales of the one who went: some were his, the others the survivor's, and tills were still selling.
  expect(met).toBe(ROUNDS);
  await assertBooks(house);
  expect((await verifyJournal(house.database)).problem).toBeUndefined();
}, 120_000);

test('spending all of it twice at once, by either card, while they are merged and parted, pays once', async () => {
  const [stays, goes] = [await house.enrol(60), await house.enrol(61)];
  await tills.sell({ of: goes, lines: [line(1, 10_000)] });
  const spend = (of: Person) => tills.sell({ of, lines: [line(1, 100)], tenders: [byPoints(100)] });
  const merging = merge(stays, goes);
  const outcomes = await Promise.all([spend(goes), spend(stays), spend(goes), spend(stays)]);
  const merged = await merging;
  if (!merged.ok) throw new Error(merged.refusal);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const [parted, ...late] = await Promise.all([unmerge(merged.answer.operation), spend(goes), spend(stays)]);
  expect(parted.ok).toBe(true);
  expect(late.filter(({ ok }) => ok)).toEqual([]);
  await assertBooks(house);
});

test('two merges of one member at once: one of them is the one, and two who merge each other do not both vanish', async () => {
  const [one, two, three] = [await house.enrol(70), await house.enrol(71), await house.enrol(72)];
  const both = await Promise.all([merge(one, three), merge(two, three)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const crossed = await Promise.all([merge(one, two), merge(two, one)]);
  expect(crossed.filter(({ ok }) => ok)).toHaveLength(1);
  await assertBooks(house);
});

/** A sale by somebody's id during whose resolving he is merged: what it found is old before it is decided. */
function sellWhileMerged(stays: Person, goes: Person, isBlind: boolean) {
  const { confirm } = house.checkout;
  let isMerged = false;
  const slow: typeof confirm = {
    ...confirm,
    async resolve(input, look) {
      const plan = await confirm.resolve(input, look);
      if (isMerged || 'ok' in plan) return plan;
      isMerged = true;
      expect((await merge(stays, goes)).ok).toBe(true);
      if (!isBlind) return plan;
      // The control: a machine that does not prove what was resolved.
      const now = await Promise.all(plan.owners.map((one) => look.owner(one)));
      return { ...plan, owners: plan.owners.map((one, at) => ({ ...one, revision: now[at]!.revision })) };
    },
  };
  const slowly = openTills({ ...house, checkout: { ...house.checkout, confirm: slow } });
  return slowly.sell({ identity: { member: goes.member }, lines: [line(1, 1_000)] });
}

test("a sale that was resolved before the merge and decided after it is the survivor's", async () => {
  const [stays, goes] = [await house.enrol(80), await house.enrol(81)];
  const sold = await sellWhileMerged(stays, goes, false);
  if (!sold.ok) throw new Error(sold.refusal);
  expect(sold.answer.member).toBe(stays.member);
  expect(await stranded(goes)).toBe(0n);
});

test('control: without the proof under the lock its points would strand with nobody', async () => {
  const [stays, goes] = [await house.enrol(82), await house.enrol(83)];
  expect((await sellWhileMerged(stays, goes, true)).ok).toBe(true);
  expect(await stranded(goes)).toBe(10n);
});

test('what was looked at without points and has some now is not merged before a second person said yes', async () => {
  const [stays, goes] = [await house.enrol(90), await house.enrol(91)];
  expect(await tills.sell({ of: goes, lines: [line(1, 1_000)] })).toMatchObject({ ok: true });
  expect(await merge(stays, goes, true)).toMatchObject({ ok: false, refusal: 'operation.owner_moving' });
  expect(await stranded(goes)).toBe(10n);
  // With nothing to move it is done at once.
  expect(await merge(stays, await house.enrol(92), true)).toMatchObject({ ok: true });
});
