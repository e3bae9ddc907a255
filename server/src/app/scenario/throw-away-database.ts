import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';
import { instantFromMilliseconds, MICROSECONDS_PER_HOUR, MICROSECONDS_PER_MILLISECOND } from '../../kernel/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import { openDatabase, type Database } from '../../platform/database/database.ts';
import { applySchemaChanges } from '../../platform/database/schema-changes.ts';

const PREFIX = 'tallystick_scenario_';
const NAME = /^tallystick_scenario_(\d+)_[0-9a-f]+$/;
// An embedded server's address names no host before the path, which URL does not read.
const DATABASE_OF_URL = /^([a-z]+:\/\/[^/]*\/)[^?]*/;
const CONNECTIONS = 4;

/**
 * Makes an empty database with the current schema beside the one at `url`, hands it to `work`, and drops it, whatever came of
 * it. One that a killed run left behind goes too once it is an hour old. A Fault where the role may not make databases.
 */
export async function withThrowAwayDatabase<T>(
  url: string,
  clock: Clock,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const name = `${PREFIX}${Math.floor(clock.now() / MICROSECONDS_PER_MILLISECOND)}_${randomBytes(4).toString('hex')}`;
  const server = new pg.Client({ connectionString: url, application_name: 'tallystick scenario' });
  server.on('error', () => undefined);
  await server.connect();
  try {
    await dropForgotten(server, clock);
    await makeDatabase(server, name);
    try {
      const own = url.replace(DATABASE_OF_URL, `$1${name}`);
      await applySchemaChanges(own);
      const database = openDatabase(own, { connections: CONNECTIONS, applicationName: 'tallystick scenario' });
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    } finally {
      await server.query(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await server.end();
  }
}

async function makeDatabase(server: pg.Client, name: string): Promise<void> {
  try {
    await server.query(`create database ${name}`);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Fault(`scenarios need a database of their own, and it could not be made: ${why}`, {
      retry: 'never',
      cause,
    });
  }
}

async function dropForgotten(server: pg.Client, clock: Clock): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, '${PREFIX}')`,
  );
  for (const { name } of rows) {
    const madeAt = NAME.exec(name)?.[1];
    if (madeAt === undefined || clock.now() - instantFromMilliseconds(Number(madeAt)) < MICROSECONDS_PER_HOUR) continue;
    await server.query(`drop database if exists ${name} with (force)`);
  }
}
