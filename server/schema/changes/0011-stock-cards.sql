-- Why: ranges of card numbers, batches of cards made in them, stock that is in nobody's hands yet, print files, custody, blocks by
-- range, batch or serial; and on cards: their range, PIN, limits per day, and a profile that is not their account.
-- Lock: access exclusive on cards.card for an instant (columns with constant defaults). Time at 3M members: none.
-- Undo: drop the new tables and columns before the first batch is released.

-- An interval of text, so that PostgreSQL itself refuses ranges that overlap.
create type cards.number_span as range (subtype = text, collation = "C");

-- Numbers of one length with one prefix are one range: one type, one check digit, one policy. allotted counts the numbers that its
-- batches have taken or will take.
create table cards.range (
  range int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int references programs.program,
  code text collate "C" not null,
  type text collate "C" not null,
  prefix text collate "C" not null,
  length smallint not null,
  charset text collate "C" not null,
  check_digit text collate "C" not null,
  pin_kind text collate "C" not null,
  pin_length smallint not null,
  pin_required boolean not null,
  unit int references programs.unit,
  face bigint,
  price_list text collate "C",
  track jsonb not null default '{}',
  system_of_record text collate "C" not null default 'here',
  processor text collate "C",
  policy jsonb not null default '{}',
  allotted bigint not null default 0,
  state text collate "C" not null default 'open',
  created_at timestamptz not null,
  span cards.number_span not null generated always as (cards.number_span(
    tenant_id::text || '/' || length::text || '/' || prefix, tenant_id::text || '/' || length::text || '/' || prefix || '~')) stored,
  unique (tenant_id, code),
  constraint range_no_overlap exclude using gist (span with &&),
  constraint range_type_known check (type in ('discount', 'bonus', 'multi', 'gift')),
  constraint range_charset_known check (charset in ('digits', 'alphanumeric')),
  constraint range_check_digit_known check (check_digit in ('none', 'luhn', 'ean13')),
  constraint range_check_digit_needs_digits check (check_digit = 'none' or charset = 'digits'),
  constraint range_ean13_has_13 check (check_digit <> 'ean13' or length = 13),
  constraint range_prefix_fits check (prefix ~ '^[0-9A-Z]+$' and length between 8 and 32 and octet_length(prefix) < length),
  constraint range_pin_known check (pin_kind in ('none', 'pin', 'scratch') and (pin_kind = 'none') = (pin_length = 0)),
  constraint range_pin_length check (pin_length = 0 or pin_length between 4 and 16),
  constraint range_pin_required_has_pin check (not pin_required or pin_kind <> 'none'),
  constraint range_gift_has_unit check ((type = 'gift') = (unit is not null)),
  constraint range_face_is_of_gift check (face is null or (type = 'gift' and face > 0)),
  constraint range_record_known check (system_of_record in ('here', 'elsewhere')),
  constraint range_elsewhere_has_processor check ((system_of_record = 'elsewhere') = (processor is not null)),
  constraint range_allotted_not_negative check (allotted >= 0),
  constraint range_state_known check (state in ('open', 'closed'))
);

-- Cards made together. made counts the serials 1 to made that are in stock. A card of a batch that is not released is there for
-- nobody. space and reference are the client reference under which it was asked for.
create table cards.batch (
  batch bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  range int not null references cards.range,
  quantity int not null,
  made int not null default 0,
  source text collate "C" not null,
  state text collate "C" not null default 'making',
  stage text collate "C" not null default 'generated',
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  requested_by bigint not null,
  requested_at timestamptz not null,
  released_by bigint,
  released_at timestamptz,
  print_layout jsonb,
  print_state text collate "C" not null default 'none',
  print_approval bigint,
  print_sha256 bytea,
  print_downloaded_by bigint,
  print_downloaded_at timestamptz,
  unique (tenant_id, space, reference),
  constraint batch_quantity_positive check (quantity > 0 and made between 0 and quantity),
  constraint batch_source_known check (source in ('generator', 'csv', 'api', 'form', 'migration')),
  constraint batch_state_known check (state in ('making', 'made', 'released', 'abandoned', 'destroyed')),
  constraint batch_stage_known check (stage in ('generated', 'print_sent', 'handed_over', 'received', 'lost')),
  constraint batch_whole_before_use check (state in ('making', 'abandoned', 'destroyed') or made = quantity),
  constraint batch_release_is_whole check ((released_at is null) = (released_by is null)),
  constraint batch_print_known check (print_state in ('none', 'ready', 'downloaded'))
);
create index batch_of_range on cards.batch (range);
create index batch_making on cards.batch (batch) where state in ('making', 'abandoned');

