-- Why: promotions have limits and budgets, and partners fund points: what is shared by several lanes stands in pots, what is an owner's
--      own in counters beside him, who pays for a lot in contracts, and what an owner spends on a day, where a limit asks for it.
-- Lock: points.lot for a moment (a constant default writes no row). Time at 3M members: none.
-- Undo: drop the schema pots, promotions.counter, points.day_spent and what funding added.

create schema pots;

-- A shared amount of a period (a budget, a block of points, a stock). `budget` is the whole of it as the last draw knew it; `drawn` is
-- what stands in slices, used or not, and in reservations. The row is locked by draws only, never by a batch.
create table pots.pot (
  tenant_id int not null,
  pot text collate "C" not null,
  budget bigint not null,
  drawn bigint not null default 0,
  primary key (tenant_id, pot),
  constraint pot_budget_not_negative check (budget >= 0),
  constraint pot_drawn_not_negative check (drawn >= 0)
);

-- What a lane has drawn; `used` is below zero where more was given back in the lane than taken. Changed by batches that hold the lane, and by draws, which hold none; both lock the row.
create table pots.slice (
  lane int not null references lanes.lane,
  pot text collate "C" not null,
  tenant_id int not null,
  unused bigint not null default 0,
  used bigint not null default 0,
  touched_at timestamptz not null,
  primary key (lane, pot),
  foreign key (tenant_id, pot) references pots.pot (tenant_id, pot),
  constraint slice_unused_not_negative check (unused >= 0)
);
-- Serves draws and pots.readSlices: all slices of one pot.
create index slice_of_pot on pots.slice (tenant_id, pot, lane);
-- Serves pots.findIdle.
create index slice_unused on pots.slice (touched_at) where unused > 0;

-- What a quote keeps for its confirm until it lapses; (lane, seq) is the entry of the quote.
create table pots.reservation (
  lane int not null references lanes.lane,
  seq bigint not null,
  pot text collate "C" not null,
  tenant_id int not null,
  amount bigint not null,
  expires_at timestamptz not null,
  -- No foreign key to the pot: its check would touch a row that no batch shall wait for.
  primary key (lane, seq, pot),
  constraint reservation_amount_positive check (amount > 0)
);
-- Serves draws and pots.readSlices: what of a pot has lapsed.
create index reservation_of_pot on pots.reservation (tenant_id, pot, expires_at);

-- What an owner has used of a limit of his own (card 0) or of one of his cards, by period; `from_on` is its first day.
create table promotions.counter (
  lane int not null,
  owner bigint not null,
  card bigint not null default 0,
  program int not null,
  promotion text collate "C" not null,
  limited text collate "C" not null,
  from_on date not null,
  until_on date not null,
  tenant_id int not null,
  amount bigint not null,
  primary key (lane, owner, card, program, promotion, limited, from_on),
  foreign key (lane, owner) references lanes.owner (lane, owner),
  constraint counter_amount_not_negative check (amount >= 0)
);
-- Serves promotions.dropCounters: periods that ended long ago.
create index counter_until on promotions.counter (until_on);

-- What an owner has spent of a kind of wallet on a business day. Kept only where a program limits days.
create table points.day_spent (
  lane int not null,
  owner bigint not null,
  on_day date not null,
  program int not null,
  wallet_type int not null,
  tenant_id int not null,
  points bigint not null,
  money bigint not null,
  primary key (lane, owner, on_day, program, wallet_type),
  foreign key (lane, owner) references lanes.owner (lane, owner),
  constraint day_spent_not_negative check (points >= 0 and money >= 0)
);
-- Serves points.dropDaysSpent: days of long ago.
create index day_spent_on on points.day_spent (on_day);

create schema funding;

-- Who pays for points: a partner's prepaid or postpaid contract, or a budget of its own. Without partner the program pays.
create table funding.contract (
  contract int primary key generated always as identity,
  tenant_id int not null,
  program int not null,
  partner int not null default 0,
  code text collate "C" not null,
  terms text collate "C" not null,
  unit int not null,
  -- So many points cost so much money, in smallest steps.
  price_points bigint not null,
  price_money bigint not null,
  -- So many points of members, in smallest steps, take so many ten-thousandths of a block; point by point where null.
  rate_points bigint,
  rate_block bigint,
  -- The most that it pays in a period; no blocks then. Without it a contract that is not prepaid pays all.
  limit_points bigint,
  limit_per text collate "C",
  when_empty text collate "C" not null default 'no_points',
  from_on date not null,
  until_on date not null,
  unique (tenant_id, program, code),
  constraint contract_terms_known check (terms in ('prepaid', 'postpaid', 'own')),
  constraint contract_price_positive check (price_points > 0 and price_money >= 0),
  constraint contract_rate_positive check ((rate_points is null) = (rate_block is null) and rate_points > 0 and rate_block > 0),
  constraint contract_rate_of_blocks check (rate_block is null or terms = 'prepaid'),
  constraint contract_limit_positive check ((limit_points is null) = (limit_per is null) and limit_points > 0),
  constraint contract_limit_known check (limit_per is null or (limit_per in ('month', 'quarter', 'year', 'ever') and terms <> 'prepaid')),
  constraint contract_when_empty_known check (when_empty in ('no_points', 'refuse_sale')),
  constraint contract_ends_after_start check (until_on >= from_on)
);

-- Points that a partner has bought ahead; a reserve is used when no other block has enough. What is taken stands in pots.
create table funding.block (
  block int primary key generated always as identity,
  tenant_id int not null,
  contract int not null references funding.contract,
  reference text collate "C" not null,
  points bigint not null,
  is_reserve boolean not null,
  from_on date not null,
  until_on date not null,
  bought_at timestamptz not null,
  unique (contract, reference),
  constraint block_points_positive check (points > 0),
  constraint block_ends_after_start check (until_on >= from_on)
);

-- Who pays for the points of a lot: 0 is nobody's contract. Covered by the seal (format 2) where it is not 0.
alter table points.lot add column contract int not null default 0;
