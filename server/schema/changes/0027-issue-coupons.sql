-- Why: a coupon can have codes of its own, each of which may be used once (or so often as its series says), by whoever holds it.
-- Lock: none; new tables. Time at 3M members: none. Undo: drop the tables before the first series is published.

-- Codes with one word in front, which conditions of promotions name. It never changes but for its state.
create table promotions.coupon_series (
  series int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  code text collate "C" not null,
  holder text collate "C" not null,
  uses_max smallint not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  -- So long is valid what a promotion issues; to the end of the series where null.
  days int,
  state text collate "C" not null default 'inert',
  created_at timestamptz not null,
  unique (tenant_id, program, code),
  constraint coupon_series_holder_known check (holder in ('bearer', 'member')),
  constraint coupon_series_uses_fit check (uses_max between 1 and 100),
  constraint coupon_series_ends_after_start check (valid_until > valid_from),
  constraint coupon_series_days_fit check (days between 1 and 3660),
  constraint coupon_series_state_known check (state in ('inert', 'published', 'withdrawn'))
);

-- Codes made together. sealed is what is downloaded, once: with the download it is dropped, and the codes are nowhere here.
create table promotions.coupon_file (
  file bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  series int not null references promotions.coupon_series,
  reference text collate "C" not null,
  content bytea not null,
  quantity int not null,
  sealed bytea,
  made_at timestamptz not null,
  downloaded_at timestamptz,
  unique (tenant_id, series, reference),
  constraint coupon_file_quantity_positive check (quantity > 0),
  constraint coupon_file_gone_once_downloaded check ((sealed is null) = (downloaded_at is not null))
);

-- One code. key is its keyed digest; the code itself stands nowhere. Without lane, like names: whoever shows it may be in any lane.
-- Each change raises the revision, and a batch that read another one is refused by the check: it is decided again.
create table promotions.coupon (
  tenant_id int not null,
  key bytea not null,
  series int not null,
  -- 0: issued by a sale.
  file bigint not null,
  last_four text collate "C" not null,
  -- 0/0: of whoever bears it.
  member_lane int not null,
  member bigint not null,
  uses_max smallint not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  is_withdrawn boolean not null default false,
  -- The sales that used it, as lane/seq; and quotes that keep it, with the moment at which each lapses.
  used_by jsonb not null default '[]',
  holds jsonb not null default '[]',
  revision int not null default 0,
  primary key (tenant_id, key),
  constraint coupon_key_is_short check (octet_length(key) <= 33),
  constraint coupon_revision_as_read check (revision >= 0),
  constraint coupon_uses_within_max check (jsonb_array_length(used_by) <= uses_max)
) with (fillfactor = 90);
-- Serves promotions.countCoupons.
create index coupon_of_series on promotions.coupon (series);
