import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const upsertCheck = statement(
  'reports.upsertLedgerCheck',
  `insert into reports.ledger_check as held (lane, tenant_id, upto, checked_at, difference) values ($1, $2, $3, $4::timestamptz, $5)
   on conflict (lane) do update set upto = greatest(held.upto, excluded.upto), checked_at = excluded.checked_at,
     difference = case when held.difference = '' then excluded.difference else held.difference end`,
);

/** Notes how far a lane was compared. A difference stays until a person has looked. */
export const writeLedgerCheck = (
  queries: Queries,
  done: {
    readonly lane: number;
    readonly tenant: number;
    readonly upto: bigint;
    readonly at: Instant;
    readonly difference: string;
  },
): Promise<unknown> =>
  queries.run(upsertCheck, [done.lane, done.tenant, done.upto, postgresFromInstant(done.at), done.difference]);
