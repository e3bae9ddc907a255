import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';
import { runCommand } from './command.ts';
import { borrowCluster } from './installation.ts';
import { formatTable } from './table.ts';

type Cell = unknown;
type Answer = { command: string; rowCount: number | null; fields: { name: string }[]; rows: Cell[][] };

/** `tallystick db sql "…"`: runs SQL and prints what comes back. */
export function dbSqlCommand(): Command {
  return new Command('sql')
    .summary('run SQL and print the result')
    .description(
      'Runs one or more statements and prints their rows as PostgreSQL writes them. "-" reads them from standard input.',
    )
    .argument('<text>', 'the statements')
    .option('--json', 'print an array of objects per statement; numbers beyond 32 bits and times stay texts')
    .action((text: string, { json }: { json?: true }) =>
      runCommand(async (config) => {
        const server = await borrowCluster(config);
        try {
          const answers = await ask(server.url, text === '-' ? readFileSync(0, 'utf8') : text, json === true);
          for (const answer of answers) print(answer, json === true);
        } finally {
          await server.stop();
        }
      }),
    );
}

// What JSON can say as it is: boolean, int2, int4, oid, json, jsonb. Everything else would lose digits or its zone.
const JSON_TYPES = new Set([16, 21, 23, 26, 114, 3802]);

async function ask(url: string, text: string, json: boolean): Promise<Answer[]> {
  const getTypeParser = (oid: number): unknown =>
    json && JSON_TYPES.has(oid) ? pg.types.getTypeParser(oid) : (value: string) => value;
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tallystick db sql',
    options: '-c timezone=UTC',
    types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Without values pg sends the text whole, so there may be several statements in it, and as many answers.
    const answer: unknown = await client.query({ text, rowMode: 'array' });
    return (Array.isArray(answer) ? answer : [answer]) as Answer[];
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const where = error.position ? `, at character ${error.position}` : '';
    throw new Fault(`${error.message}${where}${error.hint ? `. ${error.hint}` : ''}`, { retry: 'never', cause: error });
  } finally {
    await client.end();
  }
}

function print({ command, rowCount, fields, rows }: Answer, json: boolean): void {
  const names = fields.map(({ name }) => name);
  if (json) {
    console.log(JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])))));
  } else if (fields.length === 0) {
    console.log(`${command}${rowCount === null ? '' : ` ${rowCount}`}`);
  } else {
    console.log(
      formatTable(
        names,
        rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : ''))),
      ),
    );
    console.log(`(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`);
  }
}
