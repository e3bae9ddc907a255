// A follower for crash tests: run as a process of its own it follows the journal of a database until it is killed.

import { pino } from 'pino';
import { compose } from '../src/app/compose.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase, type Database } from '../src/platform/database/database.ts';
import { openKeys } from '../src/platform/keys-file.ts';

/** `hasty` commits what follows from the rows apart from the cursor, which the check must find out. */
export type FollowRun = { readonly url: string; readonly folder: string; readonly hasty: boolean };

// Each statement of the effect by itself, as somebody would write it who does not know better.
const hastily = (database: Database): Database => ({
  ...database,
  transaction: (work) => work({ inTransaction: true, run: database.run, query: database.query }),
});

if (import.meta.main) {
  const { url, folder, hasty } = JSON.parse(process.argv[2] ?? '{}') as FollowRun;
  const opened = openDatabase(url, { connections: 4, applicationName: 'tallystick follower crash test' });
  const { keys } = await opened.transaction((tx) => openKeys(tx, `${folder}/keys.json`));
  const database = hasty ? hastily(opened) : opened;
  const house = compose({ database, keys, clock: systemClock(), log: pino({ level: 'silent' }) });
  await house.refresh();
  house.reports.start();
  console.log('following');
}
