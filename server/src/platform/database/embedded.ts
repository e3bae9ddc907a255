import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';
import { inheritedEnvironment } from '../config.ts';
import { findBinaries } from './embedded-binaries.ts';
import {
  EMBEDDED_NAME,
  embeddedUrl,
  ensureCluster,
  ensureSocketFolder,
  isAlive,
  socketFolderOf,
} from './embedded-cluster.ts';
import { GUARD, watchServer, type Running } from './embedded-process.ts';
import { durableSettings, throwAwaySettings } from './embedded-settings.ts';
import { chooseUser } from './embedded-user.ts';
import { answers } from './probe.ts';

export type Embedded = {
  /** Address of the program's database. */
  url: string;
  /** Address of another database of the cluster. */
  urlOf(database: string): string;
  /** As whom the server runs, in words. */
  runsAs: string;
  /** Process ids of the server and of the shell that guards it. */
  pids: { server: number; guard: number };
  /** Settles when the server is gone; `expected` is false when nobody had asked it to stop. */
  ended: Promise<{ expected: boolean }>;
  /** Lets sessions finish for `withinMs`, then ends them by force: the next start repairs from the log. */
  stop(withinMs?: number): Promise<void>;
};

export type EmbeddedOptions = {
  /** False for tests: the cluster may be lost with the machine. */
  durable?: boolean;
  /** More settings of PostgreSQL, by name; they win. */
  settings?: Readonly<Record<string, string>>;
  /** Folder of other binaries than those that npm brought, to read a cluster of an older version. */
  home?: string;
};

// How long a start waits for a server of the same data that is still going down, as after a kill of its program.
const LOCK_WAIT_MS = 10_000;
// One that still lets us in after so long is not going down.
const STAYS_AFTER_MS = 2_500;
const STOP_WITHIN_MS = 60_000;
// Every statement takes some hundred kilobytes and gives them back. The C library's allocator asks the kernel for them each time and
// touches fresh pages; kept, they saved a sixth of what PostgreSQL spent on a small batch. At most 16 MB a session.
const KEEP_MEMORY = {
  MALLOC_TOP_PAD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '16777216',
  MALLOC_MMAP_THRESHOLD_: '4194304',
};

/**
 * Starts the PostgreSQL that npm brought over the cluster in `folder`, which is made first when it is not there, with
 * one database named like the program. Everything dies together: we with the server, the server with us.
 * A Fault in words when it cannot start.
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const cluster = resolve(folder);
  const durable = options.durable ?? true;
  mkdirSync(dirname(cluster), { recursive: true });
  const binaries = findBinaries(dirname(cluster), options.home);
  const runAs = chooseUser(cluster, binaries.home);
  const environment = { ...inheritedEnvironment(), ...binaries.environment, ...KEEP_MEMORY, LC_ALL: 'C' };
  if (options.home === undefined) await ensureCluster(cluster, binaries, runAs, environment, durable);
  const socketFolder = socketFolderOf(cluster);
  ensureSocketFolder(socketFolder, runAs);

  const settings = {
    ...(durable ? durableSettings(socketFolder, cluster) : throwAwaySettings(socketFolder)),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, args] = runAs.wrap(binaries.program('postgres'), ['-D', cluster, ...flags]);
  const launch = (): ChildProcess =>
    spawn('/bin/sh', ['-c', GUARD, 'tallystick-postgres', program, ...args], {
      ...runAs.ids,
      env: environment,
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });

  const running = await startWhenFree(launch, cluster, `${cluster}.log`);
  await ensureDatabase(cluster);
  return {
    url: embeddedUrl(cluster),
    urlOf: (database) => embeddedUrl(cluster, database),
    runsAs: runAs.how,
    pids: { server: running.serverPid, guard: running.guardPid },
    ended: running.ended,
    stop: async (withinMs = STOP_WITHIN_MS) => {
      await running.stop(withinMs);
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

async function startWhenFree(launch: () => ChildProcess, cluster: string, log: string): Promise<Running> {
  const begun = performance.now();
  for (;;) {
    const result = await watchServer(launch(), log);
    if ('running' in result) return result.running;
    const taken = /lock file "([^"]+)" already exists/.exec(result.said);
    const waitedMs = performance.now() - begun;
    const stays =
      waitedMs > LOCK_WAIT_MS || (waitedMs > STAYS_AFTER_MS && (await answers(embeddedUrl(cluster, 'postgres'))));
    if (!taken?.[1] || stays) throw new Fault(explain(result.said, cluster), { retry: 'never' });
    removeStaleLock(taken[1], cluster);
    await sleep(200);
  }
}

function explain(said: string, cluster: string): string {
  if (/lock file "[^"]+" already exists/.test(said)) {
    return `another program is running on ${cluster}; stop it first, or set DATA_DIR to another folder`;
  }
  return `PostgreSQL did not start: ${said.trim() || 'it said nothing'}`;
}

/**
 * A lock names the process that took it. After a crash of the machine or of a container that number may belong to
 * another process, which PostgreSQL cannot tell; we can, by its command line.
 */
function removeStaleLock(lock: string, cluster: string): void {
  if (!existsSync(lock)) return;
  const pid = Math.abs(Number(readFileSync(lock, 'utf8').split('\n')[0]));
  if (isAlive(pid)) {
    const commandLine = `/proc/${pid}/cmdline`;
    if (!existsSync('/proc/self/cmdline') || !existsSync(commandLine)) return;
    if (readFileSync(commandLine, 'utf8').split('\0').includes(cluster)) return;
  }
  rmSync(lock, { force: true });
}

async function ensureDatabase(cluster: string): Promise<void> {
  const client = new pg.Client({ connectionString: embeddedUrl(cluster, 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [EMBEDDED_NAME]);
    if (found.rowCount === 0) await client.query(`create database ${EMBEDDED_NAME}`);
  } finally {
    await client.end();
  }
}
