import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** How the comparison of lines and ledger stands. */
export type LedgerCheck = {
  readonly checkedAt: Instant | undefined;
  /** Journal rows that have lines and were not compared yet. */
  readonly unchecked: bigint;
  /** What differed; absent where nothing did. */
  readonly difference: string | undefined;
};

const selectCheck = statement<{ checked_at: Instant | null; unchecked: bigint; difference: string | null }>(
  'reports.selectLedgerCheck',
  `select min(done.checked_at) as checked_at, coalesce(sum(held.upto - coalesce(done.upto, 0)), 0)::bigint as unchecked,
          max(nullif(done.difference, '')) as difference
     from lanes.lane as lane
     join followers.follower_cursor as held on held.lane = lane.lane and held.follower = 'reports.journal'
     left join reports.ledger_check as done on done.lane = lane.lane
    where lane.tenant_id = $1`,
);

/** The comparison over all lanes of a tenant. */
export async function readLedgerCheck(queries: Queries, tenant: number): Promise<LedgerCheck> {
  const [row] = await queries.run(selectCheck, [tenant]);
  return { checkedAt: row.checked_at ?? undefined, unchecked: row.unchecked, difference: row.difference ?? undefined };
}

const selectOpen = statement<{ lane: number; tenant_id: number; checked: bigint; followed: bigint }>(
  'reports.selectLanesToCheck',
  `select held.lane, lane.tenant_id, coalesce(done.upto, 0) as checked, held.upto as followed
     from followers.follower_cursor as held
     join lanes.lane as lane on lane.lane = held.lane
     left join reports.ledger_check as done on done.lane = held.lane
    where held.follower = 'reports.journal' and held.upto > coalesce(done.upto, 0)
    order by held.lane`,
);

export type LaneToCheck = {
  readonly lane: number;
  readonly tenant: number;
  readonly checked: bigint;
  readonly followed: bigint;
};

/** Lanes with rows that have lines and were not compared yet. */
export const readLanesToCheck = async (queries: Queries): Promise<LaneToCheck[]> =>
  (await queries.run(selectOpen)).map(({ tenant_id, ...row }) => ({ ...row, tenant: tenant_id }));

/** A unit in which lines and ledger do not come to the same over a stretch of a lane. */
export type Difference = { readonly unit: number; readonly ledger: string; readonly lines: string };

// Each row of both sides says one figure of one unit; what agrees cancels out.
const compare = statement<Difference>(
  'reports.compareLinesWithLedger',
  `with posted as (
     select made.unit,
            coalesce(-sum(made.amount) filter (where own.kind = 'issuance'), 0) as earned,
            coalesce(sum(made.amount) filter (where own.kind = 'redemption'), 0) as spent,
            coalesce(-sum(made.amount) filter (where own.kind = 'funding'), 0) as loaded,
            coalesce(sum(made.amount) filter (where own.kind = 'breakage'), 0) as expired,
            coalesce(sum(made.amount) filter (where own.kind is null), 0) as changed
       from ledger.posting as made
       left join ledger.account as own on own.account = made.account
      where made.lane = $1 and made.seq > $2 and made.seq <= $3
      group by made.unit),
   told as (
     select line.unit, sum(line.earned) as earned, sum(line.spent) as spent, sum(line.loaded) as loaded, sum(line.expired) as expired,
            sum(line.changed) as changed
       from reports.operation_line as line
      where line.lane = $1 and line.seq > $2 and line.seq <= $3 and line.unit > 0
      group by line.unit)
   select coalesce(posted.unit, told.unit) as unit,
          concat_ws(' ', posted.earned, posted.spent, posted.loaded, posted.expired, posted.changed) as ledger,
          concat_ws(' ', told.earned, told.spent, told.loaded, told.expired, told.changed) as lines
     from posted
     full join told on told.unit = posted.unit
    where (coalesce(posted.earned, 0), coalesce(posted.spent, 0), coalesce(posted.loaded, 0), coalesce(posted.expired, 0), coalesce(posted.changed, 0))
       is distinct from (coalesce(told.earned, 0), coalesce(told.spent, 0), coalesce(told.loaded, 0), coalesce(told.expired, 0), coalesce(told.changed, 0))
    order by 1`,
);

const countHomes = statement<{ journal: bigint; lines: bigint }>(
  'reports.countHomesAndHeads',
  `select (select count(*) from ledger.journal as row where row.lane = $1 and row.seq > $2 and row.seq <= $3 and row.home_lane is null) as journal,
          (select count(*) from reports.operation_line as line
            where line.lane = $1 and line.seq > $2 and line.seq <= $3 and line.is_head) as lines`,
);

/** What differs between lines and ledger over a stretch of a lane: figures of units, and the number of operations as unit 0. */
export async function compareWithLedger(
  queries: Queries,
  lane: number,
  after: bigint,
  upto: bigint,
): Promise<readonly Difference[]> {
  const [[counted], sums] = await Promise.all([
    queries.run(countHomes, [lane, after, upto]),
    queries.run(compare, [lane, after, upto]),
  ]);
  if (counted.journal === counted.lines) return sums;
  return [{ unit: 0, ledger: String(counted.journal), lines: String(counted.lines) }, ...sums];
}
