// A follower for crash tests: run as a process of its own it follows the journal of a database, stops in the middle of a step, says so,
// and waits to be killed.

import { pino } from 'pino';
import { compose } from '../src/app/compose.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase, type Database, type Tx } from '../src/platform/database/database.ts';
import { openKeys } from '../src/platform/keys-file.ts';

/** `hasty`: what follows from the rows is committed apart from the cursor, which the check must find out. */
export type FollowRun = {
  readonly url: string;
  readonly folder: string;
  readonly hasty: boolean;
  /** Before which statement of a step it stops. */
  readonly stopsAt: number;
  /** Whose follower it is; that of reports when left out. */
  readonly of?: 'reports' | 'fraud';
};

const forever = new Promise<never>(() => undefined);

/** The database as it is, except that a transaction of so many statements never ends. */
function stopping(database: Database, { hasty, stopsAt }: FollowRun): Database {
  const counted = (queries: Pick<Tx, 'run' | 'query'>): Tx => {
    let count = 0;
    const before = async (): Promise<void> => {
      if (++count < stopsAt) return;
      process.stdout.write('middle\n');
      await forever;
    };
    return {
      inTransaction: true,
      run: async (what, values) => {
        await before();
        return queries.run(what, values);
      },
      query: async (text, values) => {
        await before();
        return queries.query(text, values);
      },
    };
  };
  return {
    ...database,
    transaction: (work, settings) =>
      hasty ? work(counted(database)) : database.transaction((tx) => work(counted(tx)), settings),
  };
}

if (import.meta.main) {
  const run = JSON.parse(process.argv[2] ?? '{}') as FollowRun;
  const opened = openDatabase(run.url, { connections: 4, applicationName: 'tallystick follower crash test' });
  const { keys } = await opened.transaction((tx) => openKeys(tx, `${run.folder}/keys.json`));
  const house = compose({
    database: stopping(opened, run),
    keys,
    clock: systemClock(),
    log: pino({ level: 'silent' }),
  });
  await house.refresh();
  house[run.of ?? 'reports'].start();
}
