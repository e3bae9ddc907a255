-- Why: gift cards as stored value: what cards are sold on (terms), rates, cash-out thresholds, and the gift behind each card. Its value stands
-- in wallets of the room points, so that lots, holds, expiry and verification are those of the ledger.
-- Lock: points.wallet_type and ledger.account, a moment each; both are small. Time at 3M members: none. Undo: drop schema giftcards, the
-- column and the two account kinds, while no gift card was activated.

-- A wallet type of points is chosen by its code; of gift cards a program has one of each purpose in each currency.
alter table points.wallet_type add column purpose text collate "C" not null default 'points';
alter table points.wallet_type
  add constraint wallet_type_purpose_known check (purpose in ('points', 'gift', 'gift_promotional'));
create unique index wallet_type_one_of_gifts on points.wallet_type (tenant_id, program, unit, purpose) where purpose <> 'points';

alter table ledger.account drop constraint account_kind_known;
alter table ledger.account add constraint account_kind_known check (kind in
  ('issuance', 'redemption', 'breakage', 'write_off', 'adjustment', 'opening', 'funding', 'between_lanes', 'fee', 'cash_out'));

create schema giftcards;

-- Dated: what is in force at a moment is the newest row that is not later.
create table giftcards.terms (
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  code text collate "C" not null,
  in_force_from timestamptz not null,
  unit int not null,
  content jsonb not null,
  primary key (tenant_id, program, code, in_force_from)
);

-- So many smallest steps of to_unit (numerator) for so many of from_unit (denominator).
create table giftcards.rate (
  tenant_id int not null references programs.tenant,
  from_unit int not null,
  to_unit int not null,
  in_force_from timestamptz not null,
  numerator bigint not null,
  denominator bigint not null,
  primary key (tenant_id, from_unit, to_unit, in_force_from),
  constraint rate_is_positive check (numerator > 0 and denominator > 0),
  constraint rate_between_two check (from_unit <> to_unit)
);

-- A balance below this may be paid out in money there; so may one of at most left_percent of what was put on the card.
create table giftcards.cash_out_threshold (
  tenant_id int not null references programs.tenant,
  jurisdiction text collate "C" not null,
  unit int not null,
  in_force_from timestamptz not null,
  below bigint not null,
  left_percent smallint,
  primary key (tenant_id, jurisdiction, unit, in_force_from),
  constraint cash_out_threshold_not_negative check (below >= 0),
  constraint cash_out_threshold_is_a_share check (left_percent between 1 and 99)
);

-- The stored value behind a card: an owner of kind gift_card. fee_due_at: when the next fee for not being used falls due.
create table giftcards.gift (
  lane int not null,
  gift bigint not null,
  card bigint not null,
  tenant_id int not null references programs.tenant,
  program int not null,
  unit int not null,
  fee_due_at timestamptz not null default 'infinity',
  activated_at timestamptz not null,
  terms text collate "C" not null,
  state text collate "C" not null,
  primary key (lane, gift),
  foreign key (lane, gift) references lanes.owner (lane, owner),
  constraint gift_state_known check (state in ('active', 'inactive', 'closed'))
) with (fillfactor = 90);
create index gift_fee_due on giftcards.gift (lane, fee_due_at) where fee_due_at < 'infinity';

-- What became of an operation since: how much of it was given back, or whether what awaited its confirmation was confirmed.
-- (lane, seq) is the operation; there is no row before the first change.
create table giftcards.aftermath (
  lane int not null,
  seq bigint not null,
  amount bigint not null,
  undone bigint not null,
  state text collate "C" not null,
  restore_order text collate "C" not null,
  primary key (lane, seq),
  constraint aftermath_in_bounds check (undone >= 0 and undone <= amount),
  constraint aftermath_state_known check (state in ('open', 'confirmed', 'reversed', 'voided')),
  constraint aftermath_order_known check (restore_order in ('last_taken_first', 'first_taken_first'))
);

-- That a till saw a card on its phone a moment ago, where the program asks for that: good for one payment. Written when the code was used;
-- proof is the code's own number. Only used_at changes, under the lock of the lane or when the phone's device ends.
create table giftcards.proof (
  lane int not null,
  card bigint not null,
  proof bigint not null,
  tenant_id int not null,
  terminal int not null,
  proved_at timestamptz not null,
  used_at timestamptz,
  primary key (lane, card, proof)
);
-- Serves giftcards.deleteOldProofs.
create index proof_by_age on giftcards.proof (proved_at);
