import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sight } from '../filter.ts';

/** On how many receipts something was given by one cashier at one till, or by one of them alone. 0: none is known. */
export type SignalRow = {
  readonly cashier: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly receipts: bigint;
  readonly days: bigint;
};

export type SignalBy = 'cashier' | 'terminal' | 'outlet';

// $1 tenant, $2 promotion, $3 kinds, $4 and $5 days, $6 outlets, $7 by whom, $8 over, $9 at most
const selectSignals = statement<SignalRow>(
  'reports.selectSignals',
  `select case when $7 = 'cashier' then cashier else 0 end as cashier, outlet,
          case when $7 = 'terminal' then terminal else 0 end as terminal,
          count(*) as receipts, count(distinct booked_on) as days
     from reports.operation_line
    where tenant_id = $1 and is_head and marks @> array[$2::int] and kind = any($3::int[])
      and booked_on between $4 and $5 and ($6::int[] is null or outlet = any($6::int[]))
    group by 1, 2, 3
   having count(*) > $8
    order by receipts desc, outlet, terminal, cashier
    limit $9`,
);

/** Who rang up more receipts than so many on which a promotion gave something, most first. */
export const readSignals = (
  queries: Queries,
  { tenant, outlets }: Sight,
  asked: {
    readonly promotion: number;
    readonly kinds: readonly number[];
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly by: SignalBy;
    readonly over: number;
    readonly most: number;
  },
): Promise<SignalRow[]> =>
  queries.run(selectSignals, [
    ...[tenant, asked.promotion, asked.kinds, asked.from, asked.to],
    ...[outlets, asked.by, asked.over, asked.most],
  ]);
