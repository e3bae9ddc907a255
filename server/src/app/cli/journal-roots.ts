import { join } from 'node:path';
import { Command } from 'commander';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { signRoots } from '../../rooms/ledger/index.ts';
import { selectAuditHeads } from '../../rooms/staff/index.ts';
import { ROOTS_FILE } from '../sign-roots-daily.ts';
import { runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';

/** Where signed roots are kept unless somebody says otherwise. */
export const rootsFile = (config: Config): string => join(config.dataDir, ROOTS_FILE);

/** `tallystick journal roots`: signs where every lane and audit chain stands. */
export function journalRootsCommand(): Command {
  return new Command('roots')
    .summary('sign where every lane and every audit chain stands now')
    .description(
      'Signs the heads of all lanes and audit chains with the newest signing key and appends them, one line of JSON, to DATA_DIR/roots.jsonl. ' +
        'The program does this by itself once a day. Keep copies elsewhere: a root proves only what was below it.',
    )
    .action(() =>
      runCommand(async (config) => {
        const server = await borrowInstallation(config);
        const database = openDatabase(server.url, { connections: 1, applicationName: 'tallystick journal roots' });
        try {
          const keys = readInstallationKeys(config);
          const audit = await selectAuditHeads(database);
          console.log(await signRoots(database, keys, rootsFile(config), systemClock().now(), audit));
        } finally {
          await database.close();
          await server.stop();
        }
      }),
    );
}
