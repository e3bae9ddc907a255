import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { freshDatabase } from '../../platform/database/template.ts';
import { actsOf } from './fake-acts.ts';
import { openFakeMachine } from './fake-machine.ts';
import { verifyJournal } from './verify.ts';

const START = instant(1_767_225_600_000_000);
const LIVES = 4;

describe('points in a database', () => {
  test('are conserved by any sequence of acts through real batches: the whole journal verifies', async () => {
    for (const [at, acts] of fc.sample(actsOf(120), { numRuns: LIVES, seed: 2_026_112_206 }).entries()) {
      const fresh = await freshDatabase();
      const books = await openFakeMachine(fresh.database, START, { holders: 4, lanes: 3 });
      try {
        for (const act of acts) await books.do(act);
        const verified = await verifyJournal(fresh.database);
        expect([at, verified.problem]).toEqual([at, undefined]);
        expect(verified.lanes.reduce((sum, lane) => sum + lane.entries, 0n)).toBeGreaterThan(40n);
      } finally {
        await books.stop();
        await fresh.drop();
      }
    }
  }, 60_000);

  test('are conserved when acts meet in one batch, on the same wallets and lots', async () => {
    // A restoration is planned from what was restored before, and two at once would plan the same.
    const kinds = [
      'redeem',
      'claw back',
      'hold',
      'capture',
      'release',
      'freeze',
      'unfreeze',
      'transfer',
      'wait',
    ] as const;
    for (const [at, acts] of fc.sample(actsOf(400, kinds), { numRuns: LIVES, seed: 2_026_112_208 }).entries()) {
      const fresh = await freshDatabase();
      const books = await openFakeMachine(fresh.database, START, { holders: 4, lanes: 2 });
      try {
        for (let from = 0; from < acts.length; from += 25) {
          await Promise.all(acts.slice(from, from + 25).map((act) => books.do(act)));
        }
        expect([at, (await verifyJournal(fresh.database)).problem]).toEqual([at, undefined]);
        const { operations, batches } = books.machine.figures();
        expect(operations / batches).toBeGreaterThan(4);
      } finally {
        await books.stop();
        await fresh.drop();
      }
    }
  }, 60_000);
});
