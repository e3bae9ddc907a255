import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../test/books.ts';
import { openCrashHouse, submit, type CrashRun } from '../../test/crash-till.ts';
import { inheritedEnvironment } from '../platform/config.ts';
import { startEmbedded, type Embedded } from '../platform/database/embedded.ts';
import { applySchemaChanges } from '../platform/database/schema-changes.ts';
import { scratchFolder } from '../../test/scratch.ts';

const tillProgram = join(import.meta.dirname, '../../test/crash-till.ts');
const WORKERS = 48;

/** Moments that differ from run to run of the test's rounds, but not from test to test. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
const random = dice(2_026_112_209);

let folder: string;
let server: Embedded;
const tills = new Set<ChildProcess>();
// A run that is tried again has names of its own: those of the first try are booked already.
let attempts = 0;

/** With fsync and synchronous_commit, as in production. */
const startServer = (): Promise<Embedded> => startEmbedded(join(folder, 'pg'), { durable: true });

beforeAll(async () => {
  folder = scratchFolder('crash');
  server = await startServer();
  await applySchemaChanges(server.url);
  await (await openCrashHouse({ url: server.url, folder })).close();
}, 60_000);

afterAll(async () => {
  for (const till of tills) till.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a till in a process of its own; gives it when it has begun to sell. */
async function startTill(name: string, hasty = false): Promise<{ child: ChildProcess; ended: Promise<void> }> {
  const run: CrashRun = { url: server.url, folder, name, workers: WORKERS, hasty };
  const child = spawn(process.execPath, [tillProgram, JSON.stringify(run)], {
    env: inheritedEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  tills.add(child);
  const ended = new Promise<void>((done) =>
    child.once('exit', () => {
      tills.delete(child);
      done();
    }),
  );
  await new Promise<void>((up, failed) => {
    child.stdout.once('data', () => up());
    child.once('exit', () => failed(new Error('the till did not come up')));
  });
  return { child, ended };
}

const names = (file: 'sent' | 'acknowledged', of: string): string[] =>
  existsSync(join(folder, file))
    ? readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((name) => name.startsWith(`${of}-`))
    : [];

type Opened = Awaited<ReturnType<typeof openCrashHouse>>;

/** What the journal has of a run: names that were booked, and entries that no name leads to. */
async function journalOf({ house }: Opened, of: string): Promise<{ booked: Set<string>; nameless: number }> {
  // What a killed process had sent may still be under way.
  for (let tries = 0; tries < 100; tries++) {
    const [{ count }] = await house.database.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where application_name = 'tallystick-lanes' and state <> 'idle' and datname = current_database()`,
    );
    if (count === 0) break;
    await sleep(20);
  }
  const rows = await house.database.query<{ reference: Buffer; kind: string | null }>(
    `select reference.reference, entry.kind from lanes.reference left join ledger.journal as entry using (lane, seq)
      where reference.family in ('s', 'r') and reference.outcome = 'b'`,
  );
  const booked = new Set(rows.filter(({ kind }) => kind !== null).map(({ reference }) => reference.toString()));
  // A return that came before its sale has its name on the entry that parked it.
  const [{ count }] = await house.database.query<{ count: number }>(
    `select (select count(*) from ledger.journal as entry
              where kind in ('checkout.sale', 'checkout.return')
                and not exists (select from lanes.reference where reference.lane = entry.lane and reference.seq = entry.seq and outcome = 'b'))::int
          - (select count(*) from checkout.parked_return where state = 'applied')::int as count`,
  );
  return { booked: new Set([...booked].filter((name) => name.startsWith(`${of}-`))), nameless: count };
}

/** Acknowledged operations that the journal does not have. */
async function lostOf(opened: Opened, of: string): Promise<string[]> {
  const { booked } = await journalOf(opened, of);
  return names('acknowledged', of).filter((name) => !booked.has(name));
}

type Aftermath = { lost: string[]; refused: number; missing: number; nameless: number; wasUnderLoad: boolean };
const SOUND: Aftermath = { lost: [], refused: 0, missing: 0, nameless: 0, wasUnderLoad: true };

/** Whether a run has booked for everybody, and has more under way: asked at the moment of the crash by who may go on afterwards. */
const isUnderLoad = (of: string): boolean => {
  const acknowledged = names('acknowledged', of).length;
  return acknowledged > WORKERS && names('sent', of).length > acknowledged;
};

/** What a crash has left: lost operations, and what becomes of the rest when it is sent again. Throws when the books do not add up. */
async function aftermathOf(of: string, wasUnderLoad = isUnderLoad(of)): Promise<Aftermath> {
  const opened = await openCrashHouse({ url: server.url, folder });
  try {
    const { house, till, demo } = opened;
    const lost = await lostOf(opened, of);
    await assertBooks(house);
    // The client does not know of the others, and sends everything again.
    const sent = names('sent', of);
    let refused = 0;
    for (let first = 0; first < sent.length; first += 500) {
      const outcomes = await Promise.all(sent.slice(first, first + 500).map((name) => submit(till, demo, name)));
      refused += outcomes.filter(({ ok }) => !ok).length;
    }
    await assertBooks(house);
    const { booked, nameless } = await journalOf(opened, of);
    return { lost, refused, missing: sent.length - booked.size, nameless, wasUnderLoad };
  } finally {
    await opened.close();
  }
}

describe('after a crash every acknowledged operation is in the journal exactly once', () => {
  test.each([1, 2])(
    'when the program is killed under load (round %i)',
    async (round) => {
      const name = `program-${round}-${++attempts}`;
      const { child, ended } = await startTill(name);
      await sleep(700 + random() * 900);
      child.kill('SIGKILL');
      await ended;
      expect(await aftermathOf(name)).toEqual(SOUND);
    },
    60_000,
  );

  test.each([1])(
    'when PostgreSQL is killed under load, while the program goes on (round %i)',
    async (round) => {
      const name = `server-${round}-${++attempts}`;
      const { child, ended } = await startTill(name);
      await sleep(700 + random() * 900);
      // Asked now: whoever is remembered waits in the line until the database is back, and is booked then.
      const wasUnderLoad = isUnderLoad(name);
      process.kill(server.pids.server, 'SIGKILL');
      await server.ended;
      await server.stop();
      server = await startServer();
      await sleep(1_500);
      child.stdin!.write('stop\n');
      await ended;
      expect(await aftermathOf(name, wasUnderLoad)).toEqual(SOUND);
    },
    90_000,
  );

  test('and the check would tell: a till that acknowledges before the commit is found out', async () => {
    const { child, ended } = await startTill('hasty', true);
    await sleep(1_000);
    child.kill('SIGKILL');
    await ended;
    const opened = await openCrashHouse({ url: server.url, folder });
    try {
      expect(await lostOf(opened, 'hasty')).not.toEqual([]);
    } finally {
      await opened.close();
    }
  }, 60_000);
});
