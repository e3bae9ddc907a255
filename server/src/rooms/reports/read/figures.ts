import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sight } from '../filter.ts';

/** Sums of an hour over outlets, in one unit. */
export type HourRow = {
  readonly booked_on: LocalDate;
  readonly hour: number;
  readonly unit: number;
  readonly sales: bigint;
  readonly returns: bigint;
  readonly sold: bigint;
  readonly returned: bigint;
  readonly earned: bigint;
  readonly spent: bigint;
  readonly loaded: bigint;
};

const selectHours = statement<HourRow>(
  'reports.selectHours',
  `select held.booked_on, held.hour, held.unit, sum(held.sales)::bigint as sales, sum(held.returns)::bigint as returns,
          sum(held.sold)::bigint as sold, sum(held.returned)::bigint as returned, sum(held.earned)::bigint as earned,
          sum(held.spent)::bigint as spent, sum(held.loaded)::bigint as loaded
     from unnest($2::date[]) as wanted(day)
     join reports.hour_sum as held on held.tenant_id = $1 and held.booked_on = wanted.day
    where $3::int[] is null or held.outlet = any($3::int[])
    group by held.booked_on, held.hour, held.unit`,
);

/** The hours of some days. */
export const readHours = (
  queries: Queries,
  { tenant, outlets }: Sight,
  days: readonly LocalDate[],
): Promise<HourRow[]> => queries.run(selectHours, [tenant, days, outlets]);

const selectFirstDay = statement<{ first: LocalDate | null }>(
  'reports.selectFirstDay',
  `select min(booked_on) as first from reports.hour_sum where tenant_id = $1`,
);

/** The first day of which anything is known. */
export const readFirstDay = async (queries: Queries, tenant: number): Promise<LocalDate | undefined> =>
  (await queries.run(selectFirstDay, [tenant]))[0]?.first ?? undefined;

export type OutstandingRow = {
  readonly unit: number;
  readonly booked: bigint;
  readonly pending: bigint;
  readonly owed: bigint;
};

const selectOutstanding = statement<OutstandingRow>(
  'reports.selectOutstanding',
  `select unit, sum(booked)::bigint as booked, sum(pending)::bigint as pending, sum(owed)::bigint as owed
     from reports.outstanding where tenant_id = $1 group by unit order by unit`,
);

/** What holders have, by unit. */
export const readOutstanding = (queries: Queries, tenant: number): Promise<OutstandingRow[]> =>
  queries.run(selectOutstanding, [tenant]);

export type EndingRow = { readonly unit: number; readonly ends_on: LocalDate; readonly remaining: bigint };

const selectEndings = statement<EndingRow>(
  'reports.selectEndings',
  `select next.unit, next.ends_on, next.remaining
     from (select distinct unit from reports.outstanding where tenant_id = $1) as held
    cross join lateral (
      select ending.unit, ending.ends_on, sum(ending.remaining)::bigint as remaining
        from reports.ending as ending
       where ending.tenant_id = $1 and ending.unit = held.unit and ending.ends_on >= $2::date
       group by ending.unit, ending.ends_on
      having sum(ending.remaining) > 0
       order by ending.ends_on
       limit $3) as next
    order by next.unit, next.ends_on`,
);

/** The next days, from `from` on, on which something ends, by unit. */
export const readEndings = (queries: Queries, tenant: number, from: LocalDate, days: number): Promise<EndingRow[]> =>
  queries.run(selectEndings, [tenant, from, days]);

const countSeen = statement<{ today: bigint; days30: bigint; days365: bigint }>(
  'reports.countSeen',
  `select count(*) filter (where seen_on >= $2::date) as today, count(*) filter (where seen_on > $3::date) as days30, count(*) as days365
     from reports.member_seen where tenant_id = $1 and seen_on > $4::date`,
);

/** How many members bought on the day, in the thirty days up to it, in the year up to it. */
export async function countActive(queries: Queries, tenant: number, day: LocalDate) {
  const [row] = await queries.run(countSeen, [tenant, day, addDays(day, -30), addDays(day, -365)]);
  return { today: Number(row.today), days30: Number(row.days30), days365: Number(row.days365) };
}
