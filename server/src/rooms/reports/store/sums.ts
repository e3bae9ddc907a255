import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Line } from '../line.ts';

const OFFLINE = 2;

// Rows are taken in the order of their key by every process: two lanes add to the same day.
const addTo = (name: string, table: string, day: string) =>
  statement(
    name,
    `insert into ${table} as held (tenant_id, booked_on, outlet, kind, card_range, unit, currency, is_offline,
                                operations, amount, earned, spent, loaded, expired, changed)
   select tenant_id, ${day}, outlet, kind, card_range, unit, currency, is_offline, sum(operations), sum(amount), sum(earned),
          sum(spent), sum(loaded), sum(expired), sum(changed)
     from unnest($1::int[], $2::date[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::boolean[], $9::bigint[], $10::bigint[],
                 $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[])
       as added(tenant_id, booked_on, outlet, kind, card_range, unit, currency, is_offline, operations, amount, earned, spent, loaded,
                expired, changed)
    group by tenant_id, ${day}, outlet, kind, card_range, unit, currency, is_offline
    order by tenant_id, ${day}, outlet, kind, card_range, unit, currency, is_offline
   on conflict (tenant_id, booked_on, outlet, kind, card_range, unit, currency, is_offline) do update
      set operations = held.operations + excluded.operations, amount = held.amount + excluded.amount,
          earned = held.earned + excluded.earned, spent = held.spent + excluded.spent, loaded = held.loaded + excluded.loaded,
          expired = held.expired + excluded.expired, changed = held.changed + excluded.changed`,
  );
const addDaySums = addTo('reports.addDaySums', 'reports.day_sum', 'booked_on');
const addMonthSums = addTo('reports.addMonthSums', 'reports.month_sum', `date_trunc('month', booked_on)::date`);

/** Adds lines to the sums of their days and months. */
export async function addToDays(tx: Tx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const values = [
    lines.map((line) => line.tenant),
    lines.map((line) => line.bookedOn),
    lines.map((line) => line.outlet),
    lines.map((line) => line.kind),
    lines.map((line) => line.cardRange),
    lines.map((line) => line.unit),
    lines.map((line) => line.currency),
    lines.map((line) => (line.flags & OFFLINE) !== 0),
    ...figuresOf(lines),
  ];
  await tx.run(addDaySums, values);
  await tx.run(addMonthSums, values);
}

/** What lines add to any sums: operations and their amounts by heads, figures by all. */
const figuresOf = (lines: readonly Line[]): unknown[] => [
  lines.map((line) => (line.isHead ? 1 : 0)),
  lines.map((line) => (line.isHead ? line.amount : 0n)),
  lines.map((line) => line.earned),
  lines.map((line) => line.spent),
  lines.map((line) => line.loaded),
  lines.map((line) => line.expired),
  lines.map((line) => line.changed),
];

const addMarkSums = statement(
  'reports.addMarkSums',
  `insert into reports.mark_sum as held (tenant_id, mark, booked_on, lane, unit, currency,
                                operations, amount, earned, spent, loaded, expired, changed)
   select tenant_id, mark, booked_on, lane, unit, currency, sum(operations), sum(amount), sum(earned), sum(spent), sum(loaded),
          sum(expired), sum(changed)
     from unnest($1::int[], $2::int[], $3::date[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::bigint[], $9::bigint[],
                 $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
       as added(tenant_id, mark, booked_on, lane, unit, currency, operations, amount, earned, spent, loaded, expired, changed)
    group by tenant_id, mark, booked_on, lane, unit, currency
    order by tenant_id, mark, booked_on, lane, unit, currency
   on conflict (tenant_id, mark, booked_on, lane, unit, currency) do update
      set operations = held.operations + excluded.operations, amount = held.amount + excluded.amount,
          earned = held.earned + excluded.earned, spent = held.spent + excluded.spent, loaded = held.loaded + excluded.loaded,
          expired = held.expired + excluded.expired, changed = held.changed + excluded.changed`,
);

/** Adds lines to the sums of their promotions and wallet types, each by itself. */
export async function addToMarks(tx: Tx, lines: readonly Line[]): Promise<void> {
  const marked = lines.flatMap((line) => line.summed.map((mark) => ({ line, mark })));
  if (marked.length === 0) return;
  const those = marked.map(({ line }) => line);
  await tx.run(addMarkSums, [
    those.map((line) => line.tenant),
    marked.map(({ mark }) => mark),
    those.map((line) => line.bookedOn),
    those.map((line) => line.lane),
    those.map((line) => line.unit),
    those.map((line) => line.currency),
    ...figuresOf(those),
  ]);
}

/** What one line adds to an hour of an outlet, in one unit. */
export type HourPart = {
  readonly tenant: number;
  readonly bookedOn: LocalDate;
  readonly outlet: number;
  readonly hour: number;
  readonly unit: number;
  readonly sales: number;
  readonly returns: number;
  readonly sold: bigint;
  readonly returned: bigint;
  readonly earned: bigint;
  readonly spent: bigint;
  readonly loaded: bigint;
};

