import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import { rehearse } from './batch.ts';
import { arrival, openPurses, purseGround, purseSheet, putIn, type PurseEntry, type PutIn } from './fake-purses.ts';
import { createLaneMachine, type LaneMachine } from './machine.ts';
import type { Operation, Plan } from './operation.ts';
import type { OwnerKey } from './owner.ts';

let fresh: FreshDatabase;
let owners: OwnerKey[];
let machine: LaneMachine<PurseEntry>;

beforeAll(async () => {
  fresh = await freshDatabase();
  owners = await openPurses(fresh.database, 2);
  machine = createLaneMachine(fresh.database, purseGround);
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await machine.stop();
  await fresh.drop();
});

/** Looks into two purses, one after the other: the second is asked for when the first is known. */
const lookInto: Operation<PutIn, Plan, { coins: string }, { coins: string }, PurseEntry> = {
  ...putIn,
  kind: 'fake.look_into',
  decide({ owners: [one, other] }, _plan, desk) {
    const coins = [one, other].map((owner) => desk.read(purseSheet, owner!)?.coins ?? 0n);
    const seq = desk.take(one!.lane);
    desk.append({ lane: one!.lane, seq, owner: one!.owner, coins: 1n });
    return { ok: true, lane: one!.lane, seq, record: { coins: coins.join(' and ') } };
  },
  present: ({ coins }) => ({ coins }),
};

/** Both purses get five coins in one batch, just before whoever rehearses looks into the second. */
function putInBetween(): void {
  const load = purseSheet.load.bind(purseSheet);
  let looks = 0;
  vi.spyOn(purseSheet, 'load').mockImplementation(async (tx, keys, facts) => {
    looks += 1;
    if (looks === 2) expect(await machine.submit(putIn, arrival(owners, 5n))).toMatchObject({ ok: true });
    await load(tx, keys, facts);
  });
}

test('a rehearsal sees one moment, whatever is booked while it looks', async () => {
  putInBetween();
  expect(await machine.rehearse(lookInto, arrival(owners, 0n))).toMatchObject({ answer: { coins: '0 and 0' } });
  expect(await machine.rehearse(lookInto, arrival(owners, 0n))).toMatchObject({ answer: { coins: '5 and 5' } });
});

test('control: where each look sees its own moment the purses do not agree', async () => {
  putInBetween();
  const plan = { owners: owners.map((owner) => ({ ...owner, revision: 0, state: 'active' })), wants: [] };
  const verdict = await fresh.database.transaction(
    (tx) =>
      rehearse(tx, purseGround, { operation: lookInto as never, arrival: arrival(owners, 0n), plan: plan as never }),
    { readOnly: true },
  );
  expect(verdict).toMatchObject({ is: 'booked', record: { coins: '5 and 10' } });
});
