/**
 * SQL: every table of ours that has rows, as `name`; of one in pieces its pieces. Whoever counts rows for the planner counts these alone: a table that was
 * analyzed or vacuumed while it was empty is taken for empty until it is analyzed again, a minute of load later, and until then a batch that looks up keys in
 * it reads the whole of it. Of one that nobody has looked at PostgreSQL assumes some pages, and goes by the index.
 */
export const FILLED_TABLES = `
select held.oid::regclass::text as name
  from pg_class as held join pg_namespace as space on space.oid = held.relnamespace
 where held.relkind = 'r' and space.nspname !~ '^pg_|^information_schema$' and pg_relation_size(held.oid) > 0
 order by 1`;
