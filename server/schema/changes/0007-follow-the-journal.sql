-- Why: whoever follows the journal remembers how far it came, lane by lane; and webhooks remember who is told, and what failed.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the two schemas; followers then begin anew.

create schema followers;

-- How far a follower has come in a lane: everything up to and with upto is done. The row is also the lock under which one worker at
-- a time goes on.
create table followers.follower_cursor (
  follower text collate "C" not null,
  lane int not null references lanes.lane,
  upto bigint not null,
  primary key (follower, lane),
  constraint follower_cursor_upto_not_negative check (upto >= 0)
);

create schema webhooks;

create sequence webhooks.endpoint_id as int;

-- Secrets are encrypted fields (platform/keys.ts): their context names the endpoint, so that a copied row is worthless.
-- revision grows with every change by a person, so that the process that serves the endpoint reads its cursors again.
create table webhooks.endpoint (
  endpoint int primary key,
  tenant_id int not null references programs.tenant,
  url text not null,
  description text not null default '',
  events text[] not null,
  state text collate "C" not null default 'active',
  -- Why it is not active: asked, failing, gone. Empty while it is.
  reason text collate "C" not null default '',
  state_since timestamptz not null,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamptz,
  consecutive_failures int not null default 0,
  failing_since timestamptz not null default 'infinity',
  revision int not null default 0,
  made_at timestamptz not null,
  constraint endpoint_state_known check (state in ('active', 'paused', 'disabled')),
  constraint endpoint_reason_known check (reason in ('', 'asked', 'failing', 'gone')),
  constraint endpoint_previous_is_whole check ((previous_secret is null) = (previous_until is null)),
  constraint endpoint_failures_not_negative check (consecutive_failures >= 0)
);
create index endpoint_of_tenant on webhooks.endpoint (tenant_id, endpoint);
alter sequence webhooks.endpoint_id owned by webhooks.endpoint.endpoint;

-- Only events that failed, and those of the same owner that wait behind one, have a row. What they say is read from the journal.
-- passable_at: until then later events of the owner wait behind this one.
create table webhooks.failed_event (
  endpoint int not null references webhooks.endpoint on delete cascade,
  lane int not null,
  seq bigint not null,
  owner text collate "C" not null,
  type text collate "C" not null,
  state text collate "C" not null,
  attempts int not null,
  next_attempt_at timestamptz not null,
  passable_at timestamptz not null,
  first_failed_at timestamptz not null,
  last_status int,
  last_error text collate "C",
  primary key (endpoint, lane, seq),
  constraint failed_event_state_known check (state in ('failing', 'waiting', 'dead')),
  constraint failed_event_attempts_not_negative check (attempts >= 0)
);
-- Serves webhooks.selectDueEvents.
create index failed_event_due on webhooks.failed_event (endpoint, next_attempt_at) where state <> 'dead';
-- Serves webhooks.selectBlockedOwners, and who waits behind whom.
create index failed_event_of_owner on webhooks.failed_event (endpoint, owner, lane, seq) where state <> 'dead';
