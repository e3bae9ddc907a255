-- Why: tables over millions of operations, statistics and exports read what follows the journal, never the hot tables (architecture 15).
-- Lock: none, the tables are new. Time at 3M members: none. Undo: drop schema reports and the cursors of reports.journal; it is filled anew.

create schema reports;

-- Small numbers for what lines are filtered by and has few values: kinds, promotions, cashiers, card ranges, wallet types, origin.
-- facet: k kind, p promotion, c cashier, r card range, w wallet type, o origin, h the hand of an act: a person's or a credential's.
create table reports.mark (
  mark int primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  facet "char" not null,
  value text collate "C" not null,
  unique (tenant_id, facet, value),
  constraint mark_facet_known check (facet in ('k', 'p', 'c', 'r', 'w', 'o', 'h'))
);

-- One head per operation (n = 0 in its home lane); a part for every further unit that it moved and for every leg, with the head's
-- marks, so that any filter takes the whole of an operation. Rows are only added. Figures come from the postings of the row, in the
-- smallest step of the unit: earned is what issuance gave less what it took back, spent what redemption took less what it gave back,
-- loaded what was paid in on gift cards, expired what became breakage, changed what the holders' accounts changed by in all.
-- amount is the money or points that the operation speaks of, in the unit named by currency; zero currency: it speaks of none. Parts
-- bear it too, so that a filter by amount takes them with their head; it is added up over heads only.
create table reports.operation_line (
  tenant_id int not null,
  lane int not null,
  seq bigint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  owner bigint not null,
  card bigint not null default 0,
  amount bigint not null default 0,
  earned bigint not null default 0,
  spent bigint not null default 0,
  loaded bigint not null default 0,
  expired bigint not null default 0,
  changed bigint not null default 0,
  home_seq bigint,
  home_lane int,
  program int not null,
  outlet int not null,
  terminal int not null,
  kind int not null,
  cashier int not null default 0,
  card_range int not null default 0,
  unit int not null default 0,
  currency int not null default 0,
  booked_on date not null,
  n smallint not null,
  flags smallint not null,
  is_head boolean not null,
  marks int[] not null,
  receipt text collate "C",
  -- Why, of what was done by hand: one of the words of a closed list.
  reason text collate "C",
  primary key (lane, seq, n, booked_on),
  constraint operation_line_head_is_home check (not is_head or (n = 0 and home_lane is null)),
  constraint operation_line_home_is_whole check ((home_lane is null) = (home_seq is null))
) partition by range (booked_on);
-- The order of lists: business day, then moment. Serves reports.selectLinesBy…Time.
create index operation_line_time on reports.operation_line (tenant_id, booked_on, occurred_at) where is_head;
create index operation_line_outlet on reports.operation_line (outlet, booked_on, occurred_at);
create index operation_line_owner on reports.operation_line (owner);
-- Serves reports.selectLinesBy…Amount, and ranges of amounts. With lane and seq, since thousands of sales cost the same.
create index operation_line_amount on reports.operation_line (tenant_id, currency, amount, lane, seq) where currency > 0;
-- The same of one kind: what went back is a minus, so without it the largest returns would lie behind all sales.
create index operation_line_kind on reports.operation_line (kind, currency, amount, lane, seq) where currency > 0;
-- And of one outlet or its tills: fetching all that it sold in a year to find its largest would touch every page there is.
create index operation_line_outlet_amount on reports.operation_line (outlet, currency, amount, lane, seq) where currency > 0;
-- A till is of one outlet: without being told, the planner takes both for rarer than they are.
create statistics reports.operation_line_till (dependencies) on outlet, terminal from reports.operation_line;
-- Of the bit for offline it would know nothing, and take what is online for one line in two hundred.
create statistics reports.operation_line_origin on (flags & 2) from reports.operation_line;
create index operation_line_receipt on reports.operation_line (receipt) where receipt is not null;
-- Whatever is rare enough to be fetched: a promotion, a cashier, a range of cards.
create index operation_line_marks on reports.operation_line using gin (marks);
create index operation_line_of_home on reports.operation_line (home_lane, home_seq) where home_lane is not null;

-- A month's piece, made by the follower when it meets the month and ahead of it. Attached, since that lets readers and writers go on.
create function reports.make_month(day date) returns void language plpgsql as $$
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
$$;

-- What became of an operation since. Apart from the lines, so that these are only ever added to.
-- state: 1 claimed, 2 undone in part, 3 undone wholly, 4 voided; the highest holds.
create table reports.operation_state (
  lane int not null,
  seq bigint not null,
  tenant_id int not null,
  state smallint not null,
  primary key (lane, seq),
  constraint operation_state_known check (state between 1 and 4)
);

-- Lines laid together column by column, some ten thousand a pack: adding up a million of them out of ten takes hundredths of a second, of rows
-- it would take seconds. Lines are only ever added, lane by lane in their order, so a pack never changes; packed_lane says how far they go,
-- and what is behind that is counted from the lines themselves.
-- blocks: five numbers for each block of lines that are alike: kind, unit, currency, 1 for heads and 2 for offline, rows.
create table reports.pack (
  pack bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  first_on date not null,
  last_on date not null,
  blocks int[] not null
);
create index pack_of_tenant on reports.pack (tenant_id, first_on);

