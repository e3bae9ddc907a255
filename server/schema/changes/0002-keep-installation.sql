-- Why: a database opened with other keys than its own could neither find a phone nor decrypt a field, and would write a second
-- kind of digest beside the first. So it knows its keys, and a start with others stops.
-- Lock: none, the table is new. Time at 3M members: none. Undo: drop the table.

create table public.installation (
  one boolean not null default true,
  -- One line per key, `<kind>.<number>:<first bytes of a digest under that key>`: newer keys may be added, none may be missing.
  keys_fingerprint text collate "C" not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint installation_pkey primary key (one),
  constraint installation_is_one check (one),
  constraint installation_fingerprint_not_empty check (keys_fingerprint <> '')
);
