-- The schema as the catalogue has it after all schema changes. Written by a tool ("tallystick db dump"), to be read and
-- to be compared; a database is built by the files of server/schema/changes.

create schema cards;
create schema checkout;
create schema delivery;
create schema followers;
create schema fraud;
create schema funding;
create schema giftcards;
create schema guards;
create schema lanes;
create schema ledger;
create schema memberpage;
create schema members;
create schema notifications;
create schema occasions;
create schema partners;
create schema points;
create schema pots;
create schema processors;
create schema programs;
create schema promotions;
create schema repeats;
create schema reports;
create schema segments;
create schema simulation;
create schema staff;
create schema tiers;
create schema webhooks;

create sequence lanes.owner_id as bigint increment 4096 start 4096;

create sequence webhooks.endpoint_id as integer increment 1 start 1;

CREATE OR REPLACE FUNCTION cards.number_span(text, text)
 RETURNS cards.number_span
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE
AS $function$range_constructor2$function$;

CREATE OR REPLACE FUNCTION cards.number_span(text, text, text)
 RETURNS cards.number_span
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE
AS $function$range_constructor3$function$;

CREATE OR REPLACE FUNCTION cards.number_span_multirange()
 RETURNS cards.number_span_multirange
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$multirange_constructor0$function$;

CREATE OR REPLACE FUNCTION cards.number_span_multirange(VARIADIC cards.number_span[])
 RETURNS cards.number_span_multirange
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$multirange_constructor2$function$;

CREATE OR REPLACE FUNCTION cards.number_span_multirange(cards.number_span)
 RETURNS cards.number_span_multirange
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$multirange_constructor1$function$;

