import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { refuse } from '../../kernel/refusal.ts';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import type { NameKey } from './directory.ts';
import { openPurses, purseGround, purseSheet, type PurseEntry } from './fake-purses.ts';
import { createLaneMachine, type LaneMachine } from './machine.ts';
import type { Arrival, Operation, Plan } from './operation.ts';
import type { OwnerKey } from './owner.ts';

type ByName = { readonly name: NameKey; readonly unlessOf?: bigint };

/** Puts a coin into the purse of whoever a name means; refuses one of the owner that the caller does not want. */
const putByName: Operation<ByName, Plan, { owner: string }, { owner: string }, PurseEntry> = {
  kind: 'fake.put_by_name',
  async resolve({ name, unlessOf }, look) {
    const found = look.hint(name) ?? (await look.name(name));
    if (!found || found.owner === unlessOf) return refuse('fake.owner.unknown');
    return { owners: [{ lane: found.lane, owner: found.owner, revision: found.revision }], wants: [] };
  },
  decide(_input, { owners: [{ lane, owner }] }, desk) {
    desk.need(purseSheet, [{ lane, owner }]);
    const purse = desk.read(purseSheet, { lane, owner }) ?? { lane, owner, coins: 0n };
    desk.put(purseSheet, purse, { ...purse, coins: purse.coins + 1n });
    const seq = desk.take(lane);
    desk.append({ lane, seq, owner, coins: 1n });
    return { ok: true, lane, seq, record: { owner: String(owner) } };
  },
  present: (record) => record,
};

let fresh: FreshDatabase;
let first: OwnerKey;
let second: OwnerKey;
let machine: LaneMachine<PurseEntry>;
const name: NameKey = { tenant: 1, kind: 'card', key: createHash('sha256').update('a card').digest() };

beforeAll(async () => {
  fresh = await freshDatabase();
  [first, second] = await openPurses(fresh.database, 2);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.database.query('truncate fake.purse, fake.entry, lanes.reference, lanes.lane_batch, lanes.name');
  await fresh.database.query('update lanes.owner set revision = 0, state = $1', ['active']);
  await fresh.database.query(
    'insert into lanes.name (tenant_id, kind, key, lane, owner, subject) values ($1, $2, $3, $4, $5, 0)',
    [name.tenant, name.kind, name.key, first.lane, first.owner],
  );
  machine = createLaneMachine(fresh.database, purseGround);
});
afterEach(() => machine.stop());

const arrival = (unlessOf?: bigint): Arrival<ByName> => ({
  tenant: 1,
  input: { name, ...(unlessOf !== undefined && { unlessOf }) },
});
const put = (unlessOf?: bigint) => machine.submit(putByName, arrival(unlessOf));

/** The name goes to the second owner, outside of this machine: as when another process books it. */
const moveName = async ({ tells }: { tells: boolean }): Promise<void> => {
  await fresh.database.query('update lanes.name set lane = $1, owner = $2', [second.lane, second.owner]);
  if (tells)
    await fresh.database.query('update lanes.owner set revision = revision + 1 where owner = any($1)', [
      [first.owner, second.owner],
    ]);
};

test('a name that went to somebody else since it was remembered leads to whom it belongs now', async () => {
  expect(await put()).toMatchObject({ ok: true, answer: { owner: String(first.owner) } });
  await moveName({ tells: true });
  expect(await put()).toMatchObject({ ok: true, answer: { owner: String(second.owner) } });
  expect(await put()).toMatchObject({ ok: true, answer: { owner: String(second.owner) } });
});

test('it is the revision that tells: a move that raised none would go unseen', async () => {
  await put();
  await moveName({ tells: false });
  expect(await put()).toMatchObject({ answer: { owner: String(first.owner) } });
});

test('nobody is refused for what is remembered: before a no the name is looked up', async () => {
  await put();
  await moveName({ tells: true });
  expect(await put(first.owner)).toMatchObject({ ok: true, answer: { owner: String(second.owner) } });
  expect(await put(second.owner)).toMatchObject({ ok: false, refusal: 'fake.owner.unknown' });
});

test('a quote finds the new owner too', async () => {
  await put();
  await moveName({ tells: true });
  expect(await machine.rehearse(putByName, arrival())).toMatchObject({ answer: { owner: String(second.owner) } });
});

test('an owner who was closed since he was remembered is looked up again', async () => {
  await put();
  await fresh.database.query(`update lanes.owner set state = 'closed', revision = revision + 1 where owner = $1`, [
    first.owner,
  ]);
  expect(await put(first.owner)).toMatchObject({ ok: false, refusal: 'fake.owner.unknown' });
});

test('after a start names are read into memory, and who only looks gets no hint of them', async () => {
  await machine.recallNames(0);
  expect(machine.figures().names).toBe(1);
  await fresh.database.query('delete from lanes.name');
  expect(await put()).toMatchObject({ ok: true, answer: { owner: String(first.owner) } });
  expect(machine.look.hint(name)).toBeUndefined();
});
