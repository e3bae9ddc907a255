import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readManifest } from '../../platform/database/copy/backup.ts';
import type { Progress } from '../../platform/database/copy/copy-database.ts';
import {
  moveDatabase,
  restoreDatabase,
  upgradeDatabase,
  type Moved,
  type Verify,
} from '../../platform/database/copy/move.ts';
import { withoutPassword } from '../../platform/database/address.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Config } from '../../platform/config.ts';
import type { VerifyWatched } from '../verify-database.ts';
import { runCommand } from './command.ts';
import { placeOfInstallation } from './installation.ts';
import { progressBar } from './progress-bar.ts';
import { WrongCall } from './wrong-call.ts';

type Work = (config: Config, progress: Progress, verify: Verify) => Promise<Moved>;

/** Runs what fills another database, with a bar for the copy and one for the proof, and says where everything is afterwards. */
function run(json: true | undefined, verify: VerifyWatched, work: Work): Promise<void> {
  return runCommand(async (config) => {
    const [copied, proven] = [progressBar('rows'), progressBar('rows')];
    const proving: Verify = (url) => {
      copied.stop();
      return verify(url, (done, total, where) => proven.show(done, total, `verified, ${where}`));
    };
    let moved: Moved;
    try {
      moved = await work(config, ({ table, rows, ofAbout }) => copied.show(rows, ofAbout, table), proving);
    } finally {
      copied.stop();
      proven.stop();
    }
    const { place, left, rows, tables, switched } = moved;
    if (json) return console.log(JSON.stringify(moved));
    console.log(`${rows} rows of ${tables} tables are in ${withoutPassword(place)}, counted and verified.`);
    if (left !== undefined) console.log(`What was before stays as it was in ${withoutPassword(left)}.`);
    console.log(switched ? 'The next start uses the new place.' : 'Now set DATABASE_URL to the new address and start.');
  });
}

function databaseUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text)) return text;
  throw new InvalidArgumentError('It must look like postgres://user:password@host:5432/database.');
}

const JSON_OPTION = ['--json', 'print the outcome as an object'] as const;

/** `tallystick db move --to URL`. */
export function dbMoveCommand(verify: VerifyWatched): Command {
  return new Command('move')
    .summary('move to another PostgreSQL')
    .description(
      'Copies everything to an empty database, table by table out of one snapshot, compares the counts, verifies the ' +
        'journal there, and only then makes it the database of the next start. The old one stays. Stop the program first.',
    )
    .requiredOption('--to <url>', 'address of an empty database, PostgreSQL 15 or newer', databaseUrl)
    .option(...JSON_OPTION)
    .action(({ to, json }: { to: string; json?: true }) =>
      run(json, verify, (config, progress, proving) => {
        placeOfInstallation(config);
        return moveDatabase(config, to, proving, progress);
      }),
    );
}

/** `tallystick db restore DIR`. */
export function dbRestoreCommand(verify: VerifyWatched): Command {
  return new Command('restore')
    .summary('restore a backup')
    .description(
      'Fills a new embedded cluster (beside the one that may be there, which stays), or the empty database of ' +
        'DATABASE_URL, from a backup, compares counts and digests, and verifies the journal. Stop the program first. ' +
        'The keys that belong to the data must be in KEYS_FILE before the next start.',
    )
    .argument('<folder>', 'what "db backup" wrote')
    .option(...JSON_OPTION)
    .action((folder: string, { json }: { json?: true }) =>
      run(json, verify, (config, progress, proving) => {
        refuseNoBackup(folder);
        return restoreDatabase(config, folder, proving, progress);
      }),
    );
}

/** Before a cluster is made for it. */
function refuseNoBackup(folder: string): void {
  try {
    readManifest(folder);
  } catch (error) {
    throw error instanceof Fault ? new WrongCall(error.message) : error;
  }
}

/** `tallystick db upgrade`. */
export function dbUpgradeCommand(verify: VerifyWatched): Command {
  return new Command('upgrade')
    .summary('bring the embedded cluster to the PostgreSQL of this program')
    .description(
      'Copies the embedded cluster into a new one of the version that this program brings, verifies it, and uses it from ' +
        'the next start on. The old one stays. A cluster of an older major version is read by its own binaries, which ' +
        '--binaries names. Without that option the cluster is only written anew, which also gives back the space of deleted rows.',
    )
    .option('--binaries <folder>', 'the folder above bin and lib of the older PostgreSQL')
    .option(...JSON_OPTION)
    .action(({ binaries, json }: { binaries?: string; json?: true }) =>
      run(json, verify, (config, progress, proving) => {
        placeOfInstallation(config);
        if (binaries !== undefined && !existsSync(join(binaries, 'bin', 'postgres'))) {
          throw new WrongCall(`there is no PostgreSQL in ${binaries}: bin/postgres is not there`);
        }
        return upgradeDatabase(config, binaries, proving, progress);
      }),
    );
}