-- data is base64, since that is read five times as fast as bytea, which travels as hex; it stands as it is, for compressing it gives little.
-- column_of: see packs/pack.ts; mark is zero but for the rows of one mark.
create table reports.pack_column (
  tenant_id int not null,
  pack bigint not null references reports.pack on delete cascade,
  column_of "char" not null,
  mark int not null default 0,
  data text collate "C" not null,
  primary key (pack, column_of, mark)
);
alter table reports.pack_column alter column data set storage external;

create table reports.packed_lane (
  lane int primary key references lanes.lane,
  tenant_id int not null,
  upto bigint not null
);

-- Sums by day over what most filters name: totals of any size come from here.
create table reports.day_sum (
  tenant_id int not null,
  booked_on date not null,
  outlet int not null,
  kind int not null,
  card_range int not null,
  unit int not null,
  currency int not null,
  is_offline boolean not null,
  operations bigint not null,
  amount bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  expired bigint not null,
  changed bigint not null,
  primary key (tenant_id, booked_on, outlet, kind, card_range, unit, currency, is_offline)
) with (fillfactor = 70);

-- The same by month: a year of a large chain is a hundred times fewer rows. booked_on is the first of the month.
create table reports.month_sum (like reports.day_sum including all) with (fillfactor = 70);

-- Sums by day over each promotion and wallet type by itself: what most operations bear would take seconds to count. By lane, so that
-- followers of two lanes do not wait for each other.
create table reports.mark_sum (
  tenant_id int not null,
  mark int not null,
  booked_on date not null,
  lane int not null,
  unit int not null,
  currency int not null,
  operations bigint not null,
  amount bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  expired bigint not null,
  changed bigint not null,
  primary key (tenant_id, mark, booked_on, lane, unit, currency)
) with (fillfactor = 70);

-- Sums by hour of the outlet's own clock, for the start page. Money of sales stands under its currency, points under their unit.
create table reports.hour_sum (
  tenant_id int not null,
  booked_on date not null,
  outlet int not null,
  hour smallint not null,
  unit int not null,
  sales bigint not null,
  returns bigint not null,
  sold bigint not null,
  returned bigint not null,
  earned bigint not null,
  spent bigint not null,
  loaded bigint not null,
  primary key (tenant_id, booked_on, outlet, hour, unit),
  constraint hour_sum_hour_known check (hour between 0 and 23)
) with (fillfactor = 70);

-- What holders have, by lane and unit: the sums of their ledger accounts as far as the lines go. owed is a minus in the ledger, a plus here.
create table reports.outstanding (
  tenant_id int not null,
  lane int not null,
  unit int not null,
  booked bigint not null,
  pending bigint not null,
  owed bigint not null,
  primary key (tenant_id, lane, unit)
) with (fillfactor = 50);

-- What ends when, by lane: what remains of lots by the day of their end (UTC), as far as the lines go.
create table reports.ending (
  tenant_id int not null,
  lane int not null,
  unit int not null,
  ends_on date not null,
  remaining bigint not null,
  primary key (tenant_id, unit, ends_on, lane)
) with (fillfactor = 50);

-- The last business day on which a member bought, for counting those who are active.
create table reports.member_seen (
  tenant_id int not null,
  owner bigint not null,
  seen_on date not null,
  primary key (tenant_id, owner)
) with (fillfactor = 70);
create index member_seen_by_day on reports.member_seen (tenant_id, seen_on);

-- How far lines and ledger were compared, lane by lane, and what differed. Empty difference: they agree up to there.
create table reports.ledger_check (
  lane int primary key references lanes.lane,
  tenant_id int not null,
  upto bigint not null,
  checked_at timestamptz not null,
  difference text not null default ''
);

create table reports.saved_view (
  view bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  -- Whose it is: a person's, or, where a credential asked, the credential's.
  person bigint,
  credential bigint not null,
  name text not null,
  is_shared boolean not null,
  filter jsonb not null,
  sort text collate "C" not null,
  reference text collate "C" not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  revision int not null default 0,
  unique (tenant_id, credential, reference),
  constraint saved_view_name_not_empty check (name <> '')
);
create index saved_view_of_tenant on reports.saved_view (tenant_id, view);

-- A file under way, made, or gone. filter is as it was asked, identities resolved to inner ids, so that no phone or card stands here.
create table reports.export (
  export bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  person bigint,
  credential bigint not null,
  reference text collate "C" not null,
  content bytea not null,
  format text collate "C" not null,
  language text collate "C" not null,
  filter jsonb not null,
  state text collate "C" not null default 'waiting',
  rows_done bigint not null default 0,
  rows_expected bigint not null default 0,
  bytes bigint not null default 0,
  problem text,
  asked_at timestamptz not null,
  -- Whoever works on it says so every few seconds; one that has fallen silent is begun again.
  worked_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz not null,
  unique (tenant_id, credential, reference),
  constraint export_format_known check (format in ('csv', 'xlsx')),
  constraint export_state_known check (state in ('waiting', 'working', 'done', 'failed', 'cancelled', 'expired'))
);
create index export_open on reports.export (export) where state in ('waiting', 'working');
create index export_of_credential on reports.export (tenant_id, credential, export);
create index export_by_end on reports.export (expires_at) where state = 'done';
