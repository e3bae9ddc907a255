import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { Fault } from '../../kernel/fault.ts';
import type { Config } from '../config.ts';
import { connectionProblem } from './address.ts';
import { startEmbedded, type Embedded } from './embedded.ts';
import { embeddedUrl } from './embedded-cluster.ts';
import { PROBE_TIMEOUT_MS, answers } from './probe.ts';

/** Where the data of this installation lives. */
export type DatabasePlace =
  | { kind: 'external'; url: string; from: 'DATABASE_URL' | 'database.json' }
  | { kind: 'embedded'; cluster: string };

/** A server that can be spoken to, whoever started it. */
export type DatabaseServer = {
  url: string;
  kind: DatabasePlace['kind'];
  /** Settles when an embedded server of ours is gone; never for one that is not ours. */
  ended: Promise<{ expected: boolean }>;
  /** Stops the server if we started it, else does nothing. */
  stop(withinMs?: number): Promise<void>;
};

const CLUSTER_FOLDER = 'pg';
const PLACE_FILE = 'database.json';
const OLDEST_VERSION = 150_000;

const placeFile = z.union([z.object({ url: z.string() }), z.object({ cluster: z.string().regex(/^[a-z0-9.-]+$/) })]);

/**
 * Decides by rank: DATABASE_URL; what `db move`, `db restore` or `db upgrade` wrote into DATA_DIR/database.json; the embedded cluster in
 * DATA_DIR/pg.
 */
export function findDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): DatabasePlace {
  if (config.databaseUrl !== undefined) return { kind: 'external', url: config.databaseUrl, from: 'DATABASE_URL' };
  const path = join(config.dataDir, PLACE_FILE);
  if (!existsSync(path)) return { kind: 'embedded', cluster: join(config.dataDir, CLUSTER_FOLDER) };
  const place = placeFile.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!place.success) {
    throw new Fault(`${path} does not say where the database is; put back {"url": "postgres://..."} or remove it`, {
      retry: 'never',
    });
  }
  if ('url' in place.data) return { kind: 'external', url: place.data.url, from: 'database.json' };
  return { kind: 'embedded', cluster: join(config.dataDir, place.data.cluster) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes down where the database is from the next start on: an address, or another folder of DATA_DIR. */
export function moveDatabaseTo(dataDir: string, place: { url: string } | { cluster: string }): void {
  const path = join(dataDir, PLACE_FILE);
  // Whole or not at all: half a file would keep the program from starting.
  writeFileSync(`${path}.new`, `${JSON.stringify(place, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Starts the embedded server, or looks whether the external one answers and is new enough. */
export async function openServer(place: DatabasePlace): Promise<DatabaseServer> {
  if (place.kind === 'embedded') return ours(await startEmbedded(place.cluster));
  await refuseOldServer(place);
  return others(place.url, 'external');
}

/**
 * The server for a command that comes and goes: the one of a program that is running on this data, else one that is
 * started for the moment.
 */
export async function borrowServer(place: DatabasePlace): Promise<DatabaseServer> {
  if (place.kind === 'external') return openServer(place);
  const url = embeddedUrl(place.cluster);
  return (await answers(url)) ? others(url, 'embedded') : openServer(place);
}

function ours(embedded: Embedded): DatabaseServer {
  return { url: embedded.url, kind: 'embedded', ended: embedded.ended, stop: (withinMs) => embedded.stop(withinMs) };
}

function others(url: string, kind: DatabasePlace['kind']): DatabaseServer {
  return { url, kind, ended: new Promise(() => undefined), stop: () => Promise.resolve() };
}

/** Says whether a program runs its server on this data at this moment. */
export async function isRunning(place: DatabasePlace): Promise<boolean> {
  return place.kind === 'embedded' && answers(embeddedUrl(place.cluster));
}

async function refuseOldServer(place: { url: string; from: string }): Promise<void> {
  const client = new pg.Client({ connectionString: place.url, connectionTimeoutMillis: PROBE_TIMEOUT_MS * 5 });
  client.on('error', () => undefined);
  let version: { number: number; text: string } | undefined;
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number; text: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
    );
    version = rows[0];
    await client.end();
  } catch (cause) {
    throw new Fault(`the database of ${place.from} does not answer: ${connectionProblem(cause)}`, {
      retry: 'safe',
      cause,
    });
  }
  if (!version || version.number < OLDEST_VERSION) {
    throw new Fault(`the database of ${place.from} is PostgreSQL ${version?.text}, and 15 or newer is needed`, {
      retry: 'never',
    });
  }
}
