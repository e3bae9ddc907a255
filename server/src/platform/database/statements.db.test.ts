import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from './template.ts';
import { registeredStatements } from './sql.ts';

const source = join(import.meta.dirname, '../..');

/** The modules that make statements, found by their text, since nobody keeps a list of them. */
function modulesWithStatements(): string[] {
  return (
    readdirSync(source, { recursive: true, encoding: 'utf8' })
      // A fake speaks to tables that its test makes.
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/(^|\/)fake-[^/]*$/.test(path))
      .map((path) => join(source, path))
      .filter((path) => /database\/sql\.ts'/.test(readFileSync(path, 'utf8')))
  );
}

for (const path of modulesWithStatements()) await import(path);

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase({ connections: 1 });
});

afterAll(async () => fresh.drop());

// Other files of this worker have made statements over tables of their own.
const ofTheProgram = registeredStatements().filter(({ name }) => !/^(fake|probe|test)\./.test(name));

test.each(ofTheProgram.map(({ name, text }) => [name, text]))('%s fits the schema', async (name, text) => {
  // Parsing finds tables, columns and types; nothing is run.
  await fresh.database.query(`prepare "${name}" as ${text}`);
  const [prepared] = await fresh.database.query<{ parameters: string[] }>(
    `select parameter_types::text[] as parameters from pg_prepared_statements where name = $1`,
    [name],
  );
  expect(prepared?.parameters).not.toContain('unknown');
});
