import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../kernel/fault.ts';
import type { Connection, Database } from '../database/database.ts';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import { arrival, countCoins, openPurses, purseGround, putIn, type PurseEntry } from './fake-purses.ts';
import { createLaneMachine, type LaneMachine, type MachineOptions } from './machine.ts';
import type { OwnerKey } from './owner.ts';

let fresh: FreshDatabase;
let owners: OwnerKey[];
const machines: LaneMachine<PurseEntry>[] = [];

const machineOver = (database: Database, options: MachineOptions = {}): LaneMachine<PurseEntry> => {
  const made = createLaneMachine(database, purseGround, options);
  machines.push(made);
  return made;
};

beforeAll(async () => {
  fresh = await freshDatabase();
  owners = await openPurses(fresh.database, 3);
  await fresh.database.query(
    `create function fake.blow() returns trigger language plpgsql as $$
     begin
       -- A sequence forgets nothing when its transaction is undone: only the first one is killed.
       if nextval('fake.fuse') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
       return null;
     end $$`,
  );
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.database.query('truncate fake.purse, fake.entry, lanes.reference, lanes.lane_batch');
  await fresh.database.query('alter sequence fake.fuse restart');
});
afterEach(async () => {
  for (const machine of machines.splice(0)) await machine.stop();
  await fresh.database.query('drop trigger if exists blow on lanes.lane_batch');
});

const many = (machine: LaneMachine<PurseEntry>, count: number, named: boolean) =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      machine.submit(putIn, arrival([owners[at % 3], owners[(at + 1) % 3]], 1n, named ? `L-${at}` : '')),
    ),
  );

/** The database over which the first commit that a lane batch makes is carried out, but its answer is lost. */
function losingAnswers(times: number): { database: Database; lost: () => number } {
  let lost = 0;
  const connection = async (): Promise<Connection> => {
    const real = await fresh.database.connection({ applicationName: 'tallystick-lanes' });
    return {
      ...real,
      get isBroken() {
        return real.isBroken;
      },
      async commit() {
        await real.commit();
        if (lost === times) return;
        lost++;
        real.destroy();
        throw new Fault('commit: the connection to PostgreSQL was lost', { retry: 'unknown' });
      },
    };
  };
  return { database: { ...fresh.database, connection }, lost: () => lost };
}

describe('a connection that is lost', () => {
  test('between write and commit: every operation is booked exactly once', async () => {
    await fresh.database.query(
      'create trigger blow after insert on lanes.lane_batch for each statement execute function fake.blow()',
    );
    const machine = machineOver(fresh.database);
    const outcomes = await many(machine, 30, true);
    expect(outcomes.every((one) => one.ok)).toBe(true);
    // The batch itself, and one that may have been sent behind it.
    expect([1, 2]).toContain(machine.figures().reruns);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 60n, inEntries: 60n, entries: 60n });
  });

  test('while the commit is carried out: every operation is booked exactly once', async () => {
    await fresh.database.query(
      'create constraint trigger blow after insert on lanes.lane_batch deferrable initially deferred for each row execute function fake.blow()',
    );
    const machine = machineOver(fresh.database);
    const outcomes = await many(machine, 30, true);
    expect(outcomes.every((one) => one.ok)).toBe(true);
    // The batch itself, and one that may have been sent behind it.
    expect([1, 2]).toContain(machine.figures().reruns);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 60n, inEntries: 60n, entries: 60n });
  });

  test('after the commit, before its answer: every operation is booked exactly once, and answered as a repeat', async () => {
    const { database, lost } = losingAnswers(2);
    // Two batches at least, the second of them behind the first.
    const outcomes = await many(machineOver(database, { batchSizeMax: 15 }), 30, true);
    expect(lost()).toBe(2);
    expect(outcomes.every((one) => one.ok)).toBe(true);
    expect(outcomes.some((one) => one.ok && one.repeated)).toBe(true);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 60n, inEntries: 60n, entries: 60n });
  });

  test('the same without references books twice, so this test would see it (negative control)', async () => {
    const { database, lost } = losingAnswers(1);
    await many(machineOver(database), 30, false);
    expect(lost()).toBe(1);
    expect((await countCoins(fresh.database)).entries).toBeGreaterThan(60n);
  });

  test('again and again, at any moment, under load: every operation is booked exactly once', async () => {
    const machine = machineOver(fresh.database);
    let killed = 0;
    let done = false;
    const killer = (async () => {
      while (!done) {
        const [{ count }] = await fresh.database.query<{ count: bigint }>(
          `select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and application_name = 'tallystick-lanes' and state <> 'idle'`,
        );
        killed += Number(count);
        await sleep(15);
      }
    })();
    for (let round = 0; round < 6; round++) {
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, at) =>
          machine.submit(putIn, arrival([owners[at % 3]], 1n, `K-${round}-${at}`)),
        ),
      );
      expect(outcomes.every((one) => one.ok)).toBe(true);
    }
    done = true;
    await killer;
    expect(killed).toBeGreaterThan(0);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 600n, inEntries: 600n, entries: 600n });
  });
});
