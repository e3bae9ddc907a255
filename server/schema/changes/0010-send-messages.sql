-- Why: messages to people go out by e-mail, SMS and push: a queue that money transactions can write to, how each channel is reached,
-- who wants no more, and what became of each message. Replaces the outbox that members had for development.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the schema.

create schema notifications;

-- One message. sealed is address and facts, an encrypted field whose context names tenant and reference; it is deleted when it is
-- kept no longer, and what remains tells what was sent and not to whom. content_digest is keyed: it tells a repeat from a reuse.
create table notifications.message (
  message bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  reference text collate "C" not null,
  content_digest bytea not null,
  kind text collate "C" not null,
  template text collate "C" not null,
  language text collate "C" not null,
  purpose text collate "C" not null,
  address_key bytea not null,
  masked text not null,
  sealed bytea,
  -- Its facts are a code or a link that opens something: deleted as soon as they are not needed.
  is_secret boolean not null,
  state text collate "C" not null default 'queued',
  reason text collate "C" not null default '',
  -- What took it: smtp, smpp, http, web_push or outbox. Empty before.
  via text collate "C" not null default '',
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  -- While it is being sent: who has not said by then what came of it is dead.
  leased_until timestamptz not null default 'infinity',
  expires_at timestamptz not null,
  keep_until timestamptz not null,
  made_at timestamptz not null,
  state_at timestamptz not null,
  -- The last state of which other rooms were told.
  told_state text collate "C" not null default 'queued',
  unique (tenant_id, reference),
  constraint message_kind_known check (kind in ('email', 'sms', 'push')),
  constraint message_purpose_known check (purpose in ('service', 'marketing')),
  constraint message_state_known
    check (state in ('queued', 'sending', 'sent', 'delivered', 'failed', 'suppressed', 'expired')),
  constraint message_attempts_not_negative check (attempts >= 0),
  constraint message_waiting_is_sealed check (sealed is not null or state not in ('queued', 'sending')),
  constraint message_lease_while_sending check ((state = 'sending') = (leased_until <> 'infinity'))
);
-- Serves notifications.selectDueSenders and claimMessages.
create index message_due on notifications.message (tenant_id, kind, next_attempt_at) where state = 'queued';
-- Serves notifications.expireMessages.
create index message_expiring on notifications.message (expires_at) where state = 'queued';
-- Serves notifications.takeOverLeases.
create index message_sending on notifications.message (leased_until) where state = 'sending';
-- Serves notifications.selectUntold.
create index message_untold on notifications.message (message) where told_state <> state;
-- Serves notifications.clearMessages.
create index message_kept on notifications.message (keep_until) where sealed is not null;
-- Serves the list of messages, newest first.
create index message_of_tenant on notifications.message (tenant_id, message);
-- Serves notifications.forgetAddress.
create index message_of_address on notifications.message (tenant_id, address_key);

-- What the other side calls a message, or each part of a long one; receipts name it.
create table notifications.part (
  message bigint not null references notifications.message on delete cascade,
  part smallint not null,
  tenant_id int not null references programs.tenant,
  provider_id text collate "C" not null,
  state text collate "C" not null default 'sent',
  primary key (message, part),
  constraint part_state_known check (state in ('sent', 'delivered', 'failed'))
);
-- Serves notifications.selectPartByProvider.
create index part_of_provider on notifications.part (tenant_id, provider_id);

-- A receipt that was faster than our note of what it is for. It waits some minutes.
create table notifications.early_receipt (
  tenant_id int not null references programs.tenant,
  provider_id text collate "C" not null,
  state text collate "C" not null,
  reason text collate "C" not null,
  received_at timestamptz not null,
  primary key (tenant_id, provider_id)
);

-- How a tenant sends messages of a kind. secrets is an encrypted field. paced_until is how far its rate is used up; failures and
-- open_until are the breaker, which all processes share.
create table notifications.sender (
  tenant_id int not null references programs.tenant,
  kind text collate "C" not null,
  settings jsonb not null,
  secrets bytea not null,
  per_second int not null,
  revision int not null default 1,
  paced_until timestamptz not null,
  failures int not null default 0,
  failing_since timestamptz not null default 'infinity',
  open_until timestamptz not null,
  last_error text collate "C" not null default '',
  last_sent_at timestamptz not null default 'infinity',
  changed_at timestamptz not null,
  primary key (tenant_id, kind),
  constraint sender_kind_known check (kind in ('email', 'sms', 'push')),
  constraint sender_rate_in_bounds check (per_second between 1 and 10000),
  constraint sender_failures_not_negative check (failures >= 0)
);

-- A tenant's own words in place of those of the house.
create table notifications.template (
  tenant_id int not null references programs.tenant,
  template text collate "C" not null,
  kind text collate "C" not null,
  language text collate "C" not null,
  subject text not null,
  body text not null,
  html text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, template, kind, language)
);

-- Addresses that nothing, or nothing that advertises, is sent to. address_key is a keyed digest.
create table notifications.suppression (
  suppression bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  kind text collate "C" not null,
  address_key bytea not null,
  masked text not null,
  scope text collate "C" not null,
  reason text collate "C" not null,
  made_at timestamptz not null,
  unique (tenant_id, kind, address_key),
  constraint suppression_kind_known check (kind in ('email', 'sms')),
  constraint suppression_scope_known check (scope in ('all', 'marketing')),
  constraint suppression_reason_known check (reason in ('opted_out', 'bounced', 'complained', 'asked'))
);

-- Call backs that were taken, by their signature: one that was overheard and is sent again means nothing. Kept for some minutes.
create table notifications.heard (
  tenant_id int not null references programs.tenant,
  signature bytea not null,
  heard_at timestamptz not null,
  primary key (tenant_id, signature)
);
-- Serves notifications.forgetHeard.
create index heard_by_age on notifications.heard (heard_at);

-- A browser of a member that takes pushes. sealed is its address and keys, encrypted.
create table notifications.push_subscription (
  subscription bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  member text collate "C" not null,
  endpoint_key bytea not null,
  sealed bytea not null,
  platform text collate "C" not null,
  state text collate "C" not null default 'active',
  last_seen_at timestamptz not null,
  made_at timestamptz not null,
  unique (tenant_id, endpoint_key),
  constraint push_subscription_platform_known check (platform in ('ios', 'android', 'desktop', 'other')),
  constraint push_subscription_state_known check (state in ('active', 'ended'))
);
-- Serves notifications.selectSubscriptions.
create index push_subscription_of_member on notifications.push_subscription (tenant_id, member) where state = 'active';

drop table members.development_outbox;
