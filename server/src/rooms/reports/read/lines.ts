import type { Instant } from '../../../kernel/instant.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement, type Statement } from '../../../platform/database/sql.ts';
import type { Asked, Sort } from '../filter.ts';
import type { Place } from '../operation.ts';
import { CONDITION, CONDITION_PARAMETERS, conditionOf } from './condition.ts';

/** The head of an operation as lists show it. */
export type ShownLine = {
  readonly lane: number;
  readonly seq: bigint;
  readonly occurred_at: Instant;
  readonly recorded_at: Instant;
  readonly booked_on: LocalDate;
  readonly owner: bigint;
  readonly owner_kind: string | null;
  readonly card: bigint;
  readonly last_four: string | null;
  readonly amount: bigint;
  readonly program: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly kind: number;
  readonly cashier: number;
  readonly card_range: number;
  readonly currency: number;
  readonly flags: number;
  readonly marks: readonly number[];
  readonly receipt: string | null;
  readonly reason: string | null;
  readonly state: number | null;
};

const COLUMNS = `line.lane, line.seq, line.occurred_at, line.recorded_at, line.booked_on, line.owner, line.card, line.amount, line.program,
          line.outlet, line.terminal, line.kind, line.cashier, line.card_range, line.currency, line.flags, line.marks, line.receipt, line.reason`;

/** Behind which line a page goes on; as text where it travels. */
export type LineKey = Pick<ShownLine, 'booked_on' | 'occurred_at' | 'amount' | 'lane' | 'seq'>;

const parameter = (n: number): string => `$${CONDITION_PARAMETERS + n}`;

type Order = {
  readonly by: readonly string[];
  readonly direction: 'asc' | 'desc';
  readonly behind: string;
  readonly only: string;
  readonly limit: string;
};

// Row comparisons find their place in an index by its columns alone; the plain bound beside them is what leaves months out.
const byTime = (direction: 'asc' | 'desc'): Order => {
  const [row, plain] = direction === 'desc' ? ['<', '<='] : ['>', '>='];
  const [day, at, lane, seq] = [1, 2, 3, 4].map(parameter);
  return {
    by: ['booked_on', 'occurred_at', 'lane', 'seq'],
    direction,
    behind: `(${day}::date is null or (line.booked_on ${plain} ${day}::date
           and (line.booked_on, line.occurred_at, line.lane, line.seq) ${row} (${day}::date, ${at}::timestamptz, ${lane}::int, ${seq}::bigint)))`,
    only: '',
    limit: parameter(5),
  };
};

const byAmount = (direction: 'asc' | 'desc'): Order => {
  const row = direction === 'desc' ? '<' : '>';
  const [amount, lane, seq] = [1, 2, 3].map(parameter);
  return {
    by: ['amount', 'lane', 'seq'],
    direction,
    behind: `(${amount}::bigint is null
           or (line.amount, line.lane, line.seq) ${row} (${amount}::bigint, ${lane}::int, ${seq}::bigint))`,
    only: 'and line.currency > 0',
    limit: parameter(4),
  };
};

/**
 * The text of a page: the limit stands inside, so that states, owners and cards are looked up for what is shown only. A card may have gone to
 * another lane with its member since.
 */
function pageText({ by, direction, behind, only, limit }: Order): string {
  const order = (table: string): string => by.map((column) => `${table}.${column} ${direction}`).join(', ');
  return `select shown.lane, shown.seq, shown.occurred_at, shown.recorded_at, shown.booked_on, shown.owner, held.kind as owner_kind,
          shown.card, card.last_four, shown.amount, shown.program, shown.outlet, shown.terminal, shown.kind, shown.cashier,
          shown.card_range, shown.currency, shown.flags, shown.marks, shown.receipt, shown.reason, after.state
     from (select ${COLUMNS}
             from reports.operation_line as line
            where ${CONDITION}
              and line.is_head ${only} and ${behind}
            order by ${order('line')}
            limit ${limit}) as shown
     left join reports.operation_state as after on after.lane = shown.lane and after.seq = shown.seq
     left join lanes.owner as held on held.lane = shown.lane and held.owner = shown.owner
     left join lateral (
       select known.last_four
         from lanes.lane as lane join cards.card as known on known.lane = lane.lane and known.card = shown.card
        where lane.tenant_id = $1 limit 1) as card on true
    order by ${order('shown')}`;
}

