import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { instant } from '../../kernel/instant.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import type { Act } from './fake-books.ts';
import { openFakeMachine, type FakeMachine } from './fake-machine.ts';
import { verifyJournal } from './verify.ts';

const start = instant(1_767_225_600_000_000);
const TABLES = [
  ...['journal', 'allocation', 'raw_message'].map((name) => `ledger.${name}`),
  ...['wallet', 'lot', 'hold', 'debt'].map((name) => `points.${name}`),
  ...['lane_batch', 'reference', 'name'].map((name) => `lanes.${name}`),
];

let fresh: FreshDatabase;
let books: FakeMachine;

/** A short life in which everything happens once. */
const LIFE: readonly Act[] = [
  { does: 'accrue', who: 0, amount: 100n, startsIn: 0, livesFor: 30 },
  { does: 'accrue', who: 0, amount: 50n, startsIn: 3, livesFor: 'ever' },
  { does: 'accrue', who: 1, amount: 70n, startsIn: 0, livesFor: 'ever' },
  { does: 'redeem', who: 1, amount: 50n },
  { does: 'claw back', which: 2, percent: 100, negative: 'unlimited' },
  { does: 'redeem', who: 0, amount: 30n },
  { does: 'restore', which: 1, percent: 50, graceDays: 0 },
  { does: 'hold', who: 0, amount: 20n, days: 200 },
  { does: 'transfer', who: 0, to: 2, amount: 10n },
  { does: 'wait', days: 4 },
  { does: 'freeze', which: 1 },
  { does: 'accrue', who: 1, amount: 10n, startsIn: 0, livesFor: 'ever' },
  { does: 'accrue', who: 0, amount: 5n, startsIn: 9, livesFor: 'ever' },
];

beforeAll(async () => {
  fresh = await freshDatabase();
  books = await openFakeMachine(fresh.database, start, { lanes: 2, holders: 3 });
  // Both lanes are needed, whatever chance has chosen.
  const lanes = await fresh.database.query<{ lane: number }>('select lane from lanes.lane order by lane');
  for (const [at, holder] of books.holders.entries()) {
    const lane = lanes[at === 2 ? 1 : 0].lane;
    await fresh.database.query('update lanes.owner set lane = $1 where owner = $2', [lane, holder.owner]);
    Object.assign(holder, { lane });
  }
  for (const act of LIFE) assert((await books.do(act)).ok, 'everything in this life can be done');
  await fresh.database.query(
    `insert into lanes.reference (tenant_id, space, family, reference, outcome, content, lane, seq) values ($1, 1, 's', 'R-1', 'b', 'x', $2, 2)`,
    [books.tenant, lanes[0].lane],
  );
  await fresh.database.query('create schema kept');
  for (const table of TABLES)
    await fresh.database.query(`create table kept.${table.replace('.', '_')} as select * from ${table}`);
});
afterAll(async () => {
  await books.stop();
  await fresh.drop();
});
afterEach(async () => {
  await fresh.database.query(`truncate ${TABLES.join(', ')}`);
  for (const table of TABLES)
    await fresh.database.query(`insert into ${table} select * from kept.${table.replace('.', '_')}`);
});

