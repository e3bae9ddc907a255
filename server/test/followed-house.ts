// A house with sales in its journal, and a follower of it that is a process of its own and killed in the middle of a step.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, type FreshDatabase } from '../src/platform/database/template.ts';
import type { FollowRun } from './crash-follower.ts';
import { openCrashHouse, submit } from './crash-till.ts';

const SCRIPT = join(import.meta.dirname, 'crash-follower.ts');
const SALES_AT_ONCE = 40;
const TILLS = 8;

type Ground = Awaited<ReturnType<typeof openCrashHouse>>;

export type FollowedHouse = Ground & {
  readonly database: FreshDatabase['database'];
  /** Starts the follower, lets it come to the statement at which it stops, and kills it there. */
  kill(run: Pick<FollowRun, 'hasty' | 'stopsAt' | 'of'>): Promise<void>;
};

/** Opens it with so many sales, after what `prepare` does to the house before any. */
export async function openFollowedHouse(
  sales: number,
  prepare: (ground: Ground) => Promise<void> = () => Promise.resolve(),
): Promise<FollowedHouse> {
  const fresh = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'followed-'));
  const ground = await openCrashHouse({ url: fresh.url, folder });
  await prepare(ground);
  const names = Array.from({ length: sales }, (_, n) => `sale-${n % TILLS}-${Math.floor(n / TILLS)}`);
  for (let at = 0; at < names.length; at += SALES_AT_ONCE)
    await Promise.all(names.slice(at, at + SALES_AT_ONCE).map((name) => submit(ground.till, ground.demo, name)));
  return {
    ...ground,
    database: fresh.database,
    async kill(run) {
      const told = JSON.stringify({ url: fresh.url, folder, ...run } satisfies FollowRun);
      const follower = spawn(process.execPath, [SCRIPT, told], { stdio: ['ignore', 'pipe', 'ignore'] });
      await once(follower.stdout, 'data');
      const ended = once(follower, 'exit');
      follower.kill('SIGKILL');
      await ended;
    },
    async close() {
      await ground.close();
      await fresh.drop();
      await rm(folder, { recursive: true });
    },
  };
}
