import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { Fault } from '../../../kernel/fault.ts';
import { startEmbedded, type Embedded } from '../embedded.ts';
import { applySchemaChanges } from '../schema-changes.ts';
import { dumpSchema } from '../schema-dump.ts';
import { findDatabase, moveDatabaseTo } from '../server.ts';
import { freshDatabase, urlOfDatabase, type FreshDatabase } from '../template.ts';
import { backUp, readManifest, restore } from './backup.ts';
import { copyDatabase } from './copy-database.ts';
import { moveDatabase, restoreDatabase, upgradeDatabase, type Verify } from './move.ts';
import { scratchFolder } from '../../../../test/scratch.ts';

const right: Verify = () => Promise.resolve({ ok: true });
const wrong: Verify = () => Promise.resolve({ ok: false, problem: 'lane 1 does not add up' });

let folder: string;
let source: FreshDatabase;
let other: Embedded;
let targets = 0;

async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Tables of our own, so that this test does not care what the rooms keep: awkward values, keys, pieces, triggers. */
const AWKWARD = `
create schema probe;
create table probe.person (person bigint generated always as identity primary key, friend bigint references probe.person,
  name text not null, photo bytea, facts jsonb, at timestamptz, doubled int generated always as (length(name) * 2) stored);
create table probe.act (lane int, seq bigint, person bigint not null references probe.person, primary key (lane, seq)) partition by range (seq);
create table probe.act_0000 partition of probe.act for values from (0) to (100);
create table probe.act_0001 partition of probe.act for values from (100) to (200);
create sequence probe.ticket start 500;
create function probe.refuse() returns trigger language plpgsql as $$ begin raise exception 'append only'; end $$;
create trigger act_is_closed before insert on probe.act for each row execute function probe.refuse();
alter table probe.act disable trigger user;
insert into probe.person (friend, name, photo, facts, at)
  select nullif(i, 1), E'tab\\tline\\nback\\\\slash "quote" \\u00e6 ' || i, decode(lpad(to_hex(i), 8, '0'), 'hex'),
    jsonb_build_object('i', i, 'text', E'\\\\N'), timestamptz '2026-03-29 02:30:00.000001+02' + i * interval '1 day'
  from generate_series(1, 150) i;
insert into probe.act select i % 3, i, i + 1 from generate_series(0, 149) i;
alter table probe.act enable trigger user;
select nextval('probe.ticket') from generate_series(1, 7);
insert into public.installation (keys_fingerprint) values ('digest.1:0011223344556677');
`;

const CONTENT = `
select (select json_agg(p order by person)::text from probe.person p) as persons,
  (select json_agg(a order by seq)::text from probe.act a) as acts, nextval('probe.ticket')::text as ticket,
  (select keys_fingerprint from public.installation) as keys`;

/** The changes of the program are applied to a target, so what the probe adds has to be there beforehand. */
const SHAPE = AWKWARD.slice(0, AWKWARD.indexOf('alter table probe.act disable')).replace(
  /create table probe\.act_0001[^;]*;/,
  '',
);

async function emptyTarget(url = inject('clusterUrl'), shape = SHAPE): Promise<string> {
  const name = `copy_${process.pid}_${(targets += 1)}`;
  await ask(url, `create database ${name}`);
  const target = urlOfDatabase(url, name);
  await applySchemaChanges(target);
  if (shape) await ask(target, shape);
  return target;
}

beforeAll(async () => {
  folder = scratchFolder('copy');
  source = await freshDatabase();
  await ask(source.url, AWKWARD);
  other = await startEmbedded(join(folder, 'other/pg'), { durable: false });
});

afterAll(async () => {
  await other.stop();
  await source.drop();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  for (const name of readdirSync(folder).filter((entry) => entry !== 'other'))
    rmSync(join(folder, name), { recursive: true });
});

test('a copy on another server has the same rows, pieces, sequences and triggers', async () => {
  const target = await emptyTarget(other.urlOf('postgres'));
  const seen: string[] = [];
  const carried = await copyDatabase(source.url, target, 'test', ({ table }) => seen.push(table));
  expect(carried.rows).toBeGreaterThanOrEqual(301);
  expect(seen).toContain('probe.act');
  expect(await dumpSchema(target)).toBe(await dumpSchema(source.url));
  expect(await ask(target, CONTENT)).toEqual(await ask(source.url, CONTENT));
  await expect(ask(target, 'insert into probe.act values (9, 9, 9)')).rejects.toThrow('append only');
  const [next] = await ask<{ person: string }>(
    target,
    `insert into probe.person (name) values ('new') returning person::text`,
  );
  expect(next?.person).toBe('151');
});

test('a target in which something stands is refused and left alone', async () => {
  const target = await emptyTarget();
  await ask(target, `insert into public.installation (keys_fingerprint) values ('x')`);
  await expect(copyDatabase(source.url, target, 'test')).rejects.toThrow(/target is not empty/);
  expect(await ask(target, 'select keys_fingerprint from public.installation')).toEqual([{ keys_fingerprint: 'x' }]);
});

