import { postgresFromInstant, type Instant } from '../../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';
import type { Coupon } from '../coupon.ts';
import type { Holder, Series, SeriesState } from '../series.ts';
import { insertCoupons, newCouponColumns } from './coupon.ts';

type Row = {
  series: number;
  tenant_id: number;
  program: number;
  code: string;
  holder: Holder;
  uses_max: number;
  valid_from: Instant;
  valid_until: Instant;
  days: number | null;
  state: SeriesState;
};

/** Codes that were made together. */
export type CouponFile = {
  readonly file: bigint;
  readonly reference: string;
  readonly content: Buffer;
  readonly quantity: number;
  readonly madeAt: Instant;
  readonly downloadedAt: Instant | undefined;
};

type FileRow = {
  file: bigint;
  reference: string;
  content: Buffer;
  quantity: number;
  made_at: Instant;
  downloaded_at: Instant | null;
};

const FILE_COLUMNS = 'file, reference, content, quantity, made_at, downloaded_at';

const selectSeries = statement<Row>(
  'promotions.selectCouponSeries',
  `select series, tenant_id, program, code, holder, uses_max, valid_from, valid_until, days, state
     from promotions.coupon_series order by series`,
);
const addSeries = statement<{ series: number }>(
  'promotions.addCouponSeries',
  `insert into promotions.coupon_series (tenant_id, program, code, holder, uses_max, valid_from, valid_until, days, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (tenant_id, program, code) do nothing returning series`,
);
const moveSeries = statement<{ series: number }>(
  'promotions.moveCouponSeries',
  `update promotions.coupon_series set state = $3
    where series = $1 and state = any($2::text[]) returning series`,
);
const findFileByReference = statement<FileRow>(
  'promotions.findCouponFileByReference',
  `select ${FILE_COLUMNS} from promotions.coupon_file where tenant_id = $1 and series = $2 and reference = $3`,
);
const selectFiles = statement<FileRow>(
  'promotions.selectCouponFiles',
  `select ${FILE_COLUMNS} from promotions.coupon_file where series = $1 order by file desc limit $2`,
);
const addFile = statement<FileRow>(
  'promotions.addCouponFile',
  `insert into promotions.coupon_file (tenant_id, series, reference, content, quantity, sealed, made_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (tenant_id, series, reference) do nothing returning ${FILE_COLUMNS}`,
);
// The row is locked by whoever comes first; the second finds what he left.
const lockFile = statement<FileRow & { sealed: Buffer | null }>(
  'promotions.lockCouponFile',
  `select ${FILE_COLUMNS}, sealed from promotions.coupon_file where tenant_id = $1 and series = $2 and file = $3 for update`,
);
const dropSealed = statement(
  'promotions.dropSealedCoupons',
  `update promotions.coupon_file set sealed = null, downloaded_at = $2 where file = $1`,
);
const countCoupons = statement<{ made: bigint; issued: bigint; used: bigint; uses: bigint; withdrawn: bigint }>(
  'promotions.countCoupons',
  `select count(*) filter (where file > 0) as made, count(*) filter (where file = 0) as issued,
          count(*) filter (where jsonb_array_length(used_by) > 0) as used,
          coalesce(sum(jsonb_array_length(used_by)), 0)::bigint as uses,
          count(*) filter (where is_withdrawn) as withdrawn
     from promotions.coupon where series = $1`,
);

const fileOf = ({ made_at, downloaded_at, ...rest }: FileRow): CouponFile => ({
  ...rest,
  madeAt: made_at,
  downloadedAt: downloaded_at ?? undefined,
});

/** All series of all programs: settings, of which there are few. */
export const readSeries = async (queries: Queries): Promise<Series[]> =>
  (await queries.run(selectSeries)).map(({ tenant_id, uses_max, valid_from, valid_until, days, ...rest }) => ({
    ...rest,
    ...{ tenant: tenant_id, usesMax: uses_max, validFrom: valid_from, validUntil: valid_until },
    days: days ?? undefined,
  }));

/** Gives the new series' number; undefined where the program has one of that word. */
export const insertSeries = async (
  tx: Tx,
  one: Omit<Series, 'series' | 'state'>,
  now: Instant,
): Promise<number | undefined> => {
  const { tenant, program, code, holder, usesMax, validFrom, validUntil, days } = one;
  const until = postgresFromInstant(validUntil);
  const columns = [tenant, program, code, holder, usesMax, postgresFromInstant(validFrom), until, days ?? null];
  return (await tx.run(addSeries, [...columns, postgresFromInstant(now)]))[0]?.series;
};

/** Moves a series; undefined where it is in none of the states from which that goes. */
export const updateSeries = async (
  tx: Tx,
  series: number,
  from: readonly SeriesState[],
  to: SeriesState,
): Promise<number | undefined> => (await tx.run(moveSeries, [series, from, to]))[0]?.series;

/** The codes that were made under a reference. */
export const fileByReference = async (
  queries: Queries,
  { tenant, series }: Series,
  reference: string,
): Promise<CouponFile | undefined> =>
  (await queries.run(findFileByReference, [tenant, series, reference])).map(fileOf)[0];

/** The latest files of a series. */
export const filesOf = async (queries: Queries, series: number, most: number): Promise<CouponFile[]> =>
  (await queries.run(selectFiles, [series, most])).map(fileOf);

/** Keeps a file of codes, sealed; undefined where its reference is taken. */
export const insertFile = async (
  tx: Tx,
  { tenant, series }: Series,
  file: { reference: string; content: Buffer; quantity: number; sealed: Buffer; now: Instant },
): Promise<CouponFile | undefined> => {
  const columns = [tenant, series, file.reference, file.content, file.quantity, file.sealed];
  return (await tx.run(addFile, [...columns, postgresFromInstant(file.now)])).map(fileOf)[0];
};

/** Takes what is sealed out of a file, for good; `sealed` is undefined where somebody did before. */
export async function takeFile(
  tx: Tx,
  { tenant, series }: Series,
  file: bigint,
  now: Instant,
): Promise<{ readonly file: CouponFile; readonly sealed: Buffer | undefined } | undefined> {
  const [row] = await tx.run(lockFile, [tenant, series, file]);
  if (!row) return undefined;
  const { sealed, ...found } = row;
  if (sealed !== null) await tx.run(dropSealed, [file, postgresFromInstant(now)]);
  return { file: fileOf(found), sealed: sealed ?? undefined };
}

/** Adds codes. */
export const addCoupons = async (tx: Tx, coupons: readonly Coupon[]): Promise<void> => {
  await tx.run(insertCoupons, newCouponColumns(coupons));
};

/** What has become of the codes of a series. */
export type CouponCounts = {
  readonly made: bigint;
  readonly issued: bigint;
  readonly used: bigint;
  readonly uses: bigint;
  readonly withdrawn: bigint;
};
export const countsOf = async (queries: Queries, series: number): Promise<CouponCounts> =>
  (await queries.run(countCoupons, [series]))[0] as CouponCounts;
