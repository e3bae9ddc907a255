import { Command } from 'commander';
import type { Verify } from '../../platform/database/copy/move.ts';
import { dbBackupCommand } from './db-backup.ts';
import { dbChangesCommand } from './db-changes.ts';
import { dbDumpCommand } from './db-dump.ts';
import { dbMoveCommand, dbRestoreCommand, dbUpgradeCommand } from './db-move.ts';
import { dbSqlCommand } from './db-sql.ts';
import { dbUrlCommand } from './db-url.ts';

/** `tallystick db …`: everything about the database below the program. `verify` asks a copy whether it is right. */
export function dbCommand(verify: Verify): Command {
  return new Command('db')
    .summary('look at the database, copy it, move it')
    .description(
      'Looks at the database, changes, copies and moves it. Works beside a running program. When none is running, the embedded PostgreSQL is started for the moment.',
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
