import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** The newest push subscription of a member, whatever became of it. */
const selectNewest = statement<{ platform: string; state: string; last_seen_at: Instant }>(
  'delivery.selectNewestSubscription',
  `select platform, state, last_seen_at from notifications.push_subscription
    where tenant_id = $1 and member = $2 order by (state = 'active') desc, last_seen_at desc limit 1`,
);

export type AppSeen = { readonly platform: string; readonly isActive: boolean; readonly lastSeenAt: Instant };

/** How the member's page was seen last; undefined where it never was. */
export async function findAppOfMember(queries: Queries, tenant: number, member: string): Promise<AppSeen | undefined> {
  const [row] = await queries.run(selectNewest, [tenant, member]);
  return row && { platform: row.platform, isActive: row.state === 'active', lastSeenAt: row.last_seen_at };
}
