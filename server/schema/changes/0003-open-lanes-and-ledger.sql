-- Why: the tables every operation stands on. Keys, partitions and the chained columns are settled here because they cannot change later.
-- Lock: none, the database is empty. Time at 3M members: none. Undo: drop the schemas before the first operation.

create schema lanes;

-- A lane belongs to one tenant and is data, not a formula (ADR 0005). The row is only a lock: it is never updated.
create table lanes.lane (
  lane int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  is_open boolean not null default true
);
create index lane_of_tenant on lanes.lane (tenant_id) where is_open;

-- One row per committed lane batch: the last sequence number it wrote, the chain head after it, its time, and the digest of
-- the raw messages that it enclosed.
create table lanes.lane_batch (
  lane int not null references lanes.lane,
  upto bigint not null,
  head bytea not null,
  at timestamptz not null,
  enclosed bytea,
  primary key (lane, upto),
  constraint lane_batch_head_is_sha256 check (octet_length(head) = 32)
);

-- Steps of 4096: an owner's id leaves room for 1,023 wallets behind it, and each wallet's for its ledger accounts (booked, pending,
-- owed). So a first accrual opens a wallet without asking anybody for a number.
create sequence lanes.owner_id increment by 4096 start with 4096 cache 1;

-- Whoever owns value: a member's master account, a gift card, an outlet (for receipts without any other owner).
-- revision grows whenever a name of the owner, one of its cards or its state changes, so that a batch can prove what resolve read.
create table lanes.owner (
  lane int not null references lanes.lane,
  owner bigint not null,
  tenant_id int not null,
  kind text collate "C" not null,
  state text collate "C" not null default 'active',
  revision int not null default 0,
  -- Who goes on for an owner that was merged; his names lead there.
  into_lane int,
  into_owner bigint,
  primary key (lane, owner),
  constraint owner_merged_leads_on check ((state = 'merged') = (into_lane is not null) and (into_lane is null) = (into_owner is null)),
  constraint owner_kind_known check (kind in ('member', 'gift_card', 'outlet', 'household')),
  constraint owner_state_known check (state in ('active', 'moved', 'merged', 'erased', 'closed'))
);

-- The directory: unique names (card number digest, external id) to owner and lane. subject is the named thing (the card), where it is not the owner.
-- Serves lanes.findMerged: whoever was merged into one.
create index owner_merged on lanes.owner (into_lane, into_owner) where into_owner is not null;

create table lanes.name (
  tenant_id int not null,
  kind text collate "C" not null,
  key bytea not null,
  lane int not null,
  owner bigint not null,
  subject bigint not null default 0,
  primary key (tenant_id, kind, key),
  constraint name_key_is_short check (octet_length(key) <= 33)
);
create index name_of_owner on lanes.name (lane, owner);

-- Phones have rows, because numbers change hands: at most one current verified holder per phone and tenant.
create table lanes.phone (
  tenant_id int not null,
  key bytea not null,
  owner bigint not null,
  lane int not null,
  is_verified boolean not null,
  held_from timestamptz not null,
  held_until timestamptz not null default 'infinity',
  primary key (tenant_id, key, owner, held_from),
  constraint phone_key_is_short check (octet_length(key) <= 33)
);
create unique index phone_one_verified_holder on lanes.phone (tenant_id, key) where is_verified and held_until = 'infinity';
create index phone_of_owner on lanes.phone (lane, owner);

-- Client references. outcome: b booked, c closed by a void that came first, a awaited by a parked return.
-- content is the first half of the sha256 over the canonical content: 128 bits tell apart what one sender could confuse.
create table lanes.reference (
  tenant_id int not null,
  space bigint not null,
  family "char" not null,
  reference bytea not null,
  outcome "char" not null,
  content bytea not null,
  lane int not null,
  seq bigint not null,
  primary key (tenant_id, space, family, reference),
  constraint reference_is_short check (octet_length(reference) between 1 and 32),
  constraint reference_outcome_known check (outcome in ('b', 'c', 'a'))
);

create schema ledger;

