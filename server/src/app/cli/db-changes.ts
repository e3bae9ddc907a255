import { Command } from 'commander';
import { applySchemaChanges, listSchemaChanges } from '../../platform/database/schema-changes.ts';
import { runCommand } from './command.ts';
import { borrowCluster } from './installation.ts';
import { formatTable } from './table.ts';

/** `tallystick db changes`: which schema changes there are and which the database has. */
export function dbChangesCommand(): Command {
  return new Command('changes')
    .summary('list the schema changes and which are applied')
    .description(
      'Lists the schema changes that this program has, and when each was applied to the database. "start" applies what is missing.',
    )
    .option('--apply', 'apply what is missing now')
    .option('--json', 'print an array of objects')
    .action(({ apply, json }: { apply?: true; json?: true }) =>
      runCommand(async (config) => {
        const server = await borrowCluster(config);
        try {
          if (apply) await applySchemaChanges(server.url);
          const changes = await listSchemaChanges(server.url);
          if (json) return console.log(JSON.stringify(changes, undefined, 2));
          const rows = changes.map(({ name, appliedAt, tookMs }) => [
            name,
            appliedAt ?? 'not applied',
            tookMs === null ? '' : String(tookMs),
          ]);
          console.log(formatTable(['change', 'applied', 'ms'], rows));
        } finally {
          await server.stop();
        }
      }),
    );
}
