import type pg from 'pg';
import { Fault } from '../../../kernel/fault.ts';

/** One table to be copied. Partitions are copied through the table that they are pieces of. */
export type CopiedTable = {
  /** With its schema, quoted where SQL needs it. */
  name: string;
  /** Quoted; those that the database computes itself are left out. */
  columns: string[];
  /** Rows as the statistics have them: for a progress bar, not for control. */
  estimate: number;
};

export type Partition = { name: string; parent: string; bound: string };
export type Sequence = { name: string; last: string };
export type AppliedChange = { number: number; name: string; checksum: string };

/** Everything there is to copy, tables after those that they refer to. */
export type Inventory = {
  changes: AppliedChange[];
  tables: CopiedTable[];
  partitions: Partition[];
  sequences: Sequence[];
};

/** The tables of which each database has its own. */
const OWN_TABLES = ['public.schema_change'];

const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

const TABLES = `
select c.oid::regclass::text as name, c.oid::int as oid,
  array(select quote_ident(a.attname) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
  greatest(0, case c.relkind when 'r' then c.reltuples
    else (select sum(greatest(0, l.reltuples)) from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid where t.isleaf) end)::float8 as estimate
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}
order by c.oid::regclass::text collate "C"`;

const REFERENCES = `
select distinct coalesce(pg_partition_root(conrelid), conrelid)::int as "from", coalesce(pg_partition_root(confrelid), confrelid)::int as "to"
from pg_constraint where contype = 'f'`;

const PARTITIONS = `
select c.oid::regclass::text as name, i.inhparent::regclass::text as parent, pg_get_expr(c.relpartbound, c.oid) as bound, c.relkind
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid
where c.relispartition and c.relkind in ('r', 'p') and ${OURS}
order by c.oid::regclass::text collate "C"`;

const SEQUENCES = `
select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
from pg_sequences where last_value is not null and schemaname !~ '^pg_' order by 1`;

const CHANGES = 'select number, name, checksum from public.schema_change order by number';

/** Takes stock of a database. `client` must have an empty search path, so that names come with their schemas. */
export async function takeInventory(client: pg.Client): Promise<Inventory> {
  const { rows: changes } = await client.query<AppliedChange>(CHANGES);
  const { rows: tables } = await client.query<CopiedTable & { oid: number }>(TABLES);
  const { rows: references } = await client.query<{ from: number; to: number }>(REFERENCES);
  const { rows: partitions } = await client.query<Partition & { relkind: string }>(PARTITIONS);
  const nested = partitions.find(({ relkind }) => relkind === 'p');
  if (nested)
    throw new Fault(`${nested.name} is a partition with partitions, which cannot be copied`, { retry: 'never' });
  return {
    changes,
    tables: inOrder(tables, references)
      .filter(({ name }) => !OWN_TABLES.includes(name))
      .map(({ name, columns, estimate }) => ({ name, columns, estimate })),
    partitions: partitions.map(({ name, parent, bound }) => ({ name, parent, bound })),
    sequences: (await client.query<Sequence>(SEQUENCES)).rows,
  };
}

/** Tables after those that their foreign keys name; a key within one table is checked when its rows are all there. */
function inOrder<T extends { oid: number; name: string }>(
  tables: readonly T[],
  references: readonly { from: number; to: number }[],
): T[] {
  const ordered: T[] = [];
  const waiting = new Map(tables.map((table) => [table.oid, table]));
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      ({ oid }) => !references.some(({ from, to }) => from === oid && to !== oid && waiting.has(to)),
    );
    if (free.length === 0) {
      const names = [...waiting.values()].map(({ name }) => name).join(', ');
      throw new Fault(`these tables refer to each other in a circle and cannot be copied: ${names}`, {
        retry: 'never',
      });
    }
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table.oid);
    }
  }
  return ordered;
}
