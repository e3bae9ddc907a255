// A till for crash tests: run as a process of its own it sells as fast as it may and writes down what was acknowledged, until it is
// told to stop or killed.

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { compose } from '../src/app/compose.ts';
import { openDemo, type Demo } from '../src/app/demo.ts';
import { assert } from '../src/kernel/assert.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { openKeys } from '../src/platform/keys-file.ts';
import { byPoints, line, openTills, type Tills } from './sales.ts';

/** Where everything is, and how the till behaves. `hasty`: it acknowledges before the commit, which the check must find out. */
export type CrashRun = {
  readonly url: string;
  readonly folder: string;
  readonly name: string;
  readonly workers: number;
  readonly hasty: boolean;
};

/** Opens the demo house over a database; the first time makes it. */
export async function openCrashHouse({ url, folder }: Pick<CrashRun, 'url' | 'folder'>) {
  const database = openDatabase(url, { connections: 6, applicationName: 'tallystick crash test' });
  const { keys } = await database.transaction((tx) => openKeys(tx, `${folder}/keys.json`));
  const house = compose({
    database,
    keys,
    clock: systemClock(),
    log: pino({ level: 'silent' }),
    machine: { batchSizeMax: 20 },
  });
  await house.refresh();
  const { demo } = await openDemo(house, folder);
  await house.refresh();
  const principal = house.partners.authenticate(demo.admin);
  assert(!('refusal' in principal), 'the demo credential is good');
  const program = house.programs.settings().programByCode(principal.tenant, 'club');
  assert(program, 'the demo program is there');
  const till = openTills(
    { ...house, tenant: principal.tenant, program: () => program, principals: { tenant: principal } },
    demo.outlet,
    demo.terminal,
  );
  return {
    house,
    demo,
    till,
    close: async () => {
      await house.stop();
      await database.close();
    },
  };
}

/** Operation k of a worker, always the same for one name: a sale, a sale that another member's points pay, a return of the one before. */
export function submit(till: Tills, { members }: Demo, name: string): Promise<{ readonly ok: boolean }> {
  const [worker, k] = name.split('-').slice(-2).map(Number) as [number, number];
  const member = members[(worker + k) % members.length];
  const payer = members[(worker + k + 1) % members.length];
  const identity = { card: member.card };
  if (k % 4 === 3)
    return till.giveBack(`${name.slice(0, name.lastIndexOf('-'))}-${k - 1}`, [[1, 500]], { reference: name });
  const tenders = k % 4 === 2 ? [byPoints(1, { payer: { card: payer.card } })] : [];
  return till.sell({ identity, reference: name, lines: [line(1, 1_200), line(2, 345)], tenders });
}

/** Appends lines to a file, each set on the disk before `write` is done. */
function logFile(path: string): { write(text: string): Promise<void>; close(): void } {
  const file = openSync(path, 'a');
  let waiting: string[] = [];
  let flushed: Promise<void> | undefined;
  return {
    write(text) {
      waiting.push(`${text}\n`);
      flushed ??= new Promise((done) =>
        setImmediate(() => {
          const taken = waiting.join('');
          waiting = [];
          flushed = undefined;
          writeSync(file, taken);
          fsyncSync(file);
          done();
        }),
      );
      return flushed;
    },
    close: () => closeSync(file),
  };
}

async function main(run: CrashRun): Promise<void> {
  const { till, demo, close } = await openCrashHouse(run);
  const sent = logFile(`${run.folder}/sent`);
  const acknowledged = logFile(`${run.folder}/acknowledged`);
  let isOver = false;
  process.stdin.once('data', () => (isOver = true));
  const work = async (worker: number): Promise<void> => {
    for (let k = 0; !isOver; k++) {
      const name = `${run.name}-${worker}-${k}`;
      await sent.write(name);
      try {
        const outcome = submit(till, demo, name);
        if (run.hasty) await acknowledged.write(name);
        const { ok } = await outcome;
        if (ok && !run.hasty) await acknowledged.write(name);
      } catch {
        // Not known, or the database is away: nothing was acknowledged.
        await sleep(50);
      }
    }
  };
  process.stdout.write('up\n');
  await Promise.all(Array.from({ length: run.workers }, (_, worker) => work(worker)));
  await close();
  process.exit(0);
}

if (import.meta.main) await main(JSON.parse(process.argv[2]) as CrashRun);
