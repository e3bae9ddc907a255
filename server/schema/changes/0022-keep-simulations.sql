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
