import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const selectLanes = statement<{ lane: number }>(
  'screens.selectLanesOfTenant',
  'select lane from lanes.lane where tenant_id = $1 order by lane',
);

// Backwards through the key: no more than the batches since then are read.
const selectLastBefore = statement<{ upto: bigint }>(
  'screens.selectLastRowBefore',
  'select upto from lanes.lane_batch where lane = $1 and at < $2::timestamptz order by lane desc, upto desc limit 1',
);

const selectLastRow = statement<{ upto: bigint }>(
  'screens.selectLastRow',
  'select upto from lanes.lane_batch where lane = $1 order by lane desc, upto desc limit 1',
);

export type CountedRows = { readonly sales: number; readonly returns: number; readonly owners: readonly bigint[] };

// $4 is FLAG.unidentified: a receipt without a buyer stands on its outlet.
const countRows = statement<CountedRows>(
  'screens.countRows',
  `select count(*) filter (where row.kind = 'checkout.sale' and row.home_lane is null)::int as sales,
          count(*) filter (where row.kind in ('checkout.return', 'checkout.void') and row.home_lane is null)::int as returns,
          coalesce(array_agg(distinct row.owner) filter (where row.kind = 'checkout.sale' and row.flags & $4 = 0), '{}') as owners
     from ledger.journal as row
    where row.lane = $1 and row.seq > $2 and row.seq <= $3`,
);

export type SummedPoints = { readonly kind: string; readonly unit: number; readonly amount: bigint };

const sumPoints = statement<SummedPoints>(
  'screens.sumPoints',
  `select own.kind, made.unit, sum(made.amount)::bigint as amount
     from ledger.posting as made
     join ledger.account as own on own.account = made.account and own.kind in ('issuance', 'redemption')
    where made.lane = $1 and made.seq > $2 and made.seq <= $3
    group by own.kind, made.unit`,
);

/** The lanes of a tenant, closed ones too: what they hold counts. */
export const lanesOf = async (queries: Queries, tenant: number): Promise<number[]> =>
  (await queries.run(selectLanes, [tenant])).map(({ lane }) => lane);

/** The last row of a lane that was recorded before a moment; zero when there is none. */
export const lastRowBefore = async (queries: Queries, lane: number, at: Instant): Promise<bigint> =>
  (await queries.run(selectLastBefore, [lane, postgresFromInstant(at)]))[0]?.upto ?? 0n;

/** The last row of a lane. */
export const lastRow = async (queries: Queries, lane: number): Promise<bigint> =>
  (await queries.run(selectLastRow, [lane]))[0]?.upto ?? 0n;

/** Sales, returns and buyers in rows behind `after` up to `upto`. */
export const countedRows = async (
  queries: Queries,
  lane: number,
  after: bigint,
  upto: bigint,
  unidentified: number,
): Promise<CountedRows> => (await queries.run(countRows, [lane, after, upto, unidentified]))[0]!;

/** What these rows gave and took of the program's accounts, by unit. */
export const summedPoints = (queries: Queries, lane: number, after: bigint, upto: bigint): Promise<SummedPoints[]> =>
  queries.run(sumPoints, [lane, after, upto]);
