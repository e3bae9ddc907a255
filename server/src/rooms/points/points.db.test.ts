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
});
