-- Why: a draft is run over months of receipts in the background, and its report is kept with the content that it was made of.
-- Lock: none, the table is new. Time at 3M members: none. Undo: drop schema simulation.

create schema simulation;

-- beat_at tells a run that goes on from one whose process ended: that one is taken up again from its start, since it only reads.
create table simulation.run (
  run bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  reference text collate "C" not null,
  draft text collate "C",
  content jsonb not null,
  content_digest bytea not null,
  from_at timestamptz,
  before_at timestamptz,
  obeys_limits boolean not null default true,
  state text collate "C" not null default 'waiting',
  rows bigint not null default 0,
  of_rows bigint not null default 0,
  report jsonb,
  failure text,
  asked_at timestamptz not null,
  asked_credential bigint not null,
  beat_at timestamptz,
  unique (tenant_id, reference),
  constraint run_state_known check (state in ('waiting', 'running', 'done', 'failed')),
  constraint run_done_has_report check ((state = 'done') = (report is not null)),
  constraint run_digest_is_sha256 check (octet_length(content_digest) = 32)
);

create index run_to_do on simulation.run (run) where state in ('waiting', 'running');

-- A scenario that was played: the rulebook that it was played by stays with what came of it, whatever becomes of draft and library.
create table simulation.scenario_run (
  scenario_run bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  scenario text collate "C" not null,
  story jsonb not null,
  ok boolean not null,
  content jsonb not null,
  content_digest bytea not null,
  draft text collate "C",
  revision int,
  version int,
  played_at timestamptz not null,
  played_credential bigint not null,
  constraint scenario_run_digest_is_sha256 check (octet_length(content_digest) = 32),
  constraint scenario_run_draft_is_whole check ((draft is null) = (revision is null)),
  constraint scenario_run_source_is_one check (draft is null or version is null)
);

create index scenario_run_of_program on simulation.scenario_run (program, scenario_run);
