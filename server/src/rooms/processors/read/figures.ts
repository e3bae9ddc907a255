import { MICROSECONDS_PER_SECOND, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** How a processor is doing, over all processes: for metrics. Ages in seconds. */
export type ProcessorFigures = {
  readonly processor: number;
  readonly tenant: number;
  readonly code: string;
  /** Questions without an answer, in a row. */
  readonly failures: number;
  readonly state: 'active' | 'paused';
  /** Payments of which nobody knows yet whether they are paid, and value that is still to go back to cards. */
  readonly uncertain: number;
  readonly refundsDue: number;
  /** Age of the oldest balance that is kept; 0 where there is none. */
  readonly oldestBalanceSeconds: number;
};

// The oldest balance comes by an index of its own; nothing here looks through cards.
const selectFigures = statement<{
  processor: number;
  tenant_id: number;
  code: string;
  failures: number;
  state: 'active' | 'paused';
  uncertain: bigint;
  refunds_due: bigint;
  oldest: Instant | null;
}>(
  'processors.selectFigures',
  `select processor, tenant_id, code, failures, state,
          (select count(*) from processors.redemption
            where redemption.processor = one.processor and redemption.state in ('asking', 'unknown', 'reversing')) as uncertain,
          (select count(*) from processors.refund join processors.redemption using (redemption)
            where refund.state = 'due' and redemption.processor = one.processor) as refunds_due,
          (select balance_at from processors.card
            where card.processor = one.processor and balance_at is not null order by balance_at limit 1) as oldest
     from processors.processor as one order by processor`,
);

/** The figures of every processor of every tenant. */
export async function readFigures(queries: Queries, now: Instant): Promise<ProcessorFigures[]> {
  const rows = await queries.run(selectFigures, []);
  return rows.map(({ oldest, ...row }) => ({
    ...{ processor: row.processor, tenant: row.tenant_id, code: row.code, failures: row.failures, state: row.state },
    uncertain: Number(row.uncertain),
    refundsDue: Number(row.refunds_due),
    oldestBalanceSeconds: oldest === null ? 0 : Math.max(0, Math.floor((now - oldest) / MICROSECONDS_PER_SECOND)),
  }));
}
