-- Why: who runs a programme, in which units it counts, and who may speak to it. Small settings tables, read into memory at start.
-- Lock: none, the database is empty. Time at 3M members: none. Undo: drop the two schemas before the first operation.

create schema programs;

create table programs.tenant (
  tenant_id int primary key generated always as identity,
  code text collate "C" not null unique,
  name text not null,
  default_country text collate "C" not null,
  opened_at timestamptz not null,
  constraint tenant_code_is_a_word check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  constraint tenant_country_is_iso check (default_country ~ '^[A-Z]{2}$')
);

-- What a wallet counts: a points currency (0 to 4 decimals) or an ISO money currency.
create table programs.unit (
  unit int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  code text collate "C" not null,
  kind text collate "C" not null,
  decimals smallint not null,
  unique (tenant_id, code),
  constraint unit_kind_known check (kind in ('points', 'money')),
  constraint unit_decimals_in_bounds check (decimals between 0 and 4)
);

create table programs.program (
  program int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  code text collate "C" not null,
  name text not null,
  zone text collate "C" not null,
  currency int not null references programs.unit,
  state text collate "C" not null default 'open',
  policy jsonb not null default '{}',
  unique (tenant_id, code),
  constraint program_state_known check (state in ('open', 'closed'))
);

-- Grows with every change of settings, so that each process sees within a second that it must read them again.
create table programs.settings_revision (
  is_the_row boolean primary key default true check (is_the_row),
  revision bigint not null default 0
);
insert into programs.settings_revision default values;

create schema partners;

create table partners.partner (
  partner int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  code text collate "C" not null,
  name text not null,
  state text collate "C" not null default 'active',
  unique (tenant_id, code),
  constraint partner_state_known check (state in ('active', 'suspended'))
);

-- lane and owner: the outlet owns the receipts that have no other owner.
create table partners.outlet (
  outlet int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  partner int not null references partners.partner,
  program int not null references programs.program,
  code text collate "C" not null,
  name text not null,
  zone text collate "C" not null,
  cut_over_hour smallint not null default 0,
  groups text[] not null default '{}',
  state text collate "C" not null default 'open',
  lane int not null,
  owner bigint not null,
  unique (tenant_id, code),
  constraint outlet_cut_over_in_day check (cut_over_hour between 0 and 23),
  constraint outlet_state_known check (state in ('open', 'closed'))
);

create table partners.terminal (
  terminal int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  outlet int not null references partners.outlet,
  code text collate "C" not null,
  may_request boolean not null default true,
  may_notify boolean not null default true,
  has_own_references boolean not null default false,
  state text collate "C" not null default 'active',
  unique (outlet, code),
  constraint terminal_state_known check (state in ('active', 'suspended'))
);

-- Only the sha256 of a secret of 256 random bits is kept: there is nothing to stretch.
create table partners.credential (
  credential bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  partner int references partners.partner,
  terminal int references partners.terminal,
  name text not null,
  secret_digest bytea not null unique,
  scopes text[] not null,
  state text collate "C" not null default 'active',
  valid_until timestamptz not null default 'infinity',
  made_at timestamptz not null,
  -- False until a second person has confirmed the key of a till or partner that somebody issued alone: so long its issuer could play the till.
  is_confirmed boolean not null default true,
  constraint credential_state_known check (state in ('active', 'revoked')),
  constraint credential_digest_is_sha256 check (octet_length(secret_digest) = 32)
);