-- Ledger accounts of a program's side. They carry no running balance, so that there is no hot row.
-- A wallet's own accounts need no row: wallet + 0 booked, + 1 pending, + 2 owed.
create table ledger.account (
  account bigint primary key,
  tenant_id int not null,
  program int not null,
  unit int not null,
  kind text collate "C" not null,
  partner int not null default 0,
  unique (tenant_id, program, unit, kind, partner),
  constraint account_kind_known check (kind in
    ('issuance', 'redemption', 'breakage', 'write_off', 'adjustment', 'opening', 'funding', 'between_lanes'))
);

-- The journal: one row per operation in its home lane, one leg in every other lane that it touched.
create table ledger.journal (
  lane int not null,
  seq bigint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  owner bigint not null,
  home_seq bigint,
  home_lane int,
  tenant_id int not null,
  program int not null,
  outlet int not null,
  terminal int not null,
  rulebook int not null,
  booked_on date not null,
  flags smallint not null,
  -- How many rows before this one the body is that its record stands in: 0 is here. None for a row that keeps no record.
  record_back smallint,
  kind text collate "C" not null,
  digest bytea not null,
  -- account, unit and amount of each posting, one posting behind the other: as rows of their own (ledger.posting shows them so) they took
  -- two thirds more room and an index.
  postings bigint[] not null default '{}',
  -- What this operation and up to fifteen neighbours behind it keep for proof and for repeating their answers: led by its dictionary
  -- version, compressed (ADR 0007).
  body bytea,
  primary key (lane, seq),
  constraint journal_postings_are_whole check (cardinality(postings) % 3 = 0),
  constraint journal_body_is_with_its_first check ((body is not null) = (record_back is not distinct from 0)),
  constraint journal_home_is_whole check ((home_lane is null) = (home_seq is null)),
  constraint journal_digest_is_sha256 check (octet_length(digest) = 32)
) partition by range (seq);
create index journal_of_owner on ledger.journal (lane, owner, seq);

-- The postings of the journal, a row each, for whoever asks in SQL.
create view ledger.posting as
  select journal.lane, journal.seq, (place.n - 1)::smallint as n, journal.postings[3 * place.n - 2] as account,
         journal.postings[3 * place.n - 1]::int as unit, journal.postings[3 * place.n] as amount
    from ledger.journal as journal
   cross join lateral generate_series(1, cardinality(journal.postings) / 3) as place(n);

-- Which lots an operation took from, gave back to, activated, expired or froze. delta is what it did to the lot's remainder.
create table ledger.allocation (
  lane int not null,
  n smallint not null,
  lot_n smallint not null,
  seq bigint not null,
  lot_seq bigint not null,
  delta bigint not null,
  effect "char" not null,
  primary key (lane, seq, n),
  constraint allocation_effect_known check (effect in ('t', 'r', 'a', 'e', 'c', 'f', 'u', 'm'))
) partition by range (seq);
create index allocation_of_lot on ledger.allocation (lane, lot_seq, lot_n);

-- The raw messages of a lane batch, identities masked, deflated together; kept as long as the program says.
create table ledger.raw_message (
  lane int not null,
  upto bigint not null,
  recorded_on date not null,
  messages bytea not null,
  primary key (recorded_on, lane, upto)
) partition by range (recorded_on);
create table ledger.raw_message_rest partition of ledger.raw_message default;

-- Pieces of ten million rows a lane, made ahead of need (platform/database/pieces.ts).
create function ledger.make_piece(piece int) returns void language plpgsql as $$
declare
  parent text;
begin
  foreach parent in array array['journal', 'allocation'] loop
    execute format('create table if not exists ledger.%I partition of ledger.%I for values from (%s) to (%s)',
      parent || '_' || lpad(piece::text, 4, '0'), parent, piece::bigint * 10000000, (piece::bigint + 1) * 10000000);
  end loop;
end
$$;
select ledger.make_piece(0);
select ledger.make_piece(1);

create schema points;

