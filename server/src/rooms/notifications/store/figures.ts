import { MICROSECONDS_PER_SECOND, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kind } from '../message.ts';

/** Messages of a kind that wait, over all tenants, how long the oldest has waited in seconds, and addresses that are sent nothing. */
export type QueueFigures = {
  readonly kind: Kind;
  readonly queued: number;
  readonly oldestSeconds: number;
  readonly suppressed: number;
};

// Both look through indexes that hold what waits and nothing else; the list of suppressions is small beside the messages.
const selectQueued = statement<{ kind: Kind; queued: bigint; oldest: Instant }>(
  'notifications.selectQueueFigures',
  `select kind, count(*) as queued, min(made_at) as oldest from notifications.message where state = 'queued' group by kind`,
);
const selectSuppressed = statement<{ kind: Kind; count: bigint }>(
  'notifications.selectSuppressionFigures',
  `select kind, count(*) as count from notifications.suppression group by kind`,
);
const KINDS: readonly Kind[] = ['email', 'sms', 'push'];

/** The figures of every kind, those of nothing too: a gauge that is missing looks like a program that is not there. */
export async function readQueueFigures(queries: Queries, now: Instant): Promise<QueueFigures[]> {
  const [queued, suppressed] = await Promise.all([queries.run(selectQueued, []), queries.run(selectSuppressed, [])]);
  return KINDS.map((kind) => {
    const waiting = queued.find((row) => row.kind === kind);
    return {
      kind,
      queued: Number(waiting?.queued ?? 0n),
      oldestSeconds: waiting ? Math.max(0, Math.floor((now - waiting.oldest) / MICROSECONDS_PER_SECOND)) : 0,
      suppressed: Number(suppressed.find((row) => row.kind === kind)?.count ?? 0n),
    };
  });
}
