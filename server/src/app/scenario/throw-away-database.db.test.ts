import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { MICROSECONDS_PER_HOUR } from '../../kernel/instant.ts';
import { manualClock, systemClock } from '../../platform/clock.ts';
import { withThrowAwayDatabase } from './throw-away-database.ts';

let server: pg.Client;

beforeAll(async () => {
  server = new pg.Client({ connectionString: inject('clusterUrl') });
  await server.connect();
});
afterAll(() => server.end());

const namesThere = async (like: string): Promise<string[]> => {
  const { rows } = await server.query<{ name: string }>(
    'select datname as name from pg_database where datname like $1',
    [like],
  );
  return rows.map(({ name }) => name);
};

test('stories have a database of their own with the current schema, and it is gone afterwards', async () => {
  const clock = manualClock(systemClock().now());
  const name = await withThrowAwayDatabase(inject('clusterUrl'), clock, async (database) => {
    const [row] = await database.query<{ name: string; journal: string | null }>(
      `select current_database() as name, to_regclass('ledger.journal')::text as journal`,
    );
    expect(row?.journal).toBe('ledger.journal');
    return row?.name ?? '';
  });
  expect(name).toMatch(/^tallystick_scenario_/);
  expect(await namesThere(name)).toEqual([]);
});

test('it is gone also when telling fails', async () => {
  let name = '';
  const telling = withThrowAwayDatabase(inject('clusterUrl'), systemClock(), async (database) => {
    [{ name }] = await database.query<{ name: string }>('select current_database() as name');
    throw new Error('a bug in a story');
  });
  await expect(telling).rejects.toThrow('a bug in a story');
  expect(await namesThere(name)).toEqual([]);
});

test('what a killed run left behind goes once it is an hour old', async () => {
  const now = systemClock().now();
  const madeAt = Math.floor((now - 2 * MICROSECONDS_PER_HOUR) / 1_000);
  const old = `tallystick_scenario_${madeAt}_0a`;
  const young = `tallystick_scenario_${Math.floor(now / 1_000)}_0b`;
  for (const name of [old, young]) await server.query(`create database ${name}`);
  await withThrowAwayDatabase(inject('clusterUrl'), systemClock(), async () => undefined);
  // Stories of other test files have databases on the same server meanwhile.
  expect([await namesThere(old), await namesThere(young)]).toEqual([[], [young]]);
  await server.query(`drop database ${young}`);
});
