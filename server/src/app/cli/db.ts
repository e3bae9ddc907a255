import { Command } from 'commander';
import { dbChangesCommand } from './db-changes.ts';
import { dbDumpCommand } from './db-dump.ts';
import { dbSqlCommand } from './db-sql.ts';
import { dbUrlCommand } from './db-url.ts';

/** `tallystick db …`: everything about the database below the program. */
export function dbCommand(): Command {
  return new Command('db')
    .summary('look at the database, copy it, move it')
    .description(
      'Works beside a running program. When none is running, the embedded PostgreSQL is started for the moment.',
    )
    .addCommand(dbUrlCommand())
    .addCommand(dbSqlCommand())
    .addCommand(dbDumpCommand())
    .addCommand(dbChangesCommand());
}
