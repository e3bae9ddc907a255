-- Why: a write that has no table of its own for client references (settings, people, webhooks) is answered the same when it is
-- repeated under one Idempotency-Key, and done once.
-- Lock: none, the table is new. Time at 3M members: none. Undo: drop the schema.

create schema repeats;

create table repeats.answer (
  tenant_id int not null,
  -- Each credential has names of its own: of another's it shall not learn that they are taken.
  credential bigint not null,
  reference text collate "C" not null,
  -- A keyed digest of address and body: what comes in may be small enough to guess.
  content_digest bytea not null,
  begun_at timestamptz not null,
  -- The answer, encrypted, since a new secret may stand in it. Absent while the work is under way, or was cut off.
  answer bytea,
  primary key (tenant_id, credential, reference),
  constraint answer_reference_told check (reference <> '')
);
-- Serves repeats.deleteOldAnswers.
create index answer_by_age on repeats.answer (begun_at);
