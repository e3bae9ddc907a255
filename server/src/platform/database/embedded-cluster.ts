import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../kernel/fault.ts';
import { EMBEDDED_MAJOR, type Binaries } from './embedded-binaries.ts';
import type { RunAs } from './embedded-user.ts';

// sun_path holds 107 bytes and a zero; the socket's own name takes 20 of them with its lock file.
const SOCKET_FOLDER_LENGTH_MAX = 107 - '/.s.PGSQL.5432.lock'.length;

/** The database role, and the name of the database. */
export const EMBEDDED_NAME = 'tallystick';

/** Says whether a process lives, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes the cluster if there is none. It is built beside its place and renamed when it is whole, since one that was
 * interrupted looks finished. Refuses a cluster of another major version.
 */
export async function ensureCluster(
  cluster: string,
  binaries: Binaries,
  runAs: RunAs,
  environment: NodeJS.ProcessEnv,
  durable: boolean,
): Promise<void> {
  removeHalfBuilt(cluster);
  const mark = join(cluster, 'PG_VERSION');
  if (existsSync(mark)) {
    const version = readFileSync(mark, 'utf8').trim();
    if (version === EMBEDDED_MAJOR) return;
    throw new Fault(
      `${cluster} was made by PostgreSQL ${version}, and this program brings ${EMBEDDED_MAJOR}: see "tallystick db upgrade"`,
      { retry: 'never' },
    );
  }
  const building = `${cluster}.new-${process.pid}`;
  mkdirSync(building, { mode: 0o700 });
  giveTo(building, runAs);
  const [program, args] = runAs.wrap(binaries.program('initdb'), [
    ...['-D', building, '-U', EMBEDDED_NAME, '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    ...['--data-checksums', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
  ]);
  await finish(program, args, runAs, environment);
  renameSync(building, cluster);
}

function removeHalfBuilt(cluster: string): void {
  const prefix = `${basename(cluster)}.new-`;
  for (const name of readdirSync(dirname(cluster)).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isAlive(pid)) rmSync(join(dirname(cluster), name), { recursive: true, force: true });
  }
}

async function finish(program: string, args: string[], runAs: RunAs, environment: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(program, args, { ...runAs.ids, env: environment, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Fault(`initdb failed: ${said.trim()}`, { retry: 'never' });
}

/** Hands a path to the user as whom the server runs. */
export function giveTo(path: string, { ids }: RunAs): void {
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(path, ids.uid, ids.gid);
}

/**
 * The folder of the socket: always the same for the same cluster, so that a crash leaves nothing behind that the next
 * start does not take over. Beside the cluster, or, where that path is too long for a socket, in the system's folder
 * for temporary files.
 */
export function socketFolderOf(cluster: string): string {
  const beside = `${cluster}.socket`;
  if (Buffer.byteLength(beside) <= SOCKET_FOLDER_LENGTH_MAX) return beside;
  const name = `tallystick-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`;
  const temporary = join(tmpdir(), name);
  return Buffer.byteLength(temporary) <= SOCKET_FOLDER_LENGTH_MAX ? temporary : join('/tmp', name);
}

/** Makes the socket's folder, for the server's user alone. Refuses one that somebody else has put there. */
export function ensureSocketFolder(folder: string, runAs: RunAs): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = lstatSync(folder);
    const us = process.getuid?.() ?? found.uid;
    if (!found.isDirectory() || ![us, runAs.ids.uid ?? us].includes(found.uid)) {
      throw new Fault(`${folder} belongs to somebody else; remove it, or set DATA_DIR to a shorter path`, {
        retry: 'never',
      });
    }
  }
  giveTo(folder, runAs);
  chmodSync(folder, 0o700);
}

/** The address of a database of the cluster, as pg and psql understand it. */
export function embeddedUrl(cluster: string, database: string = EMBEDDED_NAME): string {
  return `postgresql://${EMBEDDED_NAME}@/${database}?host=${encodeURIComponent(socketFolderOf(cluster))}&port=5432`;
}
