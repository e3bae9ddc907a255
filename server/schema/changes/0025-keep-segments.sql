-- Why: promotions ask whether a member belongs to a segment; a till needs the answer beside the member.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the schema.

create schema segments;

-- A list of members with a name. What fills it is told by `kind`: `static` is filled by hand and by files.
create table segments.segment (
  segment int generated always as identity primary key,
  tenant_id int not null references programs.tenant,
  code text collate "C" not null,
  name text not null,
  kind text collate "C" not null default 'static',
  made_at timestamptz not null,
  unique (tenant_id, code),
  constraint segment_kind_known check (kind in ('static')),
  constraint segment_code_is_code check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint segment_name_told check (name <> '')
);

-- Who belongs to what. Led by lane: a batch reads it with the other facts of its members.
create table segments.membership (
  lane int not null,
  member bigint not null,
  segment int not null references segments.segment,
  tenant_id int not null references programs.tenant,
  since timestamptz not null,
  primary key (lane, member, segment),
  foreign key (lane, member) references members.member (lane, member)
);
-- Serves segments.selectMembers and segments.countMembers.
create index membership_of_segment on segments.membership (segment, member);

-- A change of a list by its client reference: the same again is answered as it was.
create table segments.change (
  tenant_id int not null references programs.tenant,
  reference text collate "C" not null,
  segment int not null references segments.segment,
  content_digest bytea not null,
  answer jsonb not null,
  changed_at timestamptz not null,
  primary key (tenant_id, reference)
);
