-- Why: tiers that are counted: published rules, every member's standing with what was counted when, and the changes that were told.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the schema before the first rules are published.

create schema tiers;

-- A version of a program's rules. Never changed: standings name the one that they stand by.
create table tiers.definition (
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  version int not null,
  in_force_from timestamptz not null,
  content jsonb not null,
  published_at timestamptz not null,
  primary key (program, version),
  constraint definition_version_counts check (version >= 1)
);

create function tiers.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'published rules of tiers are never changed or deleted' using errcode = 'restrict_violation';
end
$$;

create trigger definition_is_immutable before update or delete on tiers.definition
  for each row execute function tiers.refuse_change();

-- A member's standing in a program that counts tiers. state: what was counted, moment by moment, and where that led. tier and since
-- are what was told and what rules see; members.member.tiers says the same.
create table tiers.standing (
  lane int not null,
  member bigint not null,
  program int not null references programs.program,
  tenant_id int not null references programs.tenant,
  version int not null,
  enrolled_at timestamptz not null,
  tier text collate "C" not null,
  since timestamptz not null,
  due_at timestamptz not null,
  state jsonb not null,
  primary key (lane, member, program),
  foreign key (lane, member) references members.member (lane, member),
  foreign key (program, version) references tiers.definition (program, version),
  constraint standing_state_has_its_parts check (state ?& array['marks', 'anchor', 'course'])
) with (fillfactor = 80);
-- Serves the sweep: whose tier time has changed, and whose stands by rules of before.
create index standing_due on tiers.standing (lane, due_at);
create index standing_version on tiers.standing (lane, program, version);

-- What was told, under the journal row that told it. at: since when it holds; told_at: when it was found out.
create table tiers.change (
  lane int not null,
  seq bigint not null,
  tenant_id int not null references programs.tenant,
  member bigint not null,
  program int not null references programs.program,
  at timestamptz not null,
  told_at timestamptz not null,
  from_tier text collate "C" not null,
  to_tier text collate "C" not null,
  because text collate "C" not null,
  reason text,
  primary key (lane, seq),
  foreign key (lane, member) references members.member (lane, member),
  constraint change_is_one check (from_tier <> to_tier),
  constraint change_because_known
    check (because in ('reached', 'ended', 'returned', 'counted_late', 'rules_changed', 'given_by_hand', 'hand_ended'))
);
-- Serves the history of one member.
create index change_of_member on tiers.change (lane, member, program, seq);
