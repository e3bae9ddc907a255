import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { outletsLeft, type Asked } from '../filter.ts';
import { wholeMonths } from '../whole-months.ts';
import { fromFigures, withinOf, FIGURES, type FigureName, type Share } from '../share.ts';
import { CONDITION, CONDITION_PARAMETERS, conditionOf } from './condition.ts';

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

const MOVED = (table: string): string =>
  `coalesce(sum(${table}.earned), 0)::bigint as earned, coalesce(sum(${table}.spent), 0)::bigint as spent,
          coalesce(sum(${table}.loaded), 0)::bigint as loaded, coalesce(sum(${table}.expired), 0)::bigint as expired,
          coalesce(sum(${table}.changed), 0)::bigint as changed`;

const HELD = `sum(held.operations)::bigint as operations, sum(held.amount)::bigint as amount, ${MOVED('held')}`;

// Parts bear the amount of their head, by which they are found; it is added up once.
const COUNTED = `count(*) filter (where line.is_head)::bigint as operations,
          coalesce(sum(line.amount) filter (where line.is_head), 0)::bigint as amount, ${MOVED('line')}`;

const sumLines = statement<TotalRow>(
  'reports.sumLines',
  `select line.unit, line.currency, ${COUNTED}
     from reports.operation_line as line
    where ${CONDITION}
    group by line.unit, line.currency`,
);

// A lane that is not there falls away before the planner looks, and the others are one look each into the key of the lines.
const LANES_AT_ONCE = 8;
const OPEN = Array.from({ length: LANES_AT_ONCE }, (_, n) => {
  const [lane, upto] = [CONDITION_PARAMETERS + 1 + 2 * n, CONDITION_PARAMETERS + 2 + 2 * n];
  return `($${lane}::int is not null and line.lane = $${lane}::int and line.seq > $${upto}::bigint)`;
});

// These are found by lane and number, so no index of marks is wanted, and a list of hundreds must not be compared with each mark of each line:
// of forty thousand lines that took a third of a second. Kind and cashier have columns; `= any` looks into a table of the list.
const LISTED_MAX = 16;
const OF_OPEN = CONDITION.replace('line.marks && $6::int[]', 'line.kind = any($6::int[])')
  .replace('line.marks && $7::int[]', 'line.cashier = any($7::int[])')
  .replaceAll(
    /line\.marks && (\$\d+::int\[\])/g,
    (some, list: string) =>
      `case when cardinality(${list}) <= ${LISTED_MAX} then ${some} else exists (select from unnest(line.marks) as own where own = any(${list})) end`,
  );

const sumOpenLines = statement<TotalRow>(
  'reports.sumOpenLines',
  `select line.unit, line.currency, ${COUNTED}
     from reports.operation_line as line
    where ${OF_OPEN}
      and (${OPEN.join(' or ')})
    group by line.unit, line.currency`,
);

// One page in a hundred of each month, always the same ones: two looks at the same estimate agree. Pages are what chance takes or leaves, so
// the squares of what each of them holds tell how far the estimate may be off.
const SAMPLED = 0.01;
const SQUARES = FIGURES.map((name) => `sum(page.${name}::float8 ^ 2) as ${name}_squared`).join(', ');

const samplePages = statement<TotalRow & { readonly [Name in `${FigureName}_squared`]: number }>(
  'reports.samplePages',
  `select page.unit, page.currency, ${FIGURES.map((name) => `sum(page.${name})::bigint as ${name}`).join(', ')}, ${SQUARES}
     from (select line.unit, line.currency, ${COUNTED}
             from reports.operation_line as line tablesample system (${100 * SAMPLED}) repeatable (1)
            where ${CONDITION}
            group by line.unit, line.currency, line.tableoid, (line.ctid::text::point)[0]) as page
    group by page.unit, page.currency`,
);

