import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
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
const LOG_BYTES_MAX = 10 * 1024 * 1024;
const STOP_WITHIN_MS = 60_000;
// All have to be gone two seconds after one was killed.
const FORCE_AFTER_MS = 1_000;

/**
 * The shell between us and the server. It waits on a pipe whose other end is ours. A line on it means: stop politely.
 * Its end without a line means that we were killed: stop, and after a second by force.
 * The server is told apart from its guard by its own process group, so that Ctrl-C does not reach it before us.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- >&- &
server=$!
echo $server
exec >&- 2>&-
if read -r line <&3; then
  kill -INT $server
else
  kill -INT $server
  tries=0
  while kill -0 $server && [ $tries -lt 10 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -QUIT $server
fi
wait $server
`;

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
  const environment = { ...inheritedEnvironment(), ...binaries.environment, LC_ALL: 'C' };
  if (options.home === undefined) await ensureCluster(cluster, binaries, runAs, environment, durable);
  const socketFolder = socketFolderOf(cluster);
  ensureSocketFolder(socketFolder, runAs);

  const settings = { ...(durable ? durableSettings : throwAwaySettings)(socketFolder), ...options.settings };
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
    pids: { server: running.serverPid, guard: running.guard.pid! },
    ended: running.ended,
    stop: async (withinMs = STOP_WITHIN_MS) => {
      await running.stop(withinMs);
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

type Running = {
  guard: ChildProcess;
  serverPid: number;
  ended: Promise<{ expected: boolean }>;
  stop(withinMs: number): Promise<void>;
};

async function startWhenFree(launch: () => ChildProcess, cluster: string, log: string): Promise<Running> {
  const begun = performance.now();
  for (;;) {
    const result = await start(launch(), log);
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

async function start(guard: ChildProcess, log: string): Promise<{ running: Running } | { said: string }> {
  const kept = openLog(log);
  let said = '';
  let serverPid = 0;
  let expected = false;
  // The server and its children alone hold the other end of stderr: its end is their end, however they died.
  const serverGone = new Promise<void>((done) => guard.stderr!.on('close', done));
  const guardGone = new Promise<void>((done) => guard.on('exit', () => done()));
  guard.stdin!.on('error', () => undefined);
  guard.stdout!.once('data', (piece: Buffer) => (serverPid = Number(piece.toString())));

  const ended = (async () => {
    await Promise.race([serverGone, guardGone]);
    const asked = expected;
    // Whichever of the two was killed, the other one must not stay.
    guard.stdin!.end();
    if (serverPid > 0) signal(serverPid, 'SIGINT');
    if (!asked) await Promise.race([serverGone, sleep(FORCE_AFTER_MS, undefined, { ref: false })]);
    if (!asked && serverPid > 0 && isAlive(serverPid)) signal(serverPid, 'SIGQUIT');
    await Promise.all([serverGone, guardGone]);
    kept.end();
    return { expected: asked };
  })();

  const ready = new Promise<boolean>((settle, reject) => {
    guard.on('error', reject);
    guard.stderr!.on('data', (piece: Buffer) => {
      kept.write(piece);
      said = (said + piece.toString()).slice(-4_000);
      if (said.includes('ready to accept connections')) settle(true);
    });
    void ended.then(() => settle(false));
  });
  if (!(await ready)) return { said };

  const stop = async (withinMs: number): Promise<void> => {
    expected = true;
    guard.stdin!.end('stop\n');
    const force = setTimeout(() => signal(serverPid, 'SIGQUIT'), withinMs);
    await ended;
    clearTimeout(force);
  };
  return { running: { guard, serverPid, ended, stop } };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has gone in the meantime, which is what was wanted.
  }
}

function openLog(path: string): ReturnType<typeof createWriteStream> {
  if (existsSync(path) && statSync(path).size > LOG_BYTES_MAX) truncateSync(path);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the program for the sake of a log line.
  stream.on('error', () => undefined);
  return stream;
}

async function ensureDatabase(cluster: string): Promise<void> {
  const client = new pg.Client({ connectionString: embeddedUrl(cluster, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [EMBEDDED_NAME]);
    if (found.rowCount === 0) await client.query(`create database ${EMBEDDED_NAME}`);
  } finally {
    await client.end();
  }
}
