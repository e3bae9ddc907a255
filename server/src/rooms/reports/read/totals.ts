import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { outletsLeft, type Asked } from '../filter.ts';
import { CONDITION, conditionOf } from './condition.ts';

/** Sums over lines by what they are counted in; a row for each pair of unit and currency that was met. */
export type TotalRow = {
  readonly unit: number;
  readonly currency: number;
  readonly operations: bigint;
  readonly amount: bigint;
  readonly earned: bigint;
  readonly spent: bigint;
  readonly loaded: bigint;
  readonly expired: bigint;
  readonly changed: bigint;
};

const SUMS = (table: string, operations: string): string =>
  `${operations} as operations, coalesce(sum(${table}.amount), 0)::bigint as amount, coalesce(sum(${table}.earned), 0)::bigint as earned,
          coalesce(sum(${table}.spent), 0)::bigint as spent, coalesce(sum(${table}.loaded), 0)::bigint as loaded,
          coalesce(sum(${table}.expired), 0)::bigint as expired, coalesce(sum(${table}.changed), 0)::bigint as changed`;

const COUNT_HEADS = 'count(*) filter (where line.is_head)::bigint';

const sumLines = statement<TotalRow>(
  'reports.sumLines',
  `select line.unit, line.currency, ${SUMS('line', COUNT_HEADS)}
     from reports.operation_line as line
    where ${CONDITION}
    group by line.unit, line.currency`,
);

// One page in a hundred of each month, always the same ones: two looks at the same estimate agree.
const SAMPLE_PERCENT = 1;

const sampleLines = statement<TotalRow>(
  'reports.sampleLines',
  `select line.unit, line.currency, ${SUMS('line', COUNT_HEADS)}
     from reports.operation_line as line tablesample system (${SAMPLE_PERCENT}) repeatable (1)
    where ${CONDITION}
    group by line.unit, line.currency`,
);

const sumDays = statement<TotalRow>(
  'reports.sumDays',
  // $1 tenant, $2 first day, $3 last day, $4 outlets, $5 kinds, $6 ranges by number, $7 origin
  `select held.unit, held.currency, ${SUMS('held', 'sum(held.operations)::bigint')}
     from reports.day_sum as held
    where held.tenant_id = $1 and ($2::date is null or held.booked_on >= $2::date) and ($3::date is null or held.booked_on <= $3::date)
      and ($4::int[] is null or held.outlet = any($4::int[])) and ($5::int[] is null or held.kind = any($5::int[]))
      and ($6::int[] is null or held.card_range in (
            select known.value::int from reports.mark as known where known.mark = any($6::int[]) and known.facet = 'r'))
      and ($7::boolean is null or held.is_offline = $7::boolean)
    group by held.unit, held.currency`,
);

/** Sums from the days, for filters that these know (`isOfDaySums`): exact, whatever there is. */
export const sumOfDays = (queries: Queries, asked: Asked): Promise<TotalRow[]> =>
  queries.run(sumDays, [
    asked.sight.tenant,
    asked.filter.from ?? null,
    asked.filter.to ?? null,
    outletsLeft(asked),
    asked.filter.kinds ?? null,
    asked.filter.cardRanges ?? null,
    asked.filter.origin === undefined ? null : asked.filter.origin === 'offline',
  ]);

/** Sums line by line: exact. */
export const sumOfLines = (queries: Queries, asked: Asked): Promise<TotalRow[]> =>
  queries.run(sumLines, conditionOf(asked));

/** An estimate out of a sample of the lines, scaled up. */
export async function estimateOfLines(queries: Queries, asked: Asked): Promise<TotalRow[]> {
  const scale = 100n / BigInt(SAMPLE_PERCENT);
  const rows = await queries.run(sampleLines, conditionOf(asked));
  return rows.map((row) => ({
    unit: row.unit,
    currency: row.currency,
    operations: row.operations * scale,
    amount: row.amount * scale,
    earned: row.earned * scale,
    spent: row.spent * scale,
    loaded: row.loaded * scale,
    expired: row.expired * scale,
    changed: row.changed * scale,
  }));
}
