-- Why: cards whose money another company keeps: how its processor is asked, what it said last of balance and history, payments that
-- are passed through to it and what became of them, and where what it says does not fit what it said before.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the schema.

create schema processors;

-- How a processor is asked. service is the adapter's settings; secrets is an encrypted field with the values of its secret headers.
-- paced_until is how far its rate is used up, which all processes share.
create table processors.processor (
  processor int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  code text collate "C" not null,
  unit int not null references programs.unit,
  service jsonb not null,
  secrets bytea not null,
  per_minute int not null,
  poll_hours int not null,
  timeout_ms int not null,
  state text collate "C" not null default 'active',
  paced_until timestamptz not null default 'epoch',
  failures int not null default 0,
  last_error text collate "C" not null default '',
  answered_at timestamptz,
  changed_at timestamptz not null,
  unique (tenant_id, code),
  constraint processor_rate_in_bounds check (per_minute between 1 and 60000),
  constraint processor_poll_in_bounds check (poll_hours between 1 and 168),
  constraint processor_timeout_in_bounds check (timeout_ms between 100 and 60000),
  constraint processor_failures_not_negative check (failures >= 0),
  constraint processor_state_known check (state in ('active', 'paused'))
);

-- A card that the processor knows. key is the keyed digest of its number, number_cipher an encrypted field. balance is what was told
-- at balance_at: for showing, never for deciding. polled_balance was told together with the history, which is read up to told_through.
create table processors.card (
  card bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  processor int not null references processors.processor,
  key bytea not null,
  number_cipher bytea not null,
  last_four text collate "C" not null,
  balance bigint,
  balance_at timestamptz,
  polled_balance bigint,
  told_through timestamptz,
  next_poll_at timestamptz not null,
  failures int not null default 0,
  known_at timestamptz not null,
  unique (processor, key),
  constraint card_key_is_short check (octet_length(key) <= 33),
  constraint card_balance_has_age check ((balance is null) = (balance_at is null)),
  constraint card_failures_not_negative check (failures >= 0)
);
-- Serves processors.claimDueCards.
create index card_due on processors.card (processor, next_poll_at);

-- Serves processors.selectFigures.
create index card_of_balance on processors.card (processor, balance_at) where balance_at is not null;

-- A payment that is passed through. outside_reference is our name of it there, the same in every attempt. While it is asked, or undone,
-- attempt_until says when whoever does it must be done or dead; next_attempt_at is when what is uncertain is looked at again. is_done
-- is true once the processor has said that it was paid; then amount is what was paid, which is less than asked only where is_partial says that a
-- part is taken. A reference that was voided before its payment came has nothing but its name.
create table processors.redemption (
  redemption bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  processor int references processors.processor,
  card bigint references processors.card,
  space bigint not null,
  reference text collate "C" not null,
  content bytea,
  amount bigint,
  asked bigint,
  is_partial boolean not null default false,
  is_done boolean not null default false,
  state text collate "C" not null,
  reason text collate "C" not null default '',
  outside_id text collate "C" not null default '',
  balance bigint,
  attempts int not null default 0,
  absent_since timestamptz,
  attempt_until timestamptz not null default 'infinity',
  next_attempt_at timestamptz not null default 'infinity',
  asked_at timestamptz not null,
  state_at timestamptz not null,
  unique (tenant_id, space, reference),
  constraint redemption_amount_positive check (amount > 0),
  constraint redemption_amount_as_asked check (case when is_partial then amount <= asked else amount = asked end),
  constraint redemption_attempts_not_negative check (attempts >= 0),
  constraint redemption_state_known
    check (state in ('asking', 'approved', 'declined', 'not_sent', 'unknown', 'reversing', 'reversed', 'not_done', 'voided')),
  constraint redemption_voided_is_a_name check ((state = 'voided') = (card is null)
    and (card is null) = (processor is null) and (card is null) = (amount is null) and (card is null) = (content is null)
    and (card is null) = (asked is null)),
  constraint redemption_asking_is_leased check ((state = 'asking') = (attempt_until <> 'infinity')),
  constraint redemption_uncertain_is_due
    check ((state in ('unknown', 'reversing')) = (next_attempt_at <> 'infinity'))
);
-- Serves processors.claimUncertain.
create index redemption_uncertain on processors.redemption (next_attempt_at) where state in ('unknown', 'reversing');
-- Serves processors.claimUncertain.
create index redemption_asking on processors.redemption (attempt_until) where state = 'asking';
create index redemption_of_card on processors.redemption (card);

-- Value of a payment that goes back to its card. source says for what, so that following it again adds no row.
create table processors.refund (
  refund bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  redemption bigint not null references processors.redemption,
  source text collate "C" not null,
  amount bigint not null,
  state text collate "C" not null default 'due',
  reason text collate "C" not null default '',
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  state_at timestamptz not null,
  unique (redemption, source),
  constraint refund_amount_positive check (amount > 0),
  constraint refund_state_known check (state in ('due', 'refunded', 'refused')),
  constraint refund_due_is_timed check ((state = 'due') = (next_attempt_at <> 'infinity'))
);
-- Serves processors.claimDueRefunds.
create index refund_due on processors.refund (next_attempt_at) where state = 'due';

-- What the processor has told of a card's history, as it told it first.
create table processors.history_line (
  card bigint not null references processors.card,
  outside_id text collate "C" not null,
  tenant_id int not null references programs.tenant,
  amount bigint not null,
  at timestamptz not null,
  kind text not null,
  balance_after bigint,
  outside_reference text collate "C" not null default '',
  read_at timestamptz not null,
  primary key (card, outside_id)
);
create index history_line_of_time on processors.history_line (card, at);

-- Where what a processor says does not fit. subject tells one finding from another, so that finding it again adds no row.
create table processors.discrepancy (
  discrepancy bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  processor int not null references processors.processor,
  card bigint not null references processors.card,
  kind text collate "C" not null,
  subject text collate "C" not null,
  facts jsonb not null,
  state text collate "C" not null default 'open',
  note text not null default '',
  closed_by bigint,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  closed_at timestamptz,
  unique (card, kind, subject),
  constraint discrepancy_kind_known
    check (kind in ('gap', 'restated', 'vanished', 'inserted', 'balance_differs', 'payment_missing', 'payment_unexpected',
      'not_undone', 'refund_refused')),
  constraint discrepancy_state_known check (state in ('open', 'closed')),
  constraint discrepancy_closed_is_whole check ((state = 'closed') = (closed_at is not null) and (closed_at is null) = (closed_by is null))
);
-- Serves the list of discrepancies.
create index discrepancy_of_tenant on processors.discrepancy (tenant_id, state, discrepancy);
