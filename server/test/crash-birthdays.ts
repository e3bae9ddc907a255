// Birthdays for crash tests: run as a process of its own it celebrates those of a moment, until it is through or killed.

import { pino } from 'pino';
import { compose } from '../src/app/compose.ts';
import type { Instant } from '../src/kernel/instant.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import type { Keys } from '../src/platform/keys.ts';
import type { LaneMachine, Operation, Plan } from '../src/platform/lanes/index.ts';
import type { JournalEntry } from '../src/rooms/ledger/index.ts';
import { celebrateBirthdays } from '../src/rooms/occasions/jobs/index.ts';
import { celebratedSheet } from '../src/rooms/occasions/store/celebrated.ts';
import { decidedOver, forgetfulDesk } from './lesser-desk.ts';

/** Where it runs, and when it is. `forgets`: what was given is not noted with it, which the check must find out. */
export type BirthdaysRun = {
  readonly url: string;
  readonly keys: Readonly<Record<string, readonly { readonly number: number; readonly secret: string }[]>>;
  readonly now: number;
  readonly forgets: boolean;
};

type Submit = Pick<LaneMachine<JournalEntry>, 'submit'>;

/** A machine over whose desks nobody notes that a birthday was celebrated, nor sees it. */
export const forgetful = (machine: Submit): Submit => ({
  submit: (operation, arrival) =>
    machine.submit(
      decidedOver(
        operation as unknown as Operation<never, Plan, never, never, JournalEntry>,
        forgetfulDesk(celebratedSheet, true),
      ) as unknown as typeof operation,
      arrival,
    ),
});

export const keysAsText = (keys: Keys): BirthdaysRun['keys'] =>
  Object.fromEntries(
    Object.entries(keys).map(([kind, all]) => [
      kind,
      all.map(({ number, secret }) => ({ number, secret: secret.toString('base64') })),
    ]),
  );

const keysOf = (text: BirthdaysRun['keys']): Keys =>
  Object.fromEntries(
    Object.entries(text).map(([kind, all]) => [
      kind,
      all.map(({ number, secret }) => ({ number, secret: Buffer.from(secret, 'base64') })),
    ]),
  ) as unknown as Keys;

/** A server of its own over the database of a test. */
export async function openServer({ url, keys, now }: Pick<BirthdaysRun, 'url' | 'now'> & { readonly keys: Keys }) {
  const database = openDatabase(url, { connections: 4, applicationName: 'tallystick birthdays' });
  const house = compose({
    ...{ database, keys, clock: { now: () => now as Instant }, movesTime: true },
    ...{ log: pino({ level: 'silent' }), machine: { batchSizeMax: 5 } },
  });
  await house.refresh();
  return {
    house,
    close: async () => {
      await house.stop();
      await database.close();
    },
  };
}

if (import.meta.main) {
  const run = JSON.parse(process.argv[2] as string) as BirthdaysRun;
  const { house, close } = await openServer({ ...run, keys: keysOf(run.keys) });
  process.stdout.write('up\n');
  const machine = run.forgets ? forgetful(house.machine) : house.machine;
  await celebrateBirthdays({ ...house, machine, tiers: house.tiers.members });
  await close();
  process.exit(0);
}
