import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** How a processor is doing, in numbers. */
export type ProcessorState = {
  readonly cards: bigint;
  /** Cards whose poll is late by an hour or more. */
  readonly overdue: bigint;
  /** Payments of which nobody knows yet whether they are paid. */
  readonly uncertain: bigint;
  readonly oldestUncertainAt: Instant | undefined;
  readonly discrepancies: bigint;
};

const LATE_SECONDS = 3_600;

const selectState = statement<{
  cards: bigint;
  overdue: bigint;
  uncertain: bigint;
  oldest: Instant | null;
  discrepancies: bigint;
}>(
  'processors.selectState',
  `select (select count(*) from processors.card where card.processor = $1) as cards,
          (select count(*) from processors.card
            where card.processor = $1 and next_poll_at < $2::timestamptz - make_interval(secs => ${LATE_SECONDS})) as overdue,
          (select count(*) from processors.redemption
            where redemption.processor = $1 and state in ('asking', 'unknown', 'reversing')) as uncertain,
          (select min(asked_at) from processors.redemption
            where redemption.processor = $1 and state in ('asking', 'unknown', 'reversing')) as oldest,
          (select count(*) from processors.discrepancy
            where discrepancy.tenant_id = $3 and discrepancy.processor = $1 and state = 'open') as discrepancies`,
);

/** Counts what a processor has and owes us. */
export async function stateOf(
  queries: Queries,
  { processor, tenant }: { readonly processor: number; readonly tenant: number },
  now: Instant,
): Promise<ProcessorState> {
  const [row] = await queries.run(selectState, [processor, postgresFromInstant(now), tenant]);
  const { oldest, ...counts } = row;
  return { ...counts, oldestUncertainAt: oldest ?? undefined };
}
