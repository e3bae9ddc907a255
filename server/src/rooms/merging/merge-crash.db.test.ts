import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import type { MergesRun, WrittenPair } from '../../../test/crash-merges.ts';
import { openCrashHouse } from '../../../test/crash-till.ts';
import { assert } from '../../kernel/assert.ts';
import { inheritedEnvironment } from '../../platform/config.ts';
import { startEmbedded, type Embedded } from '../../platform/database/embedded.ts';
import { applySchemaChanges } from '../../platform/database/schema-changes.ts';
import { scratchFolder } from '../../../test/scratch.ts';

const mergesProgram = join(import.meta.dirname, '../../../test/crash-merges.ts');
const WORKERS = 8;

let folder: string;
let server: Embedded;
const children = new Set<ChildProcess>();

/** With fsync and synchronous_commit, as in production. */
const startServer = (): Promise<Embedded> => startEmbedded(join(folder, 'pg'), { durable: true });

beforeAll(async () => {
  folder = scratchFolder('merges');
  server = await startServer();
  await applySchemaChanges(server.url);
  await (await openCrashHouse({ url: server.url, folder })).close();
}, 90_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string, hasty = false): Promise<{ child: ChildProcess; ended: Promise<void> }> {
  const run: MergesRun = { url: server.url, folder, name, workers: WORKERS, hasty };
  const child = spawn(process.execPath, [mergesProgram, JSON.stringify(run)], {
    env: inheritedEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.add(child);
  const ended = new Promise<void>((done) => child.once('exit', () => (children.delete(child), done())));
  await new Promise<void>((up, failed) => {
    child.stdout.once('data', () => up());
    child.once('exit', () => failed(new Error('the merges did not come up')));
  });
  return { child, ended };
}

const pairsOf = (file: 'sent' | 'acknowledged', of: string): WrittenPair[] =>
  existsSync(join(folder, file))
    ? readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((text) => text.endsWith('}'))
        .map((text) => JSON.parse(text) as WrittenPair)
        .filter(({ name }) => name.startsWith(`${of}-`))
    : [];

/** Waits for so many acknowledged merges, and then for a moment at which another one is under way. */
async function untilAcknowledged(of: string, count: number): Promise<void> {
  const isBetween = (): boolean => pairsOf('sent', of).length === pairsOf('acknowledged', of).length;
  for (let tries = 0; tries < 6_000 && (pairsOf('acknowledged', of).length < count || isBetween()); tries++)
    await sleep(5);
  assert(pairsOf('acknowledged', of).length >= count, 'merges are acknowledged');
}

type Aftermath = { half: string[]; lost: string[]; wrong: string[] };

/** What a crash has left of the pairs: merges that are neither whole nor absent, acknowledged ones that are not there, and points that do not fit the sales. */
async function aftermathOf(of: string): Promise<Aftermath & { merged: number; open: number }> {
  const { house, close } = await openCrashHouse({ url: server.url, folder });
  try {
    // What a killed process had sent may still be under way.
    await sleep(500);
    await assertBooks(house);
    const acknowledged = new Set(pairsOf('acknowledged', of).map(({ name }) => name));
    const result = { half: [] as string[], lost: [] as string[], wrong: [] as string[], merged: 0, open: 0 };
    for (const { name, stays, goes } of pairsOf('sent', of)) {
      const ids = [stays, goes].map((member) => {
        const place = house.tokens.decode('mem', member);
        assert(place, 'a member has a place');
        return place;
      });
      const rows = await house.database.query<{
        lane: number;
        owner: bigint;
        into: bigint | null;
        points: bigint;
        sales: number;
      }>(
        `select held.lane, held.owner, held.into_owner as into,
                (select coalesce(sum(wallet.booked + wallet.pending), 0) from points.wallet as wallet
                  where wallet.lane = held.lane and wallet.owner = held.owner)::bigint as points,
                (select count(*) from ledger.journal as row
                  where row.lane = held.lane and row.owner = held.owner and row.kind = 'checkout.sale')::int as sales
           from lanes.owner as held
           join unnest($1::int[], $2::bigint[]) as wanted(lane, owner) on held.lane = wanted.lane and held.owner = wanted.owner`,
        [ids.map(({ lane }) => lane), ids.map(({ id }) => id)],
      );
      const [first, second] = ids.map(({ lane, id }) => rows.find((row) => row.lane === lane && row.owner === id));
      assert(first && second, 'both have their owner');
      const isMerged = second.into !== null;
      const [entry] = await house.database.query<{ count: number }>(
        `select count(*)::int as count from ledger.journal where kind = 'members.merge' and lane = $1 and owner = $2`,
        [first.lane, first.owner],
      );
      if (isMerged) result.merged += 1;
      else result.open += 1;
      // Whole: an entry, the owner leads on, nothing is left with him. Absent: none of it.
      const isWhole = isMerged && entry?.count === 1 && second.points === 0n;
      const isAbsent = !isMerged && entry?.count === 0 && (second.sales === 0 || second.points > 0n);
      if (!isWhole && !isAbsent) result.half.push(name);
      if (acknowledged.has(name) && !isWhole) result.lost.push(name);
      // Every sale of theirs gave the same, whoever has it now.
      const [alike] = await house.database.query<{ points: bigint }>(
        `select coalesce(sum(lot.amount), 0)::bigint as points from points.lot as lot
           join ledger.journal as row on row.lane = lot.lane and row.seq = lot.seq and row.kind = 'checkout.sale'
          where (row.lane = $1 and row.owner = $2) or (row.lane = $3 and row.owner = $4)`,
        [first.lane, first.owner, second.lane, second.owner],
      );
      if (alike?.points !== first.points + second.points) result.wrong.push(name);
    }
    return result;
  } finally {
    await close();
  }
}

const SOUND: Aftermath = { half: [], lost: [], wrong: [] };

test('when the program is killed in the middle of merges, each is whole or absent and nothing is lost', async () => {
  const { child, ended } = await start('program');
  await untilAcknowledged('program', 12);
  child.kill('SIGKILL');
  await ended;
  const { merged, open, ...left } = await aftermathOf('program');
  expect(left).toEqual(SOUND);
  expect(merged).toBeGreaterThan(10);
  expect(merged + open).toBe(pairsOf('sent', 'program').length);
}, 90_000);

test('when PostgreSQL is killed in the middle of merges, while the program goes on, likewise', async () => {
  const { child, ended } = await start('server');
  await untilAcknowledged('server', 8);
  process.kill(server.pids.server, 'SIGKILL');
  await server.ended;
  await server.stop();
  server = await startServer();
  const before = pairsOf('acknowledged', 'server').length;
  await untilAcknowledged('server', before + 4);
  child.stdin!.write('stop\n');
  await ended;
  const { merged, open: _open, ...left } = await aftermathOf('server');
  expect(left).toEqual(SOUND);
  expect(merged).toBeGreaterThan(before);
}, 120_000);

test('control: merges that were acknowledged before their commit are found to be lost', async () => {
  const lost: string[] = [];
  for (let round = 0; round < 4 && lost.length === 0; round++) {
    const { child, ended } = await start(`hasty-${round}`, true);
    await untilAcknowledged(`hasty-${round}`, 6);
    child.kill('SIGKILL');
    await ended;
    lost.push(...(await aftermathOf(`hasty-${round}`)).lost);
  }
  expect(lost).not.toEqual([]);
}, 120_000);
