/**
 * SQL: every table of ours that has rows, as `name`; one in pieces, if every piece has. Whoever counts rows for the planner counts these alone: a table that was analyzed or vacuumed while
 * it was empty is taken for empty until it is analyzed again, a minute of load later, and until then a batch that looks up keys in it reads the whole of
 * it. Of one that nobody has looked at PostgreSQL assumes some pages, and goes by the index.
 */
export const FILLED_TABLES = `
select held.oid::regclass::text as name
  from pg_class as held join pg_namespace as space on space.oid = held.relnamespace
 where space.nspname !~ '^pg_|^information_schema$'
   and case held.relkind
         when 'r' then pg_relation_size(held.oid) > 0
         when 'p' then (select bool_and(pg_relation_size(part.relid) > 0) from pg_partition_tree(held.oid) as part where part.isleaf)
         else false end
 order by 1`;