const addHourSums = statement(
  'reports.addHourSums',
  `insert into reports.hour_sum as held (tenant_id, booked_on, outlet, hour, unit, sales, returns, sold, returned, earned, spent, loaded)
   select tenant_id, booked_on, outlet, hour, unit, sum(sales), sum(returns), sum(sold), sum(returned), sum(earned), sum(spent), sum(loaded)
     from unnest($1::int[], $2::date[], $3::int[], $4::smallint[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
                 $10::bigint[], $11::bigint[], $12::bigint[])
       as added(tenant_id, booked_on, outlet, hour, unit, sales, returns, sold, returned, earned, spent, loaded)
    group by tenant_id, booked_on, outlet, hour, unit
    order by tenant_id, booked_on, outlet, hour, unit
   on conflict (tenant_id, booked_on, outlet, hour, unit) do update
      set sales = held.sales + excluded.sales, returns = held.returns + excluded.returns, sold = held.sold + excluded.sold,
          returned = held.returned + excluded.returned, earned = held.earned + excluded.earned, spent = held.spent + excluded.spent,
          loaded = held.loaded + excluded.loaded`,
);

/** Adds to the sums of hours. */
export async function addToHours(tx: Tx, parts: readonly HourPart[]): Promise<void> {
  if (parts.length === 0) return;
  await tx.run(addHourSums, [
    parts.map((part) => part.tenant),
    parts.map((part) => part.bookedOn),
    parts.map((part) => part.outlet),
    parts.map((part) => part.hour),
    parts.map((part) => part.unit),
    parts.map((part) => part.sales),
    parts.map((part) => part.returns),
    parts.map((part) => part.sold),
    parts.map((part) => part.returned),
    parts.map((part) => part.earned),
    parts.map((part) => part.spent),
    parts.map((part) => part.loaded),
  ]);
}

// account & 3: 0 booked, 1 pending, 2 owed as a minus (ledger/posting.ts).
const addOutstanding = statement(
  'reports.addOutstanding',
  `insert into reports.outstanding as held (tenant_id, lane, unit, booked, pending, owed)
   select $4::int, $1::int, made.unit,
          coalesce(sum(made.amount) filter (where made.account & 3 = 0), 0),
          coalesce(sum(made.amount) filter (where made.account & 3 = 1), 0),
          coalesce(-sum(made.amount) filter (where made.account & 3 = 2), 0)
     from ledger.posting as made
     left join ledger.account as own on own.account = made.account
    where made.lane = $1 and made.seq > $2 and made.seq <= $3 and own.account is null
    group by made.unit
   on conflict (tenant_id, lane, unit) do update
      set booked = held.booked + excluded.booked, pending = held.pending + excluded.pending, owed = held.owed + excluded.owed`,
);

// A lot's remainder is its amount and everything that was ever allocated to it; its end never changes.
const addEnding = statement(
  'reports.addEnding',
  `insert into reports.ending as held (tenant_id, lane, unit, ends_on, remaining)
   select $4::int, $1::int, wallet.unit, (moved.expires_at at time zone 'UTC')::date, sum(moved.delta)
     from (select lot.wallet, lot.expires_at, lot.amount as delta
             from points.lot as lot where lot.lane = $1 and lot.seq > $2 and lot.seq <= $3
           union all
           select lot.wallet, lot.expires_at, made.delta
             from ledger.allocation as made
             join points.lot as lot on lot.lane = made.lane and lot.seq = made.lot_seq and lot.n = made.lot_n
            where made.lane = $1 and made.seq > $2 and made.seq <= $3 and made.delta <> 0) as moved
     join points.wallet as wallet on wallet.lane = $1 and wallet.wallet = moved.wallet
    where moved.expires_at < 'infinity'
    group by wallet.unit, (moved.expires_at at time zone 'UTC')::date
   on conflict (tenant_id, unit, ends_on, lane) do update set remaining = held.remaining + excluded.remaining`,
);

/** Adds what a stretch of a lane did to holders' accounts and to the ends of their lots. */
export async function addToHoldings(tx: Tx, tenant: number, lane: number, after: bigint, upto: bigint): Promise<void> {
  await tx.run(addOutstanding, [lane, after, upto, tenant]);
  await tx.run(addEnding, [lane, after, upto, tenant]);
}

const upsertSeen = statement(
  'reports.upsertSeen',
  `insert into reports.member_seen as held (tenant_id, owner, seen_on)
   select tenant_id, owner, max(seen_on) from unnest($1::int[], $2::bigint[], $3::date[]) as told(tenant_id, owner, seen_on)
    group by tenant_id, owner
    order by tenant_id, owner
   on conflict (tenant_id, owner) do update set seen_on = excluded.seen_on where held.seen_on < excluded.seen_on`,
);

/** Notes on which day members bought. */
export async function noteSeen(
  tx: Tx,
  seen: readonly { readonly tenant: number; readonly owner: bigint; readonly on: LocalDate }[],
): Promise<void> {
  if (seen.length === 0) return;
  await tx.run(upsertSeen, [seen.map((one) => one.tenant), seen.map((one) => one.owner), seen.map((one) => one.on)]);
}
