import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Fault } from '../../kernel/fault.ts';
import { assert } from '../../kernel/assert.ts';

/** One file of `server/schema/changes`. */
export type SchemaChange = {
  number: number;
  /** The file's name without `.sql`. */
  name: string;
  text: string;
  /** Of the text, sha256 in hex: a change that has been applied anywhere is never edited. */
  checksum: string;
  /** False where the first line is `-- no transaction`; such a file holds one statement. */
  inTransaction: boolean;
};

/** Where the changes of this program lie. */
export const SCHEMA_CHANGES_FOLDER = join(import.meta.dirname, '../../../schema/changes');

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;
// Any constant will do, as long as every program that changes this schema takes the same.
const ADVISORY_LOCK = 7_455_911;
// A change that waits longer than this for a table holds up everybody behind it.
const LOCK_TIMEOUT_MS = 30_000;

/** Reads the changes in order of their numbers. Two with one number, or a file of another name, are a bug. */
export function readSchemaChanges(folder: string = SCHEMA_CHANGES_FOLDER): SchemaChange[] {
  const changes = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const number = FILE_NAME.exec(file)?.[1];
      assert(number !== undefined, `${file} is not named NNNN-verb-noun.sql`);
      const text = readFileSync(join(folder, file), 'utf8');
      return {
        number: Number(number),
        name: file.slice(0, -'.sql'.length),
        text,
        checksum: createHash('sha256').update(text).digest('hex'),
        inTransaction: !/^-- no transaction\s*$/m.test(text.split('\n', 1)[0] ?? ''),
      };
    });
  for (const [index, change] of changes.entries()) {
    assert(change.number !== changes[index - 1]?.number, `two schema changes have the number ${change.number}`);
  }
  return changes;
}

/**
 * Keeps every program from starting on the database at `url`, and waits for one that is starting, until what comes back
 * is called.
 */
export async function holdSchema(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, application_name: 'tallystick schema' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
  return () => client.end();
}

export type Applied = { number: number; name: string; tookMs: number };

/**
 * Brings the database at `url` to the schema of this program and says what it applied. Programs that start at the same
 * time wait for one another. A Fault when an applied change was edited since, or when the database knows a change that
 * this program does not (it is newer than we are).
 */
export async function applySchemaChanges(
  url: string,
  changes: readonly SchemaChange[] = readSchemaChanges(),
): Promise<Applied[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tallystick schema',
    options: '-c timezone=UTC',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query(`create table if not exists public.schema_change (
      number integer not null constraint schema_change_pkey primary key,
      name text not null,
      checksum text not null,
      took_ms integer not null,
      applied_at timestamptz not null default clock_timestamp())`);
    const done = await findApplied(client);
    refuseStrangers(done, changes);
    const applied: Applied[] = [];
    for (const change of changes.filter(({ number }) => !done.has(number))) applied.push(await apply(client, change));
    return applied;
  } finally {
    // The session's end gives the lock back.
    await client.end();
  }
}

type Done = ReadonlyMap<number, { name: string; checksum: string }>;

async function findApplied(client: pg.Client): Promise<Done> {
  const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
    'select number, name, checksum from public.schema_change order by number',
  );
  return new Map(rows.map((row) => [row.number, row]));
}

function refuseStrangers(done: Done, changes: readonly SchemaChange[]): void {
  const known = new Map(changes.map((change) => [change.number, change]));
  for (const [number, { name, checksum }] of done) {
    const change = known.get(number);
    if (!change) {
      throw new Fault(`the database has the schema change ${name}, which this program does not know: it is too old`, {
        retry: 'never',
      });
    }
    if (change.checksum !== checksum) {
      throw new Fault(`the schema change ${name} was edited after it had been applied to this database`, {
        retry: 'never',
      });
    }
  }
}

async function apply(client: pg.Client, change: SchemaChange): Promise<Applied> {
  const start = performance.now();
  const note = async (): Promise<Applied> => {
    const tookMs = Math.round(performance.now() - start);
    await client.query('insert into public.schema_change (number, name, checksum, took_ms) values ($1, $2, $3, $4)', [
      change.number,
      change.name,
      change.checksum,
      tookMs,
    ]);
    return { number: change.number, name: change.name, tookMs };
  };
  try {
    if (!change.inTransaction) {
      await client.query(change.text);
      return await note();
    }
    await client.query('begin');
    await client.query(change.text);
    const applied = await note();
    await client.query('commit');
    return applied;
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw new Fault(`the schema change ${change.name} failed: ${describe(cause, change.text)}`, {
      retry: 'never',
      cause,
    });
  }
}

function describe(cause: unknown, text: string): string {
  if (!(cause instanceof pg.DatabaseError)) return String(cause);
  const line = cause.position ? ` (line ${text.slice(0, Number(cause.position)).split('\n').length})` : '';
  return `${cause.message}${line}`;
}

export type ListedChange = {
  number: number;
  name: string;
  /** ISO text, or null where the database does not have it yet. */
  appliedAt: string | null;
  tookMs: number | null;
  /** False for one that the database has and this program does not. */
  known: boolean;
};

/** The changes of this program and those of the database, side by side. */
export async function listSchemaChanges(
  url: string,
  changes: readonly SchemaChange[] = readSchemaChanges(),
): Promise<ListedChange[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tallystick schema',
    options: '-c timezone=UTC',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const table = await client.query(
      `select 1 from pg_tables where schemaname = 'public' and tablename = 'schema_change'`,
    );
    const { rows } = await client.query<{ number: number; name: string; applied_at: string; took_ms: number }>(
      table.rowCount === 0
        ? 'select 0 as number, null as name, null as applied_at, 0 as took_ms limit 0'
        : `select number, name, to_char(applied_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as applied_at, took_ms from public.schema_change`,
    );
    const done = new Map(rows.map((row) => [row.number, row]));
    const strangers = rows.filter((row) => !changes.some(({ number }) => number === row.number));
    const listed = changes.map(({ number, name }) => {
      const row = done.get(number);
      return { number, name, appliedAt: row?.applied_at ?? null, tookMs: row?.took_ms ?? null, known: true };
    });
    const unknown = strangers.map((row) => ({
      number: row.number,
      name: row.name,
      appliedAt: row.applied_at,
      tookMs: row.took_ms,
      known: false,
    }));
    return [...listed, ...unknown].sort((a, b) => a.number - b.number);
  } finally {
    await client.end();
  }
}
