import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openDatabase, type Database, type DatabaseOptions } from './database.ts';
import { applySchemaChanges } from './schema-changes.ts';

declare module 'vitest' {
  // Merged into vitest's own list of what the global set-up hands to the tests.
  interface ProvidedContext {
    /** Address of the cluster's database `postgres`. */
    clusterUrl: string;
  }
}

/** The database that every test's own one is copied from. */
const TEMPLATE = 'tallystick_template';

export type FreshDatabase = {
  url: string;
  /** A pool of a few connections. */
  database: Database;
  /** Closes the pool and drops the database, whoever is still connected. */
  drop(): Promise<void>;
};

/** The same server, another database. */
export function urlOfDatabase(url: string, name: string): string {
  return url.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

async function ask(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Makes the database with all schema changes applied from which `copyTemplate` copies. Once per run of the tests. */
export async function makeTemplate(clusterUrl: string): Promise<void> {
  await ask(clusterUrl, `create database ${TEMPLATE}`);
  await applySchemaChanges(urlOfDatabase(clusterUrl, TEMPLATE));
  // A copy needs that nobody is connected to the original.
  await ask(clusterUrl, `alter database ${TEMPLATE} with is_template true allow_connections false`);
}

/** Copies the template (40 to 95 ms) and opens the copy. */
export async function copyTemplate(clusterUrl: string, options: Partial<DatabaseOptions> = {}): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await ask(clusterUrl, `create database ${name} template ${TEMPLATE} strategy wal_log`);
  const url = urlOfDatabase(clusterUrl, name);
  const database = openDatabase(url, { connections: 4, applicationName: 'tallystick test', ...options });
  return {
    url,
    database,
    drop: async () => {
      await database.close();
      await ask(clusterUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/** In a test file: a database of its own with the current schema. Call `drop` in `afterAll`. */
export async function freshDatabase(options?: Partial<DatabaseOptions>): Promise<FreshDatabase> {
  const { inject } = await import('vitest');
  return copyTemplate(inject('clusterUrl'), options);
}
