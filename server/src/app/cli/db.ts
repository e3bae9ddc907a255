import { Command } from 'commander';
import type { VerifyWatched } from '../verify-database.ts';
import { dbBackupCommand } from './db-backup.ts';
import { dbChangesCommand } from './db-changes.ts';
import { dbDumpCommand } from './db-dump.ts';
import { dbMoveCommand, dbRestoreCommand, dbUpgradeCommand } from './db-move.ts';
import { dbSqlCommand } from './db-sql.ts';
import { dbUrlCommand } from './db-url.ts';

/** `tallystick db …`: everything about the database below the program. `verify` asks a copy whether it is right. */
export function dbCommand(verify: VerifyWatched): Command {
  return new Command('db')
    .summary('ask the database, back it up, move it')
    .description(
      'Asks the database, backs it up and moves it. Most of it works beside a running program; where none is running, the embedded PostgreSQL is started ' +
        'as long as it is needed.',
    )
    .addCommand(dbUrlCommand())
    .addCommand(dbSqlCommand())
    .addCommand(dbDumpCommand())
    .addCommand(dbChangesCommand())
    .addCommand(dbBackupCommand())
    .addCommand(dbRestoreCommand(verify))
    .addCommand(dbMoveCommand(verify))
    .addCommand(dbUpgradeCommand(verify));
}
