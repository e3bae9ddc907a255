import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../kernel/fault.ts';
import type { Config } from '../../config.ts';
import { startEmbedded } from '../embedded.ts';
import { holdSchema } from '../schema-changes.ts';
import { findDatabase, isRunning, moveDatabaseTo, openServer, type DatabasePlace } from '../server.ts';
import { restore } from './backup.ts';
import { copyDatabase, type Carried, type Progress } from './copy-database.ts';
import { openCopyClient } from './reader.ts';

/** Asks a filled database whether it is right. `problem` keeps the installation where it is. */
export type Verify = (url: string) => Promise<{ ok: true } | { ok: false; problem: string }>;

/** What came of a move: where the data is now, and where it was. */
export type Moved = Carried & {
  /** The new address, or the new folder. */
  place: string;
  /** The old one, in which everything stays as it was. */
  left: string | undefined;
  /** False where DATABASE_URL decides, which only its owner can change. */
  switched: boolean;
};

type House = Pick<Config, 'databaseUrl' | 'dataDir'>;

const SESSION_NAME = 'tallystick move';

/**
 * Moves the installation to the empty database at `url`: copy, counts, `verify`, and only then the switch. The source
 * stays as it was. A Fault while a program is running, since what it writes meanwhile would be left behind.
 */
export async function moveDatabase(house: House, url: string, verify: Verify, progress?: Progress): Promise<Moved> {
  const place = findDatabase(house);
  const carried = await withQuietSource(place, async (source) => {
    const copied = await copyDatabase(source, url, SESSION_NAME, progress);
    refuseWrong(await verify(url));
    return copied;
  });
  const switched = house.databaseUrl === undefined;
  if (switched) moveDatabaseTo(house.dataDir, { url });
  return { ...carried, place: url, left: nameOf(place), switched };
}

/**
 * Brings a backup into this installation: into the database of DATABASE_URL, which must be empty, or into a new
 * embedded cluster beside the one that may be there.
 */
export async function restoreDatabase(
  house: House,
  folder: string,
  verify: Verify,
  progress?: Progress,
): Promise<Moved> {
  const place = findDatabase(house);
  if (place.kind === 'external') {
    const carried = await restore(folder, place.url, progress);
    refuseWrong(await verify(place.url));
    return { ...carried, place: place.url, left: undefined, switched: true };
  }
  await refuseRunning(place);
  return intoNewCluster(house, place, verify, (url) => restore(folder, url, progress));
}

/**
 * Brings the embedded cluster to the version of this program's PostgreSQL, by a copy into a new cluster. `home` is the
 * folder of the older binaries that can still read it.
 */
export async function upgradeDatabase(
  house: House,
  home: string | undefined,
  verify: Verify,
  progress?: Progress,
): Promise<Moved> {
  const place = findDatabase(house);
  if (place.kind === 'external') {
    throw new Fault('the database is not the embedded one: upgrade it with the tools of its own', { retry: 'never' });
  }
  if (!existsSync(place.cluster))
    throw new Fault(`there is nothing to upgrade in ${house.dataDir}`, { retry: 'never' });
  await refuseRunning(place);
  return intoNewCluster(house, place, verify, (url) =>
    withQuietSource(place, (source) => copyDatabase(source, url, SESSION_NAME, progress), home),
  );
}

async function intoNewCluster(
  house: House,
  old: Extract<DatabasePlace, { kind: 'embedded' }>,
  verify: Verify,
  fill: (url: string) => Promise<Carried>,
): Promise<Moved> {
  const isFirst = !existsSync(old.cluster);
  const cluster = isFirst ? old.cluster : freeFolder(house.dataDir);
  const server = await openServer({ kind: 'embedded', cluster });
  let carried: Carried;
  try {
    carried = await fill(server.url);
    refuseWrong(await verify(server.url));
  } catch (error) {
    await server.stop();
    rmSync(cluster, { recursive: true, force: true });
    rmSync(`${cluster}.log`, { force: true });
    throw error;
  }
  await server.stop();
  if (!isFirst) moveDatabaseTo(house.dataDir, { cluster: cluster.slice(house.dataDir.length + 1) });
  return { ...carried, place: cluster, left: isFirst ? undefined : old.cluster, switched: true };
}

function freeFolder(dataDir: string): string {
  for (let number = 2; ; number++) {
    const folder = join(dataDir, `pg-${number}`);
    if (!existsSync(folder)) return folder;
  }
}

/** Runs `work` while nobody else can write to the source. */
async function withQuietSource<T>(place: DatabasePlace, work: (url: string) => Promise<T>, home?: string): Promise<T> {
  await refuseRunning(place);
  const server =
    place.kind === 'embedded' && home !== undefined
      ? await startEmbedded(place.cluster, { home })
      : await openServer(place);
  try {
    await refuseSessions(server.url);
    const release = await holdSchema(server.url);
    try {
      return await work(server.url);
    } finally {
      await release();
    }
  } finally {
    await server.stop();
  }
}

async function refuseRunning(place: DatabasePlace): Promise<void> {
  if (await isRunning(place)) {
    throw new Fault('a program is running on this data: stop it first, or what it writes would be left behind', {
      retry: 'safe',
    });
  }
}

// On a server that is not ours a running program is known by its sessions.
async function refuseSessions(url: string): Promise<void> {
  const client = await openCopyClient(url, SESSION_NAME);
  try {
    const { rows } = await client.query<{ name: string }>(
      `select application_name as name from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'tallystick%'`,
    );
    if (rows[0]) {
      throw new Fault(`somebody is connected to the database (${rows[0].name}): stop the program first`, {
        retry: 'safe',
      });
    }
  } finally {
    await client.end();
  }
}

function refuseWrong(answer: Awaited<ReturnType<Verify>>): void {
  if (!answer.ok) {
    throw new Fault(`the copy does not verify (${answer.problem}): nothing was switched`, { retry: 'never' });
  }
}

function nameOf(place: DatabasePlace): string {
  return place.kind === 'embedded' ? place.cluster : place.url;
}
