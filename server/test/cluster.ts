import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { makeTemplate } from '../src/platform/database/template.ts';
import { removeOldScratch, scratchFolder } from './scratch.ts';

/** Stopping while a session ends gives that session a fatal error which nobody awaits any more. */
async function waitForSessions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (rows[0]?.count === 0) break;
    await sleep(20);
  }
  await client.end();
}

/** What PostgreSQL said of failed statements is looked through too, where a run is (tools/scan-capture.ts). */
function keepServerLog(path: string): void {
  const capture = process.env['TALLYSTICK_CAPTURE'];
  if (!capture || !existsSync(path)) return;
  mkdirSync(capture, { recursive: true });
  copyFileSync(path, join(capture, 'postgres-1.txt'));
}

/** One PostgreSQL for the whole run, with the template that test databases are copied from. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  removeOldScratch();
  const folder = scratchFolder('all');
  const embedded = await startEmbedded(join(folder, 'pg'), { durable: false });
  const clusterUrl = embedded.urlOf('postgres');
  await makeTemplate(clusterUrl);
  project.provide('clusterUrl', clusterUrl);
  return async () => {
    await waitForSessions(clusterUrl);
    await embedded.stop();
    keepServerLog(join(folder, 'pg.log'));
    rmSync(folder, { recursive: true, force: true });
  };
}
