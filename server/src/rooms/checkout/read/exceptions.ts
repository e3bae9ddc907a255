import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OperationRow } from './operation.ts';

/** What stood against a notice, with its operation. */
export type ExceptionRow = OperationRow & {
  readonly n: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly noted_at: Instant;
};

// Served by exception_by_tenant, backwards; the rest of the key only parts those of one batch.
const selectExceptions = statement<ExceptionRow>(
  'checkout.selectExceptions',
  `select noted.lane, noted.seq, noted.n, noted.code, noted.facts, noted.noted_at, row.kind, row.occurred_at, row.recorded_at,
          row.booked_on, row.tenant_id, row.outlet, row.terminal, row.rulebook, row.flags
     from checkout.exception as noted
     join ledger.journal as row on row.lane = noted.lane and row.seq = noted.seq
    where noted.tenant_id = $1
      and (noted.noted_at, noted.lane, noted.seq, noted.n) < ($2::timestamptz, $3::int, $4::bigint, $5::smallint)
      and ($6::int[] is null or row.outlet = any($6::int[]))
    order by noted.noted_at desc, noted.lane desc, noted.seq desc, noted.n desc
    limit $7`,
);

/** Exceptions of a tenant, newest first. `outlets` bounds what the asker may see; `before` is where the page before ended. */
export const listExceptions = (
  queries: Queries,
  tenant: number,
  before: { readonly notedAt: string; readonly lane: number; readonly seq: bigint; readonly n: number },
  outlets: readonly number[] | null,
  limit: number,
): Promise<ExceptionRow[]> =>
  queries.run(selectExceptions, [tenant, before.notedAt, before.lane, before.seq, before.n, outlets, limit]);
