import { Command } from 'commander';
import { backUp } from '../../platform/database/copy/backup.ts';
import { runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { progressBar } from './progress-bar.ts';

/** `tallystick db backup DIR`: everything in files, out of one snapshot. */
export function dbBackupCommand(): Command {
  return new Command('backup')
    .summary('write a backup')
    .description(
      'Writes all tables, out of one snapshot, to a folder of their own: a compressed file per table and a manifest with ' +
        'counts and digests. Works beside a running program. The keys are not in it: keep a copy of KEYS_FILE elsewhere.',
    )
    .argument('<folder>', 'absent or empty')
    .option('--json', 'print the outcome as an object')
    .action((folder: string, { json }: { json?: true }) =>
      runCommand(async (config) => {
        const server = await borrowInstallation(config);
        const bar = progressBar('rows');
        try {
          const carried = await backUp(server.url, folder, ({ table, rows, ofAbout }) =>
            bar.show(rows, ofAbout, table),
          );
          bar.stop();
          if (json) return console.log(JSON.stringify({ folder, ...carried }));
          console.log(`${carried.rows} rows of ${carried.tables} tables are in ${folder}.`);
          console.log(`The keys are not: keep a copy of ${config.keysFile} in another place.`);
        } finally {
          bar.stop();
          await server.stop();
        }
      }),
    );
}
