-- Why: what promotions decide is published as whole rulebooks, immutable and kept for ever: a receipt names the one that decided it.
-- Lock: none, the table is new. Time at 3M members: none. Undo: drop the schema before the first rulebook is published.

create schema promotions;

-- content is what was published, with the units it counts in; content_digest is the sha256 over its canonical JSON.
-- published_by is the credential that published it, 0 for the program itself.
create table promotions.rulebook (
  rulebook int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  version int not null,
  in_force_from timestamptz not null,
  content jsonb not null,
  content_digest bytea not null,
  published_at timestamptz not null,
  published_by bigint not null default 0,
  constraint rulebook_version_once unique (program, version),
  constraint rulebook_version_counts check (version >= 1),
  constraint rulebook_digest_is_sha256 check (octet_length(content_digest) = 32)
);

-- Versions of a program have no gap: the unique key lets only one of two that publish at once through, this the order. One that is there meanwhile is
-- left to the key, or whoever came second would hear of a gap.
create function promotions.check_rulebook() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    raise exception 'a published rulebook is never changed or deleted' using errcode = 'restrict_violation';
  end if;
  if new.version > 1 + coalesce((select max(version) from promotions.rulebook where program = new.program), 0) then
    raise exception 'version % of program % leaves a gap', new.version, new.program
      using errcode = 'check_violation', constraint = 'rulebook_version_gapless';
  end if;
  return new;
end
$$;

create trigger rulebook_is_immutable before insert or update or delete on promotions.rulebook
  for each row execute function promotions.check_rulebook();
create trigger rulebook_is_kept before truncate on promotions.rulebook
  for each statement execute function promotions.check_rulebook();
