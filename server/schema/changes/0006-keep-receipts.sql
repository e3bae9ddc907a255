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
