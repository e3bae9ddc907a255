-- Why: members see what is theirs on a page of their own: sessions by phone and one-time code, and the list that keeps an erased
-- person from coming back by a file. Lock: none, the tables are new. Time at 3M members: none. Undo: drop schema memberpage and
-- members.erased; whoever was signed in signs in again, and a later load could bring erased persons back.

create schema memberpage;

-- A phone that was proved, on one browser. Only the sha256 of its token is kept. member is null for a phone that holds gift cards
-- and is no member's.
create table memberpage.session (
  session bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  lane int,
  member bigint,
  phone_key bytea not null,
  phone_cipher bytea not null,
  token_digest bytea not null unique,
  -- What the browser calls itself, for the list of sessions.
  browser text not null,
  -- The app of the room delivery that was registered with it: it ends with the session.
  device bigint,
  made_at timestamptz not null,
  -- Written once a minute at most.
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  constraint session_member_whole check ((lane is null) = (member is null)),
  constraint session_digest_is_sha256 check (octet_length(token_digest) = 32)
);
create index session_of_phone on memberpage.session (tenant_id, phone_key) where ended_at is null;
create index session_of_member on memberpage.session (lane, member) where ended_at is null;

-- Keyed digests of the phones of erased persons: a file does not bring them back.
create table members.erased (
  tenant_id int not null references programs.tenant,
  phone_key bytea not null,
  erased_at timestamptz not null,
  primary key (tenant_id, phone_key),
  constraint erased_key_is_digest check (octet_length(phone_key) >= 32)
);
