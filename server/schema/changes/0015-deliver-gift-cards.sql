-- Why: gift cards arrive on phones: deliveries, who holds a card there, links that hand one over, views, dynamic codes; and the
-- counters of the public guard.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the two schemas; undelivered cards must then be told anew.

create schema guards;

-- Attempts in two windows: the one that runs and the one before, from which the sliding count is estimated. Unlogged: a durable
-- write for each guess would let a guesser fill the log, and what a crash forgets is one window's count.
create unlogged table guards.attempt (
  kind text collate "C" not null,
  key bytea not null,
  window_at bigint not null,
  now_count int not null,
  before_count int not null,
  let_in boolean not null,
  last_at timestamptz not null,
  primary key (kind, key),
  constraint attempt_counts_not_negative check (now_count >= 0 and before_count >= 0)
) with (fillfactor = 50);
-- Serves guards.deleteOldAttempts.
create index attempt_by_age on guards.attempt (last_at);

create schema delivery;

-- How a program delivers gift cards: brand, store links, rules, and the certificates that sign passes. secrets is an encrypted field
-- whose context names tenant and program.
create table delivery.setting (
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  settings jsonb not null,
  secrets bytea,
  changed_at timestamptz not null,
  primary key (tenant_id, program)
);

-- One gift card on its way to a phone. The phone stands as keyed digests (one to find it, whatever key it was written with) and
-- encrypted, to send to; the card by its place, never by its number. sale_*: the reference of the sale or activation that paid for
-- it, and where that was booked, once it is known.
create table delivery.delivery (
  delivery bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null,
  outlet int not null,
  space bigint not null,
  reference bytea not null,
  content bytea not null,
  card_lane int not null,
  card bigint not null,
  card_owner bigint not null,
  phone_key bytea not null,
  phone_cipher bytea not null,
  phone_masked text not null,
  language text collate "C" not null,
  amount text collate "C" not null,
  unit text collate "C" not null,
  state text collate "C" not null default 'queued',
  reason text collate "C" not null default '',
  -- push, or sms with why: phone_unknown, app_absent, app_inactive. Empty until the first is sent.
  route text collate "C" not null default '',
  platform text collate "C" not null default '',
  attempts int not null default 0,
  sends int not null default 0,
  next_attempt_at timestamptz not null,
  sale_family "char",
  sale_reference bytea,
  sale_lane int,
  sale_seq bigint,
  made_at timestamptz not null,
  state_at timestamptz not null,
  sent_at timestamptz,
  constraint delivery_state_known
    check (state in ('queued', 'sent', 'delivered', 'opened', 'claimed', 'failed', 'withdrawn')),
  constraint delivery_route_known check (route in ('', 'push', 'phone_unknown', 'app_absent', 'app_inactive')),
  constraint delivery_platform_known check (platform in ('', 'ios', 'android', 'other')),
  constraint delivery_sale_is_whole check ((sale_family is null) = (sale_reference is null)),
  constraint delivery_sale_place_is_whole check ((sale_lane is null) = (sale_seq is null)),
  constraint delivery_sends_bounded check (sends >= 0 and sends <= 20),
  unique (tenant_id, space, reference)
);
-- A card is on its way to one phone at a time.
create unique index delivery_one_per_card on delivery.delivery (card_lane, card) where state not in ('failed', 'withdrawn');
-- Serves delivery.claimDueDeliveries.
create index delivery_due on delivery.delivery (next_attempt_at) where state = 'queued';
-- Serves delivery.selectWaitingOfPhone.
create index delivery_waiting on delivery.delivery (tenant_id, phone_key) where state in ('queued', 'sent', 'delivered', 'opened');
-- Serve the follower of the journal.
create index delivery_of_owner on delivery.delivery (card_lane, card_owner);
create index delivery_of_sale on delivery.delivery (sale_lane, sale_seq) where sale_lane is not null;
create index delivery_unplaced on delivery.delivery (tenant_id) where sale_reference is not null and sale_lane is null;
-- Serves the list, newest first.
create index delivery_of_tenant on delivery.delivery (tenant_id, delivery);
-- Serves delivery.selectPageOfPhones.
create index delivery_of_phone on delivery.delivery (tenant_id, phone_key, delivery);

-- What became of a delivery, in order: the trace an agent reads. Rows are only added.
create table delivery.step (
  delivery bigint not null references delivery.delivery,
  n int not null,
  tenant_id int not null,
  at timestamptz not null,
  state text collate "C" not null,
  reason text collate "C" not null default '',
  credential bigint,
  primary key (delivery, n)
);

-- A member's app on one phone: the key that signs what it asks for. asked_at only grows, so that what it signed counts once.
create table delivery.device (
  device bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  phone_key bytea not null,
  phone_cipher bytea not null,
  public_key bytea not null,
  platform text collate "C" not null,
  asked_at timestamptz not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  constraint device_platform_known check (platform in ('ios', 'android', 'other'))
);
create index device_of_phone on delivery.device (tenant_id, phone_key);

