import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbedded } from '../server/src/platform/database/embedded.ts';
import { applySchemaChanges } from '../server/src/platform/database/schema-changes.ts';
import { dumpSchema } from '../server/src/platform/database/schema-dump.ts';
import { root } from './source-files.ts';

// Applies all schema changes to an empty database and writes what the catalogue then says to docs/reference/schema.sql.
// With --check it writes nothing and fails where the committed file says something else.

const path = join(root, 'docs/reference/schema.sql');

async function dumpOfChanges(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `tallystick-test-${process.pid}-dump-`));
  // The server may run as another user.
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded(join(folder, 'pg'), { durable: false });
  try {
    await applySchemaChanges(embedded.url);
    return await dumpSchema(embedded.url);
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first line in which two texts differ, counted from 1. */
function firstDifference(a: string, b: string): number {
  const [left, right] = [a.split('\n'), b.split('\n')];
  return left.findIndex((line, i) => line !== right[i]) + 1 || left.length + 1;
}

const text = await dumpOfChanges();
if (process.argv.includes('--check')) {
  const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (committed === text) {
    console.log(`docs/reference/schema.sql is the schema of the changes (${text.split('\n').length} lines).`);
  } else {
    const line = firstDifference(text, committed);
    console.error(
      `docs/reference/schema.sql:${line}: the changes say "${text.split('\n')[line - 1] ?? ''}"; run tools/schema-dump.ts`,
    );
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log('docs/reference/schema.sql is written.');
}
