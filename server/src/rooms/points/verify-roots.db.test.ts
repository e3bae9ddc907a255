import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { createKeys } from '../../platform/keys-file.ts';
import type { Keys } from '../../platform/keys.ts';
import { readRoots, signRoots } from '../ledger/index.ts';
import type { Act } from './fake-books.ts';
import { openFakeMachine, type FakeMachine } from './fake-machine.ts';
import { verifyJournal } from './verify.ts';

const start = instant(1_767_225_600_000_000);
const accrue = (amount: bigint): Act => ({ does: 'accrue', who: 0, amount, startsIn: 0, livesFor: 'ever' });

let folder: string;
let keys: Keys;
const opened: { fresh: FreshDatabase; books: FakeMachine }[] = [];

/** A database with one lane in which so many points were given, one entry each. */
async function openBooks(...amounts: bigint[]): Promise<{ fresh: FreshDatabase; books: FakeMachine }> {
  const fresh = await freshDatabase();
  const books = await openFakeMachine(fresh.database, start, { lanes: 1, holders: 3 });
  opened.push({ fresh, books });
  for (const amount of amounts) await books.do(accrue(amount));
  return { fresh, books };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-roots-'));
  keys = createKeys(join(folder, 'keys.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));
let file: string;
beforeEach(({ task }) => {
  file = join(folder, `${task.id}.jsonl`);
});
afterEach(async () => {
  for (const { fresh, books } of opened.splice(0)) {
    await books.stop();
    await fresh.drop();
  }
});

describe('signed roots', () => {
  test('hold against a journal that went on', async () => {
    const { fresh, books } = await openBooks(1n, 2n);
    await signRoots(fresh.database, keys, file, start, []);
    await books.do(accrue(3n));
    await signRoots(fresh.database, keys, file, start, []);
    await books.do(accrue(4n));
    expect(await verifyJournal(fresh.database, { signed: readRoots(keys, file) })).toMatchObject({
      problem: undefined,
    });
  });

  test('tell of a journal that was cut off, though what is left of it is sound', async () => {
    const whole = await openBooks(1n, 2n, 3n);
    await signRoots(whole.fresh.database, keys, file, start, []);
    const cut = await openBooks(1n, 2n);
    expect(await verifyJournal(cut.fresh.database)).toMatchObject({ problem: undefined });
    expect(await verifyJournal(cut.fresh.database, { signed: readRoots(keys, file) })).toMatchObject({
      problem: { table: 'lanes.lane_batch', seq: 3n, what: 'a head was signed here, but the lane ends before' },
    });
  });

  test('tell of a journal that was written anew from the beginning, though it is sound', async () => {
    const first = await openBooks(1n, 2n, 3n);
    await signRoots(first.fresh.database, keys, file, start, []);
    const forged = await openBooks(1n, 20n, 3n);
    expect(await verifyJournal(forged.fresh.database)).toMatchObject({ problem: undefined });
    expect(await verifyJournal(forged.fresh.database, { signed: readRoots(keys, file) })).toMatchObject({
      problem: { table: 'lanes.lane_batch', seq: 3n, what: 'the head is not the one that was signed' },
    });
  });

  test('are refused when a line was changed, or is none', async () => {
    const { fresh } = await openBooks(1n);
    await signRoots(fresh.database, keys, file, start, []);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"1"', '"2"'));
    expect(() => readRoots(keys, file)).toThrow('line 1: the signature is not the one of signing key 1');
    writeFileSync(file, 'no root\n');
    expect(() => readRoots(keys, file)).toThrow('line 1 is not a line of signed roots');
  });
});

test('a journal that is written to meanwhile is proved all the same', async () => {
  const { fresh, books } = await openBooks(5n);
  let done = false;
  let booked = 0;
  const writing = (async () => {
    while (!done) {
      await Promise.all([
        books.do({ does: 'accrue', who: booked % 3, amount: 3n, startsIn: booked % 2, livesFor: 'ever' }),
        books.do({ does: 'transfer', who: 0, to: 2, amount: 1n }),
        books.do({ does: 'redeem', who: 2, amount: 1n }),
      ]);
      booked += 3;
    }
  })();
  for (let times = 0; times < 15; times++) expect((await verifyJournal(fresh.database)).problem).toBeUndefined();
  done = true;
  await writing;
  expect(booked).toBeGreaterThan(30);
});
