import type { Writable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { Fault } from '../../../kernel/fault.ts';
import { FILLED_TABLES } from '../filled-tables.ts';
import { applySchemaChanges, readSchemaChanges, type SchemaChange } from '../schema-changes.ts';
import type { AppliedChange, CopiedTable, Inventory, Partition } from './inventory.ts';
import { openCopyClient } from './reader.ts';

/** A database that is being filled, in one transaction. */
export type Writer = {
  /** Takes the rows of one table as a reader gives them. One table at a time. */
  rows(table: CopiedTable): Writable;
  /** How many rows a table has now: the control count. */
  count(table: CopiedTable): Promise<number>;
  /** Sets the sequences, commits, and gathers statistics. */
  finish(sequences: Inventory['sequences']): Promise<void>;
  /** Gives up: nothing that was copied stays. */
  abandon(): Promise<void>;
};

/** The changes of this program that the source had. A Fault when it had one that we do not know, or in other words. */
export function changesOf(
  applied: readonly AppliedChange[],
  ours: readonly SchemaChange[] = readSchemaChanges(),
): SchemaChange[] {
  return applied.map(({ number, name, checksum }) => {
    const change = ours.find((candidate) => candidate.number === number);
    if (!change || change.checksum !== checksum) {
      throw new Fault(
        `this program does not have the schema change ${name} as the source had it; use the program that made it`,
        {
          retry: 'never',
        },
      );
    }
    return change;
  });
}

/**
 * Makes the database at `url` ready: schema by the source's changes, partitions like the source's, all tables empty.
 * Refuses (a Fault) a database in which something stands: only one without tables, or one whose program never started.
 */
export async function openWriter(
  url: string,
  source: Pick<Inventory, 'changes' | 'partitions' | 'tables'>,
  applicationName: string,
): Promise<Writer> {
  const changes = changesOf(source.changes);
  await refuseFull(url, applicationName);
  await applySchemaChanges(url, changes);
  const client = await openCopyClient(url, applicationName);
  try {
    await client.query('begin');
    for (const partition of source.partitions) await client.query(createPartition(partition));
    const names = source.tables.map(({ name }) => name);
    // The rows have been through the triggers once, and what guards a table against change guards it against this too.
    const { rows: triggers } = await client.query<Trigger>(TRIGGERS);
    for (const name of names) await client.query(`alter table ${name} disable trigger user`);
    // What the schema changes themselves have put in comes again with the copy.
    if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
    return {
      rows: ({ name, columns }) => client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`)),
      count: async ({ name }) => {
        const { rows } = await client.query<{ count: string }>(`select count(*) as count from ${name}`);
        return Number(rows[0]?.count);
      },
      finish: async (sequences) => {
        for (const { table, name, how } of triggers) await client.query(`alter table ${table} ${how} trigger ${name}`);
        for (const { name, last } of sequences)
          await client.query('select setval($1::regclass, $2::bigint)', [name, last]);
        await client.query('commit');
        const { rows: filled } = await client.query<{ name: string }>(FILLED_TABLES);
        if (filled.length > 0) await client.query(`analyze ${filled.map(({ name }) => name).join(', ')}`);
        await client.end();
      },
      // Closing the connection rolls back, also in the middle of a table.
      abandon: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

type Trigger = { table: string; name: string; how: string };

// With the way in which each is switched on; a trigger of a partition follows that of its table.
const TRIGGERS = `
select tgrelid::regclass::text as table, quote_ident(tgname) as name,
  case tgenabled when 'D' then 'disable' when 'R' then 'enable replica' when 'A' then 'enable always' else 'enable' end as how
from pg_trigger where not tgisinternal and tgparentid = 0 order by 1, 2`;

function createPartition({ name, parent, bound }: Partition): string {
  return `create table if not exists ${name} partition of ${parent} ${bound}`;
}

async function refuseFull(url: string, applicationName: string): Promise<void> {
  const client = await openCopyClient(url, applicationName);
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname !~ '^pg_' and schemaname <> 'information_schema' order by 1`,
    );
    const names = tables.map(({ name }) => name);
    if (names.length === 0) return;
    if (names.includes('public.schema_change')) {
      if (!names.includes('public.installation')) return;
      const { rows } = await client.query('select 1 from public.installation');
      if (rows.length === 0) return;
    }
    throw new Fault(`the target is not empty (it has ${names[0]}): give an empty database`, { retry: 'never' });
  } finally {
    await client.end();
  }
}