-- Kinds of wallet that a program offers, with their rules of use, spending order and validity.
create table points.wallet_type (
  wallet_type int primary key generated always as identity,
  tenant_id int not null,
  program int not null,
  code text collate "C" not null,
  unit int not null,
  spend_order int not null,
  pays_points bigint not null,
  pays_money bigint not null,
  rules jsonb not null default '{}',
  validity jsonb not null default '{}',
  -- What members read, by language; what is not said reads as the code.
  name jsonb not null default '{}',
  unique (tenant_id, program, code),
  constraint wallet_type_pays_positive check (pays_points > 0 and pays_money >= 0)
);

-- due_at: the next moment at which time alone changes this wallet (activation, expiry, a hold's lapse).
-- expiring, expiring_at: what expires next, and when; for telling people, decided is by lots.
create table points.wallet (
  lane int not null,
  program int not null,
  wallet bigint not null,
  owner bigint not null,
  booked bigint not null default 0,
  pending bigint not null default 0,
  held bigint not null default 0,
  frozen bigint not null default 0,
  owed bigint not null default 0,
  due_at timestamptz not null default 'infinity',
  expiring bigint not null default 0,
  expiring_at timestamptz not null default 'infinity',
  tenant_id int not null,
  wallet_type int not null,
  unit int not null,
  state text collate "C" not null default 'open',
  primary key (lane, wallet),
  unique (lane, owner, wallet_type),
  foreign key (lane, owner) references lanes.owner (lane, owner),
  constraint wallet_booked_not_negative check (booked >= 0),
  constraint wallet_pending_not_negative check (pending >= 0),
  constraint wallet_held_not_negative check (held >= 0),
  constraint wallet_frozen_not_negative check (frozen >= 0),
  constraint wallet_owed_not_negative check (owed >= 0),
  constraint wallet_available_not_negative check (booked - held - frozen >= 0),
  constraint wallet_state_known check (state in ('open', 'frozen', 'closed'))
) with (fillfactor = 80);
create index wallet_due on points.wallet (lane, due_at) where due_at < 'infinity';

-- A lot's key is the journal row that made it. A lot that moved lanes keeps its origin.
create table points.lot (
  lane int not null,
  n smallint not null,
  is_pending boolean not null,
  is_frozen boolean not null default false,
  seq bigint not null,
  wallet bigint not null,
  amount bigint not null,
  remaining bigint not null,
  held bigint not null default 0,
  earned_at timestamptz not null,
  active_at timestamptz not null,
  expires_at timestamptz not null,
  issuer int not null,
  origin_lane int,
  origin_seq bigint,
  primary key (lane, seq, n),
  constraint lot_amount_positive check (amount > 0),
  constraint lot_remaining_in_bounds check (remaining >= 0 and remaining <= amount),
  constraint lot_held_in_bounds check (held >= 0 and held <= remaining)
) with (fillfactor = 90);
-- Serves points.loadSpendableLots and points.loadDueLots: expiry first.
-- The whole order stands in the index: a wallet whose hundred thousand lots end on the same day must not be sorted for a redemption.
create index lot_open on points.lot (lane, wallet, expires_at, active_at, earned_at, seq, n) where remaining > 0;
create index lot_pending on points.lot (lane, wallet, active_at) where is_pending;
create index lot_of_origin on points.lot (lane, origin_lane, origin_seq) where origin_seq is not null;

-- A reservation of value: parts says which lots it stands on, [[lot_seq, lot_n, amount], …].
create table points.hold (
  lane int not null,
  seq bigint not null,
  n smallint not null,
  wallet bigint not null,
  amount bigint not null,
  expires_at timestamptz not null,
  state text collate "C" not null,
  parts jsonb not null,
  primary key (lane, seq, n),
  constraint hold_amount_positive check (amount > 0),
  constraint hold_state_known check (state in ('open', 'captured', 'released', 'lapsed'))
);
create index hold_open on points.hold (lane, wallet) where state = 'open';

-- Debts by age: repaid oldest first by the next accrual.
create table points.debt (
  lane int not null,
  seq bigint not null,
  n smallint not null,
  wallet bigint not null,
  amount bigint not null,
  remaining bigint not null,
  owed_since timestamptz not null,
  primary key (lane, seq, n),
  constraint debt_remaining_in_bounds check (remaining >= 0 and remaining <= amount)
);
create index debt_open on points.debt (lane, wallet, owed_since) where remaining > 0;
