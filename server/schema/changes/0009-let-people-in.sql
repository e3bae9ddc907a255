-- Why: whoever acts is a person with roles, rights and a trace: people, grants, approvals by a second person, portal sessions, audit chain.
-- Lock: a column on partners.credential, a moment; the rest is new. Time at 3M members: none. Undo: drop schema staff and the two columns;
-- the audit chain is lost with it.

create schema staff;

create table staff.person (
  person bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  name text not null,
  email text collate "C" not null,
  language text collate "C" not null default 'en',
  state text collate "C" not null default 'invited',
  -- Key of the person's fields in the audit chain, wrapped by the installation's; without it they are unreadable for ever.
  field_key bytea,
  made_at timestamptz not null,
  unique (tenant_id, email),
  unique (tenant_id, person),
  constraint person_state_known check (state in ('invited', 'active', 'suspended', 'left')),
  constraint person_language_known check (language in ('en', 'es')),
  constraint person_email_normalised check (email = lower(email) and email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254)
);

-- What a tenant has decided about its people. No row: the defaults.
create table staff.policy (
  tenant_id int primary key references programs.tenant,
  approval_needs_person boolean not null default true,
  approval_needs_authenticator boolean not null default true,
  newcomer_hours int not null default 72,
  -- Whether what a credential of nobody does by hand is bound as what a person does.
  credentials_are_bound boolean not null default true,
  constraint policy_newcomer_within_a_month check (newcomer_hours between 0 and 720)
);

-- How much somebody moves by hand alone, at once and in a day, in whole units. Kind * is every kind, unit * every unit. A tenant with a
-- policy and no rows lets nobody move anything alone.
create table staff.bound (
  tenant_id int not null references staff.policy,
  kind text collate "C" not null,
  unit text collate "C" not null,
  up_to int not null,
  per_day int not null,
  primary key (tenant_id, kind, unit),
  constraint bound_is_whole check (up_to >= 0 and per_day >= up_to)
);

create table staff.role (
  role int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  code text collate "C" not null,
  name text not null,
  permissions text[] not null,
  unique (tenant_id, code),
  unique (tenant_id, role),
  constraint role_code_is_a_word check (code ~ '^[a-z][a-z0-9-]{1,30}$')
);

-- Up to which amount the role may approve. Kind * is every kind. A role without rows for a kind has no limit there.
create table staff.role_limit (
  tenant_id int not null,
  role int not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  amount_max bigint not null,
  primary key (tenant_id, role, kind, unit),
  foreign key (tenant_id, role) references staff.role (tenant_id, role) on delete cascade,
  constraint role_limit_not_negative check (amount_max >= 0)
);

-- How much whoever has the role moves by hand alone, in place of what the tenant lets everybody: more, or less.
create table staff.role_bound (
  tenant_id int not null,
  role int not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  up_to int not null,
  per_day int not null,
  primary key (tenant_id, role, kind, unit),
  foreign key (tenant_id, role) references staff.role (tenant_id, role) on delete cascade,
  constraint role_bound_is_whole check (up_to >= 0 and per_day >= up_to)
);

-- place is the code of a program, partner or outlet; empty for the whole tenant.
create table staff.role_grant (
  role_grant bigint primary key generated always as identity,
  tenant_id int not null,
  person bigint not null,
  role int not null,
  scope text collate "C" not null,
  place text collate "C" not null default '',
  valid_until timestamptz not null default 'infinity',
  made_at timestamptz not null,
  ended_at timestamptz,
  foreign key (tenant_id, person) references staff.person (tenant_id, person),
  foreign key (tenant_id, role) references staff.role (tenant_id, role),
  constraint role_grant_scope_known check (scope in ('tenant', 'program', 'partner', 'outlet')),
  constraint role_grant_place_fits check ((scope = 'tenant') = (place = ''))
);
-- Serves staff.selectGrantsOf: one open grant per person, role and place.
create unique index role_grant_open on staff.role_grant (tenant_id, person, role, scope, place) where ended_at is null;

-- A second person's yes. Decided once; never by the person or the credential that asked.
create table staff.approval (
  approval bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  kind text collate "C" not null,
  reference text collate "C" not null,
  subject text collate "C" not null,
  facts jsonb not null,
  content_digest bytea not null,
  unit text collate "C",
  amount bigint,
  state text collate "C" not null default 'pending',
  requested_person bigint,
  requested_credential bigint,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  decided_person bigint,
  decided_credential bigint,
  decided_at timestamptz,
  reason text,
  applied_at timestamptz,
  -- The request of the API that waits, encrypted, where the act is one; what it was refused for when it was done at last, or why it is withdrawn.
  call bytea,
  refused text collate "C",
  unique (tenant_id, kind, reference),
  foreign key (tenant_id, requested_person) references staff.person (tenant_id, person),
  foreign key (tenant_id, decided_person) references staff.person (tenant_id, person),
  constraint approval_state_known check (state in ('pending', 'approved', 'declined', 'expired', 'withdrawn')),
  constraint approval_worth_is_whole check ((unit is null) = (amount is null) and (amount is null or amount >= 0)),
  constraint approval_asked_by_somebody check (requested_person is not null or requested_credential is not null),
  constraint approval_decided_is_whole check ((state in ('approved', 'declined')) = (decided_at is not null)),
  constraint approval_second_person check (decided_person is null or requested_person is null or decided_person <> requested_person),
  constraint approval_second_credential check (decided_credential is null or requested_credential is null or decided_credential <> requested_credential)
);
-- Serves staff.selectApprovals.
create index approval_of_tenant on staff.approval (tenant_id, approval desc);
-- Serves the job that ends what nobody decided, and the one that goes on with what was approved.
create index approval_pending on staff.approval (expires_at) where state = 'pending';
create index approval_unapplied on staff.approval (approval) where state = 'approved' and applied_at is null;

