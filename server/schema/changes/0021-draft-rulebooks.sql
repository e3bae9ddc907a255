-- Why: rulebooks are written as drafts by several people, approved by a second person, and published, paused and rolled back with a reason.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the two tables; published rulebooks stay as they are.

-- revision grows with every save: whoever saves says which one he has seen. base is the published version that it began with.
create table promotions.draft (
  draft bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  name text collate "C" not null,
  revision int not null default 1,
  base int not null,
  content jsonb not null,
  state text collate "C" not null default 'open',
  published_version int,
  changed_at timestamptz not null,
  changed_person bigint,
  changed_credential bigint,
  constraint draft_revision_counts check (revision >= 1),
  constraint draft_state_known check (state in ('open', 'published', 'discarded')),
  constraint draft_published_has_version check ((state = 'published') = (published_version is not null)),
  constraint draft_name_is_a_word check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);

-- A name is taken while its draft is open; afterwards it may be used again.
create unique index draft_name_once on promotions.draft (program, name) where state = 'open';

-- Why a version was published. One row for each version that did not come by POST .../rulebooks itself.
create table promotions.publication (
  program int not null,
  version int not null,
  tenant_id int not null references programs.tenant,
  kind text collate "C" not null,
  -- The promotion that was paused or resumed, the draft that was published, the version that was restored.
  promotion text collate "C",
  draft bigint references promotions.draft,
  restored int,
  approval bigint,
  reference text collate "C" not null,
  reason text,
  published_at timestamptz not null,
  primary key (program, version),
  foreign key (program, version) references promotions.rulebook (program, version),
  constraint publication_kind_known check (kind in ('draft', 'pause', 'pause_all', 'resume', 'restore'))
);

create index publication_of_reference on promotions.publication (tenant_id, reference);
