import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

export type OutboxRow = { message: bigint; phone: string; text: string; made_at: Instant };

const selectMessages = statement<OutboxRow>(
  'members.selectMessages',
  `select message, phone, text, made_at from members.development_outbox
    where tenant_id = $1 and message < $2 order by message desc limit $3`,
);

/** Messages that would have gone out, newest first; one more than `limit`. */
export const findMessages = (queries: Queries, tenant: number, before: bigint, limit: number): Promise<OutboxRow[]> =>
  queries.run(selectMessages, [tenant, before, limit + 1]);
