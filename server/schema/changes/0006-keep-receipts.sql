-- Why: what checkout remembers beside the journal: returns so far, claims, returns that came before their sale, exceptions.
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop the schema before the first operation.

create schema checkout;

-- Made by the first return of a receipt: what has come back so far, so that any order of returns ends the same.
create table checkout.returned (
  lane int not null,
  seq bigint not null,
  state jsonb not null,
  primary key (lane, seq)
);

-- An unidentified receipt is claimed once. (lane, seq) is the receipt, in its outlet's lane.
create table checkout.claim (
  lane int not null,
  seq bigint not null,
  claim_lane int not null,
  claim_seq bigint not null,
  primary key (lane, seq)
);

-- A return whose sale has not arrived. It holds nothing and is decided in the batch that brings the sale.
create table checkout.parked_return (
  tenant_id int not null,
  space bigint not null,
  sale_reference bytea not null,
  reference bytea not null,
  content bytea not null,
  input jsonb not null,
  parked_at timestamptz not null,
  state text collate "C" not null default 'parked',
  primary key (tenant_id, space, sale_reference, reference),
  unique (tenant_id, space, reference),
  constraint parked_return_state_known check (state in ('parked', 'applied', 'exception'))
);

-- An attempt to let a card that another company's processor keeps pay on a sale: place is where its tender stands. From due_at on it is
-- looked after by itself.
create table checkout.outside_tender (
  tender bigint primary key generated always as identity,
  tenant_id int not null,
  space bigint not null,
  sale bytea not null,
  place smallint not null,
  attempt int not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  unique (tenant_id, space, sale, place, attempt)
);
-- Serves checkout.claimDueOutsideTenders.
create index outside_tender_due on checkout.outside_tender (due_at) where due_at <> 'infinity';

-- How an attempt has ended. One row for each decides between the batch that books its sale and whoever undoes its payment.
create table checkout.outside_end (
  tender bigint not null references checkout.outside_tender,
  tenant_id int not null,
  how text collate "C" not null,
  lane int,
  seq bigint,
  at timestamptz not null,
  constraint outside_end_once primary key (tender),
  constraint outside_end_known check (how in ('used', 'given_up')),
  constraint outside_end_has_place check ((how = 'used') = (seq is not null) and (lane is null) = (seq is null))
);

-- What a notice was booked with although value, state or limit did not cover it.
create table checkout.exception (
  lane int not null,
  seq bigint not null,
  n smallint not null,
  tenant_id int not null,
  code text collate "C" not null,
  facts jsonb not null,
  noted_at timestamptz not null,
  primary key (lane, seq, n)
);
create index exception_by_tenant on checkout.exception (tenant_id, noted_at);
