-- The schema as the catalogue has it after all schema changes. Written by a tool ("tallystick db dump"), to be read and
-- to be compared; a database is built by the files of server/schema/changes.

create schema cards;
create schema checkout;
create schema followers;
create schema lanes;
create schema ledger;
create schema members;
create schema partners;
create schema points;
create schema programs;
create schema promotions;
create schema webhooks;

create sequence lanes.owner_id as bigint increment 4096 start 4096;

create sequence webhooks.endpoint_id as integer increment 1 start 1;

CREATE OR REPLACE FUNCTION ledger.make_piece(piece integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  parent text;
begin
  foreach parent in array array['journal', 'body', 'posting', 'allocation'] loop
    execute format('create table if not exists ledger.%I partition of ledger.%I for values from (%s) to (%s)',
      parent || '_' || lpad(piece::text, 4, '0'), parent, piece::bigint * 10000000, (piece::bigint + 1) * 10000000);
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION promotions.check_rulebook()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    raise exception 'a published rulebook is never changed or deleted' using errcode = 'restrict_violation';
  end if;
  if new.version <> 1 + coalesce((select max(version) from promotions.rulebook where program = new.program), 0) then
    raise exception 'version % of program % leaves a gap', new.version, new.program
      using errcode = 'check_violation', constraint = 'rulebook_version_gapless';
  end if;
  return new;
end
$function$;

create table cards.card (
  lane integer not null,
  card bigint not null,
  tenant_id integer not null,
  owner bigint not null,
  type text collate "C" not null,
  state text collate "C" default 'active'::text not null,
  reason text collate "C",
  last_four text collate "C" not null,
  number_cipher bytea not null,
  may_earn boolean default true not null,
  may_spend boolean default true not null,
  programs integer[] default '{}'::integer[] not null,
  issued_at timestamp with time zone not null,
  constraint card_pkey PRIMARY KEY (lane, card),
  constraint card_state_known CHECK ((state = ANY (ARRAY['active'::text, 'blocked'::text, 'replaced'::text, 'expired'::text, 'destroyed'::text]))),
  constraint card_type_known CHECK ((type = ANY (ARRAY['discount'::text, 'bonus'::text, 'multi'::text, 'gift'::text]))),
  constraint card_lane_owner_fkey FOREIGN KEY (lane, owner) REFERENCES lanes.owner(lane, owner),
  constraint card_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX card_of_owner ON cards.card USING btree (lane, owner);

create table checkout.claim (
  lane integer not null,
  seq bigint not null,
  claim_lane integer not null,
  claim_seq bigint not null,
  constraint claim_pkey PRIMARY KEY (lane, seq)
);

create table checkout.exception (
  lane integer not null,
  seq bigint not null,
  n smallint not null,
  tenant_id integer not null,
  code text collate "C" not null,
  facts jsonb not null,
  noted_at timestamp with time zone not null,
  constraint exception_pkey PRIMARY KEY (lane, seq, n)
);
CREATE INDEX exception_by_tenant ON checkout.exception USING btree (tenant_id, noted_at);

create table checkout.parked_return (
  tenant_id integer not null,
  space bigint not null,
  sale_reference bytea not null,
  reference bytea not null,
  content bytea not null,
  input jsonb not null,
  parked_at timestamp with time zone not null,
  state text collate "C" default 'parked'::text not null,
  constraint parked_return_pkey PRIMARY KEY (tenant_id, space, sale_reference, reference),
  constraint parked_return_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint parked_return_state_known CHECK ((state = ANY (ARRAY['parked'::text, 'applied'::text, 'exception'::text])))
);

create table checkout.returned (
  lane integer not null,
  seq bigint not null,
  state jsonb not null,
  constraint returned_pkey PRIMARY KEY (lane, seq)
);

create table followers.follower_cursor (
  follower text collate "C" not null,
  lane integer not null,
  upto bigint not null,
  constraint follower_cursor_pkey PRIMARY KEY (follower, lane),
  constraint follower_cursor_upto_not_negative CHECK ((upto >= 0)),
  constraint follower_cursor_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);

create table lanes.lane (
  lane integer generated always as identity not null,
  tenant_id integer not null,
  is_open boolean default true not null,
  constraint lane_pkey PRIMARY KEY (lane),
  constraint lane_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX lane_of_tenant ON lanes.lane USING btree (tenant_id) WHERE is_open;

create table lanes.lane_batch (
  lane integer not null,
  upto bigint not null,
  head bytea not null,
  at timestamp with time zone not null,
  enclosed bytea,
  constraint lane_batch_pkey PRIMARY KEY (lane, upto),
  constraint lane_batch_head_is_sha256 CHECK ((octet_length(head) = 32)),
  constraint lane_batch_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);

create table lanes.name (
  tenant_id integer not null,
  kind text collate "C" not null,
  key bytea not null,
  lane integer not null,
  owner bigint not null,
  subject bigint default 0 not null,
  constraint name_pkey PRIMARY KEY (tenant_id, kind, key),
  constraint name_key_is_short CHECK ((octet_length(key) <= 33))
);
CREATE INDEX name_of_owner ON lanes.name USING btree (lane, owner);

create table lanes.owner (
  lane integer not null,
  owner bigint not null,
  tenant_id integer not null,
  kind text collate "C" not null,
  state text collate "C" default 'active'::text not null,
  revision integer default 0 not null,
  constraint owner_pkey PRIMARY KEY (lane, owner),
  constraint owner_kind_known CHECK ((kind = ANY (ARRAY['member'::text, 'gift_card'::text, 'outlet'::text, 'household'::text]))),
  constraint owner_state_known CHECK ((state = ANY (ARRAY['active'::text, 'moved'::text, 'merged'::text, 'erased'::text, 'closed'::text]))),
  constraint owner_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);

create table lanes.phone (
  tenant_id integer not null,
  key bytea not null,
  owner bigint not null,
  lane integer not null,
  is_verified boolean not null,
  held_from timestamp with time zone not null,
  held_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  constraint phone_pkey PRIMARY KEY (tenant_id, key, owner, held_from),
  constraint phone_key_is_short CHECK ((octet_length(key) <= 33))
);
CREATE INDEX phone_of_owner ON lanes.phone USING btree (lane, owner);
CREATE UNIQUE INDEX phone_one_verified_holder ON lanes.phone USING btree (tenant_id, key) WHERE (is_verified AND (held_until = 'infinity'::timestamp with time zone));

create table lanes.reference (
  tenant_id integer not null,
  space bigint not null,
  family "char" not null,
  reference bytea not null,
  outcome "char" not null,
  content bytea not null,
  lane integer not null,
  seq bigint not null,
  constraint reference_pkey PRIMARY KEY (tenant_id, space, family, reference),
  constraint reference_is_short CHECK (((octet_length(reference) >= 1) AND (octet_length(reference) <= 32))),
  constraint reference_outcome_known CHECK ((outcome = ANY (ARRAY['b'::"char", 'c'::"char", 'a'::"char"])))
);

create table ledger.account (
  account bigint not null,
  tenant_id integer not null,
  program integer not null,
  unit integer not null,
  kind text collate "C" not null,
  partner integer default 0 not null,
  constraint account_pkey PRIMARY KEY (account),
  constraint account_tenant_id_program_unit_kind_partner_key UNIQUE (tenant_id, program, unit, kind, partner),
  constraint account_kind_known CHECK ((kind = ANY (ARRAY['issuance'::text, 'redemption'::text, 'breakage'::text, 'write_off'::text, 'adjustment'::text, 'opening'::text, 'funding'::text, 'between_lanes'::text])))
);

create table ledger.allocation (
  lane integer not null,
  n smallint not null,
  lot_n smallint not null,
  seq bigint not null,
  lot_seq bigint not null,
  delta bigint not null,
  effect "char" not null,
  constraint allocation_pkey PRIMARY KEY (lane, seq, n),
  constraint allocation_effect_known CHECK ((effect = ANY (ARRAY['t'::"char", 'r'::"char", 'a'::"char", 'e'::"char", 'c'::"char", 'f'::"char", 'u'::"char", 'm'::"char"])))
) partition by RANGE (seq);
CREATE INDEX allocation_of_lot ON ONLY ledger.allocation USING btree (lane, lot_seq, lot_n);

create table ledger.allocation_0000 partition of ledger.allocation FOR VALUES FROM ('0') TO ('10000000');

create table ledger.allocation_0001 partition of ledger.allocation FOR VALUES FROM ('10000000') TO ('20000000');

create table ledger.body (
  lane integer not null,
  seq bigint not null,
  body bytea not null,
  constraint body_pkey PRIMARY KEY (lane, seq)
) partition by RANGE (seq);

create table ledger.body_0000 partition of ledger.body FOR VALUES FROM ('0') TO ('10000000');

create table ledger.body_0001 partition of ledger.body FOR VALUES FROM ('10000000') TO ('20000000');

create table ledger.journal (
  lane integer not null,
  seq bigint not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  owner bigint not null,
  home_seq bigint,
  home_lane integer,
  tenant_id integer not null,
  program integer not null,
  outlet integer not null,
  terminal integer not null,
  rulebook integer not null,
  booked_on date not null,
  flags smallint not null,
  kind text collate "C" not null,
  digest bytea not null,
  constraint journal_pkey PRIMARY KEY (lane, seq),
  constraint journal_digest_is_sha256 CHECK ((octet_length(digest) = 32)),
  constraint journal_home_is_whole CHECK (((home_lane IS NULL) = (home_seq IS NULL)))
) partition by RANGE (seq);
CREATE INDEX journal_of_owner ON ONLY ledger.journal USING btree (lane, owner, seq);

create table ledger.journal_0000 partition of ledger.journal FOR VALUES FROM ('0') TO ('10000000');

create table ledger.journal_0001 partition of ledger.journal FOR VALUES FROM ('10000000') TO ('20000000');

create table ledger.posting (
  lane integer not null,
  unit integer not null,
  seq bigint not null,
  account bigint not null,
  amount bigint not null,
  n smallint not null,
  constraint posting_pkey PRIMARY KEY (lane, seq, n),
  constraint posting_amount_not_zero CHECK ((amount <> 0))
) partition by RANGE (seq);

create table ledger.posting_0000 partition of ledger.posting FOR VALUES FROM ('0') TO ('10000000');

create table ledger.posting_0001 partition of ledger.posting FOR VALUES FROM ('10000000') TO ('20000000');

create table ledger.raw_message (
  lane integer not null,
  upto bigint not null,
  recorded_on date not null,
  messages bytea not null,
  constraint raw_message_pkey PRIMARY KEY (recorded_on, lane, upto)
) partition by RANGE (recorded_on);

create table ledger.raw_message_rest partition of ledger.raw_message DEFAULT;

create table members.conflict (
  tenant_id integer not null,
  member bigint not null,
  lane integer not null,
  seq bigint not null,
  field text collate "C" not null,
  told text not null,
  channel text collate "C" not null,
  other_lane integer,
  other_member bigint,
  found_at timestamp with time zone not null,
  settled_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  constraint conflict_pkey PRIMARY KEY (tenant_id, member, field, lane, seq),
  constraint conflict_other_is_whole CHECK (((other_lane IS NULL) = (other_member IS NULL))),
  constraint conflict_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table members.consent (
  tenant_id integer not null,
  member bigint not null,
  purpose text collate "C" not null,
  channel text collate "C" not null,
  at timestamp with time zone not null,
  is_given boolean not null,
  text_version text collate "C" not null,
  source text collate "C" not null,
  recorded_at timestamp with time zone not null,
  constraint consent_pkey PRIMARY KEY (tenant_id, member, purpose, channel, at, recorded_at),
  constraint consent_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table members.development_outbox (
  message bigint generated always as identity not null,
  tenant_id integer not null,
  phone text collate "C" not null,
  text text not null,
  made_at timestamp with time zone not null,
  constraint development_outbox_pkey PRIMARY KEY (message),
  constraint development_outbox_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table members.enrolment (
  lane integer not null,
  member bigint not null,
  program integer not null,
  enrolled_at timestamp with time zone not null,
  channel text collate "C" not null,
  constraint enrolment_pkey PRIMARY KEY (lane, member, program),
  constraint enrolment_lane_member_fkey FOREIGN KEY (lane, member) REFERENCES members.member(lane, member),
  constraint enrolment_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program)
);

create table members.member (
  lane integer not null,
  member bigint not null,
  tenant_id integer not null,
  enrolled_at timestamp with time zone not null,
  channel text collate "C" not null,
  purchases integer default 0 not null,
  last_purchase_at timestamp with time zone,
  programs integer[] default '{}'::integer[] not null,
  tiers jsonb default '{}'::jsonb not null,
  attributes jsonb default '{}'::jsonb not null,
  constraint member_pkey PRIMARY KEY (lane, member),
  constraint member_lane_member_fkey FOREIGN KEY (lane, member) REFERENCES lanes.owner(lane, owner),
  constraint member_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
) with (fillfactor=80);

create table members.phone_code (
  tenant_id integer not null,
  phone_key bytea not null,
  purpose text collate "C" not null,
  code_digest bytea not null,
  expires_at timestamp with time zone not null,
  tries_left smallint not null,
  used_by bytea,
  sent smallint not null,
  counted_from timestamp with time zone not null,
  constraint phone_code_pkey PRIMARY KEY (tenant_id, phone_key, purpose),
  constraint phone_code_tries_not_negative CHECK ((tries_left >= 0)),
  constraint phone_code_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table members.profile (
  tenant_id integer not null,
  member bigint not null,
  lane integer not null,
  phone text collate "C",
  phone_verified boolean default false not null,
  email text,
  given_name text,
  family_name text,
  born_on date,
  language text collate "C",
  sources jsonb default '{}'::jsonb not null,
  changed_at timestamp with time zone not null,
  constraint profile_pkey PRIMARY KEY (tenant_id, member),
  constraint profile_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX profile_by_name ON members.profile USING btree (tenant_id, lower(family_name), lower(given_name));
CREATE INDEX profile_by_phone ON members.profile USING btree (tenant_id, phone);

create table partners.credential (
  credential bigint generated always as identity not null,
  tenant_id integer not null,
  partner integer,
  terminal integer,
  name text not null,
  secret_digest bytea not null,
  scopes text[] not null,
  state text collate "C" default 'active'::text not null,
  valid_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  made_at timestamp with time zone not null,
  constraint credential_pkey PRIMARY KEY (credential),
  constraint credential_secret_digest_key UNIQUE (secret_digest),
  constraint credential_digest_is_sha256 CHECK ((octet_length(secret_digest) = 32)),
  constraint credential_state_known CHECK ((state = ANY (ARRAY['active'::text, 'revoked'::text]))),
  constraint credential_partner_fkey FOREIGN KEY (partner) REFERENCES partners.partner(partner),
  constraint credential_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id),
  constraint credential_terminal_fkey FOREIGN KEY (terminal) REFERENCES partners.terminal(terminal)
);

create table partners.outlet (
  outlet integer generated always as identity not null,
  tenant_id integer not null,
  partner integer not null,
  program integer not null,
  code text collate "C" not null,
  name text not null,
  zone text collate "C" not null,
  cut_over_hour smallint default 0 not null,
  groups text[] default '{}'::text[] not null,
  state text collate "C" default 'open'::text not null,
  lane integer not null,
  owner bigint not null,
  constraint outlet_pkey PRIMARY KEY (outlet),
  constraint outlet_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint outlet_cut_over_in_day CHECK (((cut_over_hour >= 0) AND (cut_over_hour <= 23))),
  constraint outlet_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint outlet_partner_fkey FOREIGN KEY (partner) REFERENCES partners.partner(partner),
  constraint outlet_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint outlet_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table partners.partner (
  partner integer generated always as identity not null,
  tenant_id integer not null,
  code text collate "C" not null,
  name text not null,
  state text collate "C" default 'active'::text not null,
  constraint partner_pkey PRIMARY KEY (partner),
  constraint partner_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint partner_state_known CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text]))),
  constraint partner_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table partners.terminal (
  terminal integer generated always as identity not null,
  tenant_id integer not null,
  outlet integer not null,
  code text collate "C" not null,
  may_request boolean default true not null,
  may_notify boolean default true not null,
  has_own_references boolean default false not null,
  state text collate "C" default 'active'::text not null,
  constraint terminal_pkey PRIMARY KEY (terminal),
  constraint terminal_outlet_code_key UNIQUE (outlet, code),
  constraint terminal_state_known CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text]))),
  constraint terminal_outlet_fkey FOREIGN KEY (outlet) REFERENCES partners.outlet(outlet),
  constraint terminal_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table points.debt (
  lane integer not null,
  seq bigint not null,
  n smallint not null,
  wallet bigint not null,
  amount bigint not null,
  remaining bigint not null,
  owed_since timestamp with time zone not null,
  constraint debt_pkey PRIMARY KEY (lane, seq, n),
  constraint debt_remaining_in_bounds CHECK (((remaining >= 0) AND (remaining <= amount)))
);
CREATE INDEX debt_open ON points.debt USING btree (lane, wallet, owed_since) WHERE (remaining > 0);

create table points.hold (
  lane integer not null,
  seq bigint not null,
  n smallint not null,
  wallet bigint not null,
  amount bigint not null,
  expires_at timestamp with time zone not null,
  state text collate "C" not null,
  parts jsonb not null,
  constraint hold_pkey PRIMARY KEY (lane, seq, n),
  constraint hold_amount_positive CHECK ((amount > 0)),
  constraint hold_state_known CHECK ((state = ANY (ARRAY['open'::text, 'captured'::text, 'released'::text, 'lapsed'::text])))
);
CREATE INDEX hold_open ON points.hold USING btree (lane, wallet) WHERE (state = 'open'::text);

create table points.lot (
  lane integer not null,
  n smallint not null,
  is_pending boolean not null,
  is_frozen boolean default false not null,
  seq bigint not null,
  wallet bigint not null,
  amount bigint not null,
  remaining bigint not null,
  held bigint default 0 not null,
  earned_at timestamp with time zone not null,
  active_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  issuer integer not null,
  origin_lane integer,
  origin_seq bigint,
  constraint lot_pkey PRIMARY KEY (lane, seq, n),
  constraint lot_amount_positive CHECK ((amount > 0)),
  constraint lot_held_in_bounds CHECK (((held >= 0) AND (held <= remaining))),
  constraint lot_remaining_in_bounds CHECK (((remaining >= 0) AND (remaining <= amount)))
) with (fillfactor=90);
CREATE INDEX lot_of_origin ON points.lot USING btree (lane, origin_lane, origin_seq) WHERE (origin_seq IS NOT NULL);
CREATE INDEX lot_open ON points.lot USING btree (lane, wallet, expires_at, active_at, earned_at, seq, n) WHERE (remaining > 0);
CREATE INDEX lot_pending ON points.lot USING btree (lane, wallet, active_at) WHERE is_pending;

create table points.reversal (
  lane integer not null,
  seq bigint not null,
  amount bigint not null,
  reversed bigint not null,
  restore_order text collate "C" not null,
  constraint reversal_pkey PRIMARY KEY (lane, seq),
  constraint reversal_in_bounds CHECK (((reversed > 0) AND (reversed <= amount))),
  constraint reversal_order_known CHECK ((restore_order = ANY (ARRAY['last_taken_first'::text, 'first_taken_first'::text])))
);

create table points.wallet (
  lane integer not null,
  program integer not null,
  wallet bigint not null,
  owner bigint not null,
  booked bigint default 0 not null,
  pending bigint default 0 not null,
  held bigint default 0 not null,
  frozen bigint default 0 not null,
  owed bigint default 0 not null,
  due_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  expiring bigint default 0 not null,
  expiring_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  tenant_id integer not null,
  wallet_type integer not null,
  unit integer not null,
  state text collate "C" default 'open'::text not null,
  constraint wallet_pkey PRIMARY KEY (lane, wallet),
  constraint wallet_lane_owner_wallet_type_key UNIQUE (lane, owner, wallet_type),
  constraint wallet_available_not_negative CHECK ((((booked - held) - frozen) >= 0)),
  constraint wallet_booked_not_negative CHECK ((booked >= 0)),
  constraint wallet_frozen_not_negative CHECK ((frozen >= 0)),
  constraint wallet_held_not_negative CHECK ((held >= 0)),
  constraint wallet_owed_not_negative CHECK ((owed >= 0)),
  constraint wallet_pending_not_negative CHECK ((pending >= 0)),
  constraint wallet_state_known CHECK ((state = ANY (ARRAY['open'::text, 'frozen'::text, 'closed'::text]))),
  constraint wallet_lane_owner_fkey FOREIGN KEY (lane, owner) REFERENCES lanes.owner(lane, owner)
) with (fillfactor=80);
CREATE INDEX wallet_due ON points.wallet USING btree (lane, due_at) WHERE (due_at < 'infinity'::timestamp with time zone);

create table points.wallet_type (
  wallet_type integer generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  code text collate "C" not null,
  unit integer not null,
  spend_order integer not null,
  pays_points bigint not null,
  pays_money bigint not null,
  rules jsonb default '{}'::jsonb not null,
  validity jsonb default '{}'::jsonb not null,
  constraint wallet_type_pkey PRIMARY KEY (wallet_type),
  constraint wallet_type_tenant_id_program_code_key UNIQUE (tenant_id, program, code),
  constraint wallet_type_pays_positive CHECK (((pays_points > 0) AND (pays_money >= 0)))
);

create table programs.program (
  program integer generated always as identity not null,
  tenant_id integer not null,
  code text collate "C" not null,
  name text not null,
  zone text collate "C" not null,
  currency integer not null,
  state text collate "C" default 'open'::text not null,
  policy jsonb default '{}'::jsonb not null,
  constraint program_pkey PRIMARY KEY (program),
  constraint program_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint program_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint program_currency_fkey FOREIGN KEY (currency) REFERENCES programs.unit(unit),
  constraint program_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table programs.settings_revision (
  is_the_row boolean default true not null,
  revision bigint default 0 not null,
  constraint settings_revision_pkey PRIMARY KEY (is_the_row),
  constraint settings_revision_is_the_row_check CHECK (is_the_row)
);

create table programs.tenant (
  tenant_id integer generated always as identity not null,
  code text collate "C" not null,
  name text not null,
  default_country text collate "C" not null,
  opened_at timestamp with time zone not null,
  constraint tenant_pkey PRIMARY KEY (tenant_id),
  constraint tenant_code_key UNIQUE (code),
  constraint tenant_code_is_a_word CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint tenant_country_is_iso CHECK ((default_country ~ '^[A-Z]{2}$'::text))
);

create table programs.unit (
  unit integer generated always as identity not null,
  tenant_id integer not null,
  code text collate "C" not null,
  kind text collate "C" not null,
  decimals smallint not null,
  constraint unit_pkey PRIMARY KEY (unit),
  constraint unit_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint unit_decimals_in_bounds CHECK (((decimals >= 0) AND (decimals <= 4))),
  constraint unit_kind_known CHECK ((kind = ANY (ARRAY['points'::text, 'money'::text]))),
  constraint unit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table promotions.rulebook (
  rulebook integer generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  version integer not null,
  in_force_from timestamp with time zone not null,
  content jsonb not null,
  content_digest bytea not null,
  published_at timestamp with time zone not null,
  published_by bigint default 0 not null,
  constraint rulebook_pkey PRIMARY KEY (rulebook),
  constraint rulebook_version_once UNIQUE (program, version),
  constraint rulebook_digest_is_sha256 CHECK ((octet_length(content_digest) = 32)),
  constraint rulebook_version_counts CHECK ((version >= 1)),
  constraint rulebook_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint rulebook_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE TRIGGER rulebook_is_immutable BEFORE INSERT OR DELETE OR UPDATE ON promotions.rulebook FOR EACH ROW EXECUTE FUNCTION promotions.check_rulebook();
CREATE TRIGGER rulebook_is_kept BEFORE TRUNCATE ON promotions.rulebook FOR EACH STATEMENT EXECUTE FUNCTION promotions.check_rulebook();

create table public.installation (
  one boolean default true not null,
  keys_fingerprint text collate "C" not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint installation_pkey PRIMARY KEY (one),
  constraint installation_fingerprint_not_empty CHECK ((keys_fingerprint <> ''::text)),
  constraint installation_is_one CHECK (one)
);

create table public.schema_change (
  number integer not null,
  name text not null,
  checksum text not null,
  took_ms integer not null,
  applied_at timestamp with time zone default clock_timestamp() not null,
  constraint schema_change_pkey PRIMARY KEY (number)
);

create table webhooks.endpoint (
  endpoint integer not null,
  tenant_id integer not null,
  url text not null,
  description text default ''::text not null,
  events text[] not null,
  state text collate "C" default 'active'::text not null,
  reason text collate "C" default ''::text not null,
  state_since timestamp with time zone not null,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  consecutive_failures integer default 0 not null,
  failing_since timestamp with time zone default 'infinity'::timestamp with time zone not null,
  revision integer default 0 not null,
  made_at timestamp with time zone not null,
  constraint endpoint_pkey PRIMARY KEY (endpoint),
  constraint endpoint_failures_not_negative CHECK ((consecutive_failures >= 0)),
  constraint endpoint_previous_is_whole CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
  constraint endpoint_reason_known CHECK ((reason = ANY (ARRAY[''::text, 'asked'::text, 'failing'::text, 'gone'::text]))),
  constraint endpoint_state_known CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text]))),
  constraint endpoint_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX endpoint_of_tenant ON webhooks.endpoint USING btree (tenant_id, endpoint);

create table webhooks.failed_event (
  endpoint integer not null,
  lane integer not null,
  seq bigint not null,
  owner text collate "C" not null,
  type text collate "C" not null,
  state text collate "C" not null,
  attempts integer not null,
  next_attempt_at timestamp with time zone not null,
  passable_at timestamp with time zone not null,
  first_failed_at timestamp with time zone not null,
  last_status integer,
  last_error text collate "C",
  constraint failed_event_pkey PRIMARY KEY (endpoint, lane, seq),
  constraint failed_event_attempts_not_negative CHECK ((attempts >= 0)),
  constraint failed_event_state_known CHECK ((state = ANY (ARRAY['failing'::text, 'waiting'::text, 'dead'::text]))),
  constraint failed_event_endpoint_fkey FOREIGN KEY (endpoint) REFERENCES webhooks.endpoint(endpoint) ON DELETE CASCADE
);
CREATE INDEX failed_event_due ON webhooks.failed_event USING btree (endpoint, next_attempt_at) WHERE (state <> 'dead'::text);
CREATE INDEX failed_event_of_owner ON webhooks.failed_event USING btree (endpoint, owner, lane, seq) WHERE (state <> 'dead'::text);
