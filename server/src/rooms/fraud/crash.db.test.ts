import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FollowRun } from '../../../test/crash-follower.ts';
import { openCrashHouse, submit } from '../../../test/crash-till.ts';
import { must } from '../../../test/house.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';

const SALES = 240;
/** Before which statement of a step it is killed: behind the reading, between what is counted and its sums, before a signal is raised. */
const KILLS = [4, 6, 8];
const BETWEEN = 6;
const script = join(import.meta.dirname, '../../../test/crash-follower.ts');

let fresh: FreshDatabase;
let folder: string;
let ground: Awaited<ReturnType<typeof openCrashHouse>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'signals-'));
  ground = await openCrashHouse({ url: fresh.url, folder });
  const { promotions, programs } = ground.house;
  const { program } = programs.settings().programByCode(programs.settings().tenantByCode('demo')!.tenant, 'club')!;
  const { content } = promotions.list(program).at(-1)!.ready();
  const signals = [{ per: 'outlet', of: 'uses', max: '50', period: 'week', action: 'flag' }] as const;
  const watched = content.promotions.map((one) => (one.code === 'base-earn' ? { ...one, signals: [...signals] } : one));
  must(await promotions.publish({ program, content: { promotions: watched } }));
  const names = Array.from({ length: SALES }, (_, n) => `sig-${n % 8}-${Math.floor(n / 8)}`);
  for (let at = 0; at < names.length; at += 40)
    await Promise.all(names.slice(at, at + 40).map((name) => submit(ground.till, ground.demo, name)));
}, 120_000);
afterAll(async () => {
  await ground.close();
  await fresh.drop();
  await rm(folder, { recursive: true });
});

/** Counts from the beginning, killed again and again in the middle of a step; then to the end. */
async function countAndKill(hasty: boolean): Promise<void> {
  await fresh.database.query(
    `truncate fraud.subject cascade; delete from followers.follower_cursor where follower = 'fraud.signals'`,
  );
  for (const stopsAt of hasty ? [BETWEEN] : KILLS) {
    const run: FollowRun = { url: fresh.url, folder, hasty, stopsAt, of: 'fraud' };
    const follower = spawn(process.execPath, [script, JSON.stringify(run)], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(follower.stdout, 'data');
    const ended = once(follower, 'exit');
    follower.kill('SIGKILL');
    await ended;
  }
  await ground.house.fraud.catchUp();
}

const stands = async () => {
  const [row] = await fresh.database.query<{ counted: number; uses: number; signals: number }>(
    `select (select count(*) from fraud.counted)::int as counted, (select coalesce(sum(uses), 0) from fraud.tally)::int as uses,
            (select count(*) from fraud.signal)::int as signals`,
  );
  return row!;
};

describe('a follower of signals that is killed again and again', () => {
  test('counts each receipt once and raises the signal once', { timeout: 240_000 }, async () => {
    await countAndKill(false);
    const { counted, uses, signals } = await stands();
    expect(counted).toBeGreaterThan(SALES / 3);
    expect({ uses, signals }).toEqual({ uses: counted, signals: 1 });
  });

  // Negative control: it does die between the two, and the test would see what is counted apart from the cursor.
  test('is found out when what it counts and its cursor are not one transaction', { timeout: 240_000 }, async () => {
    await countAndKill(true);
    const { counted, uses } = await stands();
    expect(uses).not.toBe(counted);
  });
});