test('a journal that nobody has touched is proved, with its totals', async () => {
  const { problem, lanes, units, references } = await verifyJournal(fresh.database);
  expect(problem).toBeUndefined();
  expect(lanes.map((lane) => [lane.entries, lane.legs, lane.wallets])).toEqual([
    [13n, 0n, 2n],
    [1n, 1n, 1n],
  ]);
  expect(references).toBe(1n);
  const [unit] = [...units.values()];
  expect(unit.wallets + [...unit.byKind.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
  expect(unit.byKind.get('between_lanes')).toBe(0n);
});

test('one lane, or one tenant, can be verified alone', async () => {
  expect(await verifyJournal(fresh.database, { lane: books.holders[2].lane })).toMatchObject({
    problem: undefined,
    lanes: [{ entries: 1n }],
  });
  expect((await verifyJournal(fresh.database, { tenant: 'fake' })).lanes).toHaveLength(2);
  expect((await verifyJournal(fresh.database, { tenant: 'other' })).lanes).toHaveLength(0);
});

describe('what was changed behind the back of the program is found and named', () => {
  const first = 'lane = (select min(lane) from lanes.lane)';
  test.each<[what: string, statement: string, seq: bigint | undefined, table: string]>([
    [
      'an amount of a posting',
      `update ledger.journal set postings[3] = postings[3] + 1 where ${first} and seq = 4`,
      4n,
      'ledger.posting',
    ],
    [
      'both amounts of an entry',
      `update ledger.journal set postings[3] = postings[3] * 2, postings[6] = postings[6] * 2 where ${first} and seq = 4`,
      4n,
      'ledger.posting',
    ],
    [
      'an entry without lots, in both amounts',
      `update ledger.journal set postings[4] = postings[4] + 1 where ${first} and seq = 1`,
      1n,
      'ledger.journal',
    ],
    [
      'a date',
      `update ledger.journal set occurred_at = occurred_at + interval '1 second' where ${first} and seq = 3`,
      3n,
      'ledger.journal',
    ],
    ['an owner', `update ledger.journal set owner = owner + 4096 where ${first} and seq = 3`, 3n, 'ledger.journal'],
    [
      'a body',
      `update ledger.journal set body = body || 'x' where ${first} and seq = 6 and body is not null`,
      6n,
      'ledger.journal',
    ],
    [
      'a body that is gone',
      `update ledger.journal set body = null, record_back = null where ${first} and seq = 6`,
      6n,
      'ledger.journal',
    ],
    [
      'a record that is said to be elsewhere',
      `update ledger.journal set body = null, record_back = 1 where ${first} and seq = 6`,
      6n,
      'ledger.journal',
    ],
    ['a row that is gone', `delete from ledger.journal where ${first} and seq = 5`, 5n, 'ledger.journal'],
    ['the last row, gone', `delete from ledger.journal where ${first} and seq = 13`, 13n, 'ledger.journal'],
    [
      'the last row and its batch, gone',
      `with gone as (delete from lanes.lane_batch where ${first} and upto = 13) delete from ledger.journal where ${first} and seq = 13`,
      13n,
      'points.lot',
    ],
    [
      'a row that was added',
      `insert into ledger.journal select lane, 14, occurred_at, recorded_at, owner, home_seq, home_lane, tenant_id, program, outlet, terminal, rulebook, booked_on, flags, record_back, kind, digest, postings, body from ledger.journal where ${first} and seq = 13`,
      14n,
      'ledger.journal',
    ],
    ['a digest', `update ledger.journal set digest = sha256('x') where ${first} and seq = 2`, 2n, 'ledger.journal'],
    ['a head', `update lanes.lane_batch set head = sha256('x') where ${first} and upto = 7`, 7n, 'lanes.lane_batch'],
    [
      'raw messages',
      `update ledger.raw_message set messages = messages || 'x' where ${first} and upto = 7`,
      7n,
      'ledger.raw_message',
    ],
    [
      'the digest of raw messages',
      `update lanes.lane_batch set enclosed = sha256('x') where ${first} and upto = 7`,
      7n,
      'ledger.raw_message',
    ],
    [
      'an allocation',
      `update ledger.allocation set delta = delta - 1 where ${first} and seq = 6 and n = 0`,
      6n,
      'ledger.posting',
    ],
    [
      'an allocation that is gone',
      `delete from ledger.allocation where ${first} and seq = 10 and n = 0`,
      undefined,
      'ledger.journal',
    ],
    [
      'the amount of a lot',
      `update points.lot set amount = amount + 1 where ${first} and seq = 1`,
      1n,
      'ledger.posting',
    ],
    [
      'the end of a lot',
      `update points.lot set expires_at = expires_at + interval '1 day' where ${first} and seq = 1`,
      1n,
      'ledger.journal',
    ],
    [
      'the start of a lot',
      `update points.lot set active_at = active_at - interval '9 days' where ${first} and seq = 2`,
      2n,
      'ledger.journal',
    ],
    [
      'the remainder of a lot',
      `update points.lot set remaining = remaining + 1 where ${first} and seq = 1`,
      1n,
      'points.lot',
    ],
    ['a lot made active', `update points.lot set is_pending = false where ${first} and seq = 13`, 13n, 'points.lot'],
    ['a lot thawed', `update points.lot set is_frozen = false where ${first} and seq = 2`, 2n, 'points.lot'],
    ['a lot that is gone', `delete from points.lot where ${first} and seq = 13`, 13n, 'ledger.posting'],
    [
      'a lot that no entry made',
      `insert into points.lot (lane, seq, n, is_pending, wallet, amount, remaining, earned_at, active_at, expires_at, issuer) select lane, 99, n, is_pending, wallet, amount, 0, earned_at, active_at, expires_at, issuer from points.lot where ${first} and seq = 1`,
      99n,
      'points.lot',
    ],
    [
      'a lot more of an entry',
      `insert into points.lot (lane, seq, n, is_pending, wallet, amount, remaining, earned_at, active_at, expires_at, issuer) select lane, 4, n, is_pending, wallet, amount, 0, earned_at, active_at, expires_at, issuer from points.lot where ${first} and seq = 1`,
      4n,
      'ledger.posting',
    ],
    [
      'a balance',
      `update points.wallet set booked = booked + 1 where wallet = (select min(wallet) from points.wallet)`,
      undefined,
      'points.wallet',
    ],
    [
      'what is pending',
      `update points.wallet set pending = pending + 1 where wallet = (select min(wallet) from points.wallet)`,
      undefined,
      'points.wallet',
    ],
    ['what is held', `update points.wallet set held = held - 1 where held > 0`, undefined, 'points.wallet'],
    ['what is frozen', `update points.wallet set frozen = frozen - 1 where frozen > 0`, undefined, 'points.wallet'],
    ['what is owed', `update points.wallet set owed = owed - 1 where owed > 0`, undefined, 'points.wallet'],
    [
      'balance and lot together',
      `with lot as (update points.lot set remaining = remaining - 1 where ${first} and seq = 1) update points.wallet set booked = booked - 1 where wallet = (select wallet from points.lot where ${first} and seq = 1)`,
      1n,
      'points.lot',
    ],
    [
      'wallet and debt together',
      `with debt as (update points.debt set remaining = remaining - 1 where remaining > 1) update points.wallet set owed = owed - 1 where owed > 1`,
      undefined,
      'points.wallet',
    ],
    [
      'a wallet that is gone',
      `delete from points.wallet where wallet = (select min(wallet) from points.wallet)`,
      undefined,
      'points.lot',
    ],
    [
      'a moment of the next look',
      `update points.wallet set due_at = 'infinity' where due_at < 'infinity' and wallet = (select min(wallet) from points.wallet)`,
      undefined,
      'points.wallet',
    ],
    ['a hold', `update points.hold set state = 'released'`, undefined, 'points.wallet'],
    ['the parts of a hold', `update points.hold set parts = '[["1", 0, "19"]]'`, undefined, 'points.hold'],
    [
      'a leg that is gone, with its lane',
      `update ledger.journal set postings = '{}' where not ${first}`,
      1n,
      'ledger.posting',
    ],
    [
      'a name that leads nowhere',
      `insert into lanes.name (tenant_id, kind, key, lane, owner) select tenant_id, 'card', 'x', lane, 1 from lanes.lane limit 1`,
      0n,
      'lanes.name',
    ],
    ['a reference', `update lanes.reference set seq = 99`, 99n, 'lanes.reference'],
  ])('%s', async (_what, statement, seq, table) => {
    await fresh.database.query(statement);
    const { problem } = await verifyJournal(fresh.database);
    expect(problem).toMatchObject({ table, ...(seq === undefined ? {} : { seq }) });
  });
});
