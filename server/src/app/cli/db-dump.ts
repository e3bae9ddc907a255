import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { dumpSchema } from '../../platform/database/schema-dump.ts';
import { runCommand } from './command.ts';
import { borrowCluster } from './installation.ts';

/** `tallystick db dump`: the schema as SQL, from the catalogue. */
export function dbDumpCommand(): Command {
  return new Command('dump')
    .summary('print the schema as SQL')
    .description(
      'Prints schemas, tables, indexes, views, functions and triggers as the catalogue has them, always in the same order: ' +
        'two databases have the same schema exactly when their dumps are equal. For the data see "db backup".',
    )
    .option('--output <file>', 'write to a file')
    .action(({ output }: { output?: string }) =>
      runCommand(async (config) => {
        const server = await borrowCluster(config);
        try {
          const text = await dumpSchema(server.url);
          if (output === undefined) process.stdout.write(text);
          else writeFileSync(output, text);
        } finally {
          await server.stop();
        }
      }),
    );
}
