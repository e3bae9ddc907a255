import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FollowRun } from '../../../test/crash-follower.ts';
import { openCrashHouse, submit } from '../../../test/crash-till.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import { checkLedger } from './check-ledger.ts';

const SALES = 640;
/** Before which statement of a step it is killed: behind the reading, amid the lines, amid the sums. */
const KILLS = [4, 9, 13, 16];
const script = join(import.meta.dirname, '../../../test/crash-follower.ts');

let fresh: FreshDatabase;
let folder: string;
let ground: Awaited<ReturnType<typeof openCrashHouse>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'follower-'));
  ground = await openCrashHouse({ url: fresh.url, folder });
  const names = Array.from({ length: SALES }, (_, n) => `fol-${n % 8}-${Math.floor(n / 8)}`);
  for (let at = 0; at < names.length; at += 40)
    await Promise.all(names.slice(at, at + 40).map((name) => submit(ground.till, ground.demo, name)));
}, 120_000);
afterAll(async () => {
  await ground.close();
  await fresh.drop();
  await rm(folder, { recursive: true });
});

/** Follows from the beginning, killed again and again in the middle of a step; then to the end. */
async function followAndKill(hasty: boolean): Promise<void> {
  await fresh.database.query(
    `truncate reports.operation_line, reports.operation_state, reports.day_sum, reports.month_sum, reports.mark_sum, reports.hour_sum, reports.outstanding, reports.ending,
       reports.member_seen, reports.ledger_check;
     delete from followers.follower_cursor where follower = 'reports.journal'`,
  );
  for (const stopsAt of hasty ? KILLS.slice(-1) : KILLS) {
    const run: FollowRun = { url: fresh.url, folder, hasty, stopsAt };
    const follower = spawn(process.execPath, [script, JSON.stringify(run)], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(follower.stdout, 'data');
    const ended = once(follower, 'exit');
    follower.kill('SIGKILL');
    await ended;
    if (hasty) continue;
    // What was not committed is not there: not one line without its cursor, nor one passed without its line. A lane with little to tell
    // may be through before the statement comes at which it dies.
    const [{ lines, upto }] = await fresh.database.query<{ lines: number; upto: number }>(
      `select (select count(*) from reports.operation_line where is_head or home_lane is not null)::int as lines,
              (select coalesce(sum(upto), 0) from followers.follower_cursor where follower = 'reports.journal')::int as upto`,
    );
    expect([stopsAt, lines]).toEqual([stopsAt, upto]);
  }
  await ground.house.reports.catchUp();
}

const doubled = async (): Promise<number> => {
  const [row] = await fresh.database.query<{ wrong: number }>(
    `select count(*)::int as wrong from (
       select coalesce(told.operations, 0) <> coalesce(lines.operations, 0) or told.earned is distinct from lines.earned as differs
         from (select kind, sum(operations) as operations, sum(earned) as earned from reports.day_sum group by kind) as told
         full join (select kind, count(*) filter (where is_head) as operations, sum(earned) as earned from reports.operation_line group by kind) as lines
           using (kind)) as compared
      where differs`,
  );
  return row.wrong;
};

describe('a follower that is killed again and again', () => {
  test('neither loses nor doubles an operation', { timeout: 240_000 }, async () => {
    await followAndKill(false);
    expect(await checkLedger(ground.house)).toEqual([]);
    expect(await doubled()).toBe(0);
    const [{ journal, lines }] = await fresh.database.query<{ journal: number; lines: number }>(
      `select (select count(*) from ledger.journal where home_lane is null)::int as journal,
              (select count(*) from reports.operation_line where is_head)::int as lines`,
    );
    expect(lines).toBe(journal);
    expect(journal).toBeGreaterThan(SALES / 2);
  });

  test('is found out when what it writes and its cursor are not one transaction', { timeout: 240_000 }, async () => {
    const outcome = await followAndKill(true).then(
      () => 'went through',
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    );
    // A step that was broken off stands there in part: its lines are met again as their own doubles, or the sums differ.
    const isFound = outcome !== 'went through' || (await doubled()) > 0 || (await checkLedger(ground.house)).length > 0;
    expect(isFound).toBe(true);
  });
});