CREATE OR REPLACE FUNCTION ledger.make_piece(piece integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  parent text;
begin
  foreach parent in array array['journal', 'allocation'] loop
    execute format('create table if not exists ledger.%I partition of ledger.%I for values from (%s) to (%s)',
      parent || '_' || lpad(piece::text, 4, '0'), parent, piece::bigint * 10000000, (piece::bigint + 1) * 10000000);
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION members.find_by_words(wanted tsquery, looked_at_max integer)
 RETURNS TABLE(tenant_id integer, lane integer, member bigint, family_name text, given_name text)
 LANGUAGE sql
 STABLE
 SET enable_seqscan TO 'off'
 SET enable_indexscan TO 'off'
AS $function$
    select profile.tenant_id, profile.lane, profile.member, profile.family_name, profile.given_name
      from members.profile where profile.name_words @@ wanted limit looked_at_max
  $function$;

CREATE OR REPLACE FUNCTION promotions.check_rulebook()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    raise exception 'a published rulebook is never changed or deleted' using errcode = 'restrict_violation';
  end if;
  if new.version > 1 + coalesce((select max(version) from promotions.rulebook where program = new.program), 0) then
    raise exception 'version % of program % leaves a gap', new.version, new.program
      using errcode = 'check_violation', constraint = 'rulebook_version_gapless';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION reports.make_month(day date)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  first date := date_trunc('month', day)::date;
  piece text := 'operation_line_' || to_char(day, 'YYYYMM');
begin
  perform pg_advisory_xact_lock(7455919, 1);
  if to_regclass('reports.' || piece) is not null then
    return;
  end if;
  execute format('create table reports.%I (like reports.operation_line including all)', piece);
  execute format('alter table reports.operation_line attach partition reports.%I for values from (%L) to (%L)',
    piece, first, (first + interval '1 month')::date);
end
$function$;

CREATE OR REPLACE FUNCTION staff.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'staff.audit is append-only' using errcode = 'restrict_violation';
end $function$;

CREATE OR REPLACE FUNCTION tiers.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'published rules of tiers are never changed or deleted' using errcode = 'restrict_violation';
end
$function$;

create table cards.batch (
  batch bigint generated always as identity not null,
  tenant_id integer not null,
  range integer not null,
  quantity integer not null,
  made integer default 0 not null,
  source text collate "C" not null,
  state text collate "C" default 'making'::text not null,
  stage text collate "C" default 'generated'::text not null,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  requested_by bigint not null,
  requested_at timestamp with time zone not null,
  released_by bigint,
  released_at timestamp with time zone,
  print_layout jsonb,
  print_state text collate "C" default 'none'::text not null,
  print_approval bigint,
  print_sha256 bytea,
  print_downloaded_by bigint,
  print_downloaded_at timestamp with time zone,
  given_up_because text collate "C",
  constraint batch_pkey PRIMARY KEY (batch),
  constraint batch_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint batch_given_up_is_abandoned CHECK (((given_up_because IS NULL) OR (state = 'abandoned'::text))),
  constraint batch_print_known CHECK ((print_state = ANY (ARRAY['none'::text, 'ready'::text, 'downloaded'::text]))),
  constraint batch_quantity_positive CHECK (((quantity > 0) AND ((made >= 0) AND (made <= quantity)))),
  constraint batch_release_is_whole CHECK (((released_at IS NULL) = (released_by IS NULL))),
  constraint batch_source_known CHECK ((source = ANY (ARRAY['generator'::text, 'csv'::text, 'api'::text, 'form'::text, 'migration'::text]))),
  constraint batch_stage_known CHECK ((stage = ANY (ARRAY['generated'::text, 'print_sent'::text, 'handed_over'::text, 'received'::text, 'lost'::text]))),
  constraint batch_state_known CHECK ((state = ANY (ARRAY['making'::text, 'made'::text, 'released'::text, 'abandoned'::text, 'destroyed'::text]))),
  constraint batch_whole_before_use CHECK (((state = ANY (ARRAY['making'::text, 'abandoned'::text, 'destroyed'::text])) OR (made = quantity))),
  constraint batch_range_fkey FOREIGN KEY (range) REFERENCES cards.range(range),
  constraint batch_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX batch_making ON cards.batch USING btree (batch) WHERE (state = ANY (ARRAY['making'::text, 'abandoned'::text]));
CREATE INDEX batch_of_range ON cards.batch USING btree (range);

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
  range integer,
  batch bigint,
  serial integer,
  pin_digest bytea,
  pin_failures smallint default 0 not null,
  may_view boolean default true not null,
  block_effects text[] default '{}'::text[] not null,
  price_list text collate "C",
  profile bigint,
  uses_per_day integer,
  spend_per_day bigint,
  counted_on date,
  uses integer default 0 not null,
  spent bigint default 0 not null,
  origins jsonb,
  successor bigint,
  valid_until date,
  constraint card_pkey PRIMARY KEY (lane, card),
  constraint card_block_effects_known CHECK ((block_effects <@ ARRAY['earn'::text, 'spend'::text, 'view'::text, 'activate'::text, 'capture'::text])),
  constraint card_counts_not_negative CHECK (((uses >= 0) AND (spent >= 0) AND (pin_failures >= 0))),
  constraint card_gave_way CHECK (((successor IS NULL) OR (state = 'replaced'::text))),
  constraint card_limits_positive CHECK (((uses_per_day > 0) AND (spend_per_day > 0))),
  constraint card_origins_are_listed CHECK (((jsonb_typeof(origins) = 'array'::text) AND (origins <> '[]'::jsonb))),
  constraint card_state_known CHECK ((state = ANY (ARRAY['active'::text, 'blocked'::text, 'replaced'::text, 'expired'::text, 'destroyed'::text]))),
  constraint card_type_known CHECK ((type = ANY (ARRAY['discount'::text, 'bonus'::text, 'multi'::text, 'gift'::text]))),
  constraint card_lane_owner_fkey FOREIGN KEY (lane, owner) REFERENCES lanes.owner(lane, owner),
  constraint card_range_fkey FOREIGN KEY (range) REFERENCES cards.range(range),
  constraint card_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX card_of_batch ON cards.card USING btree (batch, serial) WHERE (batch IS NOT NULL);
CREATE INDEX card_of_owner ON cards.card USING btree (lane, owner);
CREATE INDEX card_of_profile ON cards.card USING btree (lane, profile) WHERE (profile IS NOT NULL);

create table cards.client_contact (
  tenant_id integer not null,
  partner integer not null,
  sealed bytea not null,
  masked text not null,
  changed_at timestamp with time zone not null,
  constraint client_contact_pkey PRIMARY KEY (tenant_id, partner),
  constraint client_contact_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table cards.contact_change (
  contact_change bigint generated always as identity not null,
  tenant_id integer not null,
  partner integer not null,
  sealed bytea not null,
  masked text not null,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  approval bigint,
  asked_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  constraint contact_change_pkey PRIMARY KEY (contact_change),
  constraint contact_change_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint contact_change_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table cards.custody (
  batch bigint not null,
  n integer not null,
  tenant_id integer not null,
  stage text collate "C" not null,
  holder text not null,
  by_credential bigint not null,
  at timestamp with time zone not null,
  space bigint not null,
  reference text collate "C" not null,
  constraint custody_pkey PRIMARY KEY (batch, n),
  constraint custody_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint custody_stage_known CHECK ((stage = ANY (ARRAY['print_sent'::text, 'handed_over'::text, 'received'::text, 'lost'::text]))),
  constraint custody_batch_fkey FOREIGN KEY (batch) REFERENCES cards.batch(batch)
);

create table cards.made_order (
  tenant_id integer not null,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  batch bigint not null,
  source text collate "C" not null,
  reason text,
  sealed bytea not null,
  requested_by bigint not null,
  made_at timestamp with time zone not null,
  constraint made_order_pkey PRIMARY KEY (tenant_id, space, reference),
  constraint made_order_source_known CHECK ((source = ANY (ARRAY['form'::text, 'api'::text]))),
  constraint made_order_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table cards.making (
  making bigint generated always as identity not null,
  tenant_id integer not null,
  partner integer not null,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  range integer not null,
  mode text collate "C" not null,
  told jsonb not null,
  understood jsonb,
  file_name text collate "C" not null,
  file_sha256 bytea not null,
  file_bytes bigint not null,
  file_key bytea,
  state text collate "C" default 'checking'::text not null,
  refusal text collate "C",
  facts jsonb,
  rows_total integer default 0 not null,
  rows_wrong integer default 0 not null,
  rows_done integer default 0 not null,
  batch bigint,
  requested_by bigint not null,
  person bigint,
  requested_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  ended_at timestamp with time zone,
  lease uuid,
  leased_until timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint making_pkey PRIMARY KEY (making),
  constraint making_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint making_counts_fit CHECK (((rows_total >= 0) AND ((rows_wrong >= 0) AND (rows_wrong <= rows_total)) AND ((rows_done >= 0) AND (rows_done <= rows_total)))),
  constraint making_creates_what_was_confirmed CHECK (((state <> ALL (ARRAY['creating'::text, 'released'::text])) OR (confirmed_at IS NOT NULL))),
  constraint making_ended_keeps_no_key CHECK (((state = ANY (ARRAY['checking'::text, 'checked'::text, 'creating'::text])) = (file_key IS NOT NULL))),
  constraint making_mode_known CHECK ((mode = ANY (ARRAY['whole'::text, 'valid'::text]))),
  constraint making_refused_says_why CHECK (((state = 'refused'::text) = (refusal IS NOT NULL))),
  constraint making_state_known CHECK ((state = ANY (ARRAY['checking'::text, 'checked'::text, 'refused'::text, 'creating'::text, 'released'::text, 'abandoned'::text]))),
  constraint making_range_fkey FOREIGN KEY (range) REFERENCES cards.range(range),
  constraint making_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX making_open ON cards.making USING btree (leased_until) WHERE (state = ANY (ARRAY['checking'::text, 'checked'::text, 'creating'::text]));

create table cards.making_code (
  making bigint not null,
  tenant_id integer not null,
  digest bytea not null,
  requested_by bigint not null,
  expires_at timestamp with time zone not null,
  tries_left smallint not null,
  used_at timestamp with time zone,
  sent smallint not null,
  counted_from timestamp with time zone not null,
  constraint making_code_pkey PRIMARY KEY (making),
  constraint making_code_tries_not_negative CHECK ((tries_left >= 0)),
  constraint making_code_making_fkey FOREIGN KEY (making) REFERENCES cards.making(making) ON DELETE CASCADE
);

create table cards.making_flaw (
  making bigint not null,
  line integer not null,
  n smallint not null,
  tenant_id integer not null,
  code text collate "C" not null,
  facts jsonb,
  constraint making_flaw_pkey PRIMARY KEY (making, line, n),
  constraint making_flaw_making_fkey FOREIGN KEY (making) REFERENCES cards.making(making) ON DELETE CASCADE
);

create table cards.print_chunk (
  batch bigint not null,
  first_serial integer not null,
  tenant_id integer not null,
  sealed bytea not null,
  constraint print_chunk_pkey PRIMARY KEY (batch, first_serial),
  constraint print_chunk_batch_fkey FOREIGN KEY (batch) REFERENCES cards.batch(batch)
);

create table cards.range (
  range integer generated always as identity not null,
  tenant_id integer not null,
  program integer,
  code text collate "C" not null,
  type text collate "C" not null,
  prefix text collate "C" not null,
  length smallint not null,
  charset text collate "C" not null,
  check_digit text collate "C" not null,
  pin_kind text collate "C" not null,
  pin_length smallint not null,
  pin_required boolean not null,
  unit integer,
  face bigint,
  price_list text collate "C",
  track jsonb default '{}'::jsonb not null,
  system_of_record text collate "C" default 'here'::text not null,
  processor text collate "C",
  policy jsonb default '{}'::jsonb not null,
  allotted bigint default 0 not null,
  state text collate "C" default 'open'::text not null,
  created_at timestamp with time zone not null,
  span cards.number_span generated always as (cards.number_span((((((tenant_id)::text || '/'::text) || (length)::text) || '/'::text) || prefix), ((((((tenant_id)::text || '/'::text) || (length)::text) || '/'::text) || prefix) || '~'::text))) stored not null,
  constraint range_pkey PRIMARY KEY (range),
  constraint range_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint range_no_overlap EXCLUDE USING gist (span WITH &&),
  constraint range_allotted_not_negative CHECK ((allotted >= 0)),
  constraint range_charset_known CHECK ((charset = ANY (ARRAY['digits'::text, 'alphanumeric'::text]))),
  constraint range_check_digit_known CHECK ((check_digit = ANY (ARRAY['none'::text, 'luhn'::text, 'ean13'::text]))),
  constraint range_check_digit_needs_digits CHECK (((check_digit = 'none'::text) OR (charset = 'digits'::text))),
  constraint range_ean13_has_13 CHECK (((check_digit <> 'ean13'::text) OR (length = 13))),
  constraint range_elsewhere_has_processor CHECK (((system_of_record = 'elsewhere'::text) = (processor IS NOT NULL))),
  constraint range_face_is_of_gift CHECK (((face IS NULL) OR ((type = 'gift'::text) AND (face > 0)))),
  constraint range_gift_has_unit CHECK (((type = 'gift'::text) = (unit IS NOT NULL))),
  constraint range_pin_known CHECK (((pin_kind = ANY (ARRAY['none'::text, 'pin'::text, 'scratch'::text])) AND ((pin_kind = 'none'::text) = (pin_length = 0)))),
  constraint range_pin_length CHECK (((pin_length = 0) OR ((pin_length >= 4) AND (pin_length <= 16)))),
  constraint range_pin_required_has_pin CHECK (((NOT pin_required) OR (pin_kind <> 'none'::text))),
  constraint range_prefix_fits CHECK (((prefix ~ '^[0-9A-Z]+$'::text) AND ((length >= 8) AND (length <= 32)) AND (octet_length(prefix) < length))),
  constraint range_record_known CHECK ((system_of_record = ANY (ARRAY['here'::text, 'elsewhere'::text]))),
  constraint range_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint range_type_known CHECK ((type = ANY (ARRAY['discount'::text, 'bonus'::text, 'multi'::text, 'gift'::text]))),
  constraint range_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint range_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id),
  constraint range_unit_fkey FOREIGN KEY (unit) REFERENCES programs.unit(unit)
);

create table cards.stock (
  tenant_id integer not null,
  key bytea not null,
  batch bigint not null,
  serial integer not null,
  last_four text collate "C" not null,
  pin_digest bytea,
  face bigint,
  state text collate "C" default 'inert'::text not null,
  constraint stock_pkey PRIMARY KEY (tenant_id, key),
  constraint stock_batch_serial_key UNIQUE (batch, serial),
  constraint stock_key_is_short CHECK ((octet_length(key) <= 33)),
  constraint stock_state_known CHECK ((state = ANY (ARRAY['inert'::text, 'activated'::text, 'destroyed'::text])))
) with (fillfactor=90);

create table cards.stock_detail (
  batch bigint not null,
  first_serial integer not null,
  tenant_id integer not null,
  sealed bytea not null,
  valid_until date[],
  constraint stock_detail_pkey PRIMARY KEY (batch, first_serial),
  constraint stock_detail_batch_fkey FOREIGN KEY (batch) REFERENCES cards.batch(batch),
  constraint stock_detail_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table cards.stock_number (
  batch bigint not null,
  first_serial integer not null,
  tenant_id integer not null,
  sealed bytea not null,
  constraint stock_number_pkey PRIMARY KEY (batch, first_serial),
  constraint stock_number_batch_fkey FOREIGN KEY (batch) REFERENCES cards.batch(batch),
  constraint stock_number_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table cards.suspension (
  suspension bigint generated always as identity not null,
  tenant_id integer not null,
  range integer not null,
  batch bigint,
  first_serial integer,
  last_serial integer,
  reason text collate "C" not null,
  effects text[] not null,
  holds_from timestamp with time zone not null,
  holds_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  set_by bigint not null,
  set_at timestamp with time zone not null,
  lifted_by bigint,
  lifted_at timestamp with time zone,
  space bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  constraint suspension_pkey PRIMARY KEY (suspension),
  constraint suspension_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint suspension_effects_known CHECK (((effects <@ ARRAY['earn'::text, 'spend'::text, 'view'::text, 'activate'::text, 'capture'::text]) AND (effects <> '{}'::text[]))),
  constraint suspension_lift_is_whole CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
  constraint suspension_serials_are_of_a_batch CHECK ((((first_serial IS NULL) = (last_serial IS NULL)) AND ((first_serial IS NULL) OR ((batch IS NOT NULL) AND ((first_serial >= 1) AND (first_serial <= last_serial)))))),
  constraint suspension_batch_fkey FOREIGN KEY (batch) REFERENCES cards.batch(batch),
  constraint suspension_range_fkey FOREIGN KEY (range) REFERENCES cards.range(range),
  constraint suspension_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX suspension_of_range ON cards.suspension USING btree (tenant_id, range) WHERE (lifted_at IS NULL);

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

create table checkout.outside_end (
  tender bigint not null,
  tenant_id integer not null,
  how text collate "C" not null,
  lane integer,
  seq bigint,
  at timestamp with time zone not null,
  constraint outside_end_once PRIMARY KEY (tender),
  constraint outside_end_has_place CHECK ((((how = 'used'::text) = (seq IS NOT NULL)) AND ((lane IS NULL) = (seq IS NULL)))),
  constraint outside_end_known CHECK ((how = ANY (ARRAY['used'::text, 'given_up'::text]))),
  constraint outside_end_tender_fkey FOREIGN KEY (tender) REFERENCES checkout.outside_tender(tender)
);

create table checkout.outside_tender (
  tender bigint generated always as identity not null,
  tenant_id integer not null,
  space bigint not null,
  sale bytea not null,
  place smallint not null,
  attempt integer not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  constraint outside_tender_pkey PRIMARY KEY (tender),
  constraint outside_tender_tenant_id_space_sale_place_attempt_key UNIQUE (tenant_id, space, sale, place, attempt)
);
CREATE INDEX outside_tender_due ON checkout.outside_tender USING btree (due_at) WHERE (due_at <> 'infinity'::timestamp with time zone);

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

create table delivery.batch_links (
  batch bigint not null,
  tenant_id integer not null,
  opened_by bigint not null,
  opened_person bigint,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint batch_links_pkey PRIMARY KEY (batch),
  constraint batch_links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table delivery.card_link_end (
  batch bigint not null,
  serial integer not null,
  tenant_id integer not null,
  state text collate "C" not null,
  ended_at timestamp with time zone not null,
  constraint card_link_end_pkey PRIMARY KEY (batch, serial),
  constraint card_link_end_known CHECK ((state = ANY (ARRAY['claimed'::text, 'declined'::text, 'revoked'::text]))),
  constraint card_link_end_batch_fkey FOREIGN KEY (batch) REFERENCES delivery.batch_links(batch)
);

create table delivery.card_view (
  card_view bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  card_lane integer not null,
  card bigint not null,
  expires_at timestamp with time zone not null,
  constraint card_view_pkey PRIMARY KEY (card_view),
  constraint card_view_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX card_view_by_end ON delivery.card_view USING btree (expires_at);

create table delivery.delivery (
  delivery bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  outlet integer not null,
  space bigint not null,
  reference bytea not null,
  content bytea not null,
  card_lane integer not null,
  card bigint not null,
  card_owner bigint not null,
  phone_key bytea not null,
  phone_cipher bytea not null,
  phone_masked text not null,
  language text collate "C" not null,
  amount text collate "C" not null,
  unit text collate "C" not null,
  state text collate "C" default 'queued'::text not null,
  reason text collate "C" default ''::text not null,
  route text collate "C" default ''::text not null,
  platform text collate "C" default ''::text not null,
  attempts integer default 0 not null,
  sends integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  sale_family "char",
  sale_reference bytea,
  sale_lane integer,
  sale_seq bigint,
  made_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint delivery_pkey PRIMARY KEY (delivery),
  constraint delivery_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint delivery_platform_known CHECK ((platform = ANY (ARRAY[''::text, 'ios'::text, 'android'::text, 'other'::text]))),
  constraint delivery_route_known CHECK ((route = ANY (ARRAY[''::text, 'push'::text, 'phone_unknown'::text, 'app_absent'::text, 'app_inactive'::text]))),
  constraint delivery_sale_is_whole CHECK (((sale_family IS NULL) = (sale_reference IS NULL))),
  constraint delivery_sale_place_is_whole CHECK (((sale_lane IS NULL) = (sale_seq IS NULL))),
  constraint delivery_sends_bounded CHECK (((sends >= 0) AND (sends <= 20))),
  constraint delivery_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'opened'::text, 'claimed'::text, 'failed'::text, 'withdrawn'::text]))),
  constraint delivery_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX delivery_due ON delivery.delivery USING btree (next_attempt_at) WHERE (state = 'queued'::text);
CREATE INDEX delivery_of_owner ON delivery.delivery USING btree (card_lane, card_owner);
CREATE INDEX delivery_of_phone ON delivery.delivery USING btree (tenant_id, phone_key, delivery);
CREATE INDEX delivery_of_sale ON delivery.delivery USING btree (sale_lane, sale_seq) WHERE (sale_lane IS NOT NULL);
CREATE INDEX delivery_of_tenant ON delivery.delivery USING btree (tenant_id, delivery);
CREATE UNIQUE INDEX delivery_one_per_card ON delivery.delivery USING btree (card_lane, card) WHERE (state <> ALL (ARRAY['failed'::text, 'withdrawn'::text]));
CREATE INDEX delivery_unplaced ON delivery.delivery USING btree (tenant_id) WHERE ((sale_reference IS NOT NULL) AND (sale_lane IS NULL));
CREATE INDEX delivery_waiting ON delivery.delivery USING btree (tenant_id, phone_key) WHERE (state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'opened'::text]));

create table delivery.device (
  device bigint generated always as identity not null,
  tenant_id integer not null,
  phone_key bytea not null,
  phone_cipher bytea not null,
  public_key bytea not null,
  platform text collate "C" not null,
  asked_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint device_pkey PRIMARY KEY (device),
  constraint device_platform_known CHECK ((platform = ANY (ARRAY['ios'::text, 'android'::text, 'other'::text]))),
  constraint device_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX device_of_phone ON delivery.device USING btree (tenant_id, phone_key);

create table delivery.dynamic_code (
  dynamic_code bigint generated always as identity not null,
  tenant_id integer not null,
  card_lane integer not null,
  card bigint not null,
  device bigint not null,
  holding bigint not null,
  expires_at timestamp with time zone not null,
  used_by bytea,
  used_at timestamp with time zone,
  constraint dynamic_code_pkey PRIMARY KEY (dynamic_code),
  constraint dynamic_code_use_is_whole CHECK (((used_by IS NULL) = (used_at IS NULL))),
  constraint dynamic_code_device_fkey FOREIGN KEY (device) REFERENCES delivery.device(device),
  constraint dynamic_code_holding_fkey FOREIGN KEY (holding) REFERENCES delivery.holding(holding),
  constraint dynamic_code_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX dynamic_code_by_end ON delivery.dynamic_code USING btree (expires_at);
CREATE INDEX dynamic_code_of_device ON delivery.dynamic_code USING btree (device);

create table delivery.holding (
  holding bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  card_lane integer not null,
  card bigint not null,
  card_owner bigint not null,
  phone_key bytea not null,
  phone_cipher bytea not null,
  member_lane integer,
  member bigint,
  delivery bigint,
  link bigint,
  is_settled boolean not null,
  held_from timestamp with time zone not null,
  held_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  made_batch bigint,
  made_serial integer,
  constraint holding_pkey PRIMARY KEY (holding),
  constraint holding_made_is_whole CHECK (((made_batch IS NULL) = (made_serial IS NULL))),
  constraint holding_member_is_whole CHECK (((member_lane IS NULL) = (member IS NULL))),
  constraint holding_source_is_one CHECK ((num_nonnulls(delivery, link, made_batch) = 1)),
  constraint holding_delivery_fkey FOREIGN KEY (delivery) REFERENCES delivery.delivery(delivery),
  constraint holding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX holding_of_card_link ON delivery.holding USING btree (made_batch, made_serial) WHERE (made_batch IS NOT NULL);
CREATE INDEX holding_of_owner ON delivery.holding USING btree (card_lane, card_owner) WHERE (held_until = 'infinity'::timestamp with time zone);
CREATE INDEX holding_of_phone ON delivery.holding USING btree (tenant_id, phone_key) WHERE (held_until = 'infinity'::timestamp with time zone);
CREATE UNIQUE INDEX holding_one_per_card ON delivery.holding USING btree (card_lane, card) WHERE (held_until = 'infinity'::timestamp with time zone);
CREATE INDEX holding_unsettled ON delivery.holding USING btree (holding) WHERE ((NOT is_settled) AND (held_until = 'infinity'::timestamp with time zone));

create table delivery.link (
  link bigint generated always as identity not null,
  tenant_id integer not null,
  holding bigint not null,
  space bigint not null,
  reference bytea not null,
  content bytea not null,
  state text collate "C" default 'open'::text not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint link_pkey PRIMARY KEY (link),
  constraint link_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint link_state_known CHECK ((state = ANY (ARRAY['open'::text, 'claimed'::text, 'declined'::text, 'revoked'::text]))),
  constraint link_holding_fkey FOREIGN KEY (holding) REFERENCES delivery.holding(holding),
  constraint link_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE UNIQUE INDEX link_one_open ON delivery.link USING btree (holding) WHERE (state = 'open'::text);

create table delivery.pass (
  pass bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  card_lane integer,
  card bigint,
  card_owner bigint,
  made_batch bigint,
  made_serial integer,
  is_voided boolean default false not null,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  push_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  constraint pass_pkey PRIMARY KEY (pass),
  constraint pass_card_lane_card_key UNIQUE (card_lane, card),
  constraint pass_made_batch_made_serial_key UNIQUE (made_batch, made_serial),
  constraint pass_is_of_a_card CHECK (
CASE
    WHEN (made_batch IS NULL) THEN ((num_nonnulls(card_lane, card, card_owner) = 3) AND (made_serial IS NULL))
    ELSE ((num_nonnulls(card_lane, card, card_owner) = 0) AND (made_serial IS NOT NULL))
END),
  constraint pass_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX pass_of_owner ON delivery.pass USING btree (card_lane, card_owner);
CREATE INDEX pass_to_push ON delivery.pass USING btree (push_at) WHERE (push_at <> 'infinity'::timestamp with time zone);

create table delivery.pass_device (
  pass bigint not null,
  device_key bytea not null,
  tenant_id integer not null,
  push_cipher bytea not null,
  made_at timestamp with time zone not null,
  constraint pass_device_pkey PRIMARY KEY (pass, device_key),
  constraint pass_device_pass_fkey FOREIGN KEY (pass) REFERENCES delivery.pass(pass)
);
CREATE INDEX pass_device_of_phone ON delivery.pass_device USING btree (device_key);

create table delivery.setting (
  tenant_id integer not null,
  program integer not null,
  settings jsonb not null,
  secrets bytea,
  changed_at timestamp with time zone not null,
  constraint setting_pkey PRIMARY KEY (tenant_id, program),
  constraint setting_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint setting_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table delivery.step (
  delivery bigint not null,
  n integer not null,
  tenant_id integer not null,
  at timestamp with time zone not null,
  state text collate "C" not null,
  reason text collate "C" default ''::text not null,
  credential bigint,
  constraint step_pkey PRIMARY KEY (delivery, n),
  constraint step_delivery_fkey FOREIGN KEY (delivery) REFERENCES delivery.delivery(delivery)
);

create table followers.follower_cursor (
  follower text collate "C" not null,
  lane integer not null,
  upto bigint not null,
  constraint follower_cursor_pkey PRIMARY KEY (follower, lane),
  constraint follower_cursor_upto_not_negative CHECK ((upto >= 0)),
  constraint follower_cursor_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);

create table fraud.counted (
  lane integer not null,
  seq bigint not null,
  subject bigint not null,
  tenant_id integer not null,
  receipt_lane integer not null,
  receipt_seq bigint not null,
  counted_on date not null,
  points bigint not null,
  money bigint not null,
  counted_at timestamp with time zone not null,
  is_undone boolean default false not null,
  constraint counted_pkey PRIMARY KEY (lane, seq, subject),
  constraint counted_subject_fkey FOREIGN KEY (subject) REFERENCES fraud.subject(subject)
);
CREATE INDEX counted_by_day ON fraud.counted USING btree (counted_on);
CREATE INDEX counted_of_receipt ON fraud.counted USING btree (receipt_lane, receipt_seq);
CREATE INDEX counted_of_subject ON fraud.counted USING btree (subject, counted_on, lane, seq);

create table fraud.held (
  lane integer not null,
  seq bigint not null,
  tenant_id integer not null,
  state text collate "C" default 'due'::text not null,
  round integer default 1 not null,
  constraint held_pkey PRIMARY KEY (lane, seq),
  constraint held_state_known CHECK ((state = ANY (ARRAY['due'::text, 'frozen'::text, 'nothing'::text, 'thawing'::text, 'free'::text])))
);
CREATE INDEX held_waiting ON fraud.held USING btree (lane, seq) WHERE (state = ANY (ARRAY['due'::text, 'thawing'::text]));

create table fraud.hold (
  signal bigint not null,
  lane integer not null,
  seq bigint not null,
  tenant_id integer not null,
  constraint hold_pkey PRIMARY KEY (signal, lane, seq),
  constraint hold_lane_seq_fkey FOREIGN KEY (lane, seq) REFERENCES fraud.held(lane, seq),
  constraint hold_signal_fkey FOREIGN KEY (signal) REFERENCES fraud.signal(signal)
);
CREATE INDEX hold_of_held ON fraud.hold USING btree (lane, seq);

create table fraud.review (
  signal bigint not null,
  n smallint not null,
  tenant_id integer not null,
  decision text collate "C" not null,
  note text not null,
  credential bigint not null,
  person bigint,
  reviewed_at timestamp with time zone not null,
  is_told boolean default false not null,
  constraint review_pkey PRIMARY KEY (signal, n),
  constraint review_decision_known CHECK ((decision = ANY (ARRAY['confirmed'::text, 'released'::text]))),
  constraint review_signal_fkey FOREIGN KEY (signal) REFERENCES fraud.signal(signal)
);
CREATE INDEX review_untold ON fraud.review USING btree (signal, n) WHERE (NOT is_told);

create table fraud.signal (
  signal bigint generated always as identity not null,
  tenant_id integer not null,
  subject bigint not null,
  watch text collate "C" not null,
  counts text collate "C" not null,
  action text collate "C" not null,
  max bigint not null,
  decimals smallint not null,
  rulebook integer not null,
  window_from date not null,
  window_until date not null,
  count bigint not null,
  raised_at timestamp with time zone not null,
  state text collate "C" default 'open'::text not null,
  is_told boolean default false not null,
  from_at timestamp with time zone,
  until_at timestamp with time zone,
  constraint signal_pkey PRIMARY KEY (signal),
  constraint signal_subject_watch_window_from_from_at_key UNIQUE NULLS NOT DISTINCT (subject, watch, window_from, from_at),
  constraint signal_action_known CHECK ((action = ANY (ARRAY['flag'::text, 'review'::text, 'hold'::text]))),
  constraint signal_count_is_over CHECK ((count > max)),
  constraint signal_counts_known CHECK ((counts = ANY (ARRAY['uses'::text, 'points'::text, 'money'::text]))),
  constraint signal_span_ends CHECK ((((from_at IS NULL) = (until_at IS NULL)) AND (until_at >= from_at))),
  constraint signal_state_known CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'released'::text]))),
  constraint signal_window_ends CHECK ((window_until >= window_from)),
  constraint signal_subject_fkey FOREIGN KEY (subject) REFERENCES fraud.subject(subject),
  constraint signal_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX signal_of_tenant ON fraud.signal USING btree (tenant_id, signal DESC);
CREATE INDEX signal_open ON fraud.signal USING btree (tenant_id, action) WHERE (state = 'open'::text);
CREATE INDEX signal_untold ON fraud.signal USING btree (signal) WHERE (NOT is_told);

create table fraud.subject (
  subject bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  promotion text collate "C" not null,
  per text collate "C" not null,
  clock text collate "C" not null,
  outlet integer not null,
  terminal integer not null,
  cashier text collate "C" not null,
  member text collate "C" default ''::text not null,
  constraint subject_pkey PRIMARY KEY (subject),
  constraint subject_tenant_id_program_promotion_per_clock_outlet_termin_key UNIQUE (tenant_id, program, promotion, per, clock, outlet, terminal, cashier, member),
  constraint subject_clock_known CHECK ((clock = ANY (ARRAY['purchase'::text, 'arrival'::text]))),
  constraint subject_is_one_hand CHECK ((((terminal = 0) OR (per = 'terminal'::text)) AND ((cashier = ''::text) OR (per = 'cashier'::text)))),
  constraint subject_per_known CHECK ((per = ANY (ARRAY['cashier'::text, 'terminal'::text, 'outlet'::text]))),
  constraint subject_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint subject_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table fraud.tally (
  subject bigint not null,
  counted_on date not null,
  tenant_id integer not null,
  uses bigint not null,
  points bigint not null,
  money bigint not null,
  constraint tally_pkey PRIMARY KEY (subject, counted_on),
  constraint tally_not_negative CHECK (((uses >= 0) AND (points >= 0) AND (money >= 0))),
  constraint tally_subject_fkey FOREIGN KEY (subject) REFERENCES fraud.subject(subject)
) with (fillfactor=70);

create table fraud.voided (
  lane integer not null,
  seq bigint not null,
  tenant_id integer not null,
  voided_on date not null,
  constraint voided_pkey PRIMARY KEY (lane, seq)
);
CREATE INDEX voided_by_day ON fraud.voided USING btree (voided_on);

create table funding.block (
  block integer generated always as identity not null,
  tenant_id integer not null,
  contract integer not null,
  reference text collate "C" not null,
  points bigint not null,
  is_reserve boolean not null,
  from_on date not null,
  until_on date not null,
  bought_at timestamp with time zone not null,
  constraint block_pkey PRIMARY KEY (block),
  constraint block_contract_reference_key UNIQUE (contract, reference),
  constraint block_ends_after_start CHECK ((until_on >= from_on)),
  constraint block_points_positive CHECK ((points > 0)),
  constraint block_contract_fkey FOREIGN KEY (contract) REFERENCES funding.contract(contract)
);

create table funding.contract (
  contract integer generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  partner integer default 0 not null,
  code text collate "C" not null,
  terms text collate "C" not null,
  unit integer not null,
  price_points bigint not null,
  price_money bigint not null,
  rate_points bigint,
  rate_block bigint,
  limit_points bigint,
  limit_per text collate "C",
  when_empty text collate "C" default 'no_points'::text not null,
  from_on date not null,
  until_on date not null,
  constraint contract_pkey PRIMARY KEY (contract),
  constraint contract_tenant_id_program_code_key UNIQUE (tenant_id, program, code),
  constraint contract_ends_after_start CHECK ((until_on >= from_on)),
  constraint contract_limit_known CHECK (((limit_per IS NULL) OR ((limit_per = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text, 'ever'::text])) AND (terms <> 'prepaid'::text)))),
  constraint contract_limit_positive CHECK ((((limit_points IS NULL) = (limit_per IS NULL)) AND (limit_points > 0))),
  constraint contract_price_positive CHECK (((price_points > 0) AND (price_money >= 0))),
  constraint contract_rate_of_blocks CHECK (((rate_block IS NULL) OR (terms = 'prepaid'::text))),
  constraint contract_rate_positive CHECK ((((rate_points IS NULL) = (rate_block IS NULL)) AND (rate_points > 0) AND (rate_block > 0))),
  constraint contract_terms_known CHECK ((terms = ANY (ARRAY['prepaid'::text, 'postpaid'::text, 'own'::text]))),
  constraint contract_when_empty_known CHECK ((when_empty = ANY (ARRAY['no_points'::text, 'refuse_sale'::text])))
);

create table giftcards.aftermath (
  lane integer not null,
  seq bigint not null,
  amount bigint not null,
  undone bigint not null,
  state text collate "C" not null,
  restore_order text collate "C" not null,
  constraint aftermath_pkey PRIMARY KEY (lane, seq),
  constraint aftermath_in_bounds CHECK (((undone >= 0) AND (undone <= amount))),
  constraint aftermath_order_known CHECK ((restore_order = ANY (ARRAY['last_taken_first'::text, 'first_taken_first'::text]))),
  constraint aftermath_state_known CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'reversed'::text, 'voided'::text])))
);

create table giftcards.cash_out_threshold (
  tenant_id integer not null,
  jurisdiction text collate "C" not null,
  unit integer not null,
  in_force_from timestamp with time zone not null,
  below bigint not null,
  left_percent smallint,
  constraint cash_out_threshold_pkey PRIMARY KEY (tenant_id, jurisdiction, unit, in_force_from),
  constraint cash_out_threshold_is_a_share CHECK (((left_percent >= 1) AND (left_percent <= 99))),
  constraint cash_out_threshold_not_negative CHECK ((below >= 0)),
  constraint cash_out_threshold_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table giftcards.gift (
  lane integer not null,
  gift bigint not null,
  card bigint not null,
  tenant_id integer not null,
  program integer not null,
  unit integer not null,
  fee_due_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  activated_at timestamp with time zone not null,
  terms text collate "C" not null,
  state text collate "C" not null,
  survivor_lane integer,
  survivor bigint,
  constraint gift_pkey PRIMARY KEY (lane, gift),
  constraint gift_state_known CHECK ((state = ANY (ARRAY['active'::text, 'inactive'::text, 'closed'::text]))),
  constraint gift_survivor_is_another CHECK (((survivor_lane IS DISTINCT FROM lane) OR (survivor IS DISTINCT FROM gift))),
  constraint gift_survivor_is_whole CHECK (((survivor_lane IS NULL) = (survivor IS NULL))),
  constraint gift_lane_gift_fkey FOREIGN KEY (lane, gift) REFERENCES lanes.owner(lane, owner),
  constraint gift_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
) with (fillfactor=90);
CREATE INDEX gift_fee_due ON giftcards.gift USING btree (lane, fee_due_at) WHERE (fee_due_at < 'infinity'::timestamp with time zone);
CREATE INDEX gift_merged ON giftcards.gift USING btree (lane, gift) WHERE (survivor IS NOT NULL);

create table giftcards.proof (
  lane integer not null,
  card bigint not null,
  proof bigint not null,
  tenant_id integer not null,
  terminal integer not null,
  proved_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint proof_pkey PRIMARY KEY (lane, card, proof)
);
CREATE INDEX proof_by_age ON giftcards.proof USING btree (proved_at);

create table giftcards.rate (
  tenant_id integer not null,
  from_unit integer not null,
  to_unit integer not null,
  in_force_from timestamp with time zone not null,
  numerator bigint not null,
  denominator bigint not null,
  constraint rate_pkey PRIMARY KEY (tenant_id, from_unit, to_unit, in_force_from),
  constraint rate_between_two CHECK ((from_unit <> to_unit)),
  constraint rate_is_positive CHECK (((numerator > 0) AND (denominator > 0))),
  constraint rate_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table giftcards.terms (
  tenant_id integer not null,
  program integer not null,
  code text collate "C" not null,
  in_force_from timestamp with time zone not null,
  unit integer not null,
  content jsonb not null,
  constraint terms_pkey PRIMARY KEY (tenant_id, program, code, in_force_from),
  constraint terms_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint terms_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create unlogged table guards.attempt (
  kind text collate "C" not null,
  key bytea not null,
  window_at bigint not null,
  now_count integer not null,
  before_count integer not null,
  let_in boolean not null,
  last_at timestamp with time zone not null,
  constraint attempt_pkey PRIMARY KEY (kind, key),
  constraint attempt_counts_not_negative CHECK (((now_count >= 0) AND (before_count >= 0)))
) with (fillfactor=50);
CREATE INDEX attempt_by_age ON guards.attempt USING btree (last_at);

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
  into_lane integer,
  into_owner bigint,
  constraint owner_pkey PRIMARY KEY (lane, owner),
  constraint owner_kind_known CHECK ((kind = ANY (ARRAY['member'::text, 'gift_card'::text, 'outlet'::text, 'household'::text]))),
  constraint owner_merged_leads_on CHECK ((((state = 'merged'::text) = (into_lane IS NOT NULL)) AND ((into_lane IS NULL) = (into_owner IS NULL)))),
  constraint owner_state_known CHECK ((state = ANY (ARRAY['active'::text, 'moved'::text, 'merged'::text, 'erased'::text, 'closed'::text]))),
  constraint owner_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);
CREATE INDEX owner_merged ON lanes.owner USING btree (into_lane, into_owner) WHERE (into_owner IS NOT NULL);

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
  constraint account_kind_known CHECK ((kind = ANY (ARRAY['issuance'::text, 'redemption'::text, 'breakage'::text, 'write_off'::text, 'adjustment'::text, 'opening'::text, 'funding'::text, 'between_lanes'::text, 'fee'::text, 'cash_out'::text])))
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
  record_back smallint,
  kind text collate "C" not null,
  digest bytea not null,
  postings bigint[] default '{}'::bigint[] not null,
  body bytea,
  constraint journal_pkey PRIMARY KEY (lane, seq),
  constraint journal_body_is_with_its_first CHECK (((body IS NOT NULL) = (NOT (record_back IS DISTINCT FROM 0)))),
  constraint journal_digest_is_sha256 CHECK ((octet_length(digest) = 32)),
  constraint journal_home_is_whole CHECK (((home_lane IS NULL) = (home_seq IS NULL))),
  constraint journal_postings_are_whole CHECK (((cardinality(postings) % 3) = 0))
) partition by RANGE (seq);
CREATE INDEX journal_of_owner ON ONLY ledger.journal USING btree (lane, owner, seq);

create table ledger.journal_0000 partition of ledger.journal FOR VALUES FROM ('0') TO ('10000000');

create table ledger.journal_0001 partition of ledger.journal FOR VALUES FROM ('10000000') TO ('20000000');

create table ledger.raw_message (
  lane integer not null,
  upto bigint not null,
  recorded_on date not null,
  messages bytea not null,
  constraint raw_message_pkey PRIMARY KEY (recorded_on, lane, upto)
) partition by RANGE (recorded_on);

create table ledger.raw_message_rest partition of ledger.raw_message DEFAULT;

create table memberpage.session (
  session bigint generated always as identity not null,
  tenant_id integer not null,
  lane integer,
  member bigint,
  phone_key bytea not null,
  phone_cipher bytea not null,
  token_digest bytea not null,
  browser text not null,
  device bigint,
  made_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (session),
  constraint session_token_digest_key UNIQUE (token_digest),
  constraint session_digest_is_sha256 CHECK ((octet_length(token_digest) = 32)),
  constraint session_member_whole CHECK (((lane IS NULL) = (member IS NULL))),
  constraint session_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX session_of_member ON memberpage.session USING btree (lane, member) WHERE (ended_at IS NULL);
CREATE INDEX session_of_phone ON memberpage.session USING btree (tenant_id, phone_key) WHERE (ended_at IS NULL);

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

create table members.erased (
  tenant_id integer not null,
  phone_key bytea not null,
  erased_at timestamp with time zone not null,
  constraint erased_pkey PRIMARY KEY (tenant_id, phone_key),
  constraint erased_key_is_digest CHECK ((octet_length(phone_key) >= 32)),
  constraint erased_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
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
  counters jsonb default '{}'::jsonb not null,
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
  name_words tsvector,
  constraint profile_pkey PRIMARY KEY (tenant_id, member),
  constraint profile_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX profile_by_birthday ON members.profile USING btree (tenant_id, (((EXTRACT(month FROM born_on) * (100)::numeric) + EXTRACT(day FROM born_on))), lane, member) WHERE (born_on IS NOT NULL);
CREATE INDEX profile_by_name ON members.profile USING btree (tenant_id, lower(family_name), lower(given_name));
CREATE INDEX profile_by_phone ON members.profile USING btree (tenant_id, phone);
CREATE INDEX profile_by_words ON members.profile USING gin (name_words) WITH (gin_pending_list_limit='512');

create table notifications.early_receipt (
  tenant_id integer not null,
  provider_id text collate "C" not null,
  state text collate "C" not null,
  reason text collate "C" not null,
  received_at timestamp with time zone not null,
  constraint early_receipt_pkey PRIMARY KEY (tenant_id, provider_id),
  constraint early_receipt_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table notifications.heard (
  tenant_id integer not null,
  signature bytea not null,
  heard_at timestamp with time zone not null,
  constraint heard_pkey PRIMARY KEY (tenant_id, signature),
  constraint heard_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX heard_by_age ON notifications.heard USING btree (heard_at);

create table notifications.message (
  message bigint generated always as identity not null,
  tenant_id integer not null,
  reference text collate "C" not null,
  content_digest bytea not null,
  kind text collate "C" not null,
  template text collate "C" not null,
  language text collate "C" not null,
  purpose text collate "C" not null,
  address_key bytea not null,
  masked text not null,
  sealed bytea,
  is_secret boolean not null,
  state text collate "C" default 'queued'::text not null,
  reason text collate "C" default ''::text not null,
  via text collate "C" default ''::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  leased_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  keep_until timestamp with time zone not null,
  made_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  told_state text collate "C" default 'queued'::text not null,
  constraint message_pkey PRIMARY KEY (message),
  constraint message_tenant_id_reference_key UNIQUE (tenant_id, reference),
  constraint message_attempts_not_negative CHECK ((attempts >= 0)),
  constraint message_kind_known CHECK ((kind = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text]))),
  constraint message_lease_while_sending CHECK (((state = 'sending'::text) = (leased_until <> 'infinity'::timestamp with time zone))),
  constraint message_purpose_known CHECK ((purpose = ANY (ARRAY['service'::text, 'marketing'::text]))),
  constraint message_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'suppressed'::text, 'expired'::text]))),
  constraint message_waiting_is_sealed CHECK (((sealed IS NOT NULL) OR (state <> ALL (ARRAY['queued'::text, 'sending'::text])))),
  constraint message_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX message_due ON notifications.message USING btree (tenant_id, kind, next_attempt_at) WHERE (state = 'queued'::text);
CREATE INDEX message_expiring ON notifications.message USING btree (expires_at) WHERE (state = 'queued'::text);
CREATE INDEX message_kept ON notifications.message USING btree (keep_until) WHERE (sealed IS NOT NULL);
CREATE INDEX message_of_address ON notifications.message USING btree (tenant_id, address_key);
CREATE INDEX message_of_tenant ON notifications.message USING btree (tenant_id, message);
CREATE INDEX message_sending ON notifications.message USING btree (leased_until) WHERE (state = 'sending'::text);
CREATE INDEX message_untold ON notifications.message USING btree (message) WHERE (told_state <> state);

create table notifications.part (
  message bigint not null,
  part smallint not null,
  tenant_id integer not null,
  provider_id text collate "C" not null,
  state text collate "C" default 'sent'::text not null,
  constraint part_pkey PRIMARY KEY (message, part),
  constraint part_state_known CHECK ((state = ANY (ARRAY['sent'::text, 'delivered'::text, 'failed'::text]))),
  constraint part_message_fkey FOREIGN KEY (message) REFERENCES notifications.message(message) ON DELETE CASCADE,
  constraint part_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX part_of_provider ON notifications.part USING btree (tenant_id, provider_id);

create table notifications.push_subscription (
  subscription bigint generated always as identity not null,
  tenant_id integer not null,
  member text collate "C" not null,
  endpoint_key bytea not null,
  sealed bytea not null,
  platform text collate "C" not null,
  state text collate "C" default 'active'::text not null,
  last_seen_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  constraint push_subscription_pkey PRIMARY KEY (subscription),
  constraint push_subscription_tenant_id_endpoint_key_key UNIQUE (tenant_id, endpoint_key),
  constraint push_subscription_platform_known CHECK ((platform = ANY (ARRAY['ios'::text, 'android'::text, 'desktop'::text, 'other'::text]))),
  constraint push_subscription_state_known CHECK ((state = ANY (ARRAY['active'::text, 'ended'::text]))),
  constraint push_subscription_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX push_subscription_of_member ON notifications.push_subscription USING btree (tenant_id, member) WHERE (state = 'active'::text);

create table notifications.sender (
  tenant_id integer not null,
  kind text collate "C" not null,
  settings jsonb not null,
  secrets bytea not null,
  per_second integer not null,
  revision integer default 1 not null,
  paced_until timestamp with time zone not null,
  failures integer default 0 not null,
  failing_since timestamp with time zone default 'infinity'::timestamp with time zone not null,
  open_until timestamp with time zone not null,
  last_error text collate "C" default ''::text not null,
  last_sent_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint sender_pkey PRIMARY KEY (tenant_id, kind),
  constraint sender_failures_not_negative CHECK ((failures >= 0)),
  constraint sender_kind_known CHECK ((kind = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text]))),
  constraint sender_rate_in_bounds CHECK (((per_second >= 1) AND (per_second <= 10000))),
  constraint sender_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table notifications.suppression (
  suppression bigint generated always as identity not null,
  tenant_id integer not null,
  kind text collate "C" not null,
  address_key bytea not null,
  masked text not null,
  scope text collate "C" not null,
  reason text collate "C" not null,
  made_at timestamp with time zone not null,
  constraint suppression_pkey PRIMARY KEY (suppression),
  constraint suppression_tenant_id_kind_address_key_key UNIQUE (tenant_id, kind, address_key),
  constraint suppression_kind_known CHECK ((kind = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint suppression_reason_known CHECK ((reason = ANY (ARRAY['opted_out'::text, 'bounced'::text, 'complained'::text, 'asked'::text]))),
  constraint suppression_scope_known CHECK ((scope = ANY (ARRAY['all'::text, 'marketing'::text]))),
  constraint suppression_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table notifications.template (
  tenant_id integer not null,
  template text collate "C" not null,
  kind text collate "C" not null,
  language text collate "C" not null,
  subject text not null,
  body text not null,
  html text not null,
  changed_at timestamp with time zone not null,
  constraint template_pkey PRIMARY KEY (tenant_id, template, kind, language),
  constraint template_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table occasions.celebrated (
  lane integer not null,
  member bigint not null,
  program integer not null,
  tenant_id integer not null,
  year integer not null,
  constraint celebrated_pkey PRIMARY KEY (lane, member, program),
  constraint celebrated_lane_member_fkey FOREIGN KEY (lane, member) REFERENCES members.member(lane, member),
  constraint celebrated_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint celebrated_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table occasions.reversed (
  lane integer not null,
  seq bigint not null,
  tenant_id integer not null,
  by_lane integer not null,
  by_seq bigint not null,
  constraint reversed_pkey PRIMARY KEY (lane, seq),
  constraint reversed_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

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
  is_confirmed boolean default true not null,
  person bigint,
  is_portal boolean default false not null,
  constraint credential_pkey PRIMARY KEY (credential),
  constraint credential_secret_digest_key UNIQUE (secret_digest),
  constraint credential_digest_is_sha256 CHECK ((octet_length(secret_digest) = 32)),
  constraint credential_portal_has_person CHECK (((person IS NOT NULL) OR (NOT is_portal))),
  constraint credential_state_known CHECK ((state = ANY (ARRAY['active'::text, 'revoked'::text]))),
  constraint credential_partner_fkey FOREIGN KEY (partner) REFERENCES partners.partner(partner),
  constraint credential_person_fkey FOREIGN KEY (person) REFERENCES staff.person(person),
  constraint credential_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id),
  constraint credential_terminal_fkey FOREIGN KEY (terminal) REFERENCES partners.terminal(terminal)
);
CREATE UNIQUE INDEX credential_of_portal ON partners.credential USING btree (person) WHERE is_portal;

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

create table points.day_spent (
  lane integer not null,
  owner bigint not null,
  on_day date not null,
  program integer not null,
  wallet_type integer not null,
  tenant_id integer not null,
  points bigint not null,
  money bigint not null,
  constraint day_spent_pkey PRIMARY KEY (lane, owner, on_day, program, wallet_type),
  constraint day_spent_not_negative CHECK (((points >= 0) AND (money >= 0))),
  constraint day_spent_lane_owner_fkey FOREIGN KEY (lane, owner) REFERENCES lanes.owner(lane, owner)
);
CREATE INDEX day_spent_on ON points.day_spent USING btree (on_day);

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
  contract integer default 0 not null,
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
  name jsonb default '{}'::jsonb not null,
  purpose text collate "C" default 'points'::text not null,
  constraint wallet_type_pkey PRIMARY KEY (wallet_type),
  constraint wallet_type_tenant_id_program_code_key UNIQUE (tenant_id, program, code),
  constraint wallet_type_pays_positive CHECK (((pays_points > 0) AND (pays_money >= 0))),
  constraint wallet_type_purpose_known CHECK ((purpose = ANY (ARRAY['points'::text, 'gift'::text, 'gift_promotional'::text])))
);
CREATE UNIQUE INDEX wallet_type_one_of_gifts ON points.wallet_type USING btree (tenant_id, program, unit, purpose) WHERE (purpose <> 'points'::text);

create table pots.pot (
  tenant_id integer not null,
  pot text collate "C" not null,
  budget bigint not null,
  drawn bigint default 0 not null,
  constraint pot_pkey PRIMARY KEY (tenant_id, pot),
  constraint pot_budget_not_negative CHECK ((budget >= 0)),
  constraint pot_drawn_not_negative CHECK ((drawn >= 0))
);

create table pots.reservation (
  lane integer not null,
  seq bigint not null,
  pot text collate "C" not null,
  tenant_id integer not null,
  amount bigint not null,
  expires_at timestamp with time zone not null,
  constraint reservation_pkey PRIMARY KEY (lane, seq, pot),
  constraint reservation_amount_positive CHECK ((amount > 0)),
  constraint reservation_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);
CREATE INDEX reservation_of_pot ON pots.reservation USING btree (tenant_id, pot, expires_at);

create table pots.slice (
  lane integer not null,
  pot text collate "C" not null,
  tenant_id integer not null,
  unused bigint default 0 not null,
  used bigint default 0 not null,
  touched_at timestamp with time zone not null,
  constraint slice_pkey PRIMARY KEY (lane, pot),
  constraint slice_unused_not_negative CHECK ((unused >= 0)),
  constraint slice_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane),
  constraint slice_tenant_id_pot_fkey FOREIGN KEY (tenant_id, pot) REFERENCES pots.pot(tenant_id, pot)
);
CREATE INDEX slice_of_pot ON pots.slice USING btree (tenant_id, pot, lane);
CREATE INDEX slice_unused ON pots.slice USING btree (touched_at) WHERE (unused > 0);

create table processors.card (
  card bigint generated always as identity not null,
  tenant_id integer not null,
  processor integer not null,
  key bytea not null,
  number_cipher bytea not null,
  last_four text collate "C" not null,
  balance bigint,
  balance_at timestamp with time zone,
  polled_balance bigint,
  told_through timestamp with time zone,
  next_poll_at timestamp with time zone not null,
  failures integer default 0 not null,
  known_at timestamp with time zone not null,
  constraint card_pkey PRIMARY KEY (card),
  constraint card_processor_key_key UNIQUE (processor, key),
  constraint card_balance_has_age CHECK (((balance IS NULL) = (balance_at IS NULL))),
  constraint card_failures_not_negative CHECK ((failures >= 0)),
  constraint card_key_is_short CHECK ((octet_length(key) <= 33)),
  constraint card_processor_fkey FOREIGN KEY (processor) REFERENCES processors.processor(processor),
  constraint card_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX card_due ON processors.card USING btree (processor, next_poll_at);
CREATE INDEX card_of_balance ON processors.card USING btree (processor, balance_at) WHERE (balance_at IS NOT NULL);

create table processors.discrepancy (
  discrepancy bigint generated always as identity not null,
  tenant_id integer not null,
  processor integer not null,
  card bigint not null,
  kind text collate "C" not null,
  subject text collate "C" not null,
  facts jsonb not null,
  state text collate "C" default 'open'::text not null,
  note text default ''::text not null,
  closed_by bigint,
  found_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint discrepancy_pkey PRIMARY KEY (discrepancy),
  constraint discrepancy_card_kind_subject_key UNIQUE (card, kind, subject),
  constraint discrepancy_closed_is_whole CHECK ((((state = 'closed'::text) = (closed_at IS NOT NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL)))),
  constraint discrepancy_kind_known CHECK ((kind = ANY (ARRAY['gap'::text, 'restated'::text, 'vanished'::text, 'inserted'::text, 'balance_differs'::text, 'payment_missing'::text, 'payment_unexpected'::text, 'not_undone'::text, 'refund_refused'::text]))),
  constraint discrepancy_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text]))),
  constraint discrepancy_card_fkey FOREIGN KEY (card) REFERENCES processors.card(card),
  constraint discrepancy_processor_fkey FOREIGN KEY (processor) REFERENCES processors.processor(processor),
  constraint discrepancy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX discrepancy_of_tenant ON processors.discrepancy USING btree (tenant_id, state, discrepancy);

create table processors.history_line (
  card bigint not null,
  outside_id text collate "C" not null,
  tenant_id integer not null,
  amount bigint not null,
  at timestamp with time zone not null,
  kind text not null,
  balance_after bigint,
  outside_reference text collate "C" default ''::text not null,
  read_at timestamp with time zone not null,
  constraint history_line_pkey PRIMARY KEY (card, outside_id),
  constraint history_line_card_fkey FOREIGN KEY (card) REFERENCES processors.card(card),
  constraint history_line_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX history_line_of_time ON processors.history_line USING btree (card, at);

create table processors.processor (
  processor integer generated always as identity not null,
  tenant_id integer not null,
  code text collate "C" not null,
  unit integer not null,
  service jsonb not null,
  secrets bytea not null,
  per_minute integer not null,
  poll_hours integer not null,
  timeout_ms integer not null,
  state text collate "C" default 'active'::text not null,
  paced_until timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  failures integer default 0 not null,
  last_error text collate "C" default ''::text not null,
  answered_at timestamp with time zone,
  changed_at timestamp with time zone not null,
  constraint processor_pkey PRIMARY KEY (processor),
  constraint processor_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint processor_failures_not_negative CHECK ((failures >= 0)),
  constraint processor_poll_in_bounds CHECK (((poll_hours >= 1) AND (poll_hours <= 168))),
  constraint processor_rate_in_bounds CHECK (((per_minute >= 1) AND (per_minute <= 60000))),
  constraint processor_state_known CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text]))),
  constraint processor_timeout_in_bounds CHECK (((timeout_ms >= 100) AND (timeout_ms <= 60000))),
  constraint processor_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id),
  constraint processor_unit_fkey FOREIGN KEY (unit) REFERENCES programs.unit(unit)
);

