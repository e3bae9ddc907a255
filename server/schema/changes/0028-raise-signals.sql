-- Why: what many owners do together at the hands of one cashier, till or outlet is counted after the sale and looked at (architecture 8).
-- Lock: none, the tables are new. Time at 3M members: none; cursors begin where signals were first published.
-- Undo: drop schema fraud and the cursors of fraud.signals. What signals froze stays frozen until POST /v1/lots/unfreeze.

create schema fraud;

-- Whose hands a promotion is watched at. The row is also the lock under which receipts of several lanes are counted.
-- terminal: 0 but by terminal; cashier: empty but by cashier, who counts at each outlet by himself.
-- member: lane/owner where each is counted by himself, else empty.
-- clock: purchase counts by the business day of the sale, arrival by the outlet's day on which it came here.
create table fraud.subject (
  subject bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  program int not null references programs.program,
  promotion text collate "C" not null,
  per text collate "C" not null,
  clock text collate "C" not null,
  outlet int not null,
  terminal int not null,
  cashier text collate "C" not null,
  member text collate "C" not null default '',
  unique (tenant_id, program, promotion, per, clock, outlet, terminal, cashier, member),
  constraint subject_per_known check (per in ('cashier', 'terminal', 'outlet')),
  constraint subject_clock_known check (clock in ('purchase', 'arrival')),
  constraint subject_is_one_hand check ((terminal = 0 or per = 'terminal') and (cashier = '' or per = 'cashier'))
);

-- What one operation (a sale, or the claim of one) gave: counted once, however often it is followed. Smallest steps.
create table fraud.counted (
  lane int not null,
  seq bigint not null,
  subject bigint not null references fraud.subject,
  tenant_id int not null,
  receipt_lane int not null,
  receipt_seq bigint not null,
  counted_on date not null,
  points bigint not null,
  money bigint not null,
  -- The moment of its clock, for windows of minutes.
  counted_at timestamptz not null,
  -- Its sale was voided: it does not count any more.
  is_undone boolean not null default false,
  primary key (lane, seq, subject)
);
-- Serves fraud.selectReceipts, fraud.selectMoments, fraud.holdWindow.
create index counted_of_subject on fraud.counted (subject, counted_on, lane, seq);
-- Serves fraud.forgetCounted.
create index counted_by_day on fraud.counted (counted_on);
-- Serves fraud.undoCounted.
create index counted_of_receipt on fraud.counted (receipt_lane, receipt_seq);

-- The sums of what counts, by day.
create table fraud.tally (
  subject bigint not null references fraud.subject,
  counted_on date not null,
  tenant_id int not null,
  uses bigint not null,
  points bigint not null,
  money bigint not null,
  primary key (subject, counted_on),
  constraint tally_not_negative check (uses >= 0 and points >= 0 and money >= 0)
) with (fillfactor = 70);

-- Sales that were voided, for what of them is followed later: a void may stand in another lane than its sale.
create table fraud.voided (
  lane int not null,
  seq bigint not null,
  tenant_id int not null,
  voided_on date not null,
  primary key (lane, seq)
);
create index voided_by_day on fraud.voided (voided_on);

-- A count went over what a promotion says. watch is cashier.uses.day.flag. count is what it was when it was raised.
create table fraud.signal (
  signal bigint primary key generated always as identity,
  tenant_id int not null references programs.tenant,
  subject bigint not null references fraud.subject,
  watch text collate "C" not null,
  counts text collate "C" not null,
  action text collate "C" not null,
  max bigint not null,
  decimals smallint not null,
  rulebook int not null,
  window_from date not null,
  window_until date not null,
  count bigint not null,
  raised_at timestamptz not null,
  state text collate "C" not null default 'open',
  is_told boolean not null default false,
  -- First and last moment of a window of minutes; null where it is of whole days.
  from_at timestamptz,
  until_at timestamptz,
  -- Once a key and window; of windows that roll the code lets in none that overlaps another.
  unique nulls not distinct (subject, watch, window_from, from_at),
  constraint signal_span_ends check ((from_at is null) = (until_at is null) and until_at >= from_at),
  constraint signal_counts_known check (counts in ('uses', 'points', 'money')),
  constraint signal_action_known check (action in ('flag', 'review', 'hold')),
  constraint signal_state_known check (state in ('open', 'confirmed', 'released')),
  constraint signal_window_ends check (window_until >= window_from),
  constraint signal_count_is_over check (count > max)
);
-- Serves fraud.selectSignals, newest first.
create index signal_of_tenant on fraud.signal (tenant_id, signal desc);
create index signal_open on fraud.signal (tenant_id, action) where state = 'open';
create index signal_untold on fraud.signal (signal) where not is_told;

-- What a person said of a signal. reviewed_by: credential, and the person where it is one's.
create table fraud.review (
  signal bigint not null references fraud.signal,
  n smallint not null,
  tenant_id int not null,
  decision text collate "C" not null,
  note text not null,
  credential bigint not null,
  person bigint,
  reviewed_at timestamptz not null,
  is_told boolean not null default false,
  primary key (signal, n),
  constraint review_decision_known check (decision in ('confirmed', 'released'))
);
create index review_untold on fraud.review (signal, n) where not is_told;

-- Operations whose lots signals freeze. One is frozen as long as one signal that is not released holds it.
-- round tells one freezing from the next: it stands in the reference of the operation that freezes.
create table fraud.held (
  lane int not null,
  seq bigint not null,
  tenant_id int not null,
  state text collate "C" not null default 'due',
  round int not null default 1,
  primary key (lane, seq),
  constraint held_state_known check (state in ('due', 'frozen', 'nothing', 'thawing', 'free'))
);
create index held_waiting on fraud.held (lane, seq) where state in ('due', 'thawing');

create table fraud.hold (
  signal bigint not null references fraud.signal,
  lane int not null,
  seq bigint not null,
  tenant_id int not null,
  primary key (signal, lane, seq),
  foreign key (lane, seq) references fraud.held
);
create index hold_of_held on fraud.hold (lane, seq);