// $1 tenant, $2 first day, $3 last day, $4 outlets, $5 kinds, $6 ranges by number, $7 origin
const KNOWN = `held.tenant_id = $1 and ($2::date is null or held.booked_on >= $2::date) and ($3::date is null or held.booked_on <= $3::date)
      and ($4::int[] is null or held.outlet = any($4::int[])) and ($5::int[] is null or held.kind = any($5::int[]))
      and ($6::int[] is null or held.card_range in (
            select known.value::int from reports.mark as known where known.mark = any($6::int[]) and known.facet = 'r'))
      and ($7::boolean is null or held.is_offline = $7::boolean)`;

const sumDays = statement<TotalRow>(
  'reports.sumDays',
  `select held.unit, held.currency, ${HELD} from reports.day_sum as held where ${KNOWN} group by held.unit, held.currency`,
);

// The months stand under their first days, so the same condition finds them.
const sumMonths = statement<TotalRow>(
  'reports.sumMonths',
  `select held.unit, held.currency, ${HELD} from reports.month_sum as held where ${KNOWN} group by held.unit, held.currency`,
);

/** Sums from months and days, for filters that these know (`isOfDaySums`): exact, whatever there is. Whole months come as such. */
export async function sumOfDays(queries: Queries, asked: Asked): Promise<TotalRow[]> {
  const others = [
    outletsLeft(asked),
    asked.filter.kinds ?? null,
    asked.filter.cardRanges ?? null,
    asked.filter.origin === undefined ? null : asked.filter.origin === 'offline',
  ];
  const { months, days } = wholeMonths(asked.filter);
  const sums = await Promise.all([
    ...months.map(({ from, to }) => queries.run(sumMonths, [asked.sight.tenant, from, to, ...others])),
    ...days.map(({ from, to }) => queries.run(sumDays, [asked.sight.tenant, from, to, ...others])),
  ]);
  return sums.flat();
}

const sumMarks = statement<TotalRow>(
  'reports.sumMarks',
  `select held.unit, held.currency, ${HELD}
     from reports.mark_sum as held
    where held.tenant_id = $1 and held.mark = $2 and ($3::date is null or held.booked_on >= $3::date)
      and ($4::date is null or held.booked_on <= $4::date)
    group by held.unit, held.currency`,
);

/** Sums of what bears one mark (`summedMark`): exact, whatever there is. */
export const sumOfMark = (queries: Queries, { sight, filter }: Asked, mark: number): Promise<TotalRow[]> =>
  queries.run(sumMarks, [sight.tenant, mark, filter.from ?? null, filter.to ?? null]);

/** Sums line by line: exact. */
export const sumOfLines = (queries: Queries, asked: Asked): Promise<TotalRow[]> =>
  queries.run(sumLines, conditionOf(asked, asked.filter.amount !== undefined));

/** Sums line by line of those that lie behind a row of their lane: exact. */
export async function sumOfOpenLines(
  queries: Queries,
  asked: Asked,
  lanes: readonly { readonly lane: number; readonly upto: bigint }[],
): Promise<TotalRow[]> {
  const values = conditionOf(asked, false);
  const some: Promise<TotalRow[]>[] = [];
  for (let from = 0; from < lanes.length; from += LANES_AT_ONCE) {
    const places = Array.from({ length: LANES_AT_ONCE }, (_, n) => lanes[from + n]);
    const bounds = places.flatMap((place) => [place?.lane ?? null, place?.upto ?? null]);
    some.push(queries.run(sumOpenLines, [...values, ...bounds]));
  }
  return (await Promise.all(some)).flat();
}

/** An estimate out of a sample of the lines, scaled up, and three standard errors of each figure. */
export async function estimateOfLines(
  queries: Queries,
  asked: Asked,
): Promise<{ readonly rows: TotalRow[]; readonly share: Share }> {
  const sampled = await queries.run(samplePages, conditionOf(asked, false));
  const scale = BigInt(Math.round(1 / SAMPLED));
  return {
    rows: sampled.map((row) => fromFigures(row, (name) => row[name] * scale)),
    share: {
      fraction: SAMPLED,
      within: sampled.map((row) =>
        fromFigures(row, (name) => withinOf((row[`${name}_squared`] * (1 - SAMPLED)) / SAMPLED ** 2)),
      ),
    },
  };
}
