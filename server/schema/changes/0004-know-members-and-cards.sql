-- Why: members, what is personal about them, their consents and cards.
-- Lock: none, the database is empty. Time at 3M members: none. Undo: drop the two schemas before the first operation.

create schema members;

-- What decide reads of a member, in the member's lane. Nothing personal stands here.
create table members.member (
  lane int not null,
  member bigint not null,
  tenant_id int not null references programs.tenant,
  enrolled_at timestamptz not null,
  channel text collate "C" not null,
  purchases int not null default 0,
  last_purchase_at timestamptz,
  programs int[] not null default '{}',
  tiers jsonb not null default '{}',
  attributes jsonb not null default '{}',
  primary key (lane, member),
  foreign key (lane, member) references lanes.owner (lane, owner)
) with (fillfactor = 80);

-- A member joins a program by an enrolment; the first accrual at a program enrols silently through the till's channel.
create table members.enrolment (
  lane int not null,
  member bigint not null,
  program int not null references programs.program,
  enrolled_at timestamptz not null,
  channel text collate "C" not null,
  primary key (lane, member, program),
  foreign key (lane, member) references members.member (lane, member)
);

-- The personal home, deleted on erasure. Ordinary indexed rows. sources says of each field which channel told it, when, and under
-- which consent text.
create table members.profile (
  tenant_id int not null references programs.tenant,
  member bigint not null,
  lane int not null,
  phone text collate "C",
  phone_verified boolean not null default false,
  email text,
  given_name text,
  family_name text,
  born_on date,
  language text collate "C",
  sources jsonb not null default '{}',
  changed_at timestamptz not null,
  -- The words of the name without capitals and accents, each behind its tenant (`7/garcia`): people are found by any of them.
  name_words tsvector,
  primary key (tenant_id, member)
);
create index profile_by_phone on members.profile (tenant_id, phone);
create index profile_by_name on members.profile (tenant_id, lower(family_name), lower(given_name));
-- What was written lately is gone through word by word: half a megabyte takes three milliseconds.
create index profile_by_words on members.profile using gin (name_words) with (gin_pending_list_limit = 512);
-- By that index always. The planner takes a limit for a promise that some will be met soon, and reads all three million people for a
-- name that nobody has.
create function members.find_by_words(wanted tsquery, looked_at_max int)
  returns table (tenant_id int, lane int, member bigint, family_name text, given_name text)
  language sql stable set enable_seqscan = off set enable_indexscan = off
  as $$
    select profile.tenant_id, profile.lane, profile.member, profile.family_name, profile.given_name
      from members.profile where profile.name_words @@ wanted limit looked_at_max
  $$;

-- Consent per purpose and channel. Rows are only added; the one that was given or withdrawn last counts, and none means no.
create table members.consent (
  tenant_id int not null references programs.tenant,
  member bigint not null,
  purpose text collate "C" not null,
  channel text collate "C" not null,
  at timestamptz not null,
  is_given boolean not null,
  text_version text collate "C" not null,
  source text collate "C" not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, member, purpose, channel, at, recorded_at)
);

-- The merge queue: what another channel told differently, or a name that another member has. Nothing is overwritten until a person
-- decides. Personal like the profile, and deleted with it.
create table members.conflict (
  tenant_id int not null references programs.tenant,
  member bigint not null,
  lane int not null,
  seq bigint not null,
  field text collate "C" not null,
  told text not null,
  channel text collate "C" not null,
  other_lane int,
  other_member bigint,
  found_at timestamptz not null,
  settled_at timestamptz not null default 'infinity',
  primary key (tenant_id, member, field, lane, seq),
  constraint conflict_other_is_whole check ((other_lane is null) = (other_member is null))
);

-- One-time codes for phones: only a keyed digest, few tries, short life. sent counts the messages of the hour that began at
-- counted_from.
create table members.phone_code (
  tenant_id int not null references programs.tenant,
  phone_key bytea not null,
  purpose text collate "C" not null,
  code_digest bytea not null,
  expires_at timestamptz not null,
  tries_left smallint not null,
  used_by bytea,
  sent smallint not null,
  counted_from timestamptz not null,
  primary key (tenant_id, phone_key, purpose),
  constraint phone_code_tries_not_negative check (tries_left >= 0)
);

-- Messages that would go out, for development; real channels come with the room notifications.
create table members.development_outbox (
  message bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  phone text collate "C" not null,
  text text not null,
  made_at timestamptz not null
);

create schema cards;

create table cards.card (
  lane int not null,
  card bigint not null,
  tenant_id int not null references programs.tenant,
  owner bigint not null,
  type text collate "C" not null,
  state text collate "C" not null default 'active',
  reason text collate "C",
  last_four text collate "C" not null,
  number_cipher bytea not null,
  may_earn boolean not null default true,
  may_spend boolean not null default true,
  programs int[] not null default '{}',
  issued_at timestamptz not null,
  primary key (lane, card),
  foreign key (lane, owner) references lanes.owner (lane, owner),
  constraint card_type_known check (type in ('discount', 'bonus', 'multi', 'gift')),
  constraint card_state_known check (state in ('active', 'blocked', 'replaced', 'expired', 'destroyed'))
);
create index card_of_owner on cards.card (lane, owner);