create table processors.redemption (
  redemption bigint generated always as identity not null,
  tenant_id integer not null,
  processor integer,
  card bigint,
  space bigint not null,
  reference text collate "C" not null,
  content bytea,
  amount bigint,
  asked bigint,
  is_partial boolean default false not null,
  is_done boolean default false not null,
  state text collate "C" not null,
  reason text collate "C" default ''::text not null,
  outside_id text collate "C" default ''::text not null,
  balance bigint,
  attempts integer default 0 not null,
  absent_since timestamp with time zone,
  attempt_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  next_attempt_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  constraint redemption_pkey PRIMARY KEY (redemption),
  constraint redemption_tenant_id_space_reference_key UNIQUE (tenant_id, space, reference),
  constraint redemption_amount_as_asked CHECK (
CASE
    WHEN is_partial THEN (amount <= asked)
    ELSE (amount = asked)
END),
  constraint redemption_amount_positive CHECK ((amount > 0)),
  constraint redemption_asking_is_leased CHECK (((state = 'asking'::text) = (attempt_until <> 'infinity'::timestamp with time zone))),
  constraint redemption_attempts_not_negative CHECK ((attempts >= 0)),
  constraint redemption_state_known CHECK ((state = ANY (ARRAY['asking'::text, 'approved'::text, 'declined'::text, 'not_sent'::text, 'unknown'::text, 'reversing'::text, 'reversed'::text, 'not_done'::text, 'voided'::text]))),
  constraint redemption_uncertain_is_due CHECK (((state = ANY (ARRAY['unknown'::text, 'reversing'::text])) = (next_attempt_at <> 'infinity'::timestamp with time zone))),
  constraint redemption_voided_is_a_name CHECK ((((state = 'voided'::text) = (card IS NULL)) AND ((card IS NULL) = (processor IS NULL)) AND ((card IS NULL) = (amount IS NULL)) AND ((card IS NULL) = (content IS NULL)) AND ((card IS NULL) = (asked IS NULL)))),
  constraint redemption_card_fkey FOREIGN KEY (card) REFERENCES processors.card(card),
  constraint redemption_processor_fkey FOREIGN KEY (processor) REFERENCES processors.processor(processor),
  constraint redemption_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX redemption_asking ON processors.redemption USING btree (attempt_until) WHERE (state = 'asking'::text);
CREATE INDEX redemption_of_card ON processors.redemption USING btree (card);
CREATE INDEX redemption_uncertain ON processors.redemption USING btree (next_attempt_at) WHERE (state = ANY (ARRAY['unknown'::text, 'reversing'::text]));

create table processors.refund (
  refund bigint generated always as identity not null,
  tenant_id integer not null,
  redemption bigint not null,
  source text collate "C" not null,
  amount bigint not null,
  state text collate "C" default 'due'::text not null,
  reason text collate "C" default ''::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  constraint refund_pkey PRIMARY KEY (refund),
  constraint refund_redemption_source_key UNIQUE (redemption, source),
  constraint refund_amount_positive CHECK ((amount > 0)),
  constraint refund_due_is_timed CHECK (((state = 'due'::text) = (next_attempt_at <> 'infinity'::timestamp with time zone))),
  constraint refund_state_known CHECK ((state = ANY (ARRAY['due'::text, 'refunded'::text, 'refused'::text]))),
  constraint refund_redemption_fkey FOREIGN KEY (redemption) REFERENCES processors.redemption(redemption),
  constraint refund_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX refund_due ON processors.refund USING btree (next_attempt_at) WHERE (state = 'due'::text);

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

create table promotions.counter (
  lane integer not null,
  owner bigint not null,
  card bigint default 0 not null,
  program integer not null,
  promotion text collate "C" not null,
  limited text collate "C" not null,
  from_on date not null,
  until_on date not null,
  tenant_id integer not null,
  amount bigint not null,
  constraint counter_pkey PRIMARY KEY (lane, owner, card, program, promotion, limited, from_on),
  constraint counter_amount_not_negative CHECK ((amount >= 0)),
  constraint counter_lane_owner_fkey FOREIGN KEY (lane, owner) REFERENCES lanes.owner(lane, owner)
);
CREATE INDEX counter_until ON promotions.counter USING btree (until_on);

create table promotions.coupon (
  tenant_id integer not null,
  key bytea not null,
  series integer not null,
  file bigint not null,
  last_four text collate "C" not null,
  member_lane integer not null,
  member bigint not null,
  uses_max smallint not null,
  valid_from timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  is_withdrawn boolean default false not null,
  used_by jsonb default '[]'::jsonb not null,
  holds jsonb default '[]'::jsonb not null,
  revision integer default 0 not null,
  constraint coupon_pkey PRIMARY KEY (tenant_id, key),
  constraint coupon_key_is_short CHECK ((octet_length(key) <= 33)),
  constraint coupon_revision_as_read CHECK ((revision >= 0)),
  constraint coupon_uses_within_max CHECK ((jsonb_array_length(used_by) <= uses_max))
) with (fillfactor=90);
CREATE INDEX coupon_of_series ON promotions.coupon USING btree (series);

create table promotions.coupon_file (
  file bigint generated always as identity not null,
  tenant_id integer not null,
  series integer not null,
  reference text collate "C" not null,
  content bytea not null,
  quantity integer not null,
  sealed bytea,
  made_at timestamp with time zone not null,
  downloaded_at timestamp with time zone,
  constraint coupon_file_pkey PRIMARY KEY (file),
  constraint coupon_file_tenant_id_series_reference_key UNIQUE (tenant_id, series, reference),
  constraint coupon_file_gone_once_downloaded CHECK (((sealed IS NULL) = (downloaded_at IS NOT NULL))),
  constraint coupon_file_quantity_positive CHECK ((quantity > 0)),
  constraint coupon_file_series_fkey FOREIGN KEY (series) REFERENCES promotions.coupon_series(series),
  constraint coupon_file_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table promotions.coupon_series (
  series integer generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  code text collate "C" not null,
  holder text collate "C" not null,
  uses_max smallint not null,
  valid_from timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  days integer,
  state text collate "C" default 'inert'::text not null,
  created_at timestamp with time zone not null,
  constraint coupon_series_pkey PRIMARY KEY (series),
  constraint coupon_series_tenant_id_program_code_key UNIQUE (tenant_id, program, code),
  constraint coupon_series_days_fit CHECK (((days >= 1) AND (days <= 3660))),
  constraint coupon_series_ends_after_start CHECK ((valid_until > valid_from)),
  constraint coupon_series_holder_known CHECK ((holder = ANY (ARRAY['bearer'::text, 'member'::text]))),
  constraint coupon_series_state_known CHECK ((state = ANY (ARRAY['inert'::text, 'published'::text, 'withdrawn'::text]))),
  constraint coupon_series_uses_fit CHECK (((uses_max >= 1) AND (uses_max <= 100))),
  constraint coupon_series_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint coupon_series_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table promotions.draft (
  draft bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  name text collate "C" not null,
  revision integer default 1 not null,
  base integer not null,
  content jsonb not null,
  state text collate "C" default 'open'::text not null,
  published_version integer,
  changed_at timestamp with time zone not null,
  changed_person bigint,
  changed_credential bigint,
  constraint draft_pkey PRIMARY KEY (draft),
  constraint draft_name_is_a_word CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint draft_published_has_version CHECK (((state = 'published'::text) = (published_version IS NOT NULL))),
  constraint draft_revision_counts CHECK ((revision >= 1)),
  constraint draft_state_known CHECK ((state = ANY (ARRAY['open'::text, 'published'::text, 'discarded'::text]))),
  constraint draft_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint draft_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE UNIQUE INDEX draft_name_once ON promotions.draft USING btree (program, name) WHERE (state = 'open'::text);

create table promotions.publication (
  program integer not null,
  version integer not null,
  tenant_id integer not null,
  kind text collate "C" not null,
  promotion text collate "C",
  draft bigint,
  restored integer,
  approval bigint,
  reference text collate "C" not null,
  reason text,
  published_at timestamp with time zone not null,
  constraint publication_pkey PRIMARY KEY (program, version),
  constraint publication_kind_known CHECK ((kind = ANY (ARRAY['draft'::text, 'pause'::text, 'pause_all'::text, 'resume'::text, 'restore'::text]))),
  constraint publication_draft_fkey FOREIGN KEY (draft) REFERENCES promotions.draft(draft),
  constraint publication_program_version_fkey FOREIGN KEY (program, version) REFERENCES promotions.rulebook(program, version),
  constraint publication_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX publication_of_reference ON promotions.publication USING btree (tenant_id, reference);

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

create table repeats.answer (
  tenant_id integer not null,
  credential bigint not null,
  reference text collate "C" not null,
  content_digest bytea not null,
  begun_at timestamp with time zone not null,
  answer bytea,
  constraint answer_pkey PRIMARY KEY (tenant_id, credential, reference),
  constraint answer_reference_told CHECK ((reference <> ''::text))
);
CREATE INDEX answer_by_age ON repeats.answer USING btree (begun_at);

create table reports.day_sum (
  tenant_id integer not null,
  booked_on date not null,
  outlet integer not null,
  kind integer not null,
  card_range integer not null,
  unit integer not null,
  currency integer not null,
  is_offline boolean not null,
  operations bigint not null,
  amount bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  expired bigint not null,
  changed bigint not null,
  constraint day_sum_pkey PRIMARY KEY (tenant_id, booked_on, outlet, kind, card_range, unit, currency, is_offline)
) with (fillfactor=70);

create table reports.ending (
  tenant_id integer not null,
  lane integer not null,
  unit integer not null,
  ends_on date not null,
  remaining bigint not null,
  constraint ending_pkey PRIMARY KEY (tenant_id, unit, ends_on, lane)
) with (fillfactor=50);

create table reports.export (
  export bigint generated always as identity not null,
  tenant_id integer not null,
  person bigint,
  credential bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  format text collate "C" not null,
  language text collate "C" not null,
  filter jsonb not null,
  state text collate "C" default 'waiting'::text not null,
  rows_done bigint default 0 not null,
  rows_expected bigint default 0 not null,
  bytes bigint default 0 not null,
  problem text,
  asked_at timestamp with time zone not null,
  worked_at timestamp with time zone,
  ended_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  constraint export_pkey PRIMARY KEY (export),
  constraint export_tenant_id_credential_reference_key UNIQUE (tenant_id, credential, reference),
  constraint export_format_known CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  constraint export_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'working'::text, 'done'::text, 'failed'::text, 'cancelled'::text, 'expired'::text]))),
  constraint export_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX export_by_end ON reports.export USING btree (expires_at) WHERE (state = 'done'::text);
CREATE INDEX export_of_credential ON reports.export USING btree (tenant_id, credential, export);
CREATE INDEX export_open ON reports.export USING btree (export) WHERE (state = ANY (ARRAY['waiting'::text, 'working'::text]));

create table reports.hour_sum (
  tenant_id integer not null,
  booked_on date not null,
  outlet integer not null,
  hour smallint not null,
  unit integer not null,
  sales bigint not null,
  returns bigint not null,
  sold bigint not null,
  returned bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  constraint hour_sum_pkey PRIMARY KEY (tenant_id, booked_on, outlet, hour, unit),
  constraint hour_sum_hour_known CHECK (((hour >= 0) AND (hour <= 23)))
) with (fillfactor=70);

create table reports.ledger_check (
  lane integer not null,
  tenant_id integer not null,
  upto bigint not null,
  checked_at timestamp with time zone not null,
  difference text default ''::text not null,
  constraint ledger_check_pkey PRIMARY KEY (lane),
  constraint ledger_check_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);

create table reports.mark (
  mark integer generated always as identity not null,
  tenant_id integer not null,
  facet "char" not null,
  value text collate "C" not null,
  constraint mark_pkey PRIMARY KEY (mark),
  constraint mark_tenant_id_facet_value_key UNIQUE (tenant_id, facet, value),
  constraint mark_facet_known CHECK ((facet = ANY (ARRAY['k'::"char", 'p'::"char", 'c'::"char", 'r'::"char", 'w'::"char", 'o'::"char", 'h'::"char"]))),
  constraint mark_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table reports.mark_sum (
  tenant_id integer not null,
  mark integer not null,
  booked_on date not null,
  lane integer not null,
  unit integer not null,
  currency integer not null,
  operations bigint not null,
  amount bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  expired bigint not null,
  changed bigint not null,
  constraint mark_sum_pkey PRIMARY KEY (tenant_id, mark, booked_on, lane, unit, currency)
) with (fillfactor=70);

create table reports.member_seen (
  tenant_id integer not null,
  owner bigint not null,
  seen_on date not null,
  constraint member_seen_pkey PRIMARY KEY (tenant_id, owner)
) with (fillfactor=70);
CREATE INDEX member_seen_by_day ON reports.member_seen USING btree (tenant_id, seen_on);

create table reports.month_sum (
  tenant_id integer not null,
  booked_on date not null,
  outlet integer not null,
  kind integer not null,
  card_range integer not null,
  unit integer not null,
  currency integer not null,
  is_offline boolean not null,
  operations bigint not null,
  amount bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  expired bigint not null,
  changed bigint not null,
  constraint month_sum_pkey PRIMARY KEY (tenant_id, booked_on, outlet, kind, card_range, unit, currency, is_offline)
) with (fillfactor=70);

create table reports.operation_line (
  tenant_id integer not null,
  lane integer not null,
  seq bigint not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  owner bigint not null,
  card bigint default 0 not null,
  amount bigint default 0 not null,
  earned bigint default 0 not null,
  spent bigint default 0 not null,
  loaded bigint default 0 not null,
  expired bigint default 0 not null,
  changed bigint default 0 not null,
  home_seq bigint,
  home_lane integer,
  program integer not null,
  outlet integer not null,
  terminal integer not null,
  kind integer not null,
  cashier integer default 0 not null,
  card_range integer default 0 not null,
  unit integer default 0 not null,
  currency integer default 0 not null,
  booked_on date not null,
  n smallint not null,
  flags smallint not null,
  is_head boolean not null,
  marks integer[] not null,
  receipt text collate "C",
  reason text collate "C",
  constraint operation_line_pkey PRIMARY KEY (lane, seq, n, booked_on),
  constraint operation_line_head_is_home CHECK (((NOT is_head) OR ((n = 0) AND (home_lane IS NULL)))),
  constraint operation_line_home_is_whole CHECK (((home_lane IS NULL) = (home_seq IS NULL)))
) partition by RANGE (booked_on);
CREATE INDEX operation_line_amount ON ONLY reports.operation_line USING btree (tenant_id, currency, amount, lane, seq) WHERE (currency > 0);
CREATE INDEX operation_line_kind ON ONLY reports.operation_line USING btree (kind, currency, amount, lane, seq) WHERE (currency > 0);
CREATE INDEX operation_line_marks ON ONLY reports.operation_line USING gin (marks);
CREATE INDEX operation_line_of_home ON ONLY reports.operation_line USING btree (home_lane, home_seq) WHERE (home_lane IS NOT NULL);
CREATE INDEX operation_line_outlet ON ONLY reports.operation_line USING btree (outlet, booked_on, occurred_at);
CREATE INDEX operation_line_outlet_amount ON ONLY reports.operation_line USING btree (outlet, currency, amount, lane, seq) WHERE (currency > 0);
CREATE INDEX operation_line_owner ON ONLY reports.operation_line USING btree (owner);
CREATE INDEX operation_line_receipt ON ONLY reports.operation_line USING btree (receipt) WHERE (receipt IS NOT NULL);
CREATE INDEX operation_line_time ON ONLY reports.operation_line USING btree (tenant_id, booked_on, occurred_at) WHERE is_head;

create table reports.operation_state (
  lane integer not null,
  seq bigint not null,
  tenant_id integer not null,
  state smallint not null,
  constraint operation_state_pkey PRIMARY KEY (lane, seq),
  constraint operation_state_known CHECK (((state >= 1) AND (state <= 4)))
);

create table reports.outstanding (
  tenant_id integer not null,
  lane integer not null,
  unit integer not null,
  booked bigint not null,
  pending bigint not null,
  owed bigint not null,
  constraint outstanding_pkey PRIMARY KEY (tenant_id, lane, unit)
) with (fillfactor=50);

create table reports.pack (
  pack bigint generated always as identity not null,
  tenant_id integer not null,
  first_on date not null,
  last_on date not null,
  blocks integer[] not null,
  constraint pack_pkey PRIMARY KEY (pack),
  constraint pack_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX pack_of_tenant ON reports.pack USING btree (tenant_id, first_on);

create table reports.pack_column (
  tenant_id integer not null,
  pack bigint not null,
  column_of "char" not null,
  mark integer default 0 not null,
  data text collate "C" not null,
  constraint pack_column_pkey PRIMARY KEY (pack, column_of, mark),
  constraint pack_column_pack_fkey FOREIGN KEY (pack) REFERENCES reports.pack(pack) ON DELETE CASCADE
);

create table reports.packed_lane (
  lane integer not null,
  tenant_id integer not null,
  upto bigint not null,
  constraint packed_lane_pkey PRIMARY KEY (lane),
  constraint packed_lane_lane_fkey FOREIGN KEY (lane) REFERENCES lanes.lane(lane)
);

create table reports.saved_view (
  view bigint generated always as identity not null,
  tenant_id integer not null,
  person bigint,
  credential bigint not null,
  name text not null,
  is_shared boolean not null,
  filter jsonb not null,
  sort text collate "C" not null,
  reference text collate "C" not null,
  made_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  revision integer default 0 not null,
  constraint saved_view_pkey PRIMARY KEY (view),
  constraint saved_view_tenant_id_credential_reference_key UNIQUE (tenant_id, credential, reference),
  constraint saved_view_name_not_empty CHECK ((name <> ''::text)),
  constraint saved_view_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX saved_view_of_tenant ON reports.saved_view USING btree (tenant_id, view);

create table segments.change (
  tenant_id integer not null,
  reference text collate "C" not null,
  segment integer not null,
  content_digest bytea not null,
  answer jsonb not null,
  changed_at timestamp with time zone not null,
  constraint change_pkey PRIMARY KEY (tenant_id, reference),
  constraint change_segment_fkey FOREIGN KEY (segment) REFERENCES segments.segment(segment),
  constraint change_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table segments.membership (
  lane integer not null,
  member bigint not null,
  segment integer not null,
  tenant_id integer not null,
  since timestamp with time zone not null,
  constraint membership_pkey PRIMARY KEY (lane, member, segment),
  constraint membership_lane_member_fkey FOREIGN KEY (lane, member) REFERENCES members.member(lane, member),
  constraint membership_segment_fkey FOREIGN KEY (segment) REFERENCES segments.segment(segment),
  constraint membership_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX membership_of_segment ON segments.membership USING btree (segment, member);

create table segments.segment (
  segment integer generated always as identity not null,
  tenant_id integer not null,
  code text collate "C" not null,
  name text not null,
  kind text collate "C" default 'static'::text not null,
  made_at timestamp with time zone not null,
  constraint segment_pkey PRIMARY KEY (segment),
  constraint segment_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint segment_code_is_code CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint segment_kind_known CHECK ((kind = 'static'::text)),
  constraint segment_name_told CHECK ((name <> ''::text)),
  constraint segment_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table simulation.run (
  run bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  reference text collate "C" not null,
  draft text collate "C",
  content jsonb not null,
  content_digest bytea not null,
  from_at timestamp with time zone,
  before_at timestamp with time zone,
  obeys_limits boolean default true not null,
  state text collate "C" default 'waiting'::text not null,
  rows bigint default 0 not null,
  of_rows bigint default 0 not null,
  report jsonb,
  failure text,
  asked_at timestamp with time zone not null,
  asked_credential bigint not null,
  beat_at timestamp with time zone,
  constraint run_pkey PRIMARY KEY (run),
  constraint run_tenant_id_reference_key UNIQUE (tenant_id, reference),
  constraint run_digest_is_sha256 CHECK ((octet_length(content_digest) = 32)),
  constraint run_done_has_report CHECK (((state = 'done'::text) = (report IS NOT NULL))),
  constraint run_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  constraint run_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint run_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX run_to_do ON simulation.run USING btree (run) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

create table simulation.scenario_run (
  scenario_run bigint generated always as identity not null,
  tenant_id integer not null,
  program integer not null,
  scenario text collate "C" not null,
  story jsonb not null,
  ok boolean not null,
  content jsonb not null,
  content_digest bytea not null,
  draft text collate "C",
  revision integer,
  version integer,
  played_at timestamp with time zone not null,
  played_credential bigint not null,
  constraint scenario_run_pkey PRIMARY KEY (scenario_run),
  constraint scenario_run_digest_is_sha256 CHECK ((octet_length(content_digest) = 32)),
  constraint scenario_run_draft_is_whole CHECK (((draft IS NULL) = (revision IS NULL))),
  constraint scenario_run_source_is_one CHECK (((draft IS NULL) OR (version IS NULL))),
  constraint scenario_run_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint scenario_run_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX scenario_run_of_program ON simulation.scenario_run USING btree (program, scenario_run);

create table staff.alone (
  tenant_id integer not null,
  hand text collate "C" not null,
  kind text collate "C" not null,
  reference text collate "C" not null,
  unit text collate "C" not null,
  amount bigint not null,
  at timestamp with time zone not null,
  content_digest bytea not null,
  constraint alone_pkey PRIMARY KEY (tenant_id, kind, reference, hand),
  constraint alone_amount_not_negative CHECK ((amount >= 0)),
  constraint alone_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX alone_at ON staff.alone USING btree (at);
CREATE INDEX alone_of_hand ON staff.alone USING btree (tenant_id, hand, at);

create table staff.alone_head (
  tenant_id integer not null,
  asked_at timestamp with time zone not null,
  constraint alone_head_pkey PRIMARY KEY (tenant_id),
  constraint alone_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table staff.approval (
  approval bigint generated always as identity not null,
  tenant_id integer not null,
  kind text collate "C" not null,
  reference text collate "C" not null,
  subject text collate "C" not null,
  facts jsonb not null,
  content_digest bytea not null,
  unit text collate "C",
  amount bigint,
  state text collate "C" default 'pending'::text not null,
  requested_person bigint,
  requested_credential bigint,
  requested_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_person bigint,
  decided_credential bigint,
  decided_at timestamp with time zone,
  reason text,
  applied_at timestamp with time zone,
  call bytea,
  refused text collate "C",
  constraint approval_pkey PRIMARY KEY (approval),
  constraint approval_tenant_id_kind_reference_key UNIQUE (tenant_id, kind, reference),
  constraint approval_asked_by_somebody CHECK (((requested_person IS NOT NULL) OR (requested_credential IS NOT NULL))),
  constraint approval_decided_is_whole CHECK (((state = ANY (ARRAY['approved'::text, 'declined'::text])) = (decided_at IS NOT NULL))),
  constraint approval_second_credential CHECK (((decided_credential IS NULL) OR (requested_credential IS NULL) OR (decided_credential <> requested_credential))),
  constraint approval_second_person CHECK (((decided_person IS NULL) OR (requested_person IS NULL) OR (decided_person <> requested_person))),
  constraint approval_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text]))),
  constraint approval_worth_is_whole CHECK ((((unit IS NULL) = (amount IS NULL)) AND ((amount IS NULL) OR (amount >= 0)))),
  constraint approval_tenant_id_decided_person_fkey FOREIGN KEY (tenant_id, decided_person) REFERENCES staff.person(tenant_id, person),
  constraint approval_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id),
  constraint approval_tenant_id_requested_person_fkey FOREIGN KEY (tenant_id, requested_person) REFERENCES staff.person(tenant_id, person)
);
CREATE INDEX approval_of_tenant ON staff.approval USING btree (tenant_id, approval DESC);
CREATE INDEX approval_pending ON staff.approval USING btree (expires_at) WHERE (state = 'pending'::text);
CREATE INDEX approval_unapplied ON staff.approval USING btree (approval) WHERE ((state = 'approved'::text) AND (applied_at IS NULL));

create table staff.attempt (
  bucket bytea not null,
  since timestamp with time zone not null,
  tries integer not null,
  constraint attempt_pkey PRIMARY KEY (bucket),
  constraint attempt_tries_positive CHECK ((tries > 0))
);

create table staff.audit (
  tenant_id integer not null,
  seq bigint not null,
  at timestamp with time zone not null,
  act text collate "C" not null,
  subject text collate "C" not null,
  person bigint,
  credential bigint,
  session bigint,
  reason text,
  before text,
  after text,
  digest bytea not null,
  head bytea not null,
  constraint audit_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX audit_of_act ON staff.audit USING btree (tenant_id, act, seq);
CREATE INDEX audit_of_credential ON staff.audit USING btree (tenant_id, credential, seq) WHERE (credential IS NOT NULL);
CREATE INDEX audit_of_person ON staff.audit USING btree (tenant_id, person, seq) WHERE (person IS NOT NULL);
CREATE INDEX audit_of_subject ON staff.audit USING btree (tenant_id, subject, seq);
CREATE INDEX audit_of_time ON staff.audit USING btree (tenant_id, at);
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON staff.audit FOR EACH ROW EXECUTE FUNCTION staff.refuse_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON staff.audit FOR EACH STATEMENT EXECUTE FUNCTION staff.refuse_change();

create table staff.audit_head (
  tenant_id integer not null,
  seq bigint not null,
  head bytea not null,
  at timestamp with time zone not null,
  constraint audit_head_pkey PRIMARY KEY (tenant_id),
  constraint audit_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table staff.bound (
  tenant_id integer not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  up_to integer not null,
  per_day integer not null,
  constraint bound_pkey PRIMARY KEY (tenant_id, kind, unit),
  constraint bound_is_whole CHECK (((up_to >= 0) AND (per_day >= up_to))),
  constraint bound_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES staff.policy(tenant_id)
);

create table staff.link (
  token_digest bytea not null,
  tenant_id integer not null,
  person bigint not null,
  kind text collate "C" not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint link_pkey PRIMARY KEY (token_digest),
  constraint link_kind_known CHECK ((kind = ANY (ARRAY['invitation'::text, 'reset'::text]))),
  constraint link_tenant_id_person_fkey FOREIGN KEY (tenant_id, person) REFERENCES staff.person(tenant_id, person)
);
CREATE INDEX link_of_person ON staff.link USING btree (person);

create table staff.login (
  tenant_id integer not null,
  person bigint not null,
  password text collate "C",
  password_set_at timestamp with time zone,
  totp_secret bytea,
  totp_since timestamp with time zone,
  totp_step bigint default 0 not null,
  constraint login_pkey PRIMARY KEY (person),
  constraint login_tenant_id_person_fkey FOREIGN KEY (tenant_id, person) REFERENCES staff.person(tenant_id, person)
);

create table staff.person (
  person bigint generated always as identity not null,
  tenant_id integer not null,
  name text not null,
  email text collate "C" not null,
  language text collate "C" default 'en'::text not null,
  state text collate "C" default 'invited'::text not null,
  field_key bytea,
  made_at timestamp with time zone not null,
  constraint person_pkey PRIMARY KEY (person),
  constraint person_tenant_id_email_key UNIQUE (tenant_id, email),
  constraint person_tenant_id_person_key UNIQUE (tenant_id, person),
  constraint person_email_normalised CHECK (((email = lower(email)) AND (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text) AND (length(email) <= 254))),
  constraint person_language_known CHECK ((language = ANY (ARRAY['en'::text, 'es'::text]))),
  constraint person_state_known CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'suspended'::text, 'left'::text]))),
  constraint person_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table staff.policy (
  tenant_id integer not null,
  approval_needs_person boolean default true not null,
  approval_needs_authenticator boolean default true not null,
  newcomer_hours integer default 72 not null,
  credentials_are_bound boolean default true not null,
  constraint policy_pkey PRIMARY KEY (tenant_id),
  constraint policy_newcomer_within_a_month CHECK (((newcomer_hours >= 0) AND (newcomer_hours <= 720))),
  constraint policy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table staff.recovery_code (
  tenant_id integer not null,
  person bigint not null,
  code_digest bytea not null,
  used_at timestamp with time zone,
  constraint recovery_code_pkey PRIMARY KEY (person, code_digest),
  constraint recovery_code_tenant_id_person_fkey FOREIGN KEY (tenant_id, person) REFERENCES staff.person(tenant_id, person)
);

create table staff.role (
  role integer generated always as identity not null,
  tenant_id integer not null,
  code text collate "C" not null,
  name text not null,
  permissions text[] not null,
  constraint role_pkey PRIMARY KEY (role),
  constraint role_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint role_tenant_id_role_key UNIQUE (tenant_id, role),
  constraint role_code_is_a_word CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint role_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);

create table staff.role_bound (
  tenant_id integer not null,
  role integer not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  up_to integer not null,
  per_day integer not null,
  constraint role_bound_pkey PRIMARY KEY (tenant_id, role, kind, unit),
  constraint role_bound_is_whole CHECK (((up_to >= 0) AND (per_day >= up_to))),
  constraint role_bound_tenant_id_role_fkey FOREIGN KEY (tenant_id, role) REFERENCES staff.role(tenant_id, role) ON DELETE CASCADE
);

create table staff.role_grant (
  role_grant bigint generated always as identity not null,
  tenant_id integer not null,
  person bigint not null,
  role integer not null,
  scope text collate "C" not null,
  place text collate "C" default ''::text not null,
  valid_until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint role_grant_pkey PRIMARY KEY (role_grant),
  constraint role_grant_place_fits CHECK (((scope = 'tenant'::text) = (place = ''::text))),
  constraint role_grant_scope_known CHECK ((scope = ANY (ARRAY['tenant'::text, 'program'::text, 'partner'::text, 'outlet'::text]))),
  constraint role_grant_tenant_id_person_fkey FOREIGN KEY (tenant_id, person) REFERENCES staff.person(tenant_id, person),
  constraint role_grant_tenant_id_role_fkey FOREIGN KEY (tenant_id, role) REFERENCES staff.role(tenant_id, role)
);
CREATE UNIQUE INDEX role_grant_open ON staff.role_grant USING btree (tenant_id, person, role, scope, place) WHERE (ended_at IS NULL);

create table staff.role_limit (
  tenant_id integer not null,
  role integer not null,
  kind text collate "C" not null,
  unit text collate "C" not null,
  amount_max bigint not null,
  constraint role_limit_pkey PRIMARY KEY (tenant_id, role, kind, unit),
  constraint role_limit_not_negative CHECK ((amount_max >= 0)),
  constraint role_limit_tenant_id_role_fkey FOREIGN KEY (tenant_id, role) REFERENCES staff.role(tenant_id, role) ON DELETE CASCADE
);

create table staff.session (
  session bigint generated always as identity not null,
  tenant_id integer not null,
  person bigint not null,
  token_digest bytea not null,
  stage text collate "C" not null,
  device text not null,
  device_digest bytea not null,
  made_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  stepped_up_at timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text collate "C",
  code_digest bytea,
  code_until timestamp with time zone,
  code_tries integer default 0 not null,
  constraint session_pkey PRIMARY KEY (session),
  constraint session_token_digest_key UNIQUE (token_digest),
  constraint session_digest_is_sha256 CHECK ((octet_length(token_digest) = 32)),
  constraint session_stage_known CHECK ((stage = ANY (ARRAY['password'::text, 'full'::text]))),
  constraint session_tenant_id_person_fkey FOREIGN KEY (tenant_id, person) REFERENCES staff.person(tenant_id, person)
);
CREATE INDEX session_of_person ON staff.session USING btree (person) WHERE (ended_at IS NULL);

create table tiers.change (
  lane integer not null,
  seq bigint not null,
  tenant_id integer not null,
  member bigint not null,
  program integer not null,
  at timestamp with time zone not null,
  told_at timestamp with time zone not null,
  from_tier text collate "C" not null,
  to_tier text collate "C" not null,
  because text collate "C" not null,
  reason text,
  constraint change_pkey PRIMARY KEY (lane, seq),
  constraint change_because_known CHECK ((because = ANY (ARRAY['reached'::text, 'ended'::text, 'returned'::text, 'counted_late'::text, 'rules_changed'::text, 'given_by_hand'::text, 'hand_ended'::text]))),
  constraint change_is_one CHECK ((from_tier <> to_tier)),
  constraint change_lane_member_fkey FOREIGN KEY (lane, member) REFERENCES members.member(lane, member),
  constraint change_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint change_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE INDEX change_of_member ON tiers.change USING btree (lane, member, program, seq);

create table tiers.definition (
  tenant_id integer not null,
  program integer not null,
  version integer not null,
  in_force_from timestamp with time zone not null,
  content jsonb not null,
  published_at timestamp with time zone not null,
  constraint definition_pkey PRIMARY KEY (program, version),
  constraint definition_version_counts CHECK ((version >= 1)),
  constraint definition_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint definition_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
);
CREATE TRIGGER definition_is_immutable BEFORE DELETE OR UPDATE ON tiers.definition FOR EACH ROW EXECUTE FUNCTION tiers.refuse_change();

create table tiers.standing (
  lane integer not null,
  member bigint not null,
  program integer not null,
  tenant_id integer not null,
  version integer not null,
  enrolled_at timestamp with time zone not null,
  tier text collate "C" not null,
  since timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state jsonb not null,
  constraint standing_pkey PRIMARY KEY (lane, member, program),
  constraint standing_state_has_its_parts CHECK ((state ?& ARRAY['marks'::text, 'anchor'::text, 'course'::text])),
  constraint standing_lane_member_fkey FOREIGN KEY (lane, member) REFERENCES members.member(lane, member),
  constraint standing_program_fkey FOREIGN KEY (program) REFERENCES programs.program(program),
  constraint standing_program_version_fkey FOREIGN KEY (program, version) REFERENCES tiers.definition(program, version),
  constraint standing_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES programs.tenant(tenant_id)
) with (fillfactor=80);
CREATE INDEX standing_due ON tiers.standing USING btree (lane, due_at);
CREATE INDEX standing_version ON tiers.standing USING btree (lane, program, version);

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

create view ledger.posting as
 SELECT journal.lane,
    journal.seq,
    ((place.n - 1))::smallint AS n,
    journal.postings[((3 * place.n) - 2)] AS account,
    (journal.postings[((3 * place.n) - 1)])::integer AS unit,
    journal.postings[(3 * place.n)] AS amount
   FROM (ledger.journal journal
     CROSS JOIN LATERAL generate_series(1, (cardinality(journal.postings) / 3)) place(n));

create view staff.v_person as
 SELECT person,
    tenant_id,
    state
   FROM staff.person;