test('a backup holds one moment, and comes back whole', async () => {
  const place = join(folder, 'backup');
  await backUp(source.url, place);
  expect(readManifest(place).tables.find(({ name }) => name === 'probe.act')?.rows).toBe(150);
  await expect(backUp(source.url, place)).rejects.toThrow(/is not empty/);
  const target = await emptyTarget();
  await restore(place, target);
  expect(await dumpSchema(target)).toBe(await dumpSchema(source.url));
  const [restored] = await ask<{ persons: string; acts: string }>(target, CONTENT);
  const [original] = await ask<{ persons: string; acts: string }>(source.url, CONTENT);
  expect([restored?.persons, restored?.acts]).toEqual([original?.persons, original?.acts]);
});

test('after a copy the planner knows of what came, and nothing of what is empty: that is not to be taken for empty when it fills', async () => {
  const target = await emptyTarget();
  await copyDatabase(source.url, target, 'test');
  const counted = await ask<{ name: string; counted: boolean; filled: boolean }>(
    target,
    `select oid::regclass::text as name, reltuples >= 0 as counted, pg_relation_size(oid) > 0 as filled from pg_class
      where relkind = 'r' and relnamespace::regnamespace::text !~ '^pg_|^information_schema$'`,
  );
  expect(counted.filter(({ filled }) => filled).map(({ name }) => name)).toContain('probe.person');
  expect(counted.some(({ filled }) => !filled)).toBe(true);
  for (const { name, counted: isCounted, filled } of counted) expect([name, isCounted]).toEqual([name, filled]);
});

test('a backup with a damaged or missing file does not come back at all', async () => {
  const place = join(folder, 'backup');
  await backUp(source.url, place);
  const { tables } = readManifest(place);
  const act = join(place, tables.find(({ name }) => name === 'probe.act')!.file);
  const bytes = readFileSync(act);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(act, bytes);
  const target = await emptyTarget();
  await expect(restore(place, target)).rejects.toThrow(Fault);
  rmSync(act);
  await expect(restore(place, target)).rejects.toThrow(/ENOENT/);
  expect(await ask(target, 'select count(*)::int as persons from probe.person')).toEqual([{ persons: 0 }]);
  expect(() => readManifest(folder)).toThrow(/holds no backup/);
});

test('a move switches only when the copy verifies, and the old cluster stays', { timeout: 60_000 }, async () => {
  const house = { databaseUrl: undefined, dataDir: join(folder, 'house') };
  const place = findDatabase(house);
  if (place.kind !== 'embedded') throw new Error('an empty house is embedded');
  const old = await startEmbedded(place.cluster, { durable: false });
  await applySchemaChanges(old.url);
  await ask(old.url, `insert into public.installation (keys_fingerprint) values ('digest.1:aa')`);
  const target = await emptyTarget(other.urlOf('postgres'), '');
  await expect(moveDatabase(house, target, right)).rejects.toThrow(/a program is running/);
  await old.stop();

  await expect(moveDatabase(house, target, wrong)).rejects.toThrow(/lane 1 does not add up/);
  expect(findDatabase(house)).toEqual(place);
  const second = await emptyTarget(other.urlOf('postgres'), '');
  const moved = await moveDatabase(house, second, right);
  expect(moved).toMatchObject({ place: second, left: place.cluster, switched: true });
  expect(findDatabase(house)).toEqual({ kind: 'external', url: second, from: 'database.json' });
  expect(await ask(second, 'select keys_fingerprint from public.installation')).toEqual([
    { keys_fingerprint: 'digest.1:aa' },
  ]);
  expect(existsSync(join(place.cluster, 'PG_VERSION'))).toBe(true);
});

test('an upgrade and a restore make a new cluster beside the old one', { timeout: 60_000 }, async () => {
  const house = { databaseUrl: undefined, dataDir: join(folder, 'house') };
  await expect(upgradeDatabase(house, undefined, right)).rejects.toThrow(/nothing to upgrade/);
  const backup = join(folder, 'backup');
  const plain = await freshDatabase();
  await plain.database.query(`insert into public.installation (keys_fingerprint) values ('digest.1:bb')`);
  await backUp(plain.url, backup);
  await plain.drop();

  const first = await restoreDatabase(house, backup, right);
  expect(first).toMatchObject({ place: join(house.dataDir, 'pg'), left: undefined });
  const upgraded = await upgradeDatabase(house, undefined, right);
  expect(upgraded).toMatchObject({ place: join(house.dataDir, 'pg-2'), left: join(house.dataDir, 'pg') });
  await expect(upgradeDatabase(house, undefined, wrong)).rejects.toThrow(/does not verify/);
  expect(existsSync(join(house.dataDir, 'pg-3'))).toBe(false);
  expect(findDatabase(house)).toEqual({ kind: 'embedded', cluster: join(house.dataDir, 'pg-2') });
  const now = await startEmbedded(join(house.dataDir, 'pg-2'));
  expect(await ask(now.url, 'select keys_fingerprint from public.installation')).toEqual([
    { keys_fingerprint: 'digest.1:bb' },
  ]);
  await now.stop();
});

test('a file that does not say where the database is stops the start', () => {
  const house = { databaseUrl: undefined, dataDir: folder };
  moveDatabaseTo(folder, { url: 'postgres://a/b' });
  expect(findDatabase(house)).toMatchObject({ kind: 'external', from: 'database.json' });
  expect(findDatabase({ ...house, databaseUrl: 'postgres://c/d' })).toMatchObject({ from: 'DATABASE_URL' });
  writeFileSync(join(folder, 'database.json'), '{"cluster": "../elsewhere"}');
  expect(() => findDatabase(house)).toThrow(/does not say where the database is/);
});