-- Who has a gift card on his phone. Ended, never deleted: provenance. A card is held by one phone at a time.
create table delivery.holding (
  holding bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null,
  card_lane int not null,
  card bigint not null,
  card_owner bigint not null,
  phone_key bytea not null,
  phone_cipher bytea not null,
  member_lane int,
  member bigint,
  -- Where it came from: the delivery, or the link by which the holder before gave it.
  delivery bigint references delivery.delivery,
  -- No foreign key: a link names its holding, and two tables that name each other cannot be copied in order.
  link bigint,
  -- A card that was given gets another number; until then nobody is shown one.
  is_settled boolean not null,
  held_from timestamptz not null,
  held_until timestamptz not null default 'infinity',
  constraint holding_member_is_whole check ((member_lane is null) = (member is null)),
  -- Or the link that the card was made with: its batch and serial.
  made_batch bigint,
  made_serial int,
  constraint holding_made_is_whole check ((made_batch is null) = (made_serial is null)),
  constraint holding_source_is_one check (num_nonnulls(delivery, link, made_batch) = 1)
);
create unique index holding_one_per_card on delivery.holding (card_lane, card) where held_until = 'infinity';
create index holding_of_phone on delivery.holding (tenant_id, phone_key) where held_until = 'infinity';
-- Serves delivery.selectHoldingOfCardLink.
create index holding_of_card_link on delivery.holding (made_batch, made_serial) where made_batch is not null;
create index holding_of_owner on delivery.holding (card_lane, card_owner) where held_until = 'infinity';
-- Serves delivery.selectUnsettled.
create index holding_unsettled on delivery.holding (holding) where not is_settled and held_until = 'infinity';

-- A link that gives a card to whoever claims it first. Its secret stands nowhere: it is the token of this row under another prefix.
create table delivery.link (
  link bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  holding bigint not null references delivery.holding,
  space bigint not null,
  reference bytea not null,
  content bytea not null,
  state text collate "C" not null default 'open',
  made_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  unique (tenant_id, space, reference),
  constraint link_state_known check (state in ('open', 'claimed', 'declined', 'revoked'))
);
-- One open link per holding: two would promise one card to two.
create unique index link_one_open on delivery.link (holding) where state = 'open';

-- That the cards of a batch have links to hand out. One row for a million cards: a card's secret is the token of batch and serial.
create table delivery.batch_links (
  batch bigint primary key,
  tenant_id int not null references programs.tenant,
  opened_by bigint not null,
  opened_person bigint,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

-- The end of one card's link; that a card can be claimed once is this key.
create table delivery.card_link_end (
  batch bigint not null references delivery.batch_links,
  serial int not null,
  tenant_id int not null,
  state text collate "C" not null,
  ended_at timestamptz not null,
  primary key (batch, serial),
  constraint card_link_end_known check (state in ('claimed', 'declined', 'revoked'))
);

-- A short look at a card: barcode and pass are fetched by its token, so that no address ever holds a number.
create table delivery.card_view (
  card_view bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null,
  card_lane int not null,
  card bigint not null,
  expires_at timestamptz not null
);
create index card_view_by_end on delivery.card_view (expires_at);

-- A code that stands for a card for a minute and once, while its device and the holding last.
create table delivery.dynamic_code (
  dynamic_code bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  card_lane int not null,
  card bigint not null,
  device bigint not null references delivery.device,
  holding bigint not null references delivery.holding,
  expires_at timestamptz not null,
  used_by bytea,
  used_at timestamptz,
  constraint dynamic_code_use_is_whole check ((used_by is null) = (used_at is null))
);
create index dynamic_code_by_end on delivery.dynamic_code (expires_at);
-- Serves delivery.selectUsedCodesOf.
create index dynamic_code_of_device on delivery.dynamic_code (device);

-- What a phone wallet shows of a card. Its serial tells nothing; voided when the card leaves its holder. A member card that was made
-- with a link has its pass by its place in stock, before there is a card and after: it shows no balance.
create table delivery.pass (
  pass bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null,
  card_lane int,
  card bigint,
  card_owner bigint,
  made_batch bigint,
  made_serial int,
  is_voided boolean not null default false,
  made_at timestamptz not null,
  -- When what it shows changed last, and when its phones are told so.
  changed_at timestamptz not null,
  push_at timestamptz not null default 'infinity',
  unique (card_lane, card),
  unique (made_batch, made_serial),
  constraint pass_is_of_a_card check (
    case when made_batch is null
         then num_nonnulls(card_lane, card, card_owner) = 3 and made_serial is null
         else num_nonnulls(card_lane, card, card_owner) = 0 and made_serial is not null end)
);
-- Serves delivery.markPasses.
create index pass_of_owner on delivery.pass (card_lane, card_owner);
-- Serves delivery.claimPassesToPush.
create index pass_to_push on delivery.pass (push_at) where push_at <> 'infinity';

-- A phone that wants news of a pass: its name as keyed digest, its push token encrypted. The pass's own token stands nowhere.
create table delivery.pass_device (
  pass bigint not null references delivery.pass,
  device_key bytea not null,
  tenant_id int not null,
  push_cipher bytea not null,
  made_at timestamptz not null,
  primary key (pass, device_key)
);
-- Serves delivery.selectChangedPasses.
create index pass_device_of_phone on delivery.pass_device (device_key);
