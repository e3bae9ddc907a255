import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { Bug } from '../../kernel/assert.ts';
import { openDatabase, type Database } from './database.ts';
import { applySchemaChanges, listSchemaChanges, readSchemaChanges, type SchemaChange } from './schema-changes.ts';
import { dumpSchema } from './schema-dump.ts';
import { urlOfDatabase } from './template.ts';

let folder: string;
let cluster: Database;
let url: string;
const name = `changes_${process.pid}`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-changes-'));
  cluster = openDatabase(inject('clusterUrl'), { connections: 1, applicationName: 'test' });
  await cluster.query(`create database ${name}`);
  url = urlOfDatabase(inject('clusterUrl'), name);
});

afterEach(async () => {
  await cluster.query(`drop database ${name} with (force)`);
  await cluster.close();
  rmSync(folder, { recursive: true });
});

const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
const read = (): SchemaChange[] => readSchemaChanges(folder);
const apply = (): Promise<string[]> =>
  applySchemaChanges(url, read()).then((applied) => applied.map((change) => change.name));

test('an empty folder is fine, and changes are applied once, in order', async () => {
  expect(await apply()).toEqual([]);
  write('0002-add-points.sql', 'alter table purse add column points bigint not null default 0;');
  write('0001-open-purse.sql', 'create table purse (purse bigint primary key);');
  expect(await apply()).toEqual(['0001-open-purse', '0002-add-points']);
  expect(await apply()).toEqual([]);
  write('0010-index-points.sql', '-- no transaction\ncreate index concurrently purse_points on purse (points);\n');
  expect(await apply()).toEqual(['0010-index-points']);
  const listed = await listSchemaChanges(url, read());
  expect(listed.map(({ number, appliedAt }) => [number, appliedAt !== null])).toEqual([
    [1, true],
    [2, true],
    [10, true],
  ]);
});

test('programs that start together apply every change once', async () => {
  write('0001-open-purse.sql', 'create table purse (purse bigint primary key); select pg_sleep(0.1);');
  expect((await Promise.all([apply(), apply(), apply()])).flat()).toEqual(['0001-open-purse']);
});

test('a change that fails is named with its line and leaves nothing', async () => {
  write('0001-open-purse.sql', 'create table purse (purse bigint primary key);\n\ncreate tabel wrong ();');
  await expect(apply()).rejects.toThrow(/0001-open-purse failed: syntax error at or near "tabel" \(line 3\)/);
  write('0001-open-purse.sql', 'create table purse (purse bigint primary key);');
  expect(await apply()).toEqual(['0001-open-purse']);
});

test('a change that was edited after it was applied, or that only the database knows, stops the start', async () => {
  write('0001-open-purse.sql', 'create table purse (purse bigint primary key);');
  await apply();
  write('0001-open-purse.sql', 'create table purse (purse int primary key);');
  await expect(apply()).rejects.toThrow(/0001-open-purse was edited/);
  rmSync(join(folder, '0001-open-purse.sql'));
  await expect(apply()).rejects.toThrow(/0001-open-purse, which this program does not know: it is too old/);
  expect(await listSchemaChanges(url, read())).toMatchObject([{ name: '0001-open-purse', known: false }]);
});

test('two changes of one number, and files of another name, are bugs', () => {
  write('0001-open-purse.sql', '');
  write('0001-open-shop.sql', '');
  expect(read).toThrow(Bug);
  rmSync(join(folder, '0001-open-shop.sql'));
  write('open.sql', '');
  expect(read).toThrow(Bug);
});

test('two databases with the same changes have the same dump, and a difference shows', async () => {
  write(
    '0001-open-purse.sql',
    `create schema shop; create type shop.mood as enum ('good', 'bad');
     create table shop.purse (purse bigint generated always as identity primary key, mood shop.mood not null default 'good',
       points bigint not null constraint purse_points_not_negative check (points >= 0), parent bigint references shop.purse) with (fillfactor = 70);
     create index purse_parent on shop.purse (parent) where parent is not null;
     create view shop.v_purse as select purse from shop.purse;
     comment on table shop.purse is 'Holds points.';`,
  );
  await apply();
  const before = await dumpSchema(url);
  for (const part of [
    'create schema shop;',
    `create type shop.mood as enum ('good', 'bad');`,
    'purse bigint generated always as identity not null,',
    `mood shop.mood default 'good'::shop.mood not null,`,
    'constraint purse_points_not_negative CHECK ((points >= 0)),',
    'with (fillfactor=70);',
    'CREATE INDEX purse_parent ON shop.purse USING btree (parent) WHERE (parent IS NOT NULL);',
    'create view shop.v_purse as',
    `comment on table shop.purse is 'Holds points.';`,
  ]) {
    expect(before).toContain(part);
  }
  write('0002-allow-debt.sql', 'alter table shop.purse drop constraint purse_points_not_negative;');
  await apply();
  expect(await dumpSchema(url)).not.toBe(before);
});