-- What somebody moved by hand alone, by all in whose hand he is, so that many small acts, or many made-up people, are not more than one large
-- one. Kept for a day and a little.
create table staff.alone (
  tenant_id int not null references programs.tenant,
  hand text collate "C" not null,
  kind text collate "C" not null,
  reference text collate "C" not null,
  unit text collate "C" not null,
  amount bigint not null,
  at timestamptz not null,
  content_digest bytea not null,
  primary key (tenant_id, kind, reference, hand),
  constraint alone_amount_not_negative check (amount >= 0)
);
-- Serves staff.sumAlone.
create index alone_of_hand on staff.alone (tenant_id, hand, at);
-- Serves staff.dropAlone.
create index alone_at on staff.alone (at);

-- Locked while it is asked whether somebody may alone: two acts at once do not both fit into what is left for one.
create table staff.alone_head (
  tenant_id int primary key references programs.tenant,
  asked_at timestamptz not null
);

-- How a person proves to be one. The password as argon2id; the secret of the authenticator as an encrypted field.
create table staff.login (
  tenant_id int not null,
  person bigint primary key,
  password text collate "C",
  password_set_at timestamptz,
  totp_secret bytea,
  totp_since timestamptz,
  -- The last time step that was accepted: a code counts once.
  totp_step bigint not null default 0,
  foreign key (tenant_id, person) references staff.person (tenant_id, person)
);

create table staff.recovery_code (
  tenant_id int not null,
  person bigint not null,
  code_digest bytea not null,
  used_at timestamptz,
  primary key (person, code_digest),
  foreign key (tenant_id, person) references staff.person (tenant_id, person)
);

-- A link that was sent by e-mail: works once, until its end. Only the sha256 of its token is kept.
create table staff.link (
  token_digest bytea primary key,
  tenant_id int not null,
  person bigint not null,
  kind text collate "C" not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (tenant_id, person) references staff.person (tenant_id, person),
  constraint link_kind_known check (kind in ('invitation', 'reset'))
);
create index link_of_person on staff.link (person);

-- A portal session. Only the sha256 of its token is kept. stage: the password was right; the second factor too.
create table staff.session (
  session bigint primary key generated always as identity,
  tenant_id int not null,
  person bigint not null,
  token_digest bytea not null unique,
  stage text collate "C" not null,
  device text not null,
  device_digest bytea not null,
  made_at timestamptz not null,
  -- Written once a minute at most.
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  stepped_up_at timestamptz not null default '1970-01-01Z',
  ended_at timestamptz,
  end_reason text collate "C",
  -- One-time code by e-mail of this session: keyed digest, end, wrong tries.
  code_digest bytea,
  code_until timestamptz,
  code_tries int not null default 0,
  foreign key (tenant_id, person) references staff.person (tenant_id, person),
  constraint session_stage_known check (stage in ('password', 'full')),
  constraint session_digest_is_sha256 check (octet_length(token_digest) = 32)
);
create index session_of_person on staff.session (person) where ended_at is null;

-- Tries at sign-in per account, address or person, known or not, counted before anything is looked up. bucket is a keyed digest.
create table staff.attempt (
  bucket bytea not null,
  since timestamptz not null,
  tries int not null,
  primary key (bucket),
  constraint attempt_tries_positive check (tries > 0)
);

-- The end of every tenant's audit chain; the row is also the lock under which the chain grows, the last one that a transaction takes.
create table staff.audit_head (
  tenant_id int primary key references programs.tenant,
  seq bigint not null,
  head bytea not null,
  at timestamptz not null
);

-- Every act of a person or credential that is no journal operation. before and after are canonical JSON, sealed as they stand.
create table staff.audit (
  tenant_id int not null references programs.tenant,
  seq bigint not null,
  at timestamptz not null,
  act text collate "C" not null,
  subject text collate "C" not null,
  person bigint,
  credential bigint,
  session bigint,
  reason text,
  before text,
  after text,
  digest bytea not null,
  head bytea not null,
  primary key (tenant_id, seq)
);
-- Serve the filters of staff.selectAudit.
create index audit_of_act on staff.audit (tenant_id, act, seq);
create index audit_of_subject on staff.audit (tenant_id, subject, seq);
create index audit_of_person on staff.audit (tenant_id, person, seq) where person is not null;
create index audit_of_credential on staff.audit (tenant_id, credential, seq) where credential is not null;
-- A period is a stretch of the chain, since no act is before the one before it: its ends are found here.
create index audit_of_time on staff.audit (tenant_id, at);

create function staff.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'staff.audit is append-only' using errcode = 'restrict_violation';
end $$;
create trigger audit_is_append_only before update or delete on staff.audit for each row execute function staff.refuse_change();
create trigger audit_is_not_emptied before truncate on staff.audit for each statement execute function staff.refuse_change();
-- Else a role that may replicate, as the embedded one, passes by them with session_replication_role.
alter table staff.audit enable always trigger audit_is_append_only;
alter table staff.audit enable always trigger audit_is_not_emptied;

-- A credential may be held by a person: then two credentials of one person are one person. One per person is the portal's: nobody has
-- its secret, and it stands where acts of a session name a credential.
alter table partners.credential add column person bigint references staff.person;
alter table partners.credential add column is_portal boolean not null default false;
alter table partners.credential add constraint credential_portal_has_person check (person is not null or not is_portal);
create unique index credential_of_portal on partners.credential (person) where is_portal;

-- What the rooms above may read of people: partners refuses credentials of who is suspended or has left.
create view staff.v_person as select person, tenant_id, state from staff.person;