const pages: Readonly<Record<Sort, Statement<ShownLine>>> = {
  newest: statement<ShownLine>('reports.selectLinesByNewestTime', pageText(byTime('desc'))),
  oldest: statement<ShownLine>('reports.selectLinesByOldestTime', pageText(byTime('asc'))),
  largest: statement<ShownLine>('reports.selectLinesByLargestAmount', pageText(byAmount('desc'))),
  smallest: statement<ShownLine>('reports.selectLinesBySmallestAmount', pageText(byAmount('asc'))),
};

/** Whether lines are in the order of their amounts, which must then be of one unit. */
export const isByAmount = (sort: Sort): boolean => sort === 'largest' || sort === 'smallest';

/** Heads in order, behind a line where one is given. By amount: those that speak of one. */
export function readLines(
  queries: Queries,
  asked: Asked,
  { sort, behind, limit }: { readonly sort: Sort; readonly behind: LineKey | undefined; readonly limit: number },
): Promise<ShownLine[]> {
  const first = isByAmount(sort)
    ? [behind?.amount ?? null]
    : [behind?.booked_on ?? null, behind ? postgresFromInstant(behind.occurred_at) : null];
  const values = [...conditionOf(asked, isByAmount(sort)), ...first, behind?.lane ?? null, behind?.seq ?? null, limit];
  return queries.run(pages[sort], values);
}

/** What an operation moved in one unit, its parts in other lanes with it. */
export type LineFigures = {
  readonly lane: number;
  readonly seq: bigint;
  readonly unit: number;
  readonly earned: bigint;
  readonly spent: bigint;
  readonly loaded: bigint;
  readonly expired: bigint;
  readonly changed: bigint;
};

const selectFigures = statement<LineFigures>(
  'reports.selectFiguresOfOperations',
  `select part.lane, part.seq, part.unit, sum(part.earned)::bigint as earned, sum(part.spent)::bigint as spent,
          sum(part.loaded)::bigint as loaded, sum(part.expired)::bigint as expired, sum(part.changed)::bigint as changed
     from (select own.lane, own.seq, own.unit, own.earned, own.spent, own.loaded, own.expired, own.changed
             from unnest($1::int[], $2::bigint[], $3::date[]) as wanted(lane, seq, booked_on)
             join reports.operation_line as own
               on own.lane = wanted.lane and own.seq = wanted.seq and own.booked_on = wanted.booked_on
           union all
           select leg.home_lane, leg.home_seq, leg.unit, leg.earned, leg.spent, leg.loaded, leg.expired, leg.changed
             from unnest($1::int[], $2::bigint[], $3::date[]) as wanted(lane, seq, booked_on)
             join reports.operation_line as leg
               on leg.home_lane = wanted.lane and leg.home_seq = wanted.seq and leg.booked_on = wanted.booked_on) as part
    where part.unit > 0
    group by part.lane, part.seq, part.unit
    order by part.lane, part.seq, part.unit`,
);

/** What these operations moved, by operation and unit. */
export const readLineFigures = (
  queries: Queries,
  lines: readonly Pick<ShownLine, 'lane' | 'seq' | 'booked_on'>[],
): Promise<LineFigures[]> =>
  lines.length === 0
    ? Promise.resolve([])
    : queries.run(selectFigures, [
        lines.map((line) => line.lane),
        lines.map((line) => line.seq),
        lines.map((line) => line.booked_on),
      ]);

const PLACES_MAX = 1_000;

const selectPlaces = statement<Place>(
  'reports.selectPlacesOfReceipt',
  `with named as (
     select line.lane, line.seq from reports.operation_line as line where line.receipt = $2 and line.tenant_id = $1
     union
     select place.lane, place.seq from unnest($3::int[], $4::bigint[]) as place(lane, seq))
   select lane, seq from (
     select named.lane, named.seq from named
     union
     select part.lane, part.seq from named
       join reports.operation_line as part on part.home_lane = named.lane and part.home_seq = named.seq) as found
    limit ${PLACES_MAX}`,
);

/** The rows of operations whose receipt has this number, and of those named besides, their legs with them. */
export const readPlacesOfReceipt = (
  queries: Queries,
  tenant: number,
  receipt: string,
  places: readonly Place[],
): Promise<Place[]> =>
  queries.run(selectPlaces, [tenant, receipt, places.map((one) => one.lane), places.map((one) => one.seq)]);
