-- Why: cards are made from files that a client uploads and confirms by a code mailed to his registered address; and what a file or a
-- request says of a card besides its number is kept with it.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the tables before the first file is confirmed.

-- Where a code for a client goes. partner 0 is the tenant itself. Only a second person's yes changes it.
create table cards.client_contact (
  tenant_id int not null references programs.tenant,
  partner int not null,
  sealed bytea not null,
  masked text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, partner)
);

-- An address that waits for the second person.
create table cards.contact_change (
  contact_change bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  partner int not null,
  sealed bytea not null,
  masked text not null,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  approval bigint,
  asked_at timestamptz not null,
  applied_at timestamptz,
  unique (tenant_id, space, reference)
);

-- A file of cards on its way. The file itself lies encrypted under its name in the folder of files; file_key opens it.
-- leased_until and lease say which process works on it now.
create table cards.making (
  making bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  partner int not null,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  range int not null references cards.range,
  mode text collate "C" not null,
  told jsonb not null,
  understood jsonb,
  file_name text collate "C" not null,
  file_sha256 bytea not null,
  file_bytes bigint not null,
  file_key bytea,
  state text collate "C" not null default 'checking',
  refusal text collate "C",
  facts jsonb,
  rows_total int not null default 0,
  rows_wrong int not null default 0,
  rows_done int not null default 0,
  batch bigint,
  requested_by bigint not null,
  person bigint,
  requested_at timestamptz not null,
  checked_at timestamptz,
  confirmed_at timestamptz,
  ended_at timestamptz,
  lease uuid,
  leased_until timestamptz not null default '-infinity',
  unique (tenant_id, space, reference),
  constraint making_mode_known check (mode in ('whole', 'valid')),
  constraint making_state_known check (state in ('checking', 'checked', 'refused', 'creating', 'released', 'abandoned')),
  constraint making_creates_what_was_confirmed check (state not in ('creating', 'released') or confirmed_at is not null),
  constraint making_refused_says_why check ((state = 'refused') = (refusal is not null)),
  constraint making_ended_keeps_no_key check (state in ('checking', 'checked', 'creating') = (file_key is not null)),
  constraint making_counts_fit check (rows_total >= 0 and rows_wrong between 0 and rows_total and rows_done between 0 and rows_total)
);
-- Serves cards.leaseMaking and the sweep.
create index making_open on cards.making (leased_until) where state in ('checking', 'checked', 'creating');

-- What is wrong with the rows of a file; never what stands in them.
create table cards.making_flaw (
  making bigint not null references cards.making on delete cascade,
  line int not null,
  n smallint not null,
  tenant_id int not null,
  code text collate "C" not null,
  facts jsonb,
  primary key (making, line, n)
);

-- The one-time code of a file: a keyed digest bound to file, user and tenant. sent counts the messages of the hour that began at
-- counted_from.
create table cards.making_code (
  making bigint primary key references cards.making on delete cascade,
  tenant_id int not null,
  digest bytea not null,
  requested_by bigint not null,
  expires_at timestamptz not null,
  tries_left smallint not null,
  used_at timestamptz,
  sent smallint not null,
  counted_from timestamptz not null,
  constraint making_code_tries_not_negative check (tries_left >= 0)
);

-- What was said of cards in stock besides their numbers: for whom they are, how long they are good, the client's own serials; those
-- of some hundred serials together, since a row and a cipher for each would double the time of making a million. sealed is an encrypted
-- field bound to tenant, batch and place.
create table cards.stock_detail (
  batch bigint not null references cards.batch,
  first_serial int not null,
  tenant_id int not null references programs.tenant,
  sealed bytea not null,
  primary key (batch, first_serial)
);

-- Numbers of cards in stock that hold no money, sealed by the chunk in which they were made: the page behind a card's link shows its
-- barcode before anybody has the card. A chunk is one field, all of one length, bound to tenant, batch and place. Gift cards have none.
create table cards.stock_number (
  batch bigint not null references cards.batch,
  first_serial int not null,
  tenant_id int not null references programs.tenant,
  sealed bytea not null,
  primary key (batch, first_serial)
);

-- Cards made one by one, or a few, by a form or another program: the reference with what was answered.
create table cards.made_order (
  tenant_id int not null references programs.tenant,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  batch bigint not null,
  source text collate "C" not null,
  reason text,
  sealed bytea not null,
  requested_by bigint not null,
  made_at timestamptz not null,
  primary key (tenant_id, space, reference),
  constraint made_order_source_known check (source in ('form', 'api'))
);
