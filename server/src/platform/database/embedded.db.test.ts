import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { startEmbedded } from './embedded.ts';
import { socketFolderOf } from './embedded-cluster.ts';
import { scratchFolder } from '../../../test/scratch.ts';

let folder: string;
let cluster: string;

beforeAll(() => {
  folder = scratchFolder('embedded');
  cluster = join(folder, 'pg');
});

afterAll(() => rmSync(folder, { recursive: true }));

async function settingsOf(url: string): Promise<Record<string, string>[]> {
  const database = openDatabase(url, { connections: 1, applicationName: 'test' });
  try {
    return await database.query<Record<string, string>>(
      `select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
         current_setting('server_encoding') as encoding, datcollate as collate, current_setting('data_checksums') as checksums
       from pg_database where datname = current_database()`,
    );
  } finally {
    await database.close();
  }
}

test('a cluster that a killed start has left half built is built anew', async () => {
  // No process has this number: Linux ends at 2^22.
  mkdirSync(`${cluster}.new-99999999`);
  writeFileSync(join(`${cluster}.new-99999999`, 'PG_VERSION'), '18\n');
  const server = await startEmbedded(cluster);
  expect(await settingsOf(server.url)).toEqual([
    { fsync: 'on', addresses: '', encoding: 'UTF8', collate: 'C', checksums: 'on' },
  ]);
  // Nobody but us gets to the socket or the data.
  expect(statSync(socketFolderOf(cluster)).mode & 0o777).toBe(0o700);
  expect(statSync(cluster).mode & 0o777).toBe(0o700);
  await server.stop();
  expect(await server.ended).toEqual({ expected: true });
  expect(readdirSync(folder).sort()).toEqual(['pg', 'pg.log']);
});

test('a lock that a crash has left, with the number of a process that is another today, does not hold the start', async () => {
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n0\n5432\n\n\n0 0\nready\n`);
  const server = await startEmbedded(cluster, { durable: false });
  expect(await settingsOf(server.url)).toMatchObject([{ fsync: 'off' }]);
  await server.stop();
});

test('a server that goes by itself is told', async () => {
  const server = await startEmbedded(cluster, { durable: false });
  process.kill(server.pids.server, 'SIGINT');
  expect(await server.ended).toEqual({ expected: false });
  await server.stop();
});

test('a folder whose path is too long for a socket is served all the same', async () => {
  const long = join(folder, 'x'.repeat(90), 'pg');
  expect(socketFolderOf(long).startsWith(folder)).toBe(false);
  const server = await startEmbedded(long, { durable: false });
  expect(await settingsOf(server.url)).toHaveLength(1);
  await server.stop();
  expect(existsSync(socketFolderOf(long))).toBe(false);
});

test('a cluster of another major version is not touched', async () => {
  const mark = join(cluster, 'PG_VERSION');
  const version = readFileSync(mark, 'utf8');
  writeFileSync(mark, '17\n');
  await expect(startEmbedded(cluster)).rejects.toThrow(/made by PostgreSQL 17, .* see "tallystick db upgrade"/);
  writeFileSync(mark, version);
});

test('a setting that PostgreSQL does not know is told in its words', async () => {
  await expect(startEmbedded(cluster, { durable: false, settings: { no_such_setting: '1' } })).rejects.toThrow(
    /PostgreSQL did not start: .*no_such_setting/s,
  );
});