-- A card that is in nobody's hands. key is the keyed digest of its number, as in lanes.name; the number itself stands nowhere here.
-- serial is its place in the batch. No foreign key to the batch: a check per row would double the time of making a million.
create table cards.stock (
  tenant_id int not null,
  key bytea not null,
  batch bigint not null,
  serial int not null,
  last_four text collate "C" not null,
  pin_digest bytea,
  face bigint,
  state text collate "C" not null default 'inert',
  primary key (tenant_id, key),
  unique (batch, serial),
  constraint stock_key_is_short check (octet_length(key) <= 33),
  constraint stock_state_known check (state in ('inert', 'activated', 'destroyed'))
) with (fillfactor = 90);

-- What the printer gets of a batch, sealed; dropped with the one download, after which only the digests are left.
create table cards.print_chunk (
  batch bigint not null references cards.batch,
  first_serial int not null,
  tenant_id int not null,
  sealed bytea not null,
  primary key (batch, first_serial)
);

-- Who has the plastic: each hand-over, receipt and loss with person and time. Rows are only added.
create table cards.custody (
  batch bigint not null references cards.batch,
  n int not null,
  tenant_id int not null,
  stage text collate "C" not null,
  holder text not null,
  by_credential bigint not null,
  at timestamptz not null,
  space bigint not null,
  reference text collate "C" not null,
  primary key (batch, n),
  unique (tenant_id, space, reference),
  constraint custody_stage_known check (stage in ('print_sent', 'handed_over', 'received', 'lost'))
);

-- A block of a whole range, a batch, or serials of a batch (one or an interval). Empty effects block nothing.
create table cards.suspension (
  suspension bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  range int not null references cards.range,
  batch bigint references cards.batch,
  first_serial int,
  last_serial int,
  reason text collate "C" not null,
  effects text[] not null,
  holds_from timestamptz not null,
  holds_until timestamptz not null default 'infinity',
  set_by bigint not null,
  set_at timestamptz not null,
  lifted_by bigint,
  lifted_at timestamptz,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  unique (tenant_id, space, reference),
  constraint suspension_effects_known check (effects <@ array['earn', 'spend', 'view', 'activate', 'capture'] and effects <> '{}'),
  constraint suspension_serials_are_of_a_batch check ((first_serial is null) = (last_serial is null)
    and (first_serial is null or (batch is not null and first_serial between 1 and last_serial))),
  constraint suspension_lift_is_whole check ((lifted_at is null) = (lifted_by is null))
);
create index suspension_of_range on cards.suspension (tenant_id, range) where lifted_at is null;

-- block_effects says what a blocked card may not do. uses and spent count on the local day counted_on; spent is in ten-thousandths
-- of a point, the finest step a points currency has. profile is the member whose card it is, where its account is another. origins are
-- the places in stock of the cards in whose place it stands, through as many as there were: blocks of those reach it. successor is the
-- card that stands in its place.
alter table cards.card
  add column range int references cards.range,
  add column batch bigint,
  add column serial int,
  add column pin_digest bytea,
  add column pin_failures smallint not null default 0,
  add column may_view boolean not null default true,
  add column block_effects text[] not null default '{}',
  add column price_list text collate "C",
  add column profile bigint,
  add column uses_per_day int,
  add column spend_per_day bigint,
  add column counted_on date,
  add column uses int not null default 0,
  add column spent bigint not null default 0,
  add column origins jsonb,
  add column successor bigint,
  add constraint card_block_effects_known check (block_effects <@ array['earn', 'spend', 'view', 'activate', 'capture']),
  add constraint card_counts_not_negative check (uses >= 0 and spent >= 0 and pin_failures >= 0),
  add constraint card_origins_are_listed check (jsonb_typeof(origins) = 'array' and origins <> '[]'),
  add constraint card_gave_way check (successor is null or state = 'replaced'),
  add constraint card_limits_positive check (uses_per_day > 0 and spend_per_day > 0);
create index card_of_profile on cards.card (lane, profile) where profile is not null;
-- For lists of a batch, page by page: not only of stock, also of the cards that came out of it.
create index card_of_batch on cards.card (batch, serial) where batch is not null;
